"""`pmtui stats`: what the reviews of a library say together."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Session, Sitting, Why
from pmtui.session.edits import add_items, add_why, set_field
from tests.cli.conftest import Run


def incident(product: str, day: date, minutes: int | None, **details: Any) -> Session:
    """An incident that was detected after so many minutes and resolved after ten times as many."""
    session = new_session(product=product, incident_date=day)
    if minutes is not None:
        details |= {
            "started_at": "2026-11-18T00:00:00Z",
            "detected_at": f"2026-11-18T00:{minutes:02}:00Z",
            "resolved_at": f"2026-11-18T{minutes * 10 // 60:02}:{minutes * 10 % 60:02}:00Z",
        }
    return replace(session, key_details=replace(session.key_details, **details))


@pytest.fixture(autouse=True)
def three(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three incidents: two of one tag and cause, one of which says that it came back."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = incident("Checkout", date(2026, 11, 18), 4, tags=("Certificates",), severity="SEV2")
    first = add_why(first, None, Why(id="w1", text="Nobody was told of the expiry", verdict="root"))
    kept = Action(id="a1", text="Tell", source="w1", status="done", due=date(2026, 12, 1), done_at=date(2026, 11, 30))
    late = Action(id="a2", text="Renew", status="done", due=date(2026, 1, 1), done_at=date(2026, 2, 1))
    first = add_items(first, "actions", [kept, late, Action(id="a3", text="Ask", due=date(2020, 1, 1))])
    first = replace(first, meeting=(Sitting(held_at="2026-11-20T10:00:00Z", asked=8, learned=6, again=7),))
    tags = ("certificates", "Certificates ")
    second = incident("Checkout", date(2026, 11, 2), 10, tags=tags, severity="sev2")
    second = add_why(second, None, Why(id="w2", text="nobody was told of the expiry.", verdict="root"))
    second = set_field(second, "summary.recurrence.answer", "yes")
    third = set_field(incident("Search", date(2026, 9, 1), None), "summary.recurrence.answer", "no")
    for session in (first, second, third):
        library.create(session)


def test_incidents_times_and_what_comes_back_are_counted(run: Run) -> None:
    found = run("stats", "--json").json
    assert (found["reviews"], found["by_month"]) == (3, {"2026-09": 1, "2026-11": 2})
    assert found["by_status"] == {"draft": 3} and found["by_severity"] == {"SEV2": 2}
    assert found["detect"] == {"median": 7, "p90": 9.4, "of": 2}
    assert found["resolve"] == {"median": 70, "p90": 94, "of": 2}
    assert found["acknowledge"] == {"median": None, "p90": None, "of": 0}
    assert found["recurred"] == {"count": 1, "of": 2}
    assert [name.casefold() for name in found["tags"]] == ["certificates"] and list(found["tags"].values()) == [2]
    assert list(found["causes"].values()) == [2]


def test_what_was_promised_is_held_against_what_was_done(run: Run) -> None:
    found = run("stats", "--json").json
    assert found["actions"] == {"open": 1, "overdue": 1, "done": 2, "dropped": 0}
    assert found["in_time"] == {"count": 1, "of": 2} and found["causes_acted_on"] == {"count": 1, "of": 2}
    assert found["learned"] == {"count": 6, "of": 8} and found["again"] == {"count": 7, "of": 8}


def test_a_query_leaves_the_reviews_that_it_finds(run: Run) -> None:
    assert run("stats", "product:search", "--json").json["reviews"] == 1
    assert run("stats", "nothing", "like", "it", "--json").json["reviews"] == 0


def test_into_a_pipe_each_figure_is_a_line(run: Run) -> None:
    lines = dict(line.split("\t") for line in run("stats").lines)
    assert lines["detect.median"] == "7" and lines["acknowledge.median"] == "" and lines["by_month.2026-11"] == "2"


# --- as files ---


def test_a_spreadsheet_gets_a_row_for_each_figure_and_few_are_said_to_be_few(run: Run) -> None:
    lines = run("stats", "--format", "csv").lines
    assert lines[0] == "Figure,Of what,Value,Out of,Few"
    for line in (
        "reviews,,3,3,few", "incidents by month,2026-10,0,,", "minutes to resolve,median,70,2,few",
        '"minutes to detect, median",2026-Q4,7,2,few', "happened before,,1,2,few", "learned something,,6,8,",
    ):  # fmt: skip
        assert line in lines
    assert run("stats", "product:search", "--format", "csv").lines[1] == "reviews,,1,1,few"


def test_a_file_gets_the_format_that_its_name_ends_in(run: Run, tmp_path: Path) -> None:
    done = run("stats", "-o", str(tmp_path / "t.svg"))
    assert (done.status, done.out, done.err) == (0, "", f"pmtui: written to {tmp_path / 't.svg'}\n")
    assert (tmp_path / "t.svg").read_text().startswith("<svg ")
    run("stats", "--json", "-o", str(tmp_path / "t"))
    assert json.loads((tmp_path / "t").read_text()) == run("stats", "--format", "json").json
    run("stats", "-o", str(tmp_path / "t.xls")).refused("t.xls: no such format", ".csv, .json or .svg")
    run("stats", "--json", "--format", "csv").refused("choose one")
    run("stats", "-o", str(tmp_path / "none" / "t.csv")).refused("there is no folder")
