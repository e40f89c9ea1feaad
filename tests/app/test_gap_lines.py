"""What the close has to say names everything that keeps the report from showing what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.editing_session import Place
from pmtui.app.gap_lines import found
from pmtui.report.formats import doubts
from pmtui.session.document import Evidence, Session

Make = Callable[..., Session]
DEEP = "> - " * 200 + "deep"


def test_fields_that_the_report_shows_as_typed_stand_first_in_the_words_of_export(make_session: Make) -> None:
    session = make_session(
        **{"impact.statement": DEEP, "evidence": (Evidence(id="f1", body="plain"), Evidence(id="f2", body=DEEP))}
    )
    lines = [line for line in found(session) if line.heading == "Not read by the report"]
    assert found(session)[: len(lines)] == lines
    places = [Place("impact", None, "impact.statement"), Place("evidence", "f2", "body")]
    assert [line.place for line in lines] == places
    assert [line.text.lower() for line in lines] == [doubt.text.lower() for doubt in doubts(session)]
    assert len({line.row_id for line in found(session)}) == len(found(session))
