"""What the close has to say names everything that keeps the report from showing what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.editing_session import Place
from pmtui.app.gap_lines import gap_lines
from pmtui.report.formats import doubts
from pmtui.session.document import Event, Evidence, Session

Make = Callable[..., Session]
DEEP = "> - " * 200 + "deep"


def test_fields_that_the_report_shows_as_typed_stand_first_in_the_words_of_export(make_session: Make) -> None:
    session = make_session(
        **{"impact.statement": DEEP, "evidence": (Evidence(id="f1", body="plain"), Evidence(id="f2", body=DEEP))}
    )
    lines = [line for line in gap_lines(session) if line.heading == "Not read by the report"]
    assert gap_lines(session)[: len(lines)] == lines
    places = [Place("impact", None, "impact.statement"), Place("evidence", "f2", "body")]
    assert [line.place for line in lines] == places
    assert [line.text.lower() for line in lines] == [doubt.text.lower() for doubt in doubts(session)]
    assert len({line.row_id for line in gap_lines(session)}) == len(gap_lines(session))


def test_secrets_stand_first_each_by_itself_and_many_addresses_are_one_line(make_session: Make) -> None:
    events = tuple(Event(id=f"e{n}", text=f"10.0.0.{n} refused", source="log") for n in range(40, 46))
    leak = Event(id="s", text="DB_PASSWORD=hunter2secret, API_SECRET=hunter3secret", source="chat")
    session = make_session(**{"timeline": (*events, leak), "impact.statement": DEEP})
    lines = gap_lines(session)
    assert [(line.place, line.text) for line in lines[:3]] == [
        (Place("timeline", "s", "text"), "Password: …"),
        (Place("timeline", "s", "text"), "Password: …"),
        (Place("timeline", "e40", "text"), "6 internal IP addresses"),
    ]
    assert {line.heading for line in lines[:3]} == {"Secrets and personal data"}
    assert lines[3].heading == "Not read by the report"
    assert len({line.row_id for line in lines}) == len(lines)


def test_what_is_switched_off_or_may_be_told_is_not_listed(make_session: Make) -> None:
    session = make_session(timeline=(Event(id="e", text="It was human error, says ada@acme.io"),))
    headings = {line.heading for line in gap_lines(session)}
    assert {"Secrets and personal data", "Wording", "Sources"} <= headings
    fewer = {line.heading for line in gap_lines(session, off=("wording", "event-no-source"), allowed=("@acme.io",))}
    assert headings - fewer == {"Secrets and personal data", "Wording", "Sources"}
