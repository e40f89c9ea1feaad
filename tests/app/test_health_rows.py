"""The health of the practice as rows: what waits is named, folded where it is much, and leads to its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.health import Health, health
from pmtui.app.health_rows import MORE, SHOWN, Target, rows, targets
from pmtui.app.row_layout import lay_out
from pmtui.index.facts import facts_of
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session
from pmtui.session.edits import add_items, set_field
from pmtui.signs import ASCII

TODAY = date(2026, 11, 26)


def made(headline: str, days_ago: int, **values: Any) -> Session:
    """A review of an incident so many days ago."""
    session = new_session(headline=headline, product="Checkout", incident_date=TODAY - timedelta(days=days_ago))
    session = replace(session, updated_at=f"{TODAY}T09:00:00Z")
    for path, value in values.items():
        session = set_field(session, path.replace("__", "."), value)
    return session


def look(*sessions: Session) -> Health:
    return health([facts_of(session, f"{n}.json") for n, session in enumerate(sessions)], TODAY, {"default": 10})


def drawn(found: Health, width: int = 112, *unfolded: str) -> list[str]:
    lines = [line for row in rows(found, TODAY, width, unfolded) for line in lay_out(row, width)]
    return ["".join(span.text for span in line).rstrip() for line in lines]


@pytest.fixture
def waiting() -> Health:
    """Two late reviews, a final one without most of its sections, an action overdue, and one done yesterday."""
    yesterday = TODAY - timedelta(days=1)
    missed = Action(id="a1", text="Renew it by a program", owner="Łukasz", due=yesterday)
    kept = Action(id="a2", text="Alert", status="done", due=TODAY, done_at=yesterday)
    return look(
        made("Cards refused", 12, key_details__owner="Priya"),
        made("Two charges", 40),
        add_items(made("No mail", 90, status="final", summary__overview="It broke"), "actions", [missed]),
        add_items(made("Slow search", 5), "actions", [kept]),
    )


@pytest.mark.parametrize("width", [44, 58, 72, 96, 112, 142])
def test_all_that_waits_is_there_at_every_width_and_without_colour(waiting: Health, width: int) -> None:
    lines = drawn(waiting, width)
    assert [line for line in lines if cell_len(line) > width] == []
    text = "\n".join(lines)
    for words in (
        "Past the day they should be final  2", "30 days late", "Final, with sections missing  1", "no impact",
        "Actions overdue  1", "1 day late", "None left lying", "To praise  2", "1 action was done",
    ):  # fmt: skip
        assert words in text
    assert {letter for letter in text if not letter.isascii()} - {"Ł"} <= set(ASCII)


def test_each_line_leads_to_the_review_the_step_or_the_action(waiting: Health) -> None:
    late, lacking = waiting.late[0].review, waiting.incomplete[0].review
    found = targets(waiting, TODAY)
    assert found[f"late/{late.id}"] == Target(late.id)
    assert found[f"incomplete/{lacking.id}"] == Target(lacking.id, "impact")
    assert found[f"overdue/{lacking.id}/a1"] == Target(lacking.id, "actions", f"{lacking.id}/a1")
    shown = [row for row in rows(waiting, TODAY, 100) if row.id in found]
    assert len(shown) == len(found) and not any(row.fixed for row in shown)


def test_many_are_folded_until_they_are_asked_for() -> None:
    found = look(*(made(f"Late {n}", 40) for n in range(14)))
    folded = [row.id for row in rows(found, TODAY, 100) if row.id]
    assert len(folded) == SHOWN + 1 and folded[-1] == f"{MORE}late"
    assert f"and {14 - SHOWN} more" in "\n".join(drawn(found))
    assert len([row for row in rows(found, TODAY, 100, {"late"}) if row.id]) == 14
    one_more = rows(look(*(made("Late", 40) for _ in range(SHOWN + 1))), TODAY, 100)
    assert [row.id for row in one_more if row.id.startswith(MORE)] == [], "a line for one line would be no gain"


def test_where_nothing_waits_that_is_said_and_an_empty_library_says_nothing() -> None:
    text = "\n".join(drawn(look(made("New", 3))))
    assert "Nothing to see to." in text and "Few: 1 review." in text
    assert rows(look(), TODAY, 100) == []
