"""Trends as lines of text: bars and figures, in two columns where there is room. No meaning depends on colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rich.cells import cell_len

from pmtui import signs
from pmtui.app.row_layout import Line, Row, Span
from pmtui.app.trend_bars import Block, months, quarters
from pmtui.app.trends import FEW, Share, Spread, Trends
from pmtui.app.wrap import fit
from pmtui.session.durations import format_minutes
from pmtui.session.text import one_line

TWO_COLUMNS: Final = 96
"""A list that is at least so many cells wide has two columns."""

TALL: Final = 46
"""A screen with at least so many lines has higher bars and longer lists."""

_BETWEEN: Final = 4
_MOST: Final = 5
"""At most so many tags and causes are listed; on a tall screen twice as many."""
_BAR: Final = 20
_LEAST: Final = 6
"""The longest and shortest bar in cells."""


def rows(found: Trends, today: date, width: int, *, tall: bool = False) -> list[Row]:
    """Return all trends as lines of `width` cells; the cursor skips them.

    Args:
        found: the trends.
        today: the current date.
        width: cells.
        tall: whether there is room for higher bars and longer lists.
    """
    if not found.reviews:
        return []
    few = few_reviews(found.reviews)
    if width < TWO_COLUMNS:
        blocks = _left(found, today, width, tall) + _right(found, width, tall)
        return _as_rows([*few, *_stacked(blocks)])
    half = (width - _BETWEEN) // 2
    left, right = _stacked(_left(found, today, half, tall)), _stacked(_right(found, half, tall))
    return _as_rows([*few, *_beside(left, right, half)])


def _left(found: Trends, today: date, width: int, tall: bool) -> list[Block]:
    return [
        [_heading("Incidents by month"), *months(found.by_month, today, width, 10 if tall else 5)],
        [
            _heading("What comes back"),
            share_line("happened before", found.recurred, "that say", width),
            *_back(found, width, 2 * _MOST if tall else _MOST),
        ],
    ]


def _right(found: Trends, width: int, tall: bool) -> list[Block]:
    medians = quarters(found.by_quarter, width, 3 if tall else 1)
    lengths = {name: getattr(found, name) for name in ("detect", "acknowledge", "mitigate", "resolve")}
    counts = found.actions
    said: Line = [Span("  "), Span(f"{counts['open']} open", "bold" if counts["open"] else "dim")]
    if counts["overdue"]:
        said.append(Span(f", {counts['overdue']} overdue", "danger"))
    said.append(Span("".join(f" · {counts[name]} {name}" for name in ("done", "dropped") if counts[name]), "dim"))
    return [
        [_heading("From the start it took"), *_spreads(lengths, width)],
        *([[_heading("Median by quarter"), *([[]] if tall else []), *medians]] if medians else []),
        [
            _heading("What was promised"),
            said,
            share_line("done in time", found.in_time, "with a day", width),
            share_line("causes acted on", found.causes_acted_on, "root causes", width),
        ],
        [
            _heading("Hands at the close"),
            share_line("learned something", found.learned, "asked", width),
            share_line("would come again", found.again, "asked", width),
        ],
        [_heading("How severe"), *_severities(found, width)],
    ]


# --- blocks ---


def few_reviews(reviews: int) -> Block:
    """Return a line that warns of few reviews; empty where there are enough."""
    if reviews >= FEW:
        return []
    many = "1 review" if reviews == 1 else f"{reviews} reviews"
    return [[Span(f"Few: {many}. Read the figures with care.", "notice")], []]


def _spreads(lengths: Mapping[str, Spread], width: int) -> Block:
    """Return bars on one scale: the median as the full part, the 90th percentile as the whole bar; and both in
    words.
    """
    said = {name: (format_minutes(each.median), format_minutes(each.p90)) for name, each in lengths.items()}
    wide = max(len(text) for texts in said.values() for text in (*texts, "9 of 10")) + 2
    most = max((spread.p90 or 0 for spread in lengths.values()), default=0)
    known = max(len(f"of {spread.of}, few") for spread in lengths.values())
    bar = min(_BAR, width - 16 - 2 * wide - known)
    block: Block = []
    for name, spread in lengths.items():
        line: Line = [Span(f"  {name:<12}", "dim")]
        if spread.median is None or spread.p90 is None:
            block.append([*line, Span("not known of any", "dim")])
            continue
        if bar >= _LEAST:
            full, all_of = (round(minutes * bar / most) if most else 0 for minutes in (spread.median, spread.p90))
            full = max(full, 1)
            line.append(Span(signs.FILLED * full, "accent"))
            line.append(Span(fit(signs.UNFILLED * max(all_of - full, 0), bar - full) + "  ", "dim"))
        few = spread.of < FEW
        line.append(Span(fit(said[name][0], wide), "bold"))
        line.append(Span(fit(said[name][1], wide), "dim"))
        of = f"of {spread.of}, few" if few else f"of {spread.of}"
        room = 14 + 2 * wide + len(of) <= width
        line.append(Span(of if room or not few else "few", "notice" if few else "dim"))
        block.append(line)
    head = f"{'':14}{' ' * (bar + 2) if bar >= _LEAST else ''}{'median':<{wide}}9 of 10"
    return [[Span(head, "dim")], *block] if most else block


def _back(found: Trends, width: int, most: int) -> Block:
    named = [("tag", name, count) for name, count in list(found.tags.items())[:most]]
    named += [("cause", name, count) for name, count in list(found.causes.items())[:most]]
    return _counted(named, width)


def _severities(found: Trends, width: int) -> Block:
    named = [("", name, count) for name, count in list(found.by_severity.items())[:_MOST]]
    return _counted(named, width) or [[Span("  no severity is noted yet", "dim")]]


def _counted(named: Sequence[tuple[str, str, int]], width: int) -> Block:
    """Return a line with kind, name, bar and number for each; all on one scale."""
    most = max((count for *_, count in named), default=0)
    kinds = max((len(kind) + 1 for kind, *_ in named if kind), default=0)
    bar = min(_BAR, max(width // 4, 5))
    names = min(max((cell_len(one_line(name)) for _, name, _ in named), default=0), width - bar - kinds - 10)
    return [
        [
            Span(f"  {kind:<{kinds}}", "dim"),
            Span(fit(one_line(name), max(names, 8)) + "  "),
            Span(fit(signs.FILLED * max(round(count * bar / most), 1), bar), "accent"),
            Span(f" {count:,}", "bold"),
        ]
        for kind, name, count in named
    ]


def share_line(name: str, share: Share, what: str, width: int) -> Line:
    """Return a line with a share in words, and a bar that is full at 100 %."""
    line: Line = [Span(f"  {name:<19}", "dim")]
    if not share.of:
        return [*line, Span("not known yet", "dim")]
    bar = min(_BAR, max(width - 38, 0))
    if bar >= _LEAST:
        full = round(share.count * bar / share.of)
        line += [Span(signs.FILLED * full, "accent"), Span(signs.UNFILLED * (bar - full) + "  ", "dim")]
    line.append(Span(f"{share.count:,} of {share.of:,}", "bold"))
    if share.of < FEW:
        line.append(Span(", few", "notice"))
    elif sum(cell_len(span.text) for span in line) + len(what) < width:
        line.append(Span(f" {what}", "dim"))
    return line


# --- laying out ---


def _heading(text: str) -> Line:
    return [Span(text, "bold")]


def _stacked(blocks: Sequence[Block]) -> Block:
    """Return the blocks one below the other, with an empty line between them."""
    return [line for n, block in enumerate(blocks) for line in ([[], *block] if n else block)]


def _beside(left: Block, right: Block, width: int) -> Block:
    """Return two blocks side by side, each `width` cells wide."""
    block: Block = []
    for n in range(max(len(left), len(right))):
        a = left[n] if n < len(left) else []
        space = max(width - sum(cell_len(span.text) for span in a), 0) + _BETWEEN
        block.append([*a, Span(" " * space), *(right[n] if n < len(right) else [])])
    return block


def _as_rows(block: Block) -> list[Row]:
    return [Row("", "", lead=tuple(line), fixed=True, single=True) for line in block]
