"""Our own report read back: every field that it shows, as it was, or as somebody edited it in the file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from pmtui.intake.own_report import looks, read
from pmtui.intake.recognise import read as read_any
from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.report.markdown import render
from pmtui.session import document as doc
from pmtui.session.codec import decode
from pmtui.session.document import Session
from pmtui.session.normalise import normalise
from tests.intake.shown import differences, normal, shown
from tests.report.test_report_hostile import hostile_sessions
from tests.strategies import sessions

HERE = Path(__file__).parent
NOW = "2026-11-20T09:00:00Z"
CHECKOUT = decode(
    (HERE.parent / "report" / "checkout.json").read_bytes(), now=NOW, new_id=lambda: "made"
).session  # fmt: skip
REPORT = render(CHECKOUT)


def intake(text: str) -> Intake:
    ids = count()
    return read(text, IntakeContext(datetime(2026, 11, 20, 9, tzinfo=UTC), "UTC", None, lambda: f"new{next(ids)}"))


def taken(text: str) -> Session:
    session = intake(text).session
    assert session is not None
    return session


def edited(old: str, new: str) -> Session:
    assert REPORT.count(old) == 1, f"{REPORT.count(old)} times: {old}"
    return taken(REPORT.replace(old, new))


def assert_shown(session: Session, report: str) -> None:
    assert differences(shown(session), shown(taken(report))) == []


# --- as it was written ---


def test_a_report_is_known_by_its_last_line_and_read_by_its_own_reader() -> None:
    assert looks(REPORT)
    assert not looks("# Postmortem\n\npmtui is mentioned (pmtui here)\n")
    ids = count()
    context = IntakeContext(datetime(2026, 11, 20, 9, tzinfo=UTC), "UTC", None, lambda: f"i{next(ids)}")
    found = read_any(REPORT, context)
    assert found is not None
    assert found.kind == "report of pmtui"
    assert found.session is not None
    assert found.session.id == CHECKOUT.id
    assert found.revision == "48b48b649102"
    assert {row.place for row in found.account} >= {"key_details.headline", "timeline", "actions", "root_cause.whys"}


def test_every_field_of_a_full_report_comes_back() -> None:
    assert_shown(CHECKOUT, REPORT)


@settings(max_examples=70, deadline=None)
@given(sessions())
def test_every_session_comes_back(session: Session) -> None:
    session = normal(normalise(session, now=NOW, new_id=lambda: "x"))
    assert_shown(session, render(session))


@settings(max_examples=40, deadline=None)
@given(hostile_sessions())
def test_hostile_text_comes_back_to_the_character(session: Session) -> None:
    session = normalise(session, now=NOW, new_id=lambda: "x")
    assert_shown(session, render(session, attachments="files", ticket_url="https://tickets.example.com/{}"))


@pytest.mark.parametrize("term", ["", ":", "a: b", "a:", "(18-11-2026)", ": x", "*"])
@pytest.mark.parametrize("product", ["", "Checkout", "b: c", ": d", "(18-11-2026)", "e (18-11-2026)", "#"])
def test_a_title_is_taken_apart_as_it_was_put_together(term: str, product: str) -> None:
    for on in (None, date(2026, 11, 18)):
        details = replace(CHECKOUT.key_details, term=term, product=product, incident_date=on)
        found = taken(render(replace(CHECKOUT, key_details=details))).key_details
        assert (found.term, found.product, found.incident_date) == (term, product, on)


def test_two_addresses_with_commas_behind_them_stay_two_of_a_list() -> None:
    tags = ("see https://example.com/a,b,", "https://example.com/|,", "c")
    session = replace(CHECKOUT, key_details=replace(CHECKOUT.key_details, tags=tags))
    assert taken(render(session)).key_details.tags == tags


def test_times_come_back_where_clocks_are_put_back_and_at_the_ends_of_a_year() -> None:
    instants = ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-12-31T23:59:59.25Z", "2027-01-01T00:30:00Z")
    events = tuple(
        doc.Event(id=f"{n}{m}", at=at, until=until, text="x", precision=("exact", "about")[n % 2])
        for n, at in enumerate(instants)
        for m, until in enumerate((None, *instants))
    )
    for zone in ("Europe/London", "America/New_York", "UTC"):
        session = replace(CHECKOUT, timeline=events, key_details=replace(CHECKOUT.key_details, timezone=zone))
        assert_shown(session, render(session))


# --- as it was edited ---


def realigned(report: str) -> str:
    """Tables as prettier and mdformat align them."""

    def align(found: re.Match[str]) -> str:
        rows = [[cell.strip(" ") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found[0].splitlines()]
        widths = [max(3, *(len(row[n]) for row in rows)) for n in range(len(rows[0]))]
        rows[1] = ["-" * width for width in widths]
        return "\n".join(
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
        ) + "\n"  # fmt: skip

    return re.sub(r"(?:^\|.*\n)+", align, report, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "tool",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\n".join(line.rstrip() for line in text.split("\n")),
        realigned,
        lambda text: re.sub(r"^( *)- ", r"\1* ", text, flags=re.MULTILINE),
        lambda text: re.sub(r"\*\*((?:\\.|[^*\n\\])+)\*\*", r"__\1__", text),
        lambda text: text.replace("<br>*makes renewal harder*", "<br>_makes renewal harder_"),
        lambda text: text.replace("\u00a0", " "),
        lambda text: re.sub(r"^(\[//\]: # )\((.*)\)$", r'\1"\2"', text, flags=re.MULTILINE),
        lambda text: text.replace("\n\n", "\n\n\n").rstrip("\n"),
    ],
    ids=["crlf", "mark", "trailing", "aligned", "stars", "underscores", "italics", "spaces", "quotes", "blanks"],
)
def test_what_editors_and_formatters_make_of_it_changes_no_field(tool) -> None:
    assert_shown(CHECKOUT, tool(REPORT).replace("__calendar entry__", "**calendar entry**"))


def test_a_cell_is_changed() -> None:
    made = edited("| Bo | 1\u00a0Dec\u00a02026 | open |", "| Bo *and* Cy | 3 Dec 2026 | done 2 Dec 2026 |")
    action = made.actions[2]
    assert (action.owner, action.due) == ("Bo *and* Cy", date(2026, 12, 3))
    assert (action.status, action.done_at) == ("done", date(2026, 12, 2))
    rest = replace(action, owner="Bo", due=date(2026, 12, 1), status="open", done_at=None)
    assert differences(shown(CHECKOUT), shown(replace(made, actions=(*made.actions[:2], rest)))) == []


def test_an_answer_is_read_without_its_asterisks_and_a_detail_like_one_stays_a_detail() -> None:
    made = edited("| Data loss | **No** |", "| Data loss | yes - some |").summary.data_loss
    assert made == doc.YesNo(answer="yes", detail="some")
    for detail in ("No", "yes — all of it", "Not known", "Nobody"):
        session = replace(CHECKOUT, summary=replace(CHECKOUT.summary, data_loss=doc.YesNo(detail=detail)))
        assert_shown(session, render(session))


def test_a_row_is_added_with_a_time_as_people_write_it() -> None:
    row = "| time not known | Support was told |  |  |\n"
    made = edited(row, f"{row}| 14:30 | Support called back | communication | phone |\n| some time | Tea\n")
    assert [(event.at, event.text) for event in made.timeline[4:6]] == [
        ("2026-11-18T14:30:00Z", "Support called back"),
        (None, "some time Tea"),
    ]
    assert (made.timeline[4].kind, made.timeline[4].source) == ("communication", "phone")
    assert differences(shown(CHECKOUT), shown(replace(made, timeline=(*made.timeline[:4], *made.timeline[6:])))) == []


def test_a_bullet_is_deleted_and_one_is_added() -> None:
    assert edited("- Calendars are not alerts\n", "").lessons.learned == ()
    learned = edited(
        "- Calendars are not alerts\n", "- Calendars are not alerts\n* They\n  never were\n"
    ).lessons.learned
    assert [note.text for note in learned] == ["Calendars are not alerts", "They never were"]


def test_a_why_is_moved_below_another_and_gets_a_verdict() -> None:
    made = edited("- A release broke it **(ruled out)**", "    - A release broke it **(Root cause)**")
    (first,) = made.root_cause.whys
    assert (first.whys[1].whys[0].text, first.whys[1].whys[0].verdict) == ("A release broke it", "root")


def test_blocks_are_taken_as_they_were_written() -> None:
    made = edited("Every card payment was refused.\n", "Every card payment was refused.\n\n```\n## Impact\n```\n")
    assert made.summary.overview == (
        "Every card payment was refused.\n\n```\n## Impact\n```\n\n- since *14:02*\n- until 14:49"
    )
    assert made.impact.statement == "About 1,240 orders did not come in."
    below = edited("| Related tickets | OPS-17 |\n", "| Related tickets | OPS-17 |\n\nIt was a Wednesday.\n")
    assert below.summary.overview.endswith("- until 14:49\n\nIt was a Wednesday.")


def test_what_belongs_to_no_field_becomes_a_section() -> None:
    made = edited(
        "## Key details\n",
        "Thanks.\n\n## Detection\n\nA *customer* called.\n\n#### When\n\nAt noon.\n\n## Key details\n\nMind you.\n",
    )
    assert [(section.title, section.text) for section in made.summary.sections] == [
        ("Introduction", "Thanks."),
        ("Key details", "Mind you."),
        ("Detection", "A *customer* called.\n\n#### When\n\nAt noon."),
    ]


def test_the_place_of_a_heading_decides() -> None:
    section = doc.OwnSection(id="s", title="Five whys", text="words")
    session = replace(CHECKOUT, summary=replace(CHECKOUT.summary, sections=(section,)))
    assert_shown(session, render(session))


def test_a_quote_behind_an_item_is_a_remark_about_it() -> None:
    text = REPORT.replace("- Calendars are not alerts\n", "- Calendars are not alerts\n  > Says *who*?\n")
    row = "| time not known | Support was told |  |  |\n"
    text = text.replace(row, f"{row}> By whom?\n> When?\n")
    text = text.replace("- Chaos day\n", "- Chaos day\n\n> Soon.\n\n")
    made = taken(text)
    remarks = [(item.text, item.of) for item in made.parking_lot if item.kind == "remark"]
    assert remarks == [
        ("By whom? When?", made.timeline[3].id),
        ("Says *who*?", made.lessons.learned[0].id),
        ("Soon.", made.parking_lot[1].id),
    ]
    assert differences(
        shown(CHECKOUT), shown(replace(made, parking_lot=tuple(p for p in made.parking_lot if p.kind != "remark")))
    ) == []  # fmt: skip


def test_figures_that_moved_are_found_by_their_number() -> None:
    first, _ = REPORT.split("### Fig. 1\n")[1].split("### Fig. 2\n")
    made = taken(REPORT.replace(f"### Fig. 1\n{first}", ""))
    (figure,) = made.evidence
    assert figure.caption == "Gateway log"
    assert made.root_cause.whys[0].evidence == (figure.id,)
    assert made.timeline[1].evidence == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| Status | In review |", "| Status | nearly |", "line 10: Status “nearly” is not one of Draft, In"),
        ("| Time zone | Europe/London |", "| Time zone | Londn |", "no time zone is called “Londn”"),
        ("| Effect | Outage |", "| Weather | fine |", "“Weather” is no question of the summary"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    assert old in REPORT
    with pytest.raises(NotReadable, match=re.escape(said)):
        intake(REPORT.replace(old, new))


def test_dates_and_states_are_read_as_people_write_them() -> None:
    row = "| Alert 30 days before expiry | Bo | 1\u00a0Dec\u00a02026 | open |"
    for due, status, said in (
        ("4 Dec", "wip", (date(2026, 12, 4), "open", "Status: wip")),
        ("7 Jan.", "Fixed", (date(2027, 1, 7), "done", "")),
        ("2026-12-04", "blocked", (date(2026, 12, 4), "open", "Status: blocked")),
        ("soon", "cancelled", (None, "dropped", "Due: soon")),
        ("", "done 4 Dec", (None, "done", "")),
    ):
        made = edited(row, row.replace("1\u00a0Dec\u00a02026", due).replace("| open |", f"| {status} |"))
        (action,) = (each for each in made.actions if each.text.startswith("Alert 30 days"))
        assert action.done_at == (date(2026, 12, 4) if status == "done 4 Dec" else None)
        assert (action.due, action.status, action.description) == said
    assert edited("| Started | 18\u00a0Nov\u00a02026\u00a014:02 |", "| Started | 14:05 |").key_details.started_at == (
        "2026-11-18T14:05:00Z"
    )
    assert edited("| Time zone | Europe/London |", "| Time zone | PST |").key_details.timezone == "Etc/GMT+8"
    release = edited("First refusal ([Fig. 1](#fig-1)) | alert |", "First refusal ([Fig. 1](#fig-1)) | release |")
    assert release.timeline[1].kind == "change"


def test_what_is_no_date_or_state_stays_in_its_words_and_is_said() -> None:
    read = intake(
        REPORT.replace("1\u00a0Dec\u00a02026", "soon").replace(
            "18\u00a0Nov\u00a02026\u00a014:02 |", "around lunch |", 1
        )
    )
    assert read.session is not None
    assert read.session.key_details.more["Started as written"] == "around lunch"
    assert [note.partition(": ")[2] for note in read.notes] == [
        "Started “around lunch” was not read: its words stay in a field of its own",
        "the due date “soon” was not read: its words stay in the description of the action",
    ]
