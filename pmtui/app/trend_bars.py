"""Trends over time as vertical bars of text: incidents by month, medians by quarter.

They are lines of text and no plot of a library, so that each bar has its label and figures, and they work in sixteen
colours, in ASCII and with a Braille display.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pmtui import signs
from pmtui.app.row_layout import Line, Span
from pmtui.app.trends import FEW, Quarter, Range, last_months, last_quarters
from pmtui.app.wrap import fit
from pmtui.session.durations import format_minutes

Block = list[Line]

_STEP: Final = 3
"""The distance of two bars in cells: a bar of two, and a space."""
_QUARTERS: Final = 8
_INITIALS: Final = "JFMAMJJASOND"
_UNKNOWN: Final = Range(None, None, None, 0)


def months(by_month: Mapping[str, int], today: date, width: int, high: int = 5) -> Block:
    """Return a bar for each month up to the current one, as many as there is room for, with its number on top.

    Args:
        by_month: the number of incidents by month, as `2026-11`.
        today: the current date.
        width: cells.
        high: the height of the highest bar in lines.
    """
    shown, others = last_months(by_month, today, (width - 2) // _STEP)
    # With few incidents, one line stands for one incident.
    most = max(high, *(count for _, count in shown))
    block: Block = []
    for level in range(high, -1, -1):
        line: Line = [Span("  ")]
        for _, count in shown:
            part = _part(count / most, level, high)
            number = str(count) if not part and count and (level == 0 or _part(count / most, level - 1, high)) else ""
            line += [Span(part, "accent"), Span(" ")] if part else [Span(fit(number, _STEP))]
        if block or any(span.text.strip() for span in line):
            block.append(line)
    block.append([Span("  " + "".join(f"{_INITIALS[n % 12]}  " for n, _ in shown), "dim")])
    block.append([Span(f"  {_years([(f'{n // 12}', n % 12 == 0) for n, _ in shown])}", "dim")])
    if others:
        block.append([Span(f"  {others}", "dim")])
    return block


def quarters(by_quarter: Mapping[str, Quarter], width: int, high: int = 1) -> Block:
    """Return the medians of the last quarters as bars, with the last one in words; detect and resolve have own scales.

    Empty where fewer than two quarters are known, as there is no trend to show.

    Args:
        by_quarter: as in `Trends`.
        width: cells.
        high: the height of the highest bar in lines.
    """
    shown = last_quarters(by_quarter, min(_QUARTERS, (width - 28) // _STEP))
    if sum(name in by_quarter for name in shown) < 2:
        return []
    block: Block = []
    for name in ("detect", "resolve"):
        lengths: list[Range] = [getattr(by_quarter[each], name) if each in by_quarter else _UNKNOWN for each in shown]
        block += [*_medians(name, lengths, high), []]
    block[-1] = [Span(f"{'':14}" + " ".join(quarter[5:] for quarter in shown), "dim")]
    years = _years([(quarter[:4], quarter.endswith("Q1")) for quarter in shown])
    return [*block, [Span(f"{'':14}{years}", "dim")]]


def _medians(name: str, lengths: Sequence[Range], high: int) -> Block:
    most = max((each.median or 0 for each in lengths), default=0)
    block: Block = []
    for level in range(high - 1, -1, -1):
        line: Line = [Span(f"  {name if not level else '':<12}", "dim")]
        for each in lengths:
            share = (each.median or 0) / most if most else 0
            part = _part(max(share, 0.01), level, high) if each.of else ""
            line.append(Span(f"{part:<{_STEP}}", "accent"))
        block.append(line)
    last = lengths[-1]
    said = format_minutes(last.median, "not known")
    block[-1].append(Span(f" {said}", "bold" if last.of else "dim"))
    block[-1].append(Span(", few" if 0 < last.of < FEW else "", "notice"))
    return block


def _part(share: float, level: int, high: int) -> str:
    """Return the part of a bar on one line, counted from 0 at the bottom; `share` is the bar's height from 0 to 1."""
    eighths = max(round(share * high * 8), 1) if share else 0
    return signs.BLOCKS[min(eighths - level * 8, 8) - 1] * 2 if eighths > level * 8 else ""


def _years(shown: Sequence[tuple[str, bool]]) -> str:
    """Return the line of years: below the first bar of each year, and below the first bar where there is room."""
    line = ""
    for place, (year, begins) in enumerate(shown):
        if begins or (not place and not any(other for _, other in shown[1:2])):
            line = f"{line:<{place * _STEP}}{year} "
    return line.rstrip()
