"""`check` says what is missing, where the wording blames and what looks like a secret; a hook can use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmtui.cli.check import in_few_lines
from pmtui.meeting.step import Gap
from pmtui.session.codec import decode
from tests.cli.conftest import Run

DOCUMENT = {
    "format": "pmtui-session", "version": 2, "id": "019a0000-0000-7000-8000-000000000001",
    "timeline": [{"id": "e1", "text": "PGPASSWORD=hunter2secret psql, ada@acme.io", "source": "chat"}],
}  # fmt: skip
SECRETS = ("--only", "secret", "--only", "personal")


@pytest.fixture
def session_id(run: Run, tmp_path: Path) -> str:
    (tmp_path / "one.json").write_text(json.dumps(DOCUMENT))
    assert run("import", "one.json").status == 0
    return str(DOCUMENT["id"])


def test_findings_have_a_code_a_place_a_text_and_a_mend(run: Run, session_id: str) -> None:
    done = run("check", "latest", *SECRETS, "--json")
    assert done.status == 1
    assert done.json[0] == {
        "code": "secret-password",
        "id": session_id,
        "place": {"step": "timeline", "field": "text", "item": "e1"},
        "text": "Password: …",
        "mend": "Mask it, and change it: it is known now.",
    }
    assert [found["code"] for found in done.json] == ["secret-password", "personal-email"]
    assert "hunter2" not in run("check", session_id).out


def test_columns_into_a_pipe_and_a_table_on_a_terminal(run: Run, session_id: str) -> None:
    piped = run("check", session_id, *SECRETS)
    assert piped.lines[0].split("\t")[:4] == ["secret-password", session_id, "timeline:text:e1", "Password: …"]
    shown = run("check", session_id, *SECRETS, terminal=True)
    assert shown.status == piped.status == 1
    assert "Timeline, event 1" in shown.out


def test_several_sessions_are_checked_at_once_and_each_once(run: Run, session_id: str) -> None:
    assert run("new", "--no-open", "--product", "Checkout").status == 0
    found = run("check", session_id, "latest", session_id, "--json").json
    assert len({each["id"] for each in found}) == 2
    assert sum(each["code"] == "secret-password" for each in found) == 1


def test_nothing_found_is_status_0_and_an_empty_array(run: Run, session_id: str) -> None:
    done = run("check", session_id, "--only", "story", "--json")
    assert (done.status, done.json, done.err) == (0, [], "")
    assert run("check", session_id, "--only", "story", terminal=True).err == "pmtui: nothing found\n"


def test_the_config_switches_checks_off_and_says_what_may_be_told(run: Run, session_id: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[checks]\noff = ["secret", "no", "nonsense"]\nallow = ["@acme.io"]\n')
    done = run("check", session_id, "--json")
    assert {found["code"] for found in done.json} == {"few-factors", "impact-no-number"}
    assert done.err.startswith(f"pmtui: {config}:2: checks.off: no such check 'nonsense':")
    assert "few-factors" in run("check", session_id, "--only", "few-factors").out


def test_wrong_calls_are_refused_before_anything_is_checked(run: Run, session_id: str) -> None:
    run("check", session_id, "nowhere").refused("nowhere")
    run("check", session_id, "--only", "nonsense").refused("--only nonsense: no such check")
    run("check").refused("ID")


def test_what_was_found_often_is_one_line_for_a_person() -> None:
    session = decode(json.dumps(DOCUMENT).encode(), now="2026-11-18T14:02:00Z", new_id=lambda: "x").session
    often = [Gap("timeline", "event-no-source", "No source.", f"e{n}", many="events have no source") for n in range(7)]
    found = [(session, each) for each in (*often, Gap("closing", "no-owner", "Nobody owns the review."))]
    assert [(gap.code, gap.item_id, more) for _, gap, more in in_few_lines(found)] == [
        ("event-no-source", "e0", 6),
        ("no-owner", None, 0),
    ]
    assert in_few_lines(found[:5]) == [(session, gap, 0) for gap in often[:5]]
