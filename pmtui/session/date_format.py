"""The format of dates on screens, chosen once for the whole program. Reports have a format of their own."""

from __future__ import annotations

from datetime import date
from typing import Final

DATE_FORMATS: Final = ("dd-mm-yyyy", "dd/mm/yyyy", "yyyy-mm-dd")
"""The formats. Typed dates are read in each of them; each is ten cells wide, as the columns of the screens expect."""

_chosen = DATE_FORMATS[0]


def use_date_format(name: str) -> None:
    """Choose one of `DATE_FORMATS` for all dates that are shown afterwards."""
    global _chosen
    _chosen = name


def show_date(day: date) -> str:
    """Return the date in the chosen format, by default `18-11-2026`."""
    if _chosen == "yyyy-mm-dd":
        return day.isoformat()[:10]
    sign = _chosen[2]
    return f"{day.day:02}{sign}{day.month:02}{sign}{day.year:04}"
