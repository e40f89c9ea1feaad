"""`SmallWindow`: the screen for a window that is too small: one line asks for a larger window.

Other screens are never laid out for less than the least size, so that no width becomes 0. This one covers them.
"""

from __future__ import annotations

from typing import Final

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from pmtui import signs

LEAST: Final = Size(30, 8)
_NAMED: Final = f"{LEAST.width}{signs.TIMES}{LEAST.height}"
_WORDS: Final = (
    f"Enlarge the window to {_NAMED}: until then keys do nothing, ctrl+q leaves",
    f"Enlarge the window to {_NAMED}",
    f"Enlarge to {_NAMED}",
    _NAMED,
)


def at_least(size: Size) -> Size:
    """Return the size that screens are laid out for in a window."""
    return Size(max(size.width, LEAST.width), max(size.height, LEAST.height))


def is_small(window: Size) -> bool:
    """Return whether a window is too small for other screens."""
    return at_least(window) != window


class SmallWindow(Screen[None]):
    """The line that asks for a larger window."""

    AUTO_FOCUS = ""

    def __init__(self, window: Size) -> None:
        super().__init__()
        self.line = Static(markup=False)
        self.fit(window)

    def compose(self) -> ComposeResult:
        """Make the line."""
        yield self.line

    def fit(self, window: Size) -> None:
        """Show as much of the text as fits."""
        self.line.update(Content(next((words for words in _WORDS if len(words) <= window.width), _NAMED)))

    def on_screen_resume(self) -> None:
        """Close the screen if the window is large enough after another screen above it was closed."""
        if not is_small(getattr(self.app, "window", LEAST)):
            self.dismiss(None)


def cover(app: App[int], window: Size) -> None:
    """Show the screen if the window is too small, else remove it."""
    if is_small(window):
        if isinstance(app.screen, SmallWindow):
            app.screen.fit(window)
        else:
            app.push_screen(SmallWindow(window))
    elif isinstance(app.screen, SmallWindow):
        app.pop_screen()
