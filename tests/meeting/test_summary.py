"""Sections of the team's own in the summary: what a typed line or a paste becomes, and what is missing of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pmtui.app.item_parsing import entry, items_of_line
from pmtui.library.drafts import ADD_LINE, FieldKey
from pmtui.meeting.completeness import gaps, wordings
from pmtui.meeting.steps import list_of
from pmtui.report.markdown import render
from pmtui.session.document import OwnSection, Session

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "title", "text"),
    [
        ("Detection", "Detection", ""),
        ("Detection: the first alert came from a customer", "Detection", "the first alert came from a customer"),
        ("## Trigger\n\nOne rule:\n\n- it met\n- all text", "Trigger", "One rule:\n\n- it met\n- all text"),
        ("#", "#", ""),
    ],
)  # fmt: skip
def test_a_line_or_a_paste_is_one_section(
    make_session: Callable[..., Session], typed: str, title: str, text: str
) -> None:
    made = entry(list_of("summary.sections"), [typed], session=make_session(), after=None, now=NOW)
    (own,) = made.edit(make_session()).summary.sections
    assert (own.title, own.text) == (title, text)


def test_a_half_typed_section_that_was_left_on_disk_is_one_section(make_session: Callable[..., Session]) -> None:
    key = FieldKey("summary.sections", None, ADD_LINE)
    found = items_of_line(key, "Trigger\na change\nof one rule", make_session(), NOW)
    assert found is not None
    step, made = found
    assert (step, [own.text for own in made.items]) == ("summary", ["a change\nof one rule"])


def test_a_section_without_text_is_missing_and_its_wording_is_looked_at(make_session: Callable[..., Session]) -> None:
    sections = (
        OwnSection(id="a", title="Detection"),
        OwnSection(id="b", text="untitled"),
        OwnSection(id="c", title="Trigger", text="The engineer should have tested it."),
    )
    session = make_session(**{"summary.sections": sections})
    missing = {gap.item_id: gap.text for gap in gaps(session) if gap.item_id}
    assert missing == {"a": "“Detection” has no text yet", "b": "“untitled” has no title"}
    assert [(found.step, found.item_id) for found in wordings(session)] == [("summary", "c")]
    assert "### Trigger\n\nThe engineer" in render(session)
