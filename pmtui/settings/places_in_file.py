"""Find the line of a key in the config file, which Python's TOML parser does not tell. Imported only for messages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

_QUOTED: Final = re.compile(r"'([^'\n]+)'|\{([^{}\n]+)\}")
_AT: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONGEST: Final = 2000
"""Only so many lines of the file are searched."""
_LONGEST_VALUE: Final = 100
"""A value of more lines is skipped."""


class Statement(NamedTuple):
    """A table's heading, or a key with its value."""

    paths: frozenset[str]
    """The dotted paths that it sets; an inline table sets several."""
    line: int
    """The number of its first line, from 1."""
    text: str


def placed(path: Path, text: str, said: str) -> str:
    """Put the file and the line of its key before a message (`minutes: lunch: not a whole number`)."""
    line = line_of(text, said)
    return f"{path}:{line}: {said}" if line else f"{path}: {said}"


def line_of(text: str, said: str) -> int:
    """Return the line of the key with which a message begins, or of the value that it quotes; 0 where neither
    is found.
    """
    *names, words = said.split(": ") if ": " in said else (said, "")
    statements = _statements(text)
    for many in range(len(names), 0, -1):
        key = f"{'.'.join(names[:many])}.".casefold()
        found = [each for each in statements if any(f"{path}.".casefold().startswith(key) for path in each.paths)]
        if found:
            quoted = [first or second for first, second in _QUOTED.findall(": ".join([*names[many:], words]))]
            return _line_with(found, [*quoted, *names[many:]])
    return 0


def not_toml(path: Path, text: str, error: ValueError | RecursionError) -> str:
    """Return a message that says why a text is not TOML, with its line."""
    if isinstance(error, RecursionError):
        return f"{path}: not TOML: too many brackets in each other: leave some out"
    message = str(error)
    at = _AT.search(message)
    what = message[: at.start()] if at else message
    line = int(at[1]) if at and at[1] else text.count("\n", 0, len(text.rstrip())) + 1
    column = f" (column {at[2]})" if at and at[2] else ""
    mend = 'texts stand in quotes, as in theme = "light"' if what == "Invalid value" else "mend that line"
    return f"{path}:{line}: not TOML: {what[:1].lower()}{what[1:]}{column}: {mend}"


def _line_with(found: list[Statement], tokens: list[str]) -> int:
    """Return the first line of the statements that contains one of the tokens, else their first line."""
    for token in tokens:
        pattern = re.compile(rf"(?<!\w){re.escape(token)}(?!\w)", re.IGNORECASE)
        for each in found:
            for number, line in enumerate(each.text.split("\n")):
                if pattern.search(line):
                    return each.line + number
    return found[0].line


@lru_cache(maxsize=1)
def _statements(text: str) -> tuple[Statement, ...]:
    return tuple(_each(text))


def _each(text: str) -> Iterator[Statement]:
    lines = text.split("\n")[:_LONGEST]
    begin, table = 0, ""
    for end in range(1, len(lines) + 1):
        part = "\n".join(lines[begin:end])
        try:
            data = tomllib.loads(part)
        except tomllib.TOMLDecodeError:
            begin = begin if end - begin < _LONGEST_VALUE else end
            continue  # the value goes on in the next line
        paths = list(_paths(data))
        if part.lstrip().startswith("["):
            table = max(paths, key=len) if paths else ""
            yield Statement(frozenset([table]), begin + 1, part)
        elif paths:
            inside = f"{table}." if table else ""
            yield Statement(frozenset(inside + path for path in paths), begin + 1, part)
        begin = end


def _paths(data: Any, above: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield above + name
            yield from _paths(value, f"{above}{name}.")
