"""Write tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

_SENTENCES: Final = 17
"""Non-breaking spaces on either side of a header, which make its column some 25 characters wide or more."""


def row(cells: Sequence[str]) -> str:
    """Return a row of cells that are escaped already."""
    return f"| {' | '.join(cells)} |"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are escaped already; empty where there are no rows."""
    lines = [row(cells) for cells in rows]
    if not lines:
        return ""
    return "\n".join((row(header), f"|{' --- |' * len(header)}", *lines))


def wide(name: str, padding: int = _SENTENCES) -> str:
    """Return a header that keeps its column wide by non-breaking spaces on either side.

    On a narrow page the other columns would otherwise squeeze sentences to the width of their longest word.
    """
    spaces = "\u00a0" * padding
    return f"{spaces}{name}{spaces}"


def without_empty_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], optional: frozenset[str]
) -> tuple[list[str], list[list[str]]]:
    """Return header and rows without those columns of `optional` that are empty in every row."""
    kept = [n for n, name in enumerate(header) if name not in optional or any(cells[n] for cells in rows)]
    return [header[n] for n in kept], [[cells[n] for n in kept] for cells in rows]
