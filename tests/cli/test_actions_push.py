"""`pmtui actions push`: tickets through `gh`, `glab` and `acli`, played here by scripts that check their arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pmtui.app.ticket_number import ticket_in, ticket_key
from pmtui.app.ticket_push import UNKNOWN
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session
from pmtui.session.edits import add_items, set_field
from tests.cli.conftest import Run

Play = Callable[[str, str], Path]

PUSH = '["gh", "issue", "create", "--title", "{text}", "--body", "{description}", ["--assignee", "{owner}"]]'
TITLE = 'title=; while [ $# -gt 0 ]; do [ "$1" = --title ] && title=$2; shift; done\n'


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """`play("gh", body)` puts a shell script on the path; it notes each argument of each call in `tmp_path/called`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def put(name: str, body: str) -> Path:
        script = folder / name
        note = f"printf '%s\\037' \"$@\" >> '{tmp_path}/called'; printf '\\036' >> '{tmp_path}/called'"
        script.write_text(f"#!/bin/sh\n{note}\n{body}\n")
        script.chmod(0o755)
        return tmp_path / "called"

    return put


@pytest.fixture
def cards(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A final review with two open actions without a ticket, one with, and one that is done."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    configured(tmp_path, PUSH)
    first = Action(
        id="a-first", text='Alert "$(rm -rf /)" before', owner="Priya", description="Thirty days.\nAt least."
    )
    second = Action(id="b-second", text="Renew `by itself`; soon", due=date(2026, 12, 18))
    third = Action(id="c-third", text="Page the right team", ticket="OPS-1")
    done = Action(id="d-done", text="Warm the cache", status="done")
    session = add_items(new_session(product="Checkout"), "actions", [first, second, third, done])
    session = set_field(session, "status", "final")
    library.create(session)
    return session


def configured(tmp_path: Path, push: str, more: str = "") -> None:
    (tmp_path / "config.toml").write_text(f"{more}\n[tickets]\npush = {push}\nseconds = 5\n")


def tickets(library: Library, session: Session) -> list[str]:
    return [action.ticket for action in library.read(library.find(session.id)).actions]


def calls(called: Path) -> list[list[str]]:
    text = called.read_text() if called.exists() else ""
    return [call.split("\x1f")[:-1] for call in text.split("\x1e")[:-1]]


def test_open_actions_become_tickets_and_a_repeat_makes_none(
    run: Run, library: Library, cards: Session, play: Play
) -> None:
    number = 'test -e "$0.n" && n=13 || n=12; touch "$0.n"'
    called = play("gh", f'{number}; echo "Creating issue" >&2; echo "https://github.com/acme/shop/issues/$n"')
    done = run("actions", "push", cards.id)
    assert done.status == 0
    assert [line.split("\t")[0] for line in done.lines] == ["12", "13"]
    assert calls(called) == [
        ["issue", "create", "--title", 'Alert "$(rm -rf /)" before', "--body", "Thirty days.\nAt least.",
         "--assignee", "Priya"],
        ["issue", "create", "--title", "Renew `by itself`; soon", "--body", ""],
    ]  # fmt: skip
    assert tickets(library, cards) == ["12", "13", "OPS-1", ""]
    again = run("actions", "push", cards.id)
    assert (again.status, again.out, len(calls(called))) == (0, "", 2)
    assert "has 12: Alert" in again.err


def test_a_dry_run_prints_the_commands_and_runs_none(run: Run, library: Library, cards: Session, play: Play) -> None:
    called = play("gh", "exit 1")
    done = run("actions", "push", cards.id, "b-second", "--dry-run")
    assert (done.status, done.lines) == (0, ["gh issue create --title 'Renew `by itself`; soon' --body ''"])
    assert calls(called) == [] and tickets(library, cards) == ["", "", "OPS-1", ""]


def test_those_that_are_named_alone_also_where_they_are_done(
    run: Run, library: Library, cards: Session, play: Play, tmp_path: Path
) -> None:
    configured(tmp_path, '["acli", "jira", "workitem", "create", "--summary", "{text} ({product})", "--json"]')
    play("acli", 'echo \'{"id": "10042", "key": "OPS-7", "self": "https://x.example/rest/api/3/issue/10042"}\'')
    assert run("actions", "push", cards.id, "d-done", "d-done").out == "OPS-7\tWarm the cache\n"
    assert tickets(library, cards) == ["", "", "OPS-1", "OPS-7"]
    run("actions", "push", cards.id, "9").refused("no such action")


def test_what_was_made_before_a_failure_is_kept_and_a_repeat_goes_on(
    run: Run, library: Library, cards: Session, play: Play
) -> None:
    offline = f'{TITLE}case $title in Renew*) echo "error connecting to api.github.com" >&2; exit 1;; esac; echo "#12"'
    play("gh", offline)
    failed = run("actions", "push", cards.id)
    assert (failed.status, failed.lines) == (3, ['#12\tAlert "$(rm -rf /)" before'])
    assert (
        "Renew `by itself`; soon: gh failed (exit status 1) and said: error connecting to api.github.com" in failed.err
    )
    assert tickets(library, cards) == ["#12", "", "OPS-1", ""]
    play("gh", "echo '#13'")
    assert run("actions", "push", cards.id).lines == ["#13\tRenew `by itself`; soon"]
    assert tickets(library, cards) == ["#12", "#13", "OPS-1", ""]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("echo Thank you; echo really", "gh named no ticket, it said: Thank you"),
        ("printf '\\377\\376\\033[31m\\000 \\033]0;x\\007'", "gh named no ticket, it said: \ufffd"),
        ("echo made 2 issues in 3 s", "gh named no ticket, it said: made 2 issues in 3 s"),
        ("echo https://github.com/acme/shop/issues/12; echo no such label >&2; exit 1", "perhaps it made 12"),
        ("kill -9 $$", "gh failed (ended by signal 9) and said: nothing: perhaps it made one"),
        ("sleep 60 & sleep 60", "gh: did not end in 1 s"),
    ],
)
def test_where_one_was_perhaps_made_a_repeat_makes_no_second_by_itself(
    run: Run, library: Library, cards: Session, play: Play, tmp_path: Path, body: str, says: str
) -> None:
    configured(tmp_path, PUSH)
    config = tmp_path / "config.toml"
    config.write_text(config.read_text().replace("seconds = 5", "seconds = 1"))
    called = play("gh", body)
    first = run("actions", "push", cards.id, "a-first")
    first.refused('Alert "$(rm -rf /)" before: ', says, "--again", status=3)
    assert tickets(library, cards)[0] == UNKNOWN
    run("actions", "push", cards.id, "a-first").refused("perhaps made before", "--again")
    assert len(calls(called)) == 1
    play("gh", "echo https://github.com/acme/shop/issues/13/")
    assert run("actions", "push", cards.id, "a-first", "--again").status == 0
    assert tickets(library, cards)[0] == "13"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (None, "gh: no such program: install it"),
        ("echo 'HTTP 404: not found' >&2; exit 1", "HTTP 404: not found"),
        ("echo 'error 404'; exit 4", "gh failed (exit status 4) and said: error 404"),
    ],
)
def test_where_surely_none_was_made_the_action_is_as_before(
    run: Run, library: Library, cards: Session, play: Play, body: str | None, says: str
) -> None:
    if body:
        play("gh", body)
    run("actions", "push", cards.id, "a-first").refused(says, status=3)
    assert tickets(library, cards)[0] == ""


