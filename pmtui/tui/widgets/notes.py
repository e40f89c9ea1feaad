"""Notes of the app: one line at the foot of the screen, which covers nothing and goes with the next key."""

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
"""A note that comes while somebody types is not taken away by the key that was on its way."""


class Note(Struct, frozen=True):
    """What is to be said, in one line, and how it looks."""

    text: str
    style: str


class Notes:
    """The notes that were not read yet; the first is shown.

    Args:
        changed: called when another one is shown, or none.
        now: a clock in seconds.
    """

    def __init__(self, changed: Callable[[], None], now: Callable[[], float] = monotonic) -> None:
        self.waiting: list[Note] = []
        self.now = now
        self._changed = changed
        self._shown_at = 0.0

    def add(self, note: Note) -> None:
        """Say something, after what is being said."""
        self._set([*self.waiting, note])

    def key_pressed(self) -> None:
        """What stood there was read: the next one is shown."""
        if self.waiting and self.now() - self._shown_at >= LEAST_SECONDS:
            self._set(self.waiting[1:])

    def take_back(self, text: str) -> None:
        """What a note said is so no longer."""
        self._set([note for note in self.waiting if note.text != text])

    def line(self, width: int) -> tuple[str, str] | None:
        """What is to be said in so many cells, and its style; None where there is nothing."""
        return (shortened(self.waiting[0].text, width), self.waiting[0].style) if self.waiting else None

    def _set(self, notes: list[Note]) -> None:
        shown, self.waiting = self.waiting[:1], notes
        if notes[:1] != shown:
            self._shown_at = self.now()
            self._changed()


class HasNotes(App[int]):
    """An app whose notes stand in the line of keys."""

    def __init__(self, **of_app: Any) -> None:
        super().__init__(**of_app)
        self.notes = Notes(self._redraw_notes)

    def notify(self, message: str, *, title: str = "", severity: str = "information", **_: Any) -> None:
        """Say something in one line at the foot, until the next key."""
        text = one_line(f"{title}: {message}" if title else message)
        self.notes.add(Note(text, "$well" if severity == "information" else "$danger"))

    def _redraw_notes(self) -> None:
        if self.screen_stack:
            for line in self.screen.query(KeysLine):
                line.refresh()


def shortened(text: str, width: int) -> str:
    """A text in so many cells: folders of a long path are left out first, so that the file's name is still said."""
    for folder in re.findall(r"/[^\s/]+(?=/)", text):
        if cell_len(text) <= width:
            break
        text = text.replace(f"{folder}/", "/…/", 1).replace("/…/…/", "/…/")
    return text
