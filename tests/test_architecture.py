"""The map of the code is true: what docs/architecture.md names is in the tree, and every package is on it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAP = (ROOT / "docs" / "architecture.md").read_text()
PAGES = {name: (ROOT / name).read_text() for name in ("docs/architecture.md", "CONTRIBUTING.md")}

JOURNEYS = {
    title: re.findall(r"^\| `([\w/]+\.py)` \| (.*?) \|", body, re.MULTILINE)
    for title, body in re.findall(r"^### (.*?)$(.*?)(?=^##)", MAP, re.MULTILINE | re.DOTALL)
    if "| file | functions |" in body
}


def names_in(path: Path) -> set[str]:
    """What a module defines or has imported: `function`, `CONSTANT`, `Class`, `Class.method`."""
    found: set[str] = set()

    def look(body: list[ast.stmt], owner: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(owner + node.name)
            if isinstance(node, ast.ClassDef):
                look(node.body, f"{node.name}.")
            if isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found.update(owner + target.id for target in targets if isinstance(target, ast.Name))
            if isinstance(node, ast.ImportFrom):
                found.update(each.asname or each.name for each in node.names)

    look(ast.parse(path.read_text()).body, "")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    paths = re.findall(r"`((?:pmtui|tests|docs|styles|benchmarks|cli|session)/[\w/.]*)`", PAGES[page])
    assert len(paths) > 5
    there = {path: (ROOT / path).exists() or (ROOT / "pmtui" / path).exists() for path in paths}
    assert [path for path, exists in there.items() if not exists] == []


def test_there_are_six_journeys_and_each_goes_through_several_files() -> None:
    assert len(JOURNEYS) == 6
    assert {title: len(hops) for title, hops in JOURNEYS.items() if len(hops) < 5} == {}


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_function_of_a_journey_is_in_the_file_beside_it(journey: str) -> None:
    missing = [
        f"{file}: {name}"
        for file, functions in JOURNEYS[journey]
        for name in re.findall(r"`([\w.]+)`", functions)
        if not (ROOT / file).exists() or name not in names_in(ROOT / file)
    ]
    assert missing == []


def test_every_package_is_on_the_map() -> None:
    packages = {f"{path.parent.relative_to(ROOT)}/" for path in (ROOT / "pmtui").glob("*/**/__init__.py")}
    assert packages == set(re.findall(r"^\| `(pmtui/[\w/]+/)` \|", MAP, re.MULTILINE))


def test_what_the_ways_to_add_something_name_is_there() -> None:
    ways = MAP.partition("## How to add")[2].partition("## Before")[0]
    named = re.findall(r"`([A-Z_]\w+)`[^`;.]*`(pmtui/[\w/]+\.py)`", ways)
    assert len(named) > 4
    assert [f"{file}: {name}" for name, file in named if name not in names_in(ROOT / file)] == []
