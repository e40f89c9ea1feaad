"""How days are written on screens: one of three ways, chosen once for the program. Reports have a way of their own."""

from __future__ import annotations

from datetime import date
from typing import Final

DATE_FORMATS: Final = ("dd-mm-yyyy", "dd/mm/yyyy", "yyyy-mm-dd")
"""Those that are read as they are shown, and are ten cells wide: columns are made for that."""

_chosen = DATE_FORMATS[0]


def use_date_format(name: str) -> None:
    """Write days in one of `DATE_FORMATS` from here on."""
    global _chosen
    _chosen = name


def show_date(day: date) -> str:
    """`18-11-2026`, or as it was chosen."""
    if _chosen == "yyyy-mm-dd":
        return day.isoformat()[:10]
    sign = _chosen[2]
    return f"{day.day:02}{sign}{day.month:02}{sign}{day.year:04}"
