"""A review is told what is missing, what contradicts itself, how it reads and what must not leave: each by its code."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import pmtui
from pmtui.checks.check import check, mend
from pmtui.checks.codes import CODES, matches, unknown
from pmtui.checks.places import place_words
from pmtui.checks.secrets import masked
from pmtui.checks.texts import texts, with_texts
from pmtui.library.errors import Refused
from pmtui.session.document import Action, Event, Evidence, Note, Parked, Session, Why
from tests.strategies import sessions

Make = Callable[..., Session]


def not_there(name: str) -> bytes:
    """No file is attached."""
    raise Refused(f"{name}: there is no such file")


DAY = date(2026, 11, 18)
STARTED = {"key_details.incident_date": DAY, "key_details.started_at": "2026-11-18T14:02:00Z"}
STORY = (
    "At first we looked at the dashboards and then we saw that the queue had grown. After that somebody asked in the "
    "channel whether a deploy was running, and when they answered we waited a while. Then the pager rang again, and "
    "until the next morning nobody knew what it was. Finally the certificate was found, and soon after that it was "
    "renewed, so that in the end the payments went through again and everybody went home for the night."
)
FLOWING = "The payments of all customers in Europe were refused by the gateway for the whole of the afternoon. " * 9

EARLY = date(2025, 12, 1)
ADVICE = Why(id="w", text="We should add an alert")

FOUND: list[tuple[str, dict[str, Any], str]] = [
    ("event-far-off", STARTED | {"timeline": (Event(id="e", text="x", at="2025-11-18T14:02:00Z"),)}, "timeline:at:e"),
    ("date-differs", STARTED | {"key_details.incident_date": EARLY}, "key_details:key_details.incident_date"),
    ("review-too-early", STARTED | {"key_details.review_date": EARLY}, "key_details:key_details.review_date"),
    ("due-too-early", STARTED | {"actions": (Action(id="a", text="x y", due=EARLY),)}, "actions:due:a"),
    ("done-too-early", STARTED | {"actions": (Action(id="a", text="x y", done_at=EARLY),)}, "actions:done_at:a"),
    (
        "milestones-out-of-order",
        STARTED | {"key_details.resolved_at": "2026-11-18T13:00:00Z"},
        "key_details:key_details.resolved_at",
    ),
    ("event-dead-figure", {"timeline": (Event(id="e", text="x", evidence=("gone",)),)}, "timeline:evidence:e"),
    ("action-dead-source", {"actions": (Action(id="a", text="x y", source="gone"),)}, "actions:source:a"),
    ("remark-dead", {"parking_lot": (Parked(id="p", text="?", kind="remark", of="gone"),)}, "evidence:of:p"),
    ("group-of-one", {"lessons.went_well": (Note(id="n", text="x", group="alone"),)}, "lessons:group:n"),
    ("recurrence-dead", {"summary.recurrence.of": ("gone",)}, "summary:summary.recurrence.of"),
    ("figure-no-file", {"evidence": (Evidence(id="f", path="gone.png"),)}, "evidence:path:f"),
    ("story", {"summary.overview": STORY}, "summary:summary.overview"),
    ("long-paragraph", {"impact.statement": FLOWING}, "impact:impact.statement"),
    ("long-item", {"timeline": (Event(id="e", text=FLOWING),)}, "timeline:text:e"),
    ("long-overview", {"summary.overview": f"{FLOWING}\n\n" * 3}, "summary:summary.overview"),
    ("fix-among-causes", {"root_cause.whys": (ADVICE,)}, "five_whys:text:w"),
    (
        "jargon",
        {"key_details.audience": "customer", "summary.overview": "The pods were OOMKilled."},
        "summary:summary.overview",
    ),
    (
        "says-outage",
        {"summary.effect": "degradation", "key_details.headline": "Outage of search"},
        "key_details:key_details.headline",
    ),
    ("wording-person", {"root_cause.whys": (Why(id="w", text="It was human error"),)}, "five_whys:text:w"),
    ("shown-as-typed", {"impact.statement": "> - " * 200 + "deep"}, "impact:impact.statement"),
    ("secret-password", {"timeline": (Event(id="e", text="PGPASSWORD=hunter2secret psql"),)}, "timeline:text:e"),
    ("personal-email", {"key_details.attendees": ("ada@acme.io",)}, "key_details:key_details.attendees"),
    ("internal-ip", {"key_details.more": {"Machine": "10.12.8.137"}}, "key_details:key_details.more.Machine"),
]


@pytest.mark.parametrize(("code", "values", "place"), FOUND, ids=[case[0] for case in FOUND])
def test_it_is_found_at_its_place_with_a_mend(
    make_session: Make, code: str, values: dict[str, Any], place: str
) -> None:
    session = make_session(**values)
    found = [gap for gap in check(session, known=[session.id], read_file=not_there) if gap.code == code]
    assert [":".join(filter(None, (gap.step, gap.field, gap.item_id))) for gap in found] == [place]
    assert found[0].text
    assert mend(found[0])
    assert place_words(session, found[0])
    assert code not in {gap.code for gap in check(make_session())}


def test_what_is_as_it_should_be_is_left_alone(make_session: Make) -> None:
    session = make_session(
        **STARTED,
        **{
            "timeline": (Event(id="e", text="certificate issued", at="2026-10-30T14:02:00Z"),),
            "actions": (Action(id="a", text="Alert 30 days before expiry", due=DAY),),
            "lessons.went_well": (Note(id="n", text="x", group="two"), Note(id="m", text="y", group="two")),
            "lessons.got_lucky": (Note(id="l", text="It would have been worse at noon"),),
            "root_cause.whys": (Why(id="w", text="Nothing warns before a certificate runs out"),),
            "summary.overview": "Card payments failed. We renewed the certificate.",
            "key_details.audience": "customer",
        },
    )
    beside = {code for code in CODES if code.startswith("no-")} | {"few-factors", "impact-no-number"}
    found = {gap.code for gap in check(session)} - beside
    assert found == {"event-no-source", "why-open", "action-no-owner", "action-no-ticket"}


def test_checks_are_switched_off_by_code_or_its_beginning_and_personal_data_is_allowed(make_session: Make) -> None:
    session = make_session(
        timeline=(Event(id="e", text="support@acme.com wrote to ada@acme.io about human error, 203.0.113.7"),)
    )

    def codes(**options: Any) -> set[str]:
        return {gap.code for gap in check(session, **options) if not gap.code.startswith(("no-", "few", "impact"))}

    everything = {"event-no-source", "personal-email", "personal-ip", "wording-person"}
    assert codes() == everything
    assert codes(off=("wording", "event-no-source")) == everything - {"event-no-source", "wording-person"}
    assert codes(allowed=("@acme.com", "ADA@acme.io", "203.0.113.7")) == {"event-no-source", "wording-person"}
    assert unknown(("wording", "personal-email", "wordings", "no")) == ("wordings",)
    assert matches("no-owner", ("no",))
    assert not matches("no-owner", ("no-own",))


def test_a_secret_is_named_only_by_its_first_letters(make_session: Make) -> None:
    key = "gh" + "p_9fK2mXq7Lw3ZtR8vB1cD5nH6jP0sYaE4uG2i"
    session = make_session(evidence=(Evidence(id="f", kind="log", body=f"pushed with {key}"),))
    gap = next(gap for gap in check(session) if gap.code == "secret-token")
    assert gap.text == "Token (github-pat): ghp_…"
    assert place_words(session, gap) == "Evidence, Fig. 1: Text"


def test_every_code_that_the_steps_name_is_in_the_table() -> None:
    sources = "\n".join(path.read_text() for path in (Path(pmtui.__file__).parent / "meeting").glob("*.py"))
    named = set(re.findall(r'(?:code=|gap\()"([a-z-]+)"', sources))
    assert len(named) > 15
    assert named - CODES.keys() == set()


@given(sessions())
def test_any_session_can_be_checked_and_masked(session: Session) -> None:
    found = check(session, known=(), read_file=not_there)
    assert all(gap.code in CODES and mend(gap) and place_words(session, gap) for gap in found)
    assert with_texts(session, lambda text: text) is session
    clean = with_texts(session, masked)
    assert not [gap for gap in check(clean) if gap.code.startswith(("secret", "personal", "internal"))]


def test_every_text_is_reached_and_nothing_else_is_changed(make_session: Make) -> None:
    session = make_session(
        **{
            "key_details.product": "a",
            "key_details.attendees": ("b", "c"),
            "key_details.more": {"Cost centre": "d"},
            "summary.data_loss.detail": "e",
            "root_cause.whys": (Why(id="w", text="f", whys=(Why(id="v", text="g", evidence=("x",)),)),),
            "evidence": (Evidence(id="x", caption="h", body="i", path="x.png"),),
        }
    )
    louder = with_texts(session, str.upper)
    assert [text.text for text in texts(louder)] == [text.text.upper() for text in texts(session)]
    assert {text.text for text in texts(session)} - {"Learning review"} == set("abcdefghi")
    assert louder.root_cause.whys[0].whys[0].evidence == ("x",)
    assert (louder.evidence[0].id, louder.evidence[0].path, louder.key_details.timezone) == ("x", "x.png", "UTC")


def test_five_thousand_events_are_checked_in_well_under_a_second(make_session: Make) -> None:
    events = tuple(
        Event(
            id=f"e{n}",
            at="2026-11-18T14:02:00Z",
            text=f"worker {n} of 10.0.{n % 250}.7 refused order {n}",
            source="log",
        )
        for n in range(5000)
    )
    session = make_session(**STARTED, timeline=events)
    begun = time.process_time()
    assert len([gap for gap in check(session) if gap.code == "internal-ip"]) == 5000
    assert time.process_time() - begun < 2
