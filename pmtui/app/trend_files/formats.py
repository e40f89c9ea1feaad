"""The formats for exporting trends, by the name that `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from pmtui.app.trends import Trends

Writer = Callable[[Trends, date, str], str]
"""Takes trends, the date and the query, and returns the text of the file."""


def as_object(found: Trends) -> dict[str, Any]:
    """Return the trends as an object for JSON; durations in minutes."""
    made: dict[str, Any] = msgspec.to_builtins(found)
    return made


def _csv(found: Trends, today: date, _query: str) -> str:
    from pmtui.app.trend_files.table import as_csv  # deferred: csv is slow to import

    return as_csv(found, today)


def _json(found: Trends, _today: date, _query: str) -> str:
    return msgspec.json.format(msgspec.json.encode(as_object(found)), indent=2).decode() + "\n"


def _svg(found: Trends, today: date, query: str) -> str:
    from pmtui.app.trend_files.drawing import drawing

    return drawing(found, today, query)


FORMATS: Final[Mapping[str, Writer]] = {"csv": _csv, "json": _json, "svg": _svg}
"""By name, which is also the ending of the file."""


def format_of(name: str) -> str:
    """Return the format for a file's name.

    Raises:
        ValueError: it has no ending of a format; one line that names them.
    """
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise ValueError(f"{name}: no such format: let the name end in .csv, .json or .svg")
    return ending
