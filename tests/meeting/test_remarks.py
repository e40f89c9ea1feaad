"""Remarks of readers: what a line that was left becomes, how they are settled, what the close says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from pmtui.app.gap_lines import gap_lines
from pmtui.app.item_parsing import items_of_line
from pmtui.library.drafts import QUICK_LINE, FieldKey
from pmtui.meeting.steps import list_of
from pmtui.session.document import Event, Parked, Session
from pmtui.session.edits import change_item

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_line_that_was_left_half_typed_still_knows_what_it_is_about(make_session: Callable[..., Session]) -> None:
    session = make_session(timeline=(Event(id="a", text="fail over"),))
    left = items_of_line(FieldKey("parking_lot", "remark:a", QUICK_LINE), "who saw it? @Jo", session, NOW)
    assert left is not None
    (remark,) = left[1].edit(session).parking_lot
    assert (remark.kind, remark.of, remark.text, remark.author) == ("remark", "a", "who saw it?", "Jo")


def test_remarks_are_counted_at_the_close_until_they_are_answered_or_settled(
    make_session: Callable[..., Session],
) -> None:
    tick = list_of("parking_lot").tick
    assert tick is not None
    lot = tuple(Parked(id=str(n), text=f"remark {n}", kind="remark") for n in range(4))
    session = make_session(parking_lot=lot)
    assert "4 remarks are open" in [line.text for line in gap_lines(session)]
    session = change_item(session, "parking_lot", "0", **tick.changes(lot[0], date(2026, 11, 20)))
    session = change_item(session, "parking_lot", "1", answer="in the log")
    open_now = [line.place.item_id for line in gap_lines(session) if "remark" in line.text]
    assert open_now == ["2", "3"]
    question = Parked(id="q", text="since when?", kind="question")
    assert not tick.changes(question, date(2026, 11, 20)), "a question is answered, not settled"
