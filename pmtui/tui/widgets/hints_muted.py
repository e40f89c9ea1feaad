"""Whether hints are silent: on a screen that everybody sees, a hint can shame the one who spoke."""

from __future__ import annotations

from typing import Any, Final

from textual.app import App

SILENT: Final = "-silent"
"""The class of a screen on which hints are silent; style sheets know it too."""


def is_silent(app: App[Any]) -> bool:
    """Whether any screen that is open is such a one."""
    return any(screen.has_class(SILENT) for screen in app.screen_stack)
