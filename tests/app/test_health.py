"""The guardian's view says what to see to, what to praise, and when there is too little to say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from pmtui.app.health import Health, as_text, health
from pmtui.app.trends import Share
from pmtui.index.facts import facts_of
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session, Sitting
from pmtui.session.edits import add_items, set_field

TODAY = date(2026, 11, 26)


def made(headline: str, days_ago: int, *, changed: int = 0, held: int | None = None, **values: Any) -> Session:
    """A review of an incident so many days ago, last changed and first met about so many days ago."""
    session = new_session(headline=headline, product="Checkout", incident_date=TODAY - timedelta(days=days_ago))
    session = replace(session, updated_at=f"{TODAY - timedelta(days=changed)}T09:00:00Z")
    if held is not None:
        sitting = Sitting(held_at=f"{TODAY - timedelta(days=held)}T09:00:00Z", asked=5, learned=4)
        session = replace(session, meeting=(sitting,))
    for path, value in values.items():
        session = set_field(session, path.replace("__", "."), value)
    return session


def look(*sessions: Session) -> Health:
    return health([facts_of(session, f"{n}.json") for n, session in enumerate(sessions)], TODAY, {"default": 10})


def test_reviews_past_their_day_and_those_left_lying_are_named_the_longest_first() -> None:
    found = look(
        made("New", 3),
        made("Late", 12),
        made("Later", 40, changed=30),
        made("Lying", 3, changed=20, key_details__review_date=TODAY + timedelta(days=9)),
        made("Done", 90, changed=80, status="final"),
    )
    assert [(seen.review.details.headline, seen.said) for seen in found.late] == [
        ("Later", "30 days late"),
        ("Late", "2 days late"),
    ]
    assert [(seen.review.details.headline, seen.said) for seen in found.abandoned] == [
        ("Lying", "unchanged for 20 days")
    ]


def test_a_final_review_with_sections_missing_is_named_and_a_draft_is_not() -> None:
    found = look(made("Draft", 3), made("Final", 9, status="final", summary__overview="It broke"))
    assert [(seen.review.details.headline, seen.said) for seen in found.incomplete] == [
        ("Final", "no impact, no timeline, no root cause, no actions, no lessons")
    ]


def test_only_incidents_of_which_it_is_known_count_as_reviewed_in_time_or_not() -> None:
    found = look(
        made("Met in time", 20, held=15),
        made("Met late", 30, held=15),
        made("Never met", 12),
        made("There is time", 3),
        made("Imported", 30, status="final"),
        made("Long ago", 400, held=399),
    )
    assert found.soon == Share(1, 3)


def test_overdue_actions_are_named_and_what_was_done_is_praised() -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    kept = Action(id="a1", text="Alert", status="done", due=TODAY, done_at=yesterday)
    late = Action(id="a2", text="Renew", status="done", due=TODAY - timedelta(days=9), done_at=yesterday)
    missed = Action(id="a3", text="Ask\nthem", ticket="OPS-9", owner="Priya", due=yesterday)
    whole = add_items(made("Whole", 9, held=5), "actions", [kept, late])
    part = add_items(made("Part", 9), "actions", [missed, Action(id="a4", text="Later", due=tomorrow)])
    found = look(whole, part)
    assert [each.action.id for each in found.overdue] == ["a3"]
    text = as_text(found, TODAY)
    praised = text.partition("To praise (3)\n")[2].splitlines()
    assert praised == [
        "- 2 actions were done in the last 30 days; 1 of 2 by the day they were due",
        "- Checkout: Whole (17-11-2026): no action is left open",
        "- Checkout: Whole (17-11-2026): 4 of 5 learned something",
    ]
    assert "- Ask them (OPS-9, Priya, due 25-11-2026), from Checkout: Part (17-11-2026)\n" in text
    assert text.startswith("Reviews on 26-11-2026: 2, 2 draft (few: read it with care)\n")
    assert text.index("Actions overdue (1)") < text.index("Reviewed within a week: 1 of 2 (") < text.index("To praise")


def test_marks_of_direction_reorder_nothing_that_stands_beside_a_text() -> None:
    action = Action(id="a1", text="Ask\u202ethem", ticket="T\u202e1", owner="O\u202e", due=TODAY - timedelta(days=1))
    lines = as_text(look(add_items(made("Lost\u202e", 40), "actions", [action])), TODAY).splitlines()
    marked = [re.sub("\u2068[^\u2068\u2069]*\u2069", "", line) for line in lines if "\u202e" in line]
    assert len(marked) == 2 and not any("\u202e" in line for line in marked)


def test_a_long_list_is_cut_with_a_count_and_an_empty_library_has_nothing_to_say() -> None:
    text = as_text(look(*(made(f"Late {n}", 40) for n in range(14))), TODAY)
    assert "Past the day they should be final (14)" in text and "- and 4 more" in text and "Late 11" not in text
    assert as_text(look(), TODAY) == "Reviews on 26-11-2026: 0\n"
    assert "Nothing to see to." in as_text(look(made("New", 3)), TODAY)
