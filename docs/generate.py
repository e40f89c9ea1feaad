"""Write the generated parts of the documents between their markers: keys, verbs, steps, checks, layers.

python docs/generate.py            writes them
python docs/generate.py --check    ends with 1 where one is stale, and changes nothing
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pmtui.checks.codes import GROUPS
from pmtui.cli.program import VERBS, pmtui
from pmtui.meeting import commands
from pmtui.meeting.commands import Command
from pmtui.meeting.steps import STEPS
from pmtui.settings import MEETING_LENGTHS
from pmtui.tui.input.keymap import spoken

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("keys", "agenda", "architecture", "checks")))

_PLACES = {
    "anywhere": "Anywhere",
    "library": "In the library",
    "board": "On the board of actions",
    "trends": "On the trends",
    "health": "On the health of the practice",
    "names": "On the names of all reviews",
    "meeting": "In the meeting, from any step",
    "list": "In a list",
    "field": "In a field",
    "timeline": "Timeline",
    "five whys": "Five whys",
    "lessons": "Well, wrong, lucky",
    "actions": "Actions",
    "evidence": "Evidence",
    "close": "Close",
}
_COMMONEST = (
    "event.add", "park.add", "step.next", "step.previous", "step.goto", "item.add", "item.edit", "item.delete",
    "why.root", "event.milestone", "undo", "redo", "find", "guide.toggle", "present.toggle", "timer.toggle",
    "report.copy", "report.save", "palette", "help", "back", "quit",
)  # fmt: skip


def keys() -> str:
    """The commonest acts, for the README."""
    return _table(("key", "what it does"), ((_keys(c), _in_words(c)) for c in map(commands.by_id, _COMMONEST)))


def all_keys() -> str:
    """Every act, a table for each place; with the ids for the config file."""
    tables = []
    for where in dict.fromkeys(command.where for command in commands.COMMANDS):
        rows = ((_keys(c), c.what, f"`{c.id}`") for c in commands.at(where))
        tables.append(f"## {_PLACES.get(where, where.capitalize())}\n\n{_table(('key', 'what it does', 'id'), rows)}")
    return "\n\n".join(tables)


def verbs() -> str:
    """Every verb with its arguments."""
    return _table(("verb", "what it does"), ((f"`{_usage(name)}`", listed.what) for name, listed in VERBS.items()))


def steps() -> str:
    """Every step of the meeting, with its minutes in meetings of each length."""
    rows = ((f"`{step.name}`", step.title, *("–" if n is None else str(n) for n in step.minutes)) for step in STEPS)
    return _table(("name", "step", *map(str, MEETING_LENGTHS)), rows)


def checks() -> str:
    """Every kind of finding, a table for each group."""
    tables = []
    for group, codes in GROUPS.items():
        rows = ((f"`{code}`", each.what, each.mend) for code, each in codes.items())
        tables.append(f"### {group}\n\n{_table(('code', 'what it says', 'how to mend it'), rows)}")
    return "\n\n".join(tables)


def layers() -> str:
    """The layers that import-linter checks, one block for each contract, the highest layer first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found = [contract for contract in contracts if contract["type"] == "layers"]
    return "\n\n".join("\n".join((f"{each['name']}:", "", "```", *each["layers"], "```")) for each in found)


PARTS: dict[str, Callable[[], str]] = {
    "keys": keys,
    "all-keys": all_keys,
    "verbs": verbs,
    "steps": steps,
    "checks": checks,
    "layers": layers,
}


def generated(text: str) -> str:
    """The text with every part between its markers written anew."""

    def write(found: re.Match[str]) -> str:
        return f"{found[1]}\n\n{PARTS[found[2]]()}\n\n{found[4]}"

    return re.sub(r"(<!-- generated: ([a-z-]+) -->)(.*?)(<!-- end -->)", write, text, flags=re.DOTALL)


def stale() -> list[Path]:
    """The files whose generated parts are not what they should be."""
    return [path for path in FILES if generated(path.read_text()) != path.read_text()]


def _in_words(command: Command) -> str:
    """What it does, after the step that it belongs to."""
    of_a_step = list(_PLACES).index(command.where) > list(_PLACES).index("field")
    return f"{_PLACES[command.where]}: {command.what[0].lower()}{command.what[1:]}" if of_a_step else command.what


def _keys(command: Command) -> str:
    return " or ".join(f"`{spoken(key)}`" for key in command.keys)


def _usage(name: str) -> str:
    command = pmtui.get_command(click.Context(pmtui), name)
    assert command is not None
    context = click.Context(command, info_name=name)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    return " ".join([name, *arguments])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    ruled = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in ruled)


def main(arguments: list[str]) -> int:
    """Write, or check."""
    found = stale()
    if "--check" in arguments:
        for path in found:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale: run make docs\n")
        return 1 if found else 0
    for path in found:
        path.write_text(generated(path.read_text()))
        sys.stdout.write(f"{path.relative_to(ROOT)} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
