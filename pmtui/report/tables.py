"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already; empty where there are no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join((f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *lines))


def without_empty_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], optional: frozenset[str]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows without those columns named in `optional` that are empty in every row."""
    kept = [n for n, name in enumerate(header) if name not in optional or any(row[n] for row in rows)]
    return [header[n] for n in kept], [[row[n] for n in kept] for row in rows]
