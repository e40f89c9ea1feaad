"""`pmtui actions sync`: how tickets get on, from a tracker's export or its program."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pmtui.app.action_board import board
from pmtui.app.action_progress import ActionProgress
from pmtui.app.ticket_states import TicketState, status_of
from pmtui.app.ticket_sync import plan, take_over
from pmtui.index.facts import facts_of
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session
from pmtui.session.edits import add_items, set_field
from tests.cli.conftest import Run


@pytest.fixture
def cards(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A final review with four tickets, written as people write them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    actions = [
        Action(id="a", text="Alert before expiry", ticket="#12", owner="Priya"),
        Action(id="b", text="Renew by itself", ticket="https://github.com/acme/shop/issues/13"),
        Action(id="c", text="Page the right team", ticket="ops-7", status="done", done_at=date(2026, 1, 1)),
        Action(id="d", text="Warm the cache", ticket="14", status="dropped"),
        Action(id="e", text="Without a ticket"),
    ]
    session = set_field(add_items(new_session(product="Checkout"), "actions", actions), "status", "final")
    library.create(session)
    return session


def states(library: Library, session: Session) -> dict[str, tuple[str, str]]:
    found = library.read(library.find(session.id)).actions
    return {each.id: (each.status, each.done_at.isoformat() if each.done_at else "") for each in found}


BEFORE = {"a": ("open", ""), "b": ("open", ""), "c": ("done", "2026-01-01"), "d": ("dropped", ""), "e": ("open", "")}


def test_what_gh_prints_comes_into_the_review_once(run: Run, library: Library, cards: Session, tmp_path: Path) -> None:
    rows = [
        {
            "number": 12,
            "state": "CLOSED",
            "stateReason": "COMPLETED",
            "closedAt": "2026-11-18T23:30:00Z",
            "closed": True,
        },
        {"number": 13, "state": "CLOSED", "stateReason": "NOT_PLANNED", "assignees": [{"login": "tom"}], "due": None},
        {"number": 14, "state": "CLOSED", "stateReason": ""},
        {"number": 99, "state": "whatever"},
    ]
    (tmp_path / "gh.json").write_text(json.dumps(rows))
    (tmp_path / "config.toml").write_text('[tickets]\nsync = ["cat", "gh.json"]\n')
    dry = run("actions", "sync", "--dry-run")
    assert states(library, cards) == BEFORE
    done = run("actions", "sync")
    assert done.status == 0 and done.lines == dry.lines
    assert done.lines == [
        f"#12\t{cards.id}\topen to done, done 18-11-2026\tAlert before expiry",
        f"https://github.com/acme/shop/issues/13\t{cards.id}\topen to dropped, owner tom\tRenew by itself",
    ]
    assert states(library, cards) == BEFORE | {"a": ("done", "2026-11-18"), "b": ("dropped", "")}
    again = run("actions", "sync")
    assert (again.status, again.out) == (0, "") and "actions that have one of them: 3" in again.err


def test_what_jira_exports_is_read_by_the_meaning_of_its_columns(
    run: Run, library: Library, cards: Session, tmp_path: Path
) -> None:
    text = (
        "Summary,Issue key,Issue id,Status,Assignee,Due date,Resolved,Labels,Assignee\r\n"
        '"Page, the\r\nteam",OPS-7,10042,In Progress,tom,18/Dec/26 12:00 AM,,a,\r\n'
        "Alert,12,9,Cooking,someone else,,soon,,\r\n"
    )
    (tmp_path / "jira.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = run("actions", "sync", "jira.csv")
    assert done.status == 0
    assert done.lines == [f"ops-7\t{cards.id}\tdone to open, due 18-12-2026, owner tom\tPage the right team"]
    assert "#12: state 'Cooking' is not known: left open" in done.err
    assert states(library, cards) == BEFORE | {"c": ("open", "")}


def test_jira_s_program_keeps_it_in_fields_and_knows_what_a_state_of_your_own_means(
    run: Run, library: Library, cards: Session
) -> None:
    shipped = {"name": "In Produktion", "statusCategory": {"key": "done", "name": "Done"}}
    first = {"id": "9", "key": "ops-7", "fields": {"status": {"name": "To Do"}}}
    fields = {"status": shipped, "resolutiondate": "2026-11-18T14:02:11.000+0000"}
    rows = {"issues": [first, {"id": "8", "key": "12", "fields": fields}]}
    assert run("actions", "sync", "-", stdin=json.dumps(rows)).status == 0
    assert states(library, cards) == BEFORE | {"a": ("done", "2026-11-18"), "c": ("open", "")}


def test_lines_of_json_and_two_tickets_of_one_number(run: Run, library: Library, cards: Session) -> None:
    lines = '{"iid": 12, "id": 13, "state": "closed", "title": "two\u2028lines"}\n'
    lines += '{"iid": 14, "state": "opened"}\n{"iid": 12, "state": "opened"}\n'
    shop = {"url": "https://github.com/acme/shop/issues/13", "state": "closed", "closedAt": "2026-11-18"}
    mail = {"url": "https://github.com/acme/mail/issues/13", "state": "opened"}
    done = run("actions", "sync", "-", stdin=f"{lines}{json.dumps(mail)}\n{json.dumps(shop)}\n")
    assert "#12: 2 tickets of that number: left as it is" in done.err
    assert states(library, cards) == BEFORE | {"b": ("done", "2026-11-18"), "d": ("open", "")}, "an address is one"


def test_an_action_that_somebody_changed_since_it_was_compared_stays(library: Library, cards: Session) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    made = plan([TicketState("12", "closed", "done")], board([facts_of(cards, "")], now.date()), now)
    ActionProgress(library).change(cards.id, "a", owner="Zoe")
    ((_, error),) = take_over(ActionProgress(library), made.changes)
    assert "somebody changed it meanwhile" in str(error)
    assert states(library, cards) == BEFORE


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"ticket;status\n12;closed\n13", "line 3: 1 cells under 2 columns"),
        (b'ticket,status\n12,closed\n13,"clo', "line 3: is no row of a table"),
        (b"ticket,status\n12,\xff\xfe\n", "is no UTF-8 text"),
        (b"ticket,title\n12,x\n", "no column for the state: name it state; there are ticket, title"),
        (b'{"message": "Bad credentials"}', "no column for the ticket"),
        (b'[{"number": 12, "state": "CLOSED"}, {"num', "line 1: is no JSON"),
        (b'{"number": 12, "state": "CLOSED"}\n\n{"num', "line 3: is no JSON: unterminated string"),
        (b"[12]", "12 is no ticket"),
        (b"[" * 100_000, "nothing was changed"),
        (b"please log in first\n", "is neither CSV nor JSON"),
    ],
)
def test_what_cannot_be_read_in_full_changes_nothing(
    run: Run, library: Library, cards: Session, tmp_path: Path, data: bytes, says: str
) -> None:
    (tmp_path / "tickets.txt").write_bytes(data)
    run("actions", "sync", "tickets.txt").refused("tickets.txt: ", says)
    (tmp_path / "config.toml").write_text('[tickets]\nsync = ["cat", "tickets.txt"]\n')
    run("actions", "sync").refused("what cat printed: ", says, status=3)
    assert states(library, cards) == BEFORE


def test_a_command_that_fails_and_a_file_that_is_not_there(run: Run, cards: Session, tmp_path: Path) -> None:
    run("actions", "sync").refused("name a FILE, or write [tickets] with sync", "config.toml")
    run("actions", "sync", "none.csv").refused("none.csv: no such file or directory: name a CSV or JSON file")
    (tmp_path / "config.toml").write_text('[tickets]\nsync = ["sh", "-c", "echo offline >&2; exit 7"]\n')
    run("actions", "sync").refused("sh failed (exit status 7) and said: offline: nothing was changed", status=3)
    (tmp_path / "config.toml").write_text('[tickets]\nsync = ["sh", "-c", "kill -9 $$"]\n')
    run("actions", "sync").refused("sh failed (ended by signal 9) and said: nothing", status=3)
    (tmp_path / "config.toml").write_text('[tickets]\nsync = ["no-such-tracker"]\n')
    run("actions", "sync").refused("no-such-tracker: no such program", status=3)


def test_states_are_known_in_the_words_of_trackers() -> None:
    told = {"In Progress": "open", "to-do": "open", "opened": "open", "inProgress": "open", "Resolved": "done",
            "Won't Fix": "dropped", "Won’t do": "dropped", "NOT_PLANNED": "dropped", "Cooking": None}  # fmt: skip
    assert {word: status_of(word) for word in told} == told
