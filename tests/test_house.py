"""The house rules that no linter knows: each test names what is missing, or in the wrong place."""

from __future__ import annotations

import ast
import re
import statistics
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType, ModuleType

import pytest
from rich.cells import cell_len

import pmtui
from pmtui import signs
from pmtui.meeting.commands import COMMANDS, Command
from pmtui.meeting.steps import STEPS
from pmtui.session.document import STEP_NAMES
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.steps import _SPECIAL

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pmtui"
SOURCES = sorted(PACKAGE.rglob("*.py"))
SCREENS = "\n".join(path.read_text() for path in (PACKAGE / "tui").rglob("*.py"))

PROMISED = (
    "step.next", "step.previous", "step.goto", "item.add", "item.edit", "item.delete", "item.up", "item.down",
    "why.root", "undo", "redo", "event.add", "park.add", "timer.toggle", "guide.toggle", "present.toggle",
    "report.copy", "report.save", "help", "back", "quit",
)  # fmt: skip
"""The ids that scripts and tests of other people rely on."""

TAKEN = {"ctrl+b", "ctrl+n", "ctrl+t", "ctrl+w", "ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right", "ctrl+s"}
"""What a terminal, tmux, screen, a browser tab or macOS takes first (ctrl+s stops a terminal's output)."""

WEIGHTY = ("item.delete", "session.delete", "status.next", "quit", "library.open", "action.drop")
"""What deletes, leaves or changes the status."""


# --- every step has its slice ---


def test_every_step_is_declared_in_a_file_of_its_name() -> None:
    assert tuple(step.name for step in STEPS) == tuple(STEP_NAMES)
    missing = [name for name in STEP_NAMES if not (PACKAGE / "meeting" / f"{name}.py").exists()]
    assert missing == []


def test_what_is_special_of_a_step_is_in_a_file_of_its_name_and_has_a_test() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests" / "tui").glob("*.py"))
    assert set(_SPECIAL) <= set(STEP_NAMES)
    missing = [name for name in _SPECIAL if not (PACKAGE / "tui" / "steps" / f"{name}.py").exists()]
    missing += [f"a test of {name}" for name in _SPECIAL if f'"{name}"' not in tests]
    assert missing == []


def test_every_style_sheet_is_used_and_exists() -> None:
    calls = re.findall(r"sheets?(?:\(| = \()([^)]*)\)", SCREENS)
    called = {name for call in calls for name in re.findall(r'"(\w+)"', call)}
    there = {path.stem for path in (ROOT / "styles").glob("*.tcss")}
    assert there == called


def test_widgets_have_no_style_but_in_the_sheets() -> None:
    assert "DEFAULT_CSS" not in SCREENS


def test_only_the_app_imports_textual() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if not path.is_relative_to(PACKAGE / "tui")
        and re.search(r"^\s*(from|import) textual\b", path.read_text(), re.MULTILINE)
    ]
    assert guilty == []


# --- files ---


def test_every_file_says_why_it_exists() -> None:
    silent = [str(path.relative_to(ROOT)) for path in SOURCES if not path.read_text().startswith('"""')]
    assert silent == []


def test_files_stay_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}
    ordered = sorted(lengths.values())
    assert statistics.median(ordered) <= 200
    assert ordered[int(0.9 * len(ordered))] <= 300
    assert {name: count for name, count in lengths.items() if count > 400} == {}


def test_few_files_stand_loose_among_the_screens() -> None:
    loose = sorted(path.name for path in (PACKAGE / "tui").glob("*.py") if path.name != "__init__.py")
    assert len(loose) <= 8, f"put one into a package of its subject: {loose}"


def test_no_file_speaks_of_the_place_where_it_was_written() -> None:
    texts = [*SOURCES, *(ROOT / "docs").glob("*.*"), *(ROOT / "styles").glob("*"), ROOT / "README.md"]
    guilty = [path.name for path in texts if re.search(r"/work/|\bshared/|CONTRACT|\bsection \d", path.read_text())]
    assert guilty == []


def drawn_texts() -> Iterator[tuple[str, str]]:
    """File and text of every string, docstrings apart, in what is drawn on a screen."""
    for path in SOURCES:
        if path.parts[len(PACKAGE.parts)] not in ("tui", "app", "meeting"):
            continue
        tree = ast.parse(path.read_text())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield str(path.relative_to(ROOT)), node.value


