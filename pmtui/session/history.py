"""Undo and redo: what was done in this sitting, and how to take it back.

An undo is a merge whose base is what came of the edit, ours the present, and theirs what was before the edit. So it
takes back what was done and keeps what anybody did since; a field that somebody changed since stays, and is told.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

from pmtui.session.document import Session

REMEMBERED: Final = 1000
"""Edits that are kept; the sessions of an entry share what the edit did not touch."""


class HistoryEntry(Struct, frozen=True):
    """One edit."""

    before: Session
    after: Session
    label: str
    """What was done, e.g. `delete event`."""
    place: object
    """Where the screens should go to show it; nothing here looks at it."""


class Undone(Struct, frozen=True):
    """An edit that was taken back or done again."""

    session: Session
    """The present without it (or with it again); the same object where nothing was left to take back."""
    label: str
    place: object
    kept: tuple[str, ...]
    """A sentence for each thing that stays because somebody changed it since."""


class History:
    """The edits of one sitting, the latest last."""

    def __init__(self) -> None:
        self._undo: deque[HistoryEntry] = deque(maxlen=REMEMBERED)
        self._redo: deque[HistoryEntry] = deque(maxlen=REMEMBERED)
        self._group: object = None

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._redo[-1].label if self._redo else None

    def record(self, before: Session, after: Session, label: str, place: object, group: object = None) -> None:
        """Remember an edit; one that changed nothing is none.

        Edits one after another with the same group (a visit to a field, say) are one edit. What others changed
        between two of them stays out of it. A visit that ends as it began is none.
        """
        if after is before:
            return
        same = group is not None and group == self._group and bool(self._undo)
        if same:
            before = _without(self._undo.pop(), before)
        if before != after:
            self._undo.append(HistoryEntry(before, after, label, place))
        self._redo.clear()
        self._group = group if self._undo and self._undo[-1].after is after else None

    def undo(self, now: Session) -> Undone | None:
        """Take the latest edit back; None where there is none."""
        self._group = None
        if not self._undo:
            return None
        entry = self._undo.pop()
        self._redo.append(entry)
        return _moved(entry, now, entry.after, entry.before)

    def redo(self, now: Session) -> Undone | None:
        """Do again what was taken back last; None where there is nothing, or something else was done since."""
        self._group = None
        if not self._redo:
            return None
        entry = self._redo.pop()
        self._undo.append(entry)
        return _moved(entry, now, entry.before, entry.after)


def _moved(entry: HistoryEntry, now: Session, here: Session, there: Session) -> Undone:
    from pmtui.session.merge import merge  # the first picture does without

    merged = merge(here, now, there, park=False)
    return Undone(merged.session, entry.label, entry.place, merged.notices)


def _without(entry: HistoryEntry, now: Session) -> Session:
    """The present as it would be without an edit."""
    from pmtui.session.merge import merge

    return merge(entry.after, now, entry.before, park=False).session
