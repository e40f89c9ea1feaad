"""What is typed into a field becomes an edit of what the person saw, whatever others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.app.editing_session import Place
from pmtui.app.field_values import Slot
from pmtui.meeting.step import Field
from pmtui.session.document import Session
from pmtui.session.edits import set_field

PATH = "impact.statement"
STATEMENT = Slot(Field(PATH, "Statement", kind="text"), Place("impact", None, PATH))


@pytest.mark.parametrize(
    ("theirs", "parked"), [("Orders failed in Europe", ["Orders failed in Europe"]), ("Orders failed", [])]
)
def test_what_somebody_else_wrote_into_the_field_meanwhile_is_kept(
    make_session: Callable[..., Session], theirs: str, parked: list[str]
) -> None:
    seen = make_session(**{PATH: "Orders failed"})
    edit = STATEMENT.edit_from(seen, {PATH: "Payments were refused"})
    session = edit(set_field(seen, PATH, theirs))
    assert session.impact.statement == "Payments were refused"
    assert [each.text for each in session.parking_lot] == parked
