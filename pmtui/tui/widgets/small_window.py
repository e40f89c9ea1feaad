"""What is shown in a window too small for anything: one line asks for a larger one, and nothing is lost meanwhile.

No other screen is laid out for less than the least size, so that no width comes to nothing; this one lies on top then.
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
    """The size that screens are laid out for in a window of that size."""
    return Size(max(size.width, LEAST.width), max(size.height, LEAST.height))


def is_small(window: Size) -> bool:
    """Whether nothing but the line can be shown in it."""
    return at_least(window) != window


class SmallWindow(Screen[None]):
    """The line that asks for a larger window."""

    AUTO_FOCUS = ""

    def __init__(self, window: Size) -> None:
        super().__init__()
        self.line = Static(markup=False)
        self.fit(window)

    def compose(self) -> ComposeResult:
        """The line alone."""
        yield self.line

    def fit(self, window: Size) -> None:
        """Say as much as there is room for."""
        self.line.update(Content(next((words for words in _WORDS if len(words) <= window.width), _NAMED)))

    def on_screen_resume(self) -> None:
        """Whatever lay on top is gone; where the window is large by now, so is this."""
        if not is_small(getattr(self.app, "window", LEAST)):
            self.dismiss(None)


def cover(app: App[int], window: Size) -> None:
    """Show the line where the window is too small, and take it away where it is not."""
    if is_small(window):
        if isinstance(app.screen, SmallWindow):
            app.screen.fit(window)
        else:
            app.push_screen(SmallWindow(window))
    elif isinstance(app.screen, SmallWindow):
        app.pop_screen()
