"""A report for others than engineers is asked about before it leaves with a secret, and masked where that is wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmtui.app import report_secrets
from tests.cli.conftest import Run

DOCUMENT = {
    "format": "pmtui-session", "version": 2, "id": "019a0000-0000-7000-8000-000000000001",
    "summary": {"overview": "The tool ran `PGPASSWORD=hunter2secret psql`; ada@acme.io and support@acme.io saw it."},
    # Authors are in no report.
    "lessons": {"learned": [{"id": "n", "text": "Logs keep what they are told", "author": "jo@acme.io"}]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _asking(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path) -> None:
    monkeypatch.setattr(report_secrets, "ASKING", {"learning-review"})
    (tmp_path / "one.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "config.toml").write_text('[checks]\nallow = ["support@acme.io"]\n')
    assert run("import", "one.json").status == 0


def test_without_a_terminal_nothing_is_written_and_each_is_named_with_its_place(run: Run, tmp_path: Path) -> None:
    done = run("export", "latest", "-o", "report.md")
    assert (done.status, done.out) == (1, "")
    assert not (tmp_path / "report.md").exists()
    assert done.err.splitlines() == [
        "pmtui: Summary: In a few sentences: Password: …",
        "pmtui: Summary: In a few sentences: E-mail address: ada@acme.io",
        "pmtui: nothing was written: --mask masks them, --as-is leaves them",
    ]


def test_mask_and_as_is_say_what_to_do(run: Run) -> None:
    masked = run("export", "latest", "--mask")
    assert masked.status == 0
    assert "hunter2" not in masked.out and "ada@" not in masked.out
    assert "support@acme.io" in masked.out
    assert masked.out.count("masked: ") == 2
    as_is = run("export", "latest", "--as-is")
    assert as_is.status == 0 and "hunter2secret" in as_is.out


@pytest.mark.parametrize(("typed", "status", "shown"), [("m\n", 0, "masked: "), ("a\n", 0, "hunter2"), ("\n", 1, "")])
def test_on_a_terminal_it_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, status: int, shown: str
) -> None:
    monkeypatch.setattr("tests.cli.conftest._Stream.isatty", lambda self: True)
    done = run("export", "latest", stdin=typed)
    assert done.status == status
    assert shown in done.out
    assert "m masks them" in done.err


def test_nothing_is_asked_of_other_templates_and_of_the_document(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export", "latest", "--format", "json").status == 0
    monkeypatch.setattr(report_secrets, "ASKING", {"customer", "brief"})
    assert "hunter2secret" in run("export", "latest").out


def test_a_form_of_the_teams_own_is_asked_about_where_others_than_engineers_read_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_secrets, "ASKING", {"customer", "brief"})
    (tmp_path / "own.md").write_text("{{ summary.overview|upper }}\n")
    (tmp_path / "theirs.md").write_text("{# audience: customer #}\n{{ summary.overview|block }}\n")
    (tmp_path / "none.md").write_text("{{ key_details.product }}\n")
    assert "HUNTER2SECRET" in run("export", "latest", "--template", "own.md").out
    assert run("export", "latest", "--template", "theirs.md").status == 1
    assert "hunter2" not in run("export", "latest", "--template", "theirs.md", "--mask").out

    second = "019a0000-0000-7000-8000-000000000002"
    document = {**DOCUMENT, "id": second, "key_details": {"audience": "customer"}}
    (tmp_path / "two.json").write_text(json.dumps(document))
    assert run("import", "two.json").status == 0
    done = run("export", second, "--template", "own.md", "-o", "report.md")
    assert (done.status, (tmp_path / "report.md").exists()) == (1, False)
    assert run("export", second, "--template", "own.md", "--annotated").status == 1
    assert run("export", second, "--template", "none.md").status == 0, "it shows nothing of the kind"


def test_what_goes_along_in_a_bundle_is_asked_about_and_masked_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.log").write_text("14:02 started\n14:03 PGPASSWORD=other4secret psql\n")
    assert run("attach", "app.log", "-s", "latest").status == 0
    asked = run("export", "latest", "--bundle", "out")
    assert asked.status == 1 and not (tmp_path / "out").exists()
    assert "pmtui: Evidence, Fig. 1: File: Password in attachment app.log, line 2: …" in asked.err.splitlines()
    assert "app.log" not in run("export", "latest").err, "without a bundle the file stays where it is"

    monkeypatch.setattr(report_secrets, "ASKING", {"customer"})
    told = run("export", "latest", "--bundle", "told")
    assert told.status == 0 and "attachment app.log, line 2" in told.err and "--mask writes it without" in told.err
    assert run("export", "latest", "--bundle", "masked", "--mask").status == 0
    (kept,) = (tmp_path / "masked").rglob("app.log")
    assert kept.read_text() == "14:02 started\n14:03 PGPASSWORD=[masked: password] psql\n"
    assert run("export", "latest", "--bundle", "as-is", "--as-is").err.count("Password") == 0


def test_check_looks_into_attached_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "app.log").write_text("14:03 PGPASSWORD=other4secret psql\n")
    assert run("attach", "app.log", "-s", "latest").status == 0
    found = run("check", "latest", "--only", "secret", "--json").json
    assert [each["text"] for each in found][1:] == ["Password in attachment app.log, line 1: …"]
    assert found[1]["place"]["step"] == "evidence" and found[1]["place"]["field"] == "path"


def test_whose_names_a_report_for_customers_leaves_out_is_said(run: Run, tmp_path: Path) -> None:
    document = {
        **DOCUMENT,
        "id": "019a0000-0000-7000-8000-000000000003",
        "key_details": {"attendees": ["Priya Shah", "Tom A."], "audience": "customer"},
        "summary": {"overview": "Priya saw the queue grow."},
    }
    (tmp_path / "three.json").write_text(json.dumps(document))
    assert run("import", "three.json").status == 0
    done = run("export", str(document["id"]))
    assert "A colleague saw the queue grow." in done.out
    assert done.err == "pmtui: “a colleague” stands for Priya Shah: read it once more\n"
    assert run("export", str(document["id"]), "--template", "learning-review").err == ""
