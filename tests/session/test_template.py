"""A review as the beginning of the next one."""

from __future__ import annotations

from msgspec.structs import replace

from pmtui.session.document import KeyDetails, OwnSection, Resource, Summary
from pmtui.session.template import from_template
from tests.strategies import empty


def test_own_fields_and_the_titles_of_own_sections_are_handed_on_without_their_text() -> None:
    template = replace(
        empty(),
        key_details=KeyDetails(product="Checkout", headline="Refused", more={"Cost centre": "4711"}),
        summary=Summary(overview="x", sections=(OwnSection(id="s", title="Detection", text="by a customer"),)),
        resources=(Resource(id="r", text="logs", secured=True),),
    )
    ids = iter(("a", "b"))
    new = from_template(template, empty("new"), lambda: next(ids))
    assert new.key_details == KeyDetails(product="Checkout", more={"Cost centre": "4711"})
    assert new.summary == Summary(sections=(OwnSection(id="a", title="Detection"),))
    assert new.resources == (Resource(id="b", text="logs"),)
