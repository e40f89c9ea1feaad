"""`pmtui actions`: what all reviews promised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session
from pmtui.session.edits import add_items, set_field
from tests.cli.conftest import Run


@pytest.fixture
def cards(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Two reviews with actions, the first of them final."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    late = Action(id="a-late", text="Alert before expiry", owner="Priya N.", due=date(2020, 1, 2), ticket="OPS-99")
    long = Action(id="a-long", text="Renew by itself", horizon="long", kind="prevent")
    done = Action(id="b-done", text="Page the right team", status="done", done_at=date(2026, 1, 1), owner="Tom")
    cards = add_items(new_session(product="Checkout"), "actions", [long, late, done])
    cards = set_field(cards, "status", "final")
    later = Action(id="c-later", text="Warm the cache", owner="Tom", due=date(2999, 1, 1))
    library.create(cards)
    library.create(add_items(new_session(product="Search"), "actions", [later]))
    return cards


def test_the_actions_of_all_reviews_are_listed_by_the_day_they_are_due(run: Run, cards: Session) -> None:
    listed = run("actions", "--json").json
    assert [each["id"] for each in listed] == ["a-late", "c-later", "a-long", "b-done"]
    assert listed[0] == {
        "id": "a-late", "session": cards.id, "product": "Checkout", "text": "Alert before expiry", "ticket": "OPS-99",
        "owner": "Priya N.", "priority": "", "due": "2020-01-02", "status": "open", "horizon": "short", "kind": None,
    }  # fmt: skip
    assert [line.split("\t")[3] for line in run("actions", "--open").lines] == [
        "Alert before expiry",
        "Warm the cache",
        "Renew by itself",
    ]
    assert [each["id"] for each in run("actions", "--owner", "TOM", "--json").json] == ["c-later", "b-done"]


def test_what_is_overdue_ends_with_1_so_that_cron_can_tell(run: Run, cards: Session) -> None:
    found = run("actions", "--overdue", "--json")
    assert found.status == 1 and [each["id"] for each in found.json] == ["a-late"]
    assert run("actions", "done", cards.id, "OPS-99").status == 0
    again = run("actions", "--overdue", "--json")
    assert again.status == 0 and again.json == []


@pytest.mark.parametrize(
    ("ref", "action"), [("ops-99", "a-late"), ("1", "a-late"), ("3", "a-long"), ("a-lo", "a-long")]
)
def test_one_is_done_by_its_ticket_its_number_in_the_report_or_its_id(
    run: Run, library: Library, cards: Session, ref: str, action: str
) -> None:
    assert run("actions", "done", cards.id[:13], ref).out == f"{cards.id}\n"
    (found,) = [each for each in library.read(library.find(cards.id)).actions if each.id == action]
    assert found.status == "done" and found.done_at is not None
    assert "done already" in run("actions", "done", cards.id, ref).err


def test_an_action_that_is_not_there_is_refused_in_one_line(run: Run, cards: Session) -> None:
    run("actions", "done", cards.id, "9").refused("no such action", "number in the report")
    run("actions", "done", cards.id, "").refused("no such action")
    run("actions", "done", "nothing", "1").refused("no such session")
    run("actions", "do", cards.id, "1").refused("actions done ID ACTION")
    run("actions", "done", cards.id).refused("actions done ID ACTION")
