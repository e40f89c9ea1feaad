"""Notices about merges with the edits of other programs. They wait while a window covers the meeting."""

from __future__ import annotations

from collections.abc import Iterable

from textual.screen import ModalScreen, Screen


class MergeNotices:
    """Shows notices on a screen.

    Args:
        screen: the screen that shows them.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._waiting: list[str] = []

    def add(self, notices: Iterable[str]) -> None:
        """Show notices, or let them wait while a window is open."""
        self._waiting += notices
        self.show()

    def show(self) -> None:
        """Show the notices that wait, unless a window is open, which they would cover."""
        if not isinstance(self._screen.app.screen, ModalScreen):
            for notice in self._waiting:
                self._screen.notify(notice, title="Merged", markup=False)
            self._waiting.clear()
