"""Draw trends as one self-contained SVG for a wiki, mail or slide; it follows the reader's light or dark scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from pmtui.app.trend_files import charts
from pmtui.app.trend_files.charts import Bar, Chart
from pmtui.app.trends import FEW, Spread, Trends
from pmtui.session.durations import format_minutes
from pmtui.session.times import show_date

WIDTH: Final = 960
_EDGE: Final = 40
_GAP: Final = 56
_WHOLE: Final = WIDTH - 2 * _EDGE
_HALF: Final = (_WHOLE - _GAP) // 2
_MOST: Final = 6
"""At most so many tags, causes and severities are shown."""


class _Block(NamedTuple):
    """A chart with its heading."""

    heading: str
    chart: Chart

    @property
    def height(self) -> float:
        return 30 + self.chart.height


def drawing(found: Trends, today: date, query: str = "") -> str:
    """Return the drawing of trends as SVG.

    Args:
        found: the trends.
        today: the current date.
        query: the filter that selected the reviews; empty: all reviews.
    """
    made = list(_title(found, today, query))
    y = 118.0
    if found.reviews:
        rows = [
            [_Block("Incidents by month", charts.months(found.by_month, today, _WHOLE))],
            [_lengths("detect", found), _lengths("resolve", found)],
            [_promised(found), _hands(found)],
            [_back(found), _spreads(found)],
        ]
        for row in rows:
            for n, block in enumerate(row):
                inner = (
                    charts.text("head", 0, 14, block.heading) + f'<g transform="translate(0,30)">{block.chart.svg}</g>'
                )
                made.append(f'<g transform="translate({_EDGE + n * (_HALF + _GAP)},{y:.0f})">{inner}</g>')
            y += max(block.height for block in row) + 34
            if row is rows[1] and found.by_quarter:
                made.append(charts.quarters_key(_EDGE, y - 12))
                y += 24
    height = round(y + 6)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="t d"><title id="t">Trends</title><desc id="d">{escape(_said(found))}</desc>'
        f'<style>{_style()}</style><rect class="ground" width="{WIDTH}" height="{height}"/>'
    )
    return f"{head}{''.join(made)}</svg>\n"


def _style() -> str:
    return Path(__file__).with_name("drawing.css").read_text(encoding="utf-8")


def _title(found: Trends, today: date, query: str) -> Iterator[str]:
    many = f"{found.reviews:,} review{'s' * (found.reviews != 1)}" if found.reviews else "No reviews"
    parts = [many, query.strip(), f"counted on {show_date(today)}"]
    yield charts.text("title", _EDGE, 62, "What our reviews say together")
    yield charts.text("under", _EDGE, 88, " · ".join(part for part in parts if part))
    if 0 < found.reviews < FEW:
        yield charts.text("notice", WIDTH - _EDGE, 62, "Few: read the figures with care", "end")


def _said(found: Trends) -> str:
    """Return the main figures as text, for readers who do not see the drawing."""
    detect, resolve = _median(found.detect), _median(found.resolve)
    return (
        f"{found.reviews} reviews. Median time to detect {detect}, to resolve {resolve}. "
        f"{found.actions['open']} actions open, {found.actions['overdue']} overdue; "
        f"{found.in_time.count} of {found.in_time.of} done in time."
    )


def _median(spread: Spread) -> str:
    return format_minutes(spread.median, "not known")


# --- blocks ---


def _lengths(name: str, found: Trends) -> _Block:
    """Return a block with the overall median as a large figure, and the quarters below it."""
    spread: Spread = getattr(found, name)
    if spread.median is None or spread.p90 is None:
        return _Block(f"Time to {name}", charts.quarters({}, name, _HALF))
    few = ", few" if spread.of < FEW else ""
    ninth = format_minutes(spread.p90)
    chart = charts.quarters(found.by_quarter, name, _HALF)
    said = f"median of {spread.of:,}{few}; nine of ten within {ninth}"
    top = charts.text("large", 0, 24, _median(spread)) + charts.text("dim", 0, 46, said)
    return _Block(f"Time to {name}", Chart(f'{top}<g transform="translate(0,64)">{chart.svg}</g>', chart.height + 64))


def _spreads(found: Trends) -> _Block:
    """Return a block with the median and the 90th percentile of all four durations, in words."""
    made, second, third = [], _HALF * 0.36, _HALF * 0.6
    made += [charts.text("dim", second, 17, "median"), charts.text("dim", third, 17, "nine of ten")]
    made.append(charts.text("dim", _HALF, 17, "of", "end"))
    for n, name in enumerate(("detect", "acknowledge", "mitigate", "resolve"), 1):
        spread: Spread = getattr(found, name)
        y = n * 26 + 17
        made.append(charts.text("name", 0, y, f"to {name}"))
        made.append(charts.text("number" if spread.of else "dim", second, y, _median(spread)))
        if spread.p90 is not None:
            made.append(charts.text("name", third, y, format_minutes(spread.p90)))
        few = 0 < spread.of < FEW
        made.append(charts.text("notice" if few else "dim", _HALF, y, f"{spread.of:,}{', few' * few}", "end"))
    below = 5.0 * 26 + 30
    if found.by_severity:
        made.append(charts.text("head", 0, below + 14, "How severe"))
        severe = charts.bars([Bar(name, count) for name, count in list(found.by_severity.items())[:_MOST]], _HALF)
        made.append(f'<g transform="translate(0,{below + 30:.0f})">{severe.svg}</g>')
        below += 30 + severe.height
    return _Block("From the start it took", Chart("".join(made), below))


def _promised(found: Trends) -> _Block:
    counts = found.actions
    said = f"{counts['open']:,} open · {counts['done']:,} done · {counts['dropped']:,} dropped"
    top = charts.text("name", 0, 17, said)
    if counts["overdue"]:
        top += charts.text("danger", _HALF, 17, f"{counts['overdue']:,} overdue", "end")
    chart = charts.bars(
        [
            charts.share("done in time", found.in_time),
            charts.share("root causes acted on", found.causes_acted_on),
        ],
        _HALF,
    )
    return _Block("What was promised", Chart(f'{top}<g transform="translate(0,26)">{chart.svg}</g>', chart.height + 26))


def _back(found: Trends) -> _Block:
    named: Sequence[Bar] = [
        *(Bar(name, count, kind="tag") for name, count in list(found.tags.items())[:_MOST]),
        *(Bar(name, count, kind="cause") for name, count in list(found.causes.items())[:_MOST]),
    ]
    first = charts.bars([charts.share("happened before", found.recurred)], _HALF)
    rest = charts.bars(named, _HALF, 0.7)
    if not named:
        rest = Chart(charts.text("dim", 0, 17, "no tag and no root cause of two reviews yet"), 30)
    below = f'<g transform="translate(0,{first.height + 4:.0f})">{rest.svg}</g>'
    return _Block("What comes back", Chart(first.svg + below, first.height + 4 + rest.height))


def _hands(found: Trends) -> _Block:
    hands = [charts.share("learned something", found.learned), charts.share("would come again", found.again)]
    return _Block("Hands at the close", charts.bars(hands, _HALF))
