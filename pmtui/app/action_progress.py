"""Change the progress of actions in any review of the library: done, dropped, reopened. Each change can be undone.

The reviews need not be open, and may be final: final reviews allow changes to the progress of actions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError, NotFound
from pmtui.library.protocol import SessionStore
from pmtui.session import edits
from pmtui.session.document import Action, Session
from pmtui.session.text import cut

PROGRESS: Final = ("status", "done_at", "owner", "due", "ticket", "description")
"""The fields of an action that can be changed even in a final review."""


class _Change(NamedTuple):
    session_id: str
    before: Action
    after: Action


class ChangedMeanwhile(LibraryError):
    """Another program changed the action since the caller read it."""


class ActionProgress:
    """Changes actions in one library. Every method writes to disk before it returns.

    Args:
        library: the library of the reviews.
    """

    def __init__(self, library: SessionStore) -> None:
        self.library = library
        self._changes: list[_Change] = []

    @property
    def last(self) -> str:
        """The beginning of the text of the action changed last; empty where nothing can be undone."""
        return cut(self._changes[-1].before.text, 40) if self._changes else ""

    @property
    def last_session(self) -> str:
        """The id of the review with the action changed last; empty where nothing can be undone."""
        return self._changes[-1].session_id if self._changes else ""

    def change(
        self, session_id: str, action_id: str, *, only_where: Callable[[Action], bool] | None = None, **values: Any
    ) -> Action:
        """Set some of the `PROGRESS` fields of an action, and return the changed action.

        Args:
            session_id: the review.
            action_id: the action.
            only_where: called under the library's lock with the action as it is on disk; False: nothing is changed.
            values: the new values by field.

        Raises:
            ChangedMeanwhile: `only_where` returned False.
            LibraryError: the review cannot be read or written.
            NotFound: the review or the action does not exist any more.
            EditRefused: the review is final, and the change is not allowed.
        """
        changes: list[_Change] = []

        def edit(session: Session) -> Session:
            before = _action(session, action_id)
            if only_where is not None and not only_where(before):
                raise ChangedMeanwhile(f"{cut(before.text, 40)}: somebody changed it meanwhile: nothing was changed")
            edited = edits.change_item(session, "actions", action_id, **values)
            changes.append(_Change(session_id, before, _action(edited, action_id)))
            return edited

        self.library.change(self._entry(session_id), edit)
        self._changes.append(changes[-1])
        return changes[-1].after

    def finish(self, session_id: str, action_id: str) -> Action:
        """Mark an action as done, with today's date in the review's time zone; or reopen one that is done.

        Raises:
            As `change`.
        """
        session = self.library.read(self._entry(session_id))
        today = self.library.now().astimezone(ZoneInfo(session.key_details.timezone)).date()
        done = edits.finish_action(_action(session, action_id), today)
        return self.change(session_id, action_id, status=done.status, done_at=done.done_at)

    def drop(self, session_id: str, action_id: str, reason: str) -> Action:
        """Mark an action as dropped, and add the reason to its description.

        Raises:
            As `change`.
        """
        action = _action(self.library.read(self._entry(session_id)), action_id)
        description = "\n".join(text for text in (action.description.strip(), reason.strip()) if text)
        return self.change(session_id, action_id, status="dropped", done_at=None, description=description)

    def undo(self) -> Action:
        """Undo the last change, except in fields that were changed again since; return the action.

        Raises:
            IndexError: there is nothing to undo.
            As `change`: then the change can still be undone.
        """
        change = self._changes[-1]
        now: list[Action] = []

        def edit(session: Session) -> Session:
            action = _action(session, change.before.id)
            values = {
                name: getattr(change.before, name)
                for name in PROGRESS
                if getattr(action, name) == getattr(change.after, name)
            }
            edited = edits.change_item(session, "actions", action.id, **values)
            now.append(_action(edited, action.id))
            return edited

        self.library.change(self._entry(change.session_id), edit)
        self._changes.pop()
        return now[-1]

    def _entry(self, session_id: str) -> Entry:
        entry = self.library.by_id(session_id)
        if entry is None:
            raise NotFound("the review is not in the library any more: nothing was changed")
        return entry


def _action(session: Session, action_id: str) -> Action:
    for action in session.actions:
        if action.id == action_id:
            return action
    raise NotFound("the action is not in its review any more: nothing was changed")
