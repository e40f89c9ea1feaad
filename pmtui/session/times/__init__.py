"""Read times and dates as people type them, and show them, both in the session's time zone.

Each name is imported from its module on first use, since most calls only show times.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from pmtui.session.date_format import show_date

if TYPE_CHECKING:
    from pmtui.session.times.days import LastDate, read_date, take_last_date
    from pmtui.session.times.editable import show_instant, show_typed
    from pmtui.session.times.formatting import (
        elapsed,
        local,
        occurs_twice,
        show_clock,
        show_noted,
        show_offset,
        show_time,
    )
    from pmtui.session.times.reading import read_time, take_time
    from pmtui.session.times.typed_time import ReadingContext, TakenTime, TypedTime, is_current, reading_context
else:
    _MODULES: Final = {
        "days": ("LastDate", "read_date", "take_last_date"),
        "editable": ("show_instant", "show_typed"),
        "reading": ("read_time", "take_time"),
        "formatting": ("elapsed", "local", "occurs_twice", "show_clock", "show_noted", "show_offset", "show_time"),
        "typed_time": ("ReadingContext", "TakenTime", "TypedTime", "is_current", "reading_context"),
    }

    def __getattr__(name: str) -> Any:
        """Import a name from its module.

        Raises:
            AttributeError: no module has the name.
        """
        module = next((module for module, names in _MODULES.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__} has no attribute {name}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
        return found


__all__ = [
    "LastDate",
    "ReadingContext",
    "TakenTime",
    "TypedTime",
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
