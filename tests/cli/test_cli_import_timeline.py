"""`import --into ID`: timeline data of any program, into a review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.session.document import Session
from tests.cli.conftest import Run

LOG = "".join(
    f"2026-11-18T14:{n // 60:02}:{n % 60:02}Z {'ERROR' if n % 300 == 0 else 'INFO'} line {n}\n" for n in range(900)
)


@pytest.fixture
def review(run: Run) -> str:
    made = run("new", "--no-open", "--product", "Checkout", "--date", "2026-11-18", "--timezone", "Europe/London")
    return made.out.strip()


def test_a_log_is_filtered_and_nothing_comes_twice(
    run: Run, review: str, session_of: Callable[[str], Session], tmp_path: Path
) -> None:
    Path("app.log").write_text(LOG)
    run("import", "app.log", "--into", review).refused("app.log: holds more than 500 events", "--grep, --from and --to")
    done = run("import", "app.log", "--into", review, "--grep", "ERROR", "--from", "14:01")
    assert (done.status, done.lines) == (0, [review])
    assert "898 lines left out" in done.err
    assert "2 events added to" in done.err
    again = run("import", "app.log", "--into", review, "--grep", "ERROR", "--from", "14:01")
    assert "2 there already: not added twice" in again.err
    none = run("import", "app.log", "--into", review, "--grep", "no such word")
    assert "--grep, --from and --to leave none of it: nothing to do" in none.err
    events = session_of(review).timeline
    assert [(event.at, event.text, event.source) for event in events] == [
        ("2026-11-18T14:05:00Z", "ERROR line 300", "app.log"),
        ("2026-11-18T14:10:00Z", "ERROR line 600", "app.log"),
    ]
    rows = run("import", "-", "--into", review, "--grep", "ERROR", "--json", "--dry-run", stdin=LOG).json
    assert len(rows) == 900
    assert rows[0] == {"line": 1, "text": "2026-11-18T14:00:00Z ERROR line 0", "place": "timeline"}
    assert [row["line"] for row in rows if row["place"]] == [1, 301, 601]
    tried = run("import", "app.log", "--into", review, "--grep", "ERROR", "--dry-run")
    assert "897 lines left out by --grep, --from or --to" in tried.err
    assert "900 passages, 897 left out" in tried.err
    assert "2\t(left out)\t" in tried.out


def test_what_is_wrong_is_one_line_and_nothing_is_imported(
    run: Run, review: str, session_of: Callable[[str], Session]
) -> None:
    Path("events.csv").write_text("time,event\n14:02,alert\nsoon,rollback\n")
    run("import", "events.csv", "--into", review).refused(
        "events.csv: line 3: not a time: 'soon'", "nothing was imported"
    )
    run("import", "events.csv").refused("events.csv: is timeline data", "--into ID")
    run("import", "events.csv", "--into", review, "--grep", "(").refused("--grep: not a regular expression: '('")
    run("import", "events.csv", "--into", review, "--from", "soon").refused("--from: not a time: 'soon'")
    run("import", "events.csv", "--grep", "x").refused("--into ID")
    run("import", "-", "--into", review).refused("is empty")
    run("import", ".", "--into", review).refused(
        "is a folder, and not a Slack channel's: name the files in it, as in ./*.md"
    )
    assert session_of(review).timeline == ()


def test_a_pager_s_milestones_fill_what_is_empty(run: Run, review: str, session_of: Callable[[str], Session]) -> None:
    entry = {"type": "acknowledge_log_entry", "summary": "Acknowledged", "created_at": "2026-11-18T14:05:00Z"}
    done = run("import", "-", "--into", review, stdin=json.dumps({"log_entries": [entry]}))
    assert "Acknowledged is taken from it: 18-11-2026 14:05" in done.err
    text = json.dumps({"log_entries": [entry]})
    none = run("import", "-", "--into", review, "--grep", "no such word", stdin=text)
    assert "--grep, --from and --to leave none of it" in none.err
    assert session_of(review).key_details.acknowledged_at == "2026-11-18T14:05:00Z"
    later = json.dumps({"log_entries": [entry | {"created_at": "2026-11-18T14:09:00Z"}]})
    assert "is taken" not in run("import", "-", "--into", review, stdin=later).err
    assert session_of(review).key_details.acknowledged_at == "2026-11-18T14:05:00Z"


def test_a_slack_channel_s_folder_brings_its_names(run: Run, review: str, session_of: Callable[[str], Session]) -> None:
    channel = Path("export/inc-204")
    channel.mkdir(parents=True)
    Path("export/users.json").write_text(
        json.dumps([{"id": "U1", "name": "ana", "profile": {"real_name": "Ana Silva"}}])
    )
    for day in (18, 19):
        message = {
            "type": "message",
            "user": "U1",
            "ts": f"{1795010520 + 86400 * (day - 18)}.5",
            "text": f"on day {day}",
        }
        (channel / f"2026-11-{day}.json").write_text(json.dumps([message]))
    assert run("import", str(channel), "--into", review).status == 0
    assert [(event.text, event.who, event.source) for event in session_of(review).timeline] == [
        ("on day 18", "Ana Silva", "slack #inc-204"),
        ("on day 19", "Ana Silva", "slack #inc-204"),
    ]
