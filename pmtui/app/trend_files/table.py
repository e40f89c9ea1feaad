"""Trends as CSV: one row for each figure, to filter and draw in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from pmtui.app.trends import FEW, Share, Trends, month_number
from pmtui.report.action_list import harmless
from pmtui.session.text import one_line

HEADER: Final = ("Figure", "Of what", "Value", "Out of", "Few")

_FILLED: Final = 240
"""At most so many months are listed although they have no incident."""

_Row = tuple[str, str, float | None, int | None]


def as_csv(found: Trends, today: date) -> str:
    """Return the CSV; durations are in minutes. The column `Few` marks figures based on fewer than five reviews.

    Args:
        found: the trends.
        today: the current date; the list of months ends with its month.
    """
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(HEADER)
    for figure, what, value, of in _rows(found, today):
        few = "few" if of is not None and of < FEW else ""
        rows.writerow((figure, harmless(one_line(what)), "" if value is None else value, "" if of is None else of, few))
    return written.getvalue()


def _rows(found: Trends, today: date) -> Iterator[_Row]:
    yield "reviews", "", found.reviews, found.reviews
    for status, count in found.by_status.items():
        yield "reviews by status", status.replace("_", " "), count, found.reviews
    for month in months(found, today):
        yield "incidents by month", month, found.by_month.get(month, 0), None
    for severity, count in found.by_severity.items():
        yield "incidents by severity", severity, count, found.reviews
    for name in ("detect", "acknowledge", "mitigate", "resolve"):
        spread = getattr(found, name)
        yield f"minutes to {name}", "median", spread.median, spread.of
        yield f"minutes to {name}", "nine of ten", spread.p90, spread.of
    for name in ("detect", "resolve"):
        for quarter, lengths in found.by_quarter.items():
            length = getattr(lengths, name)
            if length.of:
                yield f"minutes to {name}, one of ten", quarter, length.p10, length.of
                yield f"minutes to {name}, median", quarter, length.median, length.of
                yield f"minutes to {name}, nine of ten", quarter, length.p90, length.of
    yield _share("happened before", found.recurred)
    for tag, count in found.tags.items():
        yield "reviews with the tag", tag, count, found.reviews
    for cause, count in found.causes.items():
        yield "reviews with the root cause", cause, count, found.reviews
    for status, count in found.actions.items():
        yield "actions", status, count, None
    yield _share("actions done in time", found.in_time)
    yield _share("root causes with a finished action", found.causes_acted_on)
    yield _share("learned something", found.learned)
    yield _share("would come again", found.again)


def _share(figure: str, share: Share) -> _Row:
    return figure, "", share.count if share.of else None, share.of


def months(found: Trends, today: date) -> list[str]:
    """Return the months as `2026-11`, from the first with an incident to the current one.

    Where the first is more than twenty years ago (mostly a mistyped year), only the last twenty years are complete.
    """
    known = {month_number(name) for name in found.by_month}
    end = today.year * 12 + today.month - 1
    begin = max(min(known, default=end + 1), end - _FILLED)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in sorted(known | set(range(begin, end + 1)))]
