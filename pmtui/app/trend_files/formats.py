"""The formats in which trends leave the program, by what `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from pmtui.app.trends import Trends

Writer = Callable[[Trends, date, str], str]
"""From what was counted, the day, and the query that left the reviews, to the text of the file."""


def as_object(found: Trends) -> dict[str, Any]:
    """The counts as JSON has them; lengths of time in minutes."""
    made: dict[str, Any] = msgspec.to_builtins(found)
    return made


def _csv(found: Trends, today: date, _query: str) -> str:
    from pmtui.app.trend_files.table import as_csv  # csv is slow to load

    return as_csv(found, today)


def _json(found: Trends, _today: date, _query: str) -> str:
    return msgspec.json.format(msgspec.json.encode(as_object(found)), indent=2).decode() + "\n"


def _svg(found: Trends, today: date, query: str) -> str:
    from pmtui.app.trend_files.drawing import drawing

    return drawing(found, today, query)


FORMATS: Final[Mapping[str, Writer]] = {"csv": _csv, "json": _json, "svg": _svg}
"""A file's name ends in the name of its format."""


def format_of(name: str) -> str:
    """The format that a file's name asks for.

    Raises:
        ValueError: none, in one line that names those that there are.
    """
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise ValueError(f"{name}: no such format: let the name end in .csv, .json or .svg")
    return ending
