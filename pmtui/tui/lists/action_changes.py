"""Change actions of reviews that are not open: tick, drop with a reason, set another day or owner, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from pmtui.app import board_rows
from pmtui.app.action_progress import ActionProgress
from pmtui.library.errors import LibraryError
from pmtui.session.document import Action
from pmtui.session.edits import EditRefused
from pmtui.session.text import cut, one_line
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import Picker, Source
from pmtui.tui.widgets.rows import Row
from pmtui.tui.widgets.status_bar import KeysLine


class Chosen(NamedTuple):
    """The action under the cursor."""

    session_id: str
    action: Action


class ChangesActions(HasActs):
    """A screen with a list of actions, which are changed in the files of their reviews.

    A subclass sets the attributes.
    """

    progress: ActionProgress
    unsent: dict[tuple[str, str], str]
    """By question and action id, text that was typed into a prompt that was then closed."""

    @property
    def chosen(self) -> Chosen | None:
        """Return the action to act on; None if there is none."""
        raise NotImplementedError

    def was_changed(self, chosen: Chosen) -> None:
        """Draw an action after a change."""
        raise NotImplementedError

    def owners(self) -> Sequence[str]:
        """Return the names that are suggested as owners."""
        return ()

    async def change(self, do: Callable[[], Action], said: str, session_id: str) -> None:
        """Change an action in its review, draw it and show a message.

        Args:
            do: makes the change and returns the changed action; it runs in a thread.
            said: the message; `{}` in it is the text of the action.
            session_id: the id of the review.
        """
        line = self.query_one(KeysLine)
        try:
            # In a thread, because it waits for the disk.
            action = await asyncio.to_thread(do)
        except (LibraryError, EditRefused) as refused:
            line.tell(str(refused), wrong=True)
            return
        self.was_changed(Chosen(session_id, action))
        line.tell(said.format(f"“{cut(one_line(action.text), 30)}”"))

    def ask(self, what: str, title: str, source: Source, example: str, taken: Callable[[str], Any]) -> None:
        """Open a prompt for a text about the action; text of a prompt that was closed is restored.

        Args:
            what: the name of the question.
            title: the title of the prompt; `{}` in it is the text of the action.
            source: returns the rows to choose from for the typed text.
            example: an example of a text.
            taken: called with the id of the chosen row; returns an awaitable.
        """
        one = self.chosen
        if one is None:
            return
        key = what, one.action.id

        async def answered(row_id: str | None) -> None:
            if not row_id:
                self.unsent[key] = prompt.field.text
                return
            self.unsent.pop(key, None)
            await taken(row_id)

        prompt = Picker(title.format(f"“{cut(one_line(one.action.text), 50)}”"), source)
        prompt.field = Editor(self.unsent.get(key, ""), mode="add", placeholder=example, classes="add")
        self.app.push_screen(prompt, answered)


def _back(window: ChangesActions) -> str:
    return f" · {keymap.key_for(window.app, 'undo', typing=False)} takes it back"


def tick(window: ChangesActions) -> Any:
    """Set the action to done, or to open if it is done."""
    one = window.chosen
    if one is None:
        return None
    word = "Open again" if one.action.status == "done" else "Done"
    finish = partial(window.progress.finish, one.session_id, one.action.id)
    return window.change(finish, word + ": {}" + _back(window), one.session_id)


def drop(window: ChangesActions) -> Any:
    """Ask for the reason and drop the action; reopen an action that is dropped."""
    one = window.chosen
    if one is not None and one.action.status == "dropped":
        take_up = partial(window.progress.change, one.session_id, one.action.id, status="open")
        return window.change(take_up, "Open again: {}" + _back(window), one.session_id)
    if one is not None:

        def drop_it(reason: str) -> Any:
            do = partial(window.progress.drop, one.session_id, one.action.id, reason)
            return window.change(do, "Dropped: {}" + _back(window), one.session_id)

        window.ask("drop", "Drop {}, because …", _reason_rows, "the vendor does it now", drop_it)
    return None


def redate(window: ChangesActions, today: date) -> None:
    """Ask for another due day."""
    one = window.chosen
    if one is not None:

        def set_due(day: str) -> Any:
            due = None if day == "-" else date.fromisoformat(day)
            do = partial(window.progress.change, one.session_id, one.action.id, due=due)
            return window.change(do, "Another day: {}" + _back(window), one.session_id)

        rows = partial(board_rows.due_rows, today=today)
        window.ask("due", "When will {} be done?", rows, "in 2 weeks", set_due)


def reassign(window: ChangesActions) -> None:
    """Ask for another owner."""
    one = window.chosen
    if one is not None:

        def set_owner(name: str) -> Any:
            do = partial(window.progress.change, one.session_id, one.action.id, owner="" if name == "-" else name)
            return window.change(do, "Another owner: {}" + _back(window), one.session_id)

        rows = partial(board_rows.owner_rows, owners=window.owners())
        window.ask("owner", "Who does {}?", rows, "a name, or a part of one", set_owner)


def undo(window: ChangesActions) -> Any:
    """Undo the last change."""
    return window.change(window.progress.undo, "{} is as it was", window.progress.last_session)


def not_dropped(window: ChangesActions) -> bool | str:
    """Return True if the action is not dropped, else the reason why it cannot be changed."""
    one = window.chosen
    return one is not None and (one.action.status != "dropped" or "it is dropped: take it up again first")


def is_chosen(window: ChangesActions) -> bool:
    """Return whether there is an action to act on."""
    return window.chosen is not None


def can_undo(window: ChangesActions) -> bool | str:
    """Return True if there is a change to undo, else the reason."""
    return bool(window.progress.last) or "nothing to undo yet"


def _reason_rows(typed: str) -> list[Row]:
    if not typed.strip():
        return [Row("", "The reason, in a few words: it goes into the action's description.", "dim", fixed=True)]
    return [Row(typed.strip(), "Drop it")]


ACTS: Final[tuple[Act[ChangesActions], ...]] = (
    Act("item.tick", tick, not_dropped, what="Tick: done, or open again"),
    Act("action.drop", drop, is_chosen, what="Drop the action, with a reason, or take it up again"),
    Act("undo", undo, can_undo),
)
