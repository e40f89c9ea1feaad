"""`new`, `list`, `rename`, `attach`: sessions and their files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.edits import set_field

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_new_prints_its_id_and_keeps_what_was_said(run: Run, session_of: Any, library: Library) -> None:
    found = run(
        "new", "--no-open", "--product", "Checkout", "--headline", "Card payments refused", "--term", "Postmortem",
        "--date", "18-11-2026", "--timezone", "America/New_York",
    )  # fmt: skip
    session = session_of()
    assert found.lines == [session.id]
    details = session.key_details
    assert (details.product, details.headline, details.term) == ("Checkout", "Card payments refused", "Postmortem")
    assert (str(details.incident_date), details.timezone) == ("2026-11-18", "America/New_York")
    assert re.fullmatch(r"2026-11-18-checkout-[0-9a-f]{6}\.json", library.names()[0])


def test_new_reads_times_in_the_zone_of_the_config_then_the_machine(run: Run, session_of: Any, tmp_path: Path) -> None:
    run("new", "--no-open")
    assert session_of().key_details.timezone == "Europe/London"
    (tmp_path / "config.toml").write_text('timezone = "Asia/Tokyo"')
    run("new", "--no-open")
    assert session_of().key_details.timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--date", "31-02-2026"), "--date: 31-02-2026 is no date"),
        (("--date", "18/11/26"), "--date: not a date"),
        (("--timezone", "Mars/Olympus"), "--timezone: no time zone 'Mars/Olympus'"),
    ],
)
def test_new_refuses_what_it_cannot_read(run: Run, library: Library, args: tuple[str, ...], says: str) -> None:
    run("new", "--no-open", *args).refused(says)
    assert library.names() == []


# --- list ---


def test_an_empty_library_lists_nothing(run: Run) -> None:
    assert run("list").out == ""
    assert run("list", "--json").json == []
    found = run("list", terminal=True)
    assert (found.out, found.status) == ("", 0)
    assert "pmtui new makes one" in found.err


@pytest.mark.parametrize("verb", [("list", "--json"), ("actions", "--overdue"), ("stats",), ("trash",)])
def test_a_library_that_was_named_and_is_not_there_is_missed(run: Run, library: Library, verb: tuple[str, ...]) -> None:
    missed = f"pmtui: {library.folder}: there is no such library: name another with --library\n"
    found = run(*verb)
    assert found.err.startswith(missed) and found.status == 0
    library.folder.mkdir()
    assert missed not in run(*verb).err


def test_the_newest_incident_comes_first(run: Run) -> None:
    for day in ("01-05-2026", "03-05-2026", "02-05-2026"):
        run("new", "--no-open", "--product", f"On {day}", "--date", day)
    found = run("list", "--json").json
    assert [each["incident_date"] for each in found] == ["2026-05-03", "2026-05-02", "2026-05-01"]
    assert {"id", "file", "status", "product", "headline", "incident_date", "created_at", "updated_at"} <= set(found[0])
    assert found[0]["product"] == "On 03-05-2026"
    assert found[0]["status"] == "draft"


def test_into_a_pipe_columns_are_escaped(run: Run, library: Library) -> None:
    run("new", "--no-open", "--product", "a\tb\\c\nd")
    (line,) = run("list").lines
    columns = line.split("\t")
    assert len(columns) == 8
    assert columns[3] == "a\\tb\\\\c\\nd"
    assert columns[1] == library.names()[0]


def test_on_a_terminal_it_is_a_table_in_which_nothing_acts(run: Run, library: Library) -> None:
    run("new", "--no-open", "--product", "Checkout 決済", "--headline", "x" * 300)
    run("new", "--no-open", "--product", "Short", "--headline", "ok")
    (library.folder / "odd-\x1b[31m.json").write_text("{")
    found = run("list", terminal=True)
    header, *rows = found.lines
    assert "date" in header and "headline" in header
    assert "\x1b[31m" not in found.out
    assert max(map(len, rows)) <= 80
    assert "unreadable" in rows[-1]


def test_no_color_switches_styles_off(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "--no-open")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" in run("list", terminal=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("list", terminal=True).out


def test_what_cannot_be_read_is_listed_with_the_reason(run: Run, library: Library) -> None:
    run("new", "--no-open")
    (library.folder / "broken.json").write_text('{"session": ')
    *_, last = run("list", "--json").json
    assert last["file"] == "broken.json"
    assert last["status"] == "unreadable"
    assert last["unreadable"]
    assert run("list").lines[-1].split("\t")[1:3] == ["broken.json", "unreadable"]


# --- which session is meant ---


def test_a_session_answers_to_many_names(run: Run, library: Library) -> None:
    session_id = run("new", "--no-open").lines[0]
    file = library.names()[0]
    for ref in (session_id, session_id[:13], session_id[-6:], file, file.removesuffix(".json"), "latest"):
        assert run("export", ref, "--format", "json").json["id"] == session_id
    run("export", "nothing").refused("nothing", "pmtui list")
    run("new", "--no-open")
    run("export", session_id[:6]).refused("could be")


# --- rename ---


def test_rename_gives_the_name_that_the_details_suggest(run: Run, library: Library) -> None:
    run("new", "--no-open", "--date", "18-11-2026")
    library.change("latest", lambda session: set_field(session, "key_details.product", "Checkout"))
    assert library.names()[0].startswith("2026-11-18-incident-")
    found = run("rename", "latest")
    assert found.lines == library.names()
    assert library.names()[0].startswith("2026-11-18-checkout-")


def test_the_list_is_an_index_page_and_a_report_of_the_practices_health_too(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    library.create(new_session(product="Checkout", headline="Cards refused"))
    page = run("list", "--markdown")
    assert page.status == 0 and page.lines[:3] == ["# Reviews", "", "1 review, newest incident first."]
    assert "[Cards refused](" in page.out
    assert run("list", "--health").lines[0].endswith(": 1, 1 draft (few: read it with care)")
    run("list", "--health", "--json").refused("choose one")
