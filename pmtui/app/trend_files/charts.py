"""The charts of trends as SVG: bars by month, medians with their spread by quarter, horizontal bars by name.

Each chart is drawn from (0, 0) at its upper left corner, and has a height in pixels. Colours are classes of the
drawing's style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from pmtui.app.trends import FEW, Quarter, Range, Share, last_months, last_quarters
from pmtui.report.html.measuring import lines
from pmtui.report.html.measuring import width as text_width
from pmtui.session.bidi import isolated
from pmtui.session.durations import format_minutes
from pmtui.session.text import cleaned, one_line

SIZE: Final = 13
_ROW: Final = 26
_BAR: Final = 8
_MONTHS: Final = 36
_QUARTERS: Final = 8
_INITIALS: Final = "JFMAMJJASOND"
_TICKS: Final = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080, 20160, 43200)
"""The possible distances of two lines of a time scale, in minutes."""
_NO_XML: Final = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code not in (9, 10)}


class Chart(NamedTuple):
    """The SVG of a chart, and its height in pixels."""

    svg: str
    height: float


def text(kind: str, x: float, y: float, said: str, anchor: str = "start") -> str:
    """Return one line of text as SVG; the text is escaped."""
    shown = escape(isolated(cleaned(one_line(said))).translate(_NO_XML))
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{shown}</text>'


def _rect(kind: str, x: float, y: float, wide: float, high: float, round_: float = 2) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{round_}"/>'


# --- by month ---


def months(by_month: Mapping[str, int], today: date, width: int) -> Chart:
    """Return the chart of bars for each month up to the current one, at most three years, with numbers on top."""
    shown, others = last_months(by_month, today, _MONTHS)
    most, slot, high = max(FEW, *(count for _, count in shown)), min(width / len(shown), 52), 120
    wide, base = slot * 0.62, high + 20
    made = [f'<line class="rule" x1="0" y1="{base}" x2="{slot * len(shown):.1f}" y2="{base}"/>']
    for place, (n, count) in enumerate(shown):
        middle, bar = (place + 0.5) * slot, high * count / most
        if count:
            made.append(_rect("fill", middle - wide / 2, base - bar, wide, bar))
            made.append(text("number", middle, base - bar - 6, str(count), "middle"))
        made.append(text("dim", middle, base + 17, _INITIALS[n % 12], "middle"))
        if n % 12 == 0 or (not place and n % 12 < 11):
            made.append(text("dim", middle - wide / 2, base + 34, str(n // 12)))
    if others:
        made.append(text("dim", slot * len(shown), base + 34, others, "end"))
    return Chart("".join(made), base + 40)


# --- by quarter ---


def quarters(by_quarter: Mapping[str, Quarter], name: str, width: int) -> Chart:
    """Return the chart of each quarter: the median as a dot, from the 10th to the 90th percentile as a line.

    Args:
        by_quarter: as in `Trends`.
        name: `detect` or `resolve`.
        width: in pixels.
    """
    known = {quarter: each for quarter, each in by_quarter.items() if getattr(each, name).of}
    shown = last_quarters(known, _QUARTERS)
    found: list[Range | None] = [getattr(known[quarter], name) if quarter in known else None for quarter in shown]
    if not known:
        return Chart(text("dim", 0, 18, "not known of any incident yet"), 30)
    left, high, base = 58, 130, 146
    top = max((length.p90 or 0 for length in found if length), default=0) or 1
    step = next((tick for tick in _TICKS if top / tick <= 4), math.ceil(top / 4 / _TICKS[-1]) * _TICKS[-1])
    scale = high / max(top, step)
    slot = min((width - left) / len(found), 72)
    made = []
    for n in range(int(max(top, step) / step) + 1):
        y = base - n * step * scale
        made.append(f'<line class="rule" x1="{left}" y1="{y:.1f}" x2="{width}" y2="{y:.1f}"/>')
        made.append(text("dim", left - 10, y + 4, format_minutes(n * step) if n else "0", "end"))
    for place, (quarter, length) in enumerate(zip(shown, found, strict=True)):
        x = left + (place + 0.5) * slot
        made.append(text("dim", x, base + 37, quarter[5:], "middle"))
        if not place or quarter.endswith("Q1"):
            made.append(text("dim", x, base + 53, quarter[:4], "middle"))
        if length is None:
            continue
        low, median, up = (base - (minutes or 0) * scale for minutes in (length.p10, length.median, length.p90))
        kind = "few" if length.of < FEW else "median"
        made.append(f'<line class="spread" x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{up:.1f}"/>')
        made.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{median:.1f}" r="5"/>')
        made.append(text("small", x, base + 20, format_minutes(length.median), "middle"))
    return Chart("".join(made), base + 60)


def quarters_key(x: float, y: float) -> str:
    """Return the legend of the chart of quarters."""
    said = "the median; the line through it holds eight of ten incidents", f"of fewer than {FEW} incidents"
    first = f'<circle class="median" cx="{x + 5:.1f}" cy="{y - 4.5:.1f}" r="4.5"/>{text("dim", x + 17, y, said[0])}'
    x += 17 + text_width(said[0], SIZE) + 24
    return f'{first}<circle class="few" cx="{x:.1f}" cy="{y - 4.5:.1f}" r="4.5"/>{text("dim", x + 12, y, said[1])}'


# --- beside names ---


class Bar(NamedTuple):
    """A bar: its name, its number, and the total that the number is part of (None: there is no total)."""

    name: str
    many: int
    of: int | None = None
    kind: str = ""
    """Shown dim before the name."""


def share(name: str, value: Share) -> Bar:
    """Return a share as a bar."""
    return Bar(name, value.count, value.of)


def bars(found: Sequence[Bar], width: int, names: float = 0.46) -> Chart:
    """Return a line for each bar: name, bar, number. A bar with a total is full where the number equals the total.

    Args:
        found: the bars.
        width: in pixels.
        names: the part of the width for the names, from 0 to 1.
    """
    room = width * names
    kinds = max((text_width(bar.kind, SIZE) + 8 for bar in found if bar.kind), default=0)
    said = max((text_width(_said(bar), SIZE) + 6 for bar in found), default=0)
    begin, most = room + 12, max((bar.many for bar in found if bar.of is None), default=1)
    long = max(width - begin - said - 8, 20)
    made = []
    for n, bar in enumerate(found):
        y = n * _ROW + 17
        if bar.kind:
            made.append(text("dim", 0, y, bar.kind))
        made.append(text("name", kinds, y, lines(one_line(bar.name), room - kinds, SIZE, 1)[0]))
        if bar.of == 0:
            made.append(text("dim", begin, y, "not known yet"))
            continue
        full = bar.many / ((most if bar.of is None else bar.of) or 1)
        if bar.of:
            made.append(_rect("track", begin, y - _BAR - 1, long, _BAR, _BAR / 2))
        if bar.many:
            made.append(_rect("fill", begin, y - _BAR - 1, max(long * full, _BAR), _BAR, _BAR / 2))
        made.append(text("number", width, y, _said(bar), "end"))
    return Chart("".join(made), len(found) * _ROW + 4)


def _said(bar: Bar) -> str:
    if bar.of is None:
        return f"{bar.many:,}"
    return f"{bar.many:,} of {bar.of:,}{', few' if bar.of < FEW else ''}"