def test_who_interrupts_is_told_that_one_was_perhaps_made(
    run: Run, library: Library, cards: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pmtui.app.ticket_push.run", interrupted)
    stopped = run("actions", "push", cards.id)
    assert (stopped.status, stopped.out) == (130, "")
    assert "perhaps made: Alert" in stopped.err and "--again" in stopped.err
    assert tickets(library, cards) == [UNKNOWN, "", "OPS-1", ""]


def test_somebody_who_gives_a_ticket_meanwhile_is_not_overwritten(
    run: Run, library: Library, cards: Session, play: Play
) -> None:
    path = library.folder / library.find(cards.id).file
    play("gh", f"sed -i 's/{UNKNOWN}/OPS-77/' '{path}'; echo '#12'")
    run("actions", "push", cards.id, "a-first").refused("#12 was made, but is not kept", status=3)
    assert tickets(library, cards)[0] == "OPS-77"


def test_without_a_command_or_with_a_wrong_one_the_config_is_named(run: Run, cards: Session, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    run("actions", "push", cards.id).refused("no command makes tickets", "config.toml", "docs/tickets.md")
    run("actions", "push").refused("pmtui actions push ID")
    run("actions", "--again").refused("pmtui actions push ID")
    run("actions", "push", cards.id, "--open").refused("leave them out")
    configured(tmp_path, '["gh", "{titel}"]')
    said = run("actions", "push", cards.id)
    assert said.status == 2 and "config.toml:3: tickets: push: no placeholder {titel}: there are text, " in said.err


@pytest.mark.parametrize(
    ("printed", "pattern", "ticket"),
    [
        ("https://github.com/acme/shop/issues/12\n", "", "12"),
        ("https://github.com/acme/shop/issues/12#issuecomment-5", "", "12"),
        ("#34 Renew by itself\n https://gitlab.com/a/b/-/issues/34\n", "", "34"),
        ("✓ Work item OPS-7 created: https://acme.atlassian.net/browse/OPS-7", "", "OPS-7"),
        ("Created https://x.example/help\nMade OPS-8.", "", "OPS-8"),
        ("Created issue 34.", "", "34"),
        ("UTF-8 text", "", ""),
        ("see T123 of 4", r"T\d+", "T123"),
        ("https://t.example/p/T9?x=1", r"T\d+", "T9"),
        ('{"id": 9001, "iid": 5, "web_url": "https://gitlab.com/a/b/-/issues/5"}', "", "5"),
        ("", "", ""),
    ],
)
def test_the_number_is_found_in_what_trackers_print(printed: str, pattern: str, ticket: str) -> None:
    assert ticket_in(printed, pattern) == ticket


def test_spellings_of_one_ticket_are_one() -> None:
    assert {ticket_key(each) for each in ("12", "#12", " https://github.com/a/b/issues/12/ ", "!12")} == {"12"}
    assert {ticket_key(each) for each in ("ops-7", "OPS-7", "https://x.example/browse/OPS-7?a=b")} == {"ops-7"}


def test_the_body_of_a_ticket_is_the_text_that_is_printed_too(run: Run, cards: Session, tmp_path: Path) -> None:
    configured(tmp_path, '["gh", "--title", "{text}", "--body", "{body}"]')
    body = (
        f"**Done when:** Thirty days.\\\nAt least.\n\n- Owner: Priya\n\nFrom a learning review: `pmtui open {cards.id}`"
    )
    assert body in run("actions", "push", "latest", "a-first", "--dry-run").out
    assert (
        run("actions", "text", "latest", "a-first").out
        == f'Alert "$(rm -rf /)" before\n\n**What happened:** Checkout\n\n{body}\n'
    )
    printed = run("actions", "text", "latest")
    assert (printed.status, printed.out.count("\n---\n\n"), "Warm the cache" in printed.out) == (0, 2, False)
    run("actions", "text", "latest", "gone").refused("no such action")
    run("actions", "text", "latest", "--dry-run").refused("actions lists them")
