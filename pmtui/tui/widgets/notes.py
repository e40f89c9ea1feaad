"""Notes of the app: messages in the bottom line, which cover nothing and go with the next key."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from msgspec import Struct
from rich.cells import cell_len
from textual.app import App

from pmtui.session.text import one_line
from pmtui.tui.widgets.status_bar import KeysLine

LEAST_SECONDS: Final = 1.0
"""The seconds that a note stays at least, so that the next key of somebody who types does not remove it."""


class Note(Struct, frozen=True):
    """A message of one line, and its style."""

    text: str
    style: str


class Notes:
    """The notes that were not read yet; the first is shown.

    Args:
        changed: called when another note is shown, or none.
        now: returns the time in seconds.
    """

    def __init__(self, changed: Callable[[], None], now: Callable[[], float] = monotonic) -> None:
        self.waiting: list[Note] = []
        self.now = now
        self._changed = changed
        self._shown_at = 0.0

    def add(self, note: Note) -> None:
        """Show a note, after those that wait."""
        self._set([*self.waiting, note])

    def key_pressed(self) -> None:
        """Show the next note, because a key was pressed."""
        if self.waiting and self.now() - self._shown_at >= LEAST_SECONDS:
            self._set(self.waiting[1:])

    def take_back(self, text: str) -> None:
        """Remove a note that is not true any more."""
        self._set([note for note in self.waiting if note.text != text])

    def line(self, width: int) -> tuple[str, str] | None:
        """Return the note that is shown, cut to a width in cells, and its style; None if there is none."""
        return (shortened(self.waiting[0].text, width), self.waiting[0].style) if self.waiting else None

    def _set(self, notes: list[Note]) -> None:
        shown, self.waiting = self.waiting[:1], notes
        if notes[:1] != shown:
            self._shown_at = self.now()
            self._changed()


class HasNotes(App[int]):
    """An app that shows notes in the line of keys."""

    def __init__(self, **of_app: Any) -> None:
        super().__init__(**of_app)
        self.notes = Notes(self._redraw_notes)

    def notify(self, message: str, *, title: str = "", severity: str = "information", **_: Any) -> None:
        """Show a note until the next key."""
        text = one_line(f"{title}: {message}" if title else message)
        self.notes.add(Note(text, "$well" if severity == "information" else "$danger"))

    def _redraw_notes(self) -> None:
        if self.screen_stack:
            for line in self.screen.query(KeysLine):
                line.refresh()


def shortened(text: str, width: int) -> str:
    """Return a text in a number of cells; the folders of a long path are left out first."""
    for folder in re.findall(r"/[^\s/]+(?=/)", text):
        if cell_len(text) <= width:
            break
        text = text.replace(f"{folder}/", "/…/", 1).replace("/…/…/", "/…/")
    return text
