"""The one reader of the times and dates that people type, and how they are shown; both in the zone of the session."""

from pmtui.session.date_format import show_date
from pmtui.session.times.days import LastDate, read_date, take_last_date
from pmtui.session.times.editing import show_instant, show_typed
from pmtui.session.times.reading import read_time, take_time
from pmtui.session.times.showing import (
    elapsed,
    local,
    occurs_twice,
    show_clock,
    show_noted,
    show_offset,
    show_time,
)
from pmtui.session.times.typed import ReadingContext, Taken, Typed, is_current, reading_context

__all__ = [
    "LastDate",
    "ReadingContext",
    "Taken",
    "Typed",
    "elapsed",
    "is_current",
    "local",
    "occurs_twice",
    "read_date",
    "read_time",
    "reading_context",
    "show_clock",
    "show_date",
    "show_instant",
    "show_noted",
    "show_offset",
    "show_time",
    "show_typed",
    "take_last_date",
    "take_time",
]
