"""What somebody changed in a report, as a version of its session: nothing else changes, and items stay themselves."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.app.session_changes import changes, with_only
from pmtui.intake.own_report import read
from pmtui.intake.own_report.changes import edited_session
from pmtui.intake.result import IntakeContext
from pmtui.report.markdown import render
from pmtui.session import document as doc
from pmtui.session.document import Session
from pmtui.session.edits import change_item
from pmtui.session.merge import merge
from pmtui.session.normalise import normalise
from tests.intake.shown import differences, normal, shown
from tests.intake.test_own_report import CHECKOUT, NOW, REPORT
from tests.strategies import edited, sessions

IDS = count()
CONTEXT = IntakeContext(datetime(2026, 11, 20, 9, tzinfo=UTC), "UTC", None, lambda: f"new{next(IDS)}")


def applied(base: Session, report: str) -> Session:
    session = read(report, CONTEXT).session
    assert session is not None
    return edited_session(base, session, "0123456789ab", CONTEXT)


def words(base: Session, report: str) -> list[str]:
    return [change.words for change in changes(base, applied(base, report))]


def changed(*pairs: tuple[str, str]) -> str:
    text = REPORT
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def valid(session: Session) -> Session:
    return normal(normalise(session, now=NOW, new_id=lambda: "x"))


@settings(max_examples=50, deadline=None)
@given(sessions())
def test_a_report_that_nobody_edited_changes_nothing(session: Session) -> None:
    session = valid(session)
    assert applied(session, render(session)) == session


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_an_edited_report_changes_what_it_shows_and_reading_it_again_adds_nothing(data: st.DataObject) -> None:
    base = valid(data.draw(sessions()))
    other = valid(data.draw(edited(base)))
    report = render(other)
    theirs = applied(base, report)
    assert differences(shown(other), shown(theirs)) == []
    assert applied(base, report) == theirs
    assert valid(theirs) == theirs
    assert merge(base, base, theirs).session == theirs


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_of_its_changes_all_none_or_some_are_taken(data: st.DataObject) -> None:
    base = valid(data.draw(sessions()))
    theirs = applied(base, render(valid(data.draw(edited(base)))))
    assert with_only(base, theirs, lambda _: True) == theirs
    assert with_only(base, theirs, lambda _: False) == base
    rng = random.Random(len(changes(base, theirs)))
    some = with_only(base, theirs, lambda _: rng.random() < 0.5)
    assert valid(some) == some


def test_changes_are_told_in_words() -> None:
    assert words(CHECKOUT, REPORT) == []
    row = "| time not known | Support was told |  |  |\n"
    report = changed(
        ("| Bo | 1\u00a0Dec\u00a02026 |", "| Cy | 3 Dec 2026 |"),
        ("- Chaos day\n", ""),
        (row, f"{row}| 14:30 | Support called back |  |  |\n"),
        ("- The status page was up in 4 minutes", "- The status page was up in 5 minutes"),
        ("| Severity | SEV2 |", "| Severity |  |"),
    )
    assert words(CHECKOUT, report) == [
        "the severity of the key details: SEV2 → empty",
        "added: the event “Support called back”",
        "the owner of the action “Alert 30 days before expiry”: Bo → Cy",
        "the due date of the action “Alert 30 days before expiry”: 2026-12-01 → 2026-12-03",
        "the text of the note “The status page was up in 4 minutes”: "
        "The status page was up in 4 minutes → The status page was up in 5 minutes",
        "deleted: the parked item “Chaos day”",
    ]


def test_what_no_report_shows_survives_an_edit_a_move_and_an_insertion() -> None:
    notes = tuple(
        doc.Note(id=f"n{n}", text=text, author="Ana", votes=n, group="g", ballots={"AK": n})
        for n, text in enumerate(("Alerts were late", "Rollback was quick", "Docs were old", "Nobody knew the owner"))
    )
    base = replace(CHECKOUT, lessons=doc.Lessons(went_well=notes))
    base = change_item(base, "timeline", base.timeline[1].id, pinned=True)
    report = render(base)
    for old, new in (
        ("- Alerts were late\n- Rollback was quick\n", "- Pagers were loud\n- Rollback was very quick\n"),
        ("- Docs were old\n- Nobody knew the owner", "- Nobody knew the owner\n- Docs were old\n- Alerts were late"),
        ("First refusal", "First refusals"),
    ):
        assert report.count(old) == 1
        report = report.replace(old, new)
    theirs = applied(base, report)
    found = {note.text: note for note in theirs.lessons.went_well}
    assert list(found) == [
        "Pagers were loud", "Rollback was very quick", "Nobody knew the owner", "Docs were old", "Alerts were late"
    ]  # fmt: skip
    assert found["Rollback was very quick"] == replace(notes[1], text="Rollback was very quick")
    assert [found[notes[n].text] for n in (3, 2, 0)] == [notes[3], notes[2], notes[0]]
    assert found["Pagers were loud"].votes == 0
    (pinned,) = [event for event in theirs.timeline if event.pinned]
    assert (pinned.id, pinned.text) == (base.timeline[1].id, "First refusals")


def test_a_note_that_was_moved_to_another_list_stays_itself() -> None:
    report = changed(("### What went well\n\n- The status page was up in 4 minutes\n", ""))
    report = report.replace(
        "- Calendars are not alerts\n", "- Calendars are not alerts\n- The status page was up in 4 minutes\n"
    )
    theirs = applied(CHECKOUT, report)
    assert theirs.lessons.went_well == ()
    assert theirs.lessons.learned[1] == CHECKOUT.lessons.went_well[0]


def test_a_quote_becomes_a_remark_of_the_item_in_the_session_and_only_once() -> None:
    report = changed(
        (
            "| 17\u00a0Nov | The certificate ran out |  |  |\n",
            "| 17\u00a0Nov | The certificate ran out |  |  |\n> Who saw it?\n",
        )
    )
    theirs = applied(CHECKOUT, report)
    remark = theirs.parking_lot[-1]
    assert (remark.kind, remark.text) == ("remark", "Who saw it?")
    assert remark.of == next(event.id for event in CHECKOUT.timeline if event.text == "The certificate ran out")
    assert applied(theirs, report) == theirs


def test_days_stay_when_somebody_changes_the_zone_in_the_key_details() -> None:
    theirs = applied(CHECKOUT, changed(("| Time zone | Europe/London |", "| Time zone | Asia/Tokyo |")))
    assert theirs.key_details.timezone == "Asia/Tokyo"
    exact = [event for event in theirs.timeline if event.precision != "day"]
    assert exact == [event for event in CHECKOUT.timeline if event.precision != "day"]
    assert "17\u00a0Nov | The certificate" in render(theirs)


def test_a_block_quote_below_a_section_a_figure_or_a_table_is_a_remark() -> None:
    own = doc.OwnSection(id="own", title="Detection", text="Probes were slow.\n\n> said the vendor\n\nNobody looked.")
    base = replace(CHECKOUT, summary=replace(CHECKOUT.summary, sections=(own,)))
    report = render(base)
    for old, new in (
        ("Nobody looked.\n", "Nobody looked.\n\n> Which probes?\n> All?\n"),
        ("![codes 1.png](codes%201.png)\n", "![codes 1.png](codes%201.png)\n\n> Of which node?\n"),
        ("14:02 GET /pay 495\n```\n````\n", "14:02 GET /pay 495\n```\n````\n\n> Only one?\n"),
        ("| Orders lost | 1,240 |\n", "| Orders lost | 1,240 |\n\n> Counted how?\n"),
        ("| Tags | payments, expired-certificate |\n", "| Tags | payments, expired-certificate |\n\n> Add dns.\n"),
    ):
        assert report.count(old) == 1, old
        report = report.replace(old, new)
    made = applied(base, report)
    remarks = {(item.text, item.of) for item in made.parking_lot if item.kind == "remark"}
    assert remarks == {
        ("Which probes? All?", "own"),
        ("Of which node?", base.evidence[0].id),
        ("Only one?", base.evidence[1].id),
        ("Counted how?", base.impact.measures[0].id),
        ("Add dns.", None),
    }
    others = tuple(item for item in made.parking_lot if item.kind != "remark")
    assert replace(made, parking_lot=others) == base


def test_a_change_far_into_a_long_text_is_shown_where_it_is() -> None:
    text = "The certificate of the gateway ran out at noon and nobody was told, since the mail went to {} who had left."
    before = replace(CHECKOUT, impact=replace(CHECKOUT.impact, statement=text.format("Bo")))
    after = replace(CHECKOUT, impact=replace(CHECKOUT.impact, statement=text.format("Cy")))
    assert [change.words for change in changes(before, after)] == [
        "the statement of the impact: …mail went to Bo who had left. → …mail went to Cy who had left."
    ]