def test_signs_are_written_in_one_table_alone() -> None:
    """A sign is taken from `pmtui/signs.py` by its name, so that it has a form in ASCII."""
    symbols = {
        (path, char)
        for path, text in drawn_texts()
        for char in text
        if not char.isascii() and (unicodedata.category(char) in ("So", "Sm") or char in "‹›‖×")
    }
    assert symbols == set()


def test_every_character_of_the_screens_words_has_a_form_in_ascii() -> None:
    found = {char for path, text in drawn_texts() if "wording_rules" not in path for char in text if char.isprintable()}
    assert sorted(char for char in found if not char.isascii() and char not in signs.ASCII) == []
    named = "".join(value for name, value in vars(signs).items() if isinstance(value, str) and name.isupper())
    assert sorted(char for char in set(named) - {" "} if char not in signs.ASCII) == []
    assert all(cell_len(sign) == len(plain) == 1 and plain.isascii() for sign, plain in signs.ASCII.items())


# --- classes ---

MOST_METHODS = 45
"""Of a class of ours, its own and those inherited from ours: whoever reads a call opens few files."""


def ours() -> list[type]:
    """All classes of the package."""
    modules = [import_module(info.name) for info in walk_packages(pmtui.__path__, "pmtui.")]
    return [kind for module in modules for kind in vars(module).values() if belongs(kind, module)]


def belongs(kind: object, module: ModuleType) -> bool:
    return isinstance(kind, type) and kind.__module__ == module.__name__


def lines_of(kind: type) -> list[type]:
    """The class and those of ours that it inherits from."""
    return [each for each in kind.__mro__ if each.__module__.startswith("pmtui.")]


def methods_of(kind: type) -> set[str]:
    """The names of its functions and properties, but for those that Python calls itself."""
    inherited = {name: value for each in lines_of(kind) for name, value in vars(each).items()}
    functions = (FunctionType, property, classmethod, staticmethod)
    return {
        name
        for name, value in inherited.items()
        if isinstance(value, functions) and (name == "__init__" or not name.startswith("__"))
    }


def test_no_class_has_more_methods_than_one_can_know() -> None:
    counts = {kind.__name__: len(methods_of(kind)) for kind in ours()}
    assert {name: n for name, n in counts.items() if n > MOST_METHODS} == {}


def test_a_list_is_given_its_parts_and_never_subclassed() -> None:
    assert [kind for kind in ours() if issubclass(kind, ItemList) and kind is not ItemList] == []


# --- commands ---


def test_every_promised_id_exists_and_ids_are_given_once() -> None:
    ids = [command.id for command in COMMANDS]
    assert [promised for promised in PROMISED if promised not in ids] == []
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_can_be_reached_and_does_something(command: Command) -> None:
    assert command.keys, "it has no key"
    assert command.what, "nothing says what it does"
    if command.id != "palette":  # Textual's own
        acts = (f'Act("{command.id}", ', f"def action_{command.action}(")
        assert any(act in SCREENS for act in acts), "nobody does it"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_no_default_key_is_taken_by_what_lies_around_the_app(command: Command) -> None:
    assert not TAKEN & set(command.keys)
    assert not [key for key in command.keys if key.startswith(("alt+", "cmd+", "super+"))]


def test_nothing_weighty_is_on_a_plain_letter() -> None:
    assert [(c.id, key) for c in COMMANDS for key in c.keys if c.id in WEIGHTY and len(key) == 1] == []
    weighty = re.compile(r"\b(delete|trash|quit|end pmtui|leave the meeting|status)\b", re.IGNORECASE)
    assert [c.id for c in COMMANDS if weighty.search(c.what) and any(len(key) == 1 for key in c.keys)] == []


def test_no_key_means_two_things_at_one_place() -> None:
    assert list(_clashes()) == []


def _clashes() -> Iterator[str]:
    """Letters and function keys of one place that two commands claim; a field's own come before a list's."""
    for where in dict.fromkeys(command.where for command in COMMANDS):
        seen: dict[str, str] = {}
        for command in (each for each in COMMANDS if each.where == where):
            for key in command.keys:
                if key in seen:
                    yield f"{where}: {key} is {seen[key]} and {command.id}"
                seen[key] = command.id
