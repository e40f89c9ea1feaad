"""Whether wording hints are hidden: on a screen that everybody sees, a hint could embarrass the speaker."""

from __future__ import annotations

from typing import Any, Final

from textual.app import App

SILENT: Final = "-silent"
"""The CSS class of a screen on which hints are hidden."""


def is_silent(app: App[Any]) -> bool:
    """Return whether hints are hidden on any open screen."""
    return any(screen.has_class(SILENT) for screen in app.screen_stack)
