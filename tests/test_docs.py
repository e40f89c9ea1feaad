"""The documents say what the program is: generated parts are fresh, links lead somewhere, commands exist."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from pmtui.library.folder import Library
from pmtui.meeting.completeness import gaps, wordings
from pmtui.report.formats import export
from pmtui.session import paths
from pmtui.session.document import Session
from pmtui.settings import load
from pmtui.settings.values import READERS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def check(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})


def test_the_generated_parts_are_fresh() -> None:
    done = check("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_part_is_named_and_written_anew(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in (
        "README.md",
        "pyproject.toml",
        "docs/keys.md",
        "docs/agenda.md",
        "docs/checks.md",
        "docs/architecture.md",
        "docs/generate.py",
    ):
        (tmp_path / name).write_text((ROOT / name).read_text())
    readme = tmp_path / "README.md"
    fresh = readme.read_text()
    readme.write_text(fresh.replace("Go to the next step", "Go to the next stop"))

    done = check("--check", root=tmp_path)
    assert done.returncode == 1
    assert "README.md is stale: run make docs" in done.stderr
    assert check(root=tmp_path).returncode == 0
    assert readme.read_text() == fresh
    assert check("--check", root=tmp_path).returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_what_exists(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_every_target_that_the_documents_name_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z]+)\b(?= |`|\n)", page.read_text())}
    targets = set(re.findall(r"^([a-z.]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= named
    prose = {name for name in named if f"`make {name}`" in "".join(page.read_text() for page in PAGES)}
    assert prose | {"run", "test", "bench", "docs", "pictures"} <= targets


# --- the example ---


@pytest.fixture
def example() -> Session:
    library = Library(ROOT / "sessions")
    return library.read(library.find("latest"))


def test_the_example_is_finished_and_blames_nobody(example: Session) -> None:
    assert [gap.text for gap in gaps(example)] == []
    assert [wording.text for wording in wordings(example)] == []
    assert {why.verdict for why in example.root_cause.whys[0].whys} >= {"root"}
    assert {figure.kind for figure in example.evidence} >= {"log", "chat", "link"}


def test_the_example_s_report_in_docs_is_what_it_exports(example: Session) -> None:
    *kept, _ = (ROOT / "docs" / "example-report.md").read_text().splitlines()
    *made, revision = export(example).splitlines()
    assert kept == made
    assert revision.startswith("[//]: # (pmtui ")


def test_the_example_s_report_reads_as_one_document(example: Session) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(export(example), options=Options.CMARK_OPT_UNSAFE)
    headings = re.findall(r"<h2>(.*?)</h2>", html)
    assert headings == [
        "Key details", "Summary", "Impact", "Root cause", "Timeline", "Resources", "Actions", "Lessons learned",
        "Evidence", "Further reading", "Parking lot",
    ]  # fmt: skip
    assert html.count("<h1>") == 1
    assert "|" not in re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    return importlib.import_module("example_words")


def test_the_example_s_fields_are_what_the_script_types(example: Session, words: ModuleType) -> None:
    typed = importlib.import_module("hand").as_typed
    for path, text in words.FIELDS.items():
        assert typed(paths.get(example, path)) == typed(text)
    for path, value in words.CHOICES.items():
        assert paths.get(example, path) == value
    for section, notes in words.NOTES_OF.items():
        assert tuple(note.text for note in paths.get(example, section)) == notes


def test_the_example_s_items_are_what_the_script_types(example: Session, words: ModuleType) -> None:
    assert tuple(f"{each.name}: {each.value}" for each in example.impact.measures) == words.MEASURES
    assert tuple(f"{each.title}: {each.text}" for each in example.summary.sections) == words.SECTIONS
    assert tuple((each.text, each.location) for each in example.resources) == words.RESOURCES
    assert tuple((each.text, each.answer, each.owner) for each in example.parking_lot[:-1]) == words.QUESTIONS
    assert tuple((each.caption, each.body) for each in example.evidence[:2]) == (words.CHAT, words.LOG)
    assert tuple(f"{each.caption} {each.url}" for each in example.evidence[2:]) == words.LINKS
    assert tuple(f"{each.title} {each.url}" for each in example.further_reading) == words.READING
    for event, told in zip(example.timeline, words.TOLD, strict=True):
        assert (event.kind, event.source) == (told.kind, told.source)
        assert (event.known, event.known_now) == (told.known, told.known_now)
        assert event.text == told.text or (not told.text and event.text.startswith(told.found))
    for action, task in zip(example.actions, words.TASKS, strict=True):
        done = f"{action.done_at:%d-%m-%Y}" if action.done_at else ""
        assert (action.text, action.owner, action.ticket, f"{action.due:%d-%m-%Y}", done, action.description) == (
            task.text, task.owner, task.ticket, task.due, task.done, task.description,
        )  # fmt: skip


def test_the_example_s_tree_is_what_the_script_types(example: Session, words: ModuleType) -> None:
    captions = {figure.id: figure.caption for figure in example.evidence}

    def compare(kept: Sequence[Any], typed: Sequence[Any]) -> None:
        for why, answer in zip(kept, typed, strict=True):
            assert (why.text, why.verdict or "") == (answer.text, answer.verdict)
            for figure, caption in zip(why.evidence, answer.figures, strict=True):
                assert caption in captions[figure]
            compare(why.whys, answer.whys)

    assert example.root_cause.problem == words.PROBLEM
    compare(example.root_cause.whys, words.WHYS)


def test_the_example_is_found_in_a_clone() -> None:
    command = ["git", "ls-files", "sessions"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout.split()
    if listed:  # a source archive has no git
        assert "sessions/.pmtui/.keep" in listed
        assert not [name for name in listed if name.endswith(("/lock", ".tmp"))]
    assert (ROOT / "sessions" / ".pmtui").exists()


def test_the_page_on_reliability_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text()
    named = re.findall(r"\]\(\.\./(tests/[^)]+)\)", page)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_configs_that_are_shown_are_read_without_a_mistake(page: Path, tmp_path: Path) -> None:
    for number, block in enumerate(re.findall(r"(?ms)^```toml\n(.*?)^```", page.read_text())):
        config = tmp_path / f"{number}.toml"
        config.write_text(block)
        assert load({"PMTUI_CONFIG": str(config)}).mistakes == (), block


def test_the_page_of_the_config_file_explains_every_key_and_its_example_has_each() -> None:
    page = (ROOT / "docs" / "config.md").read_text()
    explained = set(re.findall(r"^\| `\[*(\w+)\]*` \|", page, re.MULTILINE))
    assert explained == set(READERS)
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert set(tomllib.loads(block)) == set(READERS)
