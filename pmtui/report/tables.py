"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def row(cells: Sequence[str]) -> str:
    """One row of cells that are escaped already."""
    return f"| {' | '.join(cells)} |"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already; empty where there are no rows."""
    lines = [row(cells) for cells in rows]
    if not lines:
        return ""
    return "\n".join((row(header), f"|{' --- |' * len(header)}", *lines))


def without_empty_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], optional: frozenset[str]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows without those columns named in `optional` that are empty in every row."""
    kept = [n for n, name in enumerate(header) if name not in optional or any(cells[n] for cells in rows)]
    return [header[n] for n in kept], [[cells[n] for n in kept] for cells in rows]
