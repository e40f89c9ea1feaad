"""Undo and redo of the edits since the session was opened.

An undo is a three-way merge: base is the session after the edit, ours the current one, theirs the session before the
edit. It reverts the edit and keeps all later changes; a field that somebody changed later stays, with a notice.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

from pmtui.session.document import Session

REMEMBERED: Final = 1000
"""The number of edits that are kept. The sessions of an entry share all parts that the edit did not change."""


class HistoryEntry(Struct, frozen=True):
    """One edit with the sessions before and after it."""

    before: Session
    after: Session
    label: str
    """A name for the user, such as `delete event`."""
    place: object
    """What screens need to show the edit; not used here."""


class UndoResult(Struct, frozen=True):
    """The result of an undo or redo."""

    session: Session
    """The current session without the edit (or with it again); the same object if there was nothing to revert."""
    label: str
    place: object
    kept: tuple[str, ...]
    """A notice for each thing that stays because somebody changed it later."""


class History:
    """The edits since the session was opened, newest last."""

    def __init__(self) -> None:
        self._undo: deque[HistoryEntry] = deque(maxlen=REMEMBERED)
        self._redo: deque[HistoryEntry] = deque(maxlen=REMEMBERED)
        self._group: object = None

    @property
    def undo_label(self) -> str | None:
        """Return the label of the edit that `undo` would revert."""
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        """Return the label of the edit that `redo` would do again."""
        return self._redo[-1].label if self._redo else None

    def record(self, before: Session, after: Session, label: str, place: object, group: object = None) -> None:
        """Record an edit, unless it changed nothing.

        Consecutive edits with the same group (such as one visit to a field) count as one edit, without what other
        programs changed in between. A group that ends in the session that it began with is removed.
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

    def undo(self, now: Session) -> UndoResult | None:
        """Revert the latest edit; return None if there is none."""
        self._group = None
        if not self._undo:
            return None
        entry = self._undo.pop()
        self._redo.append(entry)
        return _moved(entry, now, entry.after, entry.before)

    def redo(self, now: Session) -> UndoResult | None:
        """Do the edit again that was reverted last; return None if there is none, or if another edit followed."""
        self._group = None
        if not self._redo:
            return None
        entry = self._redo.pop()
        self._undo.append(entry)
        return _moved(entry, now, entry.before, entry.after)


def _moved(entry: HistoryEntry, now: Session, here: Session, there: Session) -> UndoResult:
    from pmtui.session.merge import merge  # deferred: the first screen needs no merge

    merged = merge(here, now, there, park=False)
    return UndoResult(merged.session, entry.label, entry.place, merged.notices)


def _without(entry: HistoryEntry, now: Session) -> Session:
    """Return the current session as it would be without an edit."""
    from pmtui.session.merge import merge

    return merge(entry.after, now, entry.before, park=False).session
