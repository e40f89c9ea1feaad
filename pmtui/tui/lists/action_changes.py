"""What is done with actions of reviews that are not open: tick, drop with a reason, another day or owner, undo."""

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
    """The action that the cursor stands on."""

    session_id: str
    action: Action


class ChangesActions(HasActs):
    """A screen with a list of actions, each of which is changed in its own review. A subclass sets the attributes."""

    progress: ActionProgress
    unsent: dict[tuple[str, str], str]
    """What was begun in a prompt and not taken, by what it was asked for and the action's id."""

    @property
    def chosen(self) -> Chosen | None:
        """The action to act on; None where there is none."""
        raise NotImplementedError

    def was_changed(self, chosen: Chosen) -> None:
        """Draw an action as it is now."""
        raise NotImplementedError

    def owners(self) -> Sequence[str]:
        """Who is offered as an owner."""
        return ()

    async def change(self, do: Callable[[], Action], said: str, session_id: str) -> None:
        """Change an action where it is kept, draw it as it is then, and say so; `{}` in `said` is its text."""
        line = self.query_one(KeysLine)
        try:
            # It waits for the disk: not on the thread of the screen.
            action = await asyncio.to_thread(do)
        except (LibraryError, EditRefused) as refused:
            line.tell(str(refused), wrong=True)
            return
        self.was_changed(Chosen(session_id, action))
        line.tell(said.format(f"“{cut(one_line(action.text), 30)}”"))

    def ask(self, what: str, title: str, source: Source, example: str, taken: Callable[[str], Any]) -> None:
        """Ask for a text about the action; one that was begun and left is there again.

        Args:
            what: names the question.
            title: what the prompt says; `{}` in it is the action's text.
            source: from what is typed to the rows that can be taken.
            example: what could be typed.
            taken: called with the id of the row that was taken; gives an awaitable back.
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
    """Say that the action is done, or open again."""
    one = window.chosen
    if one is None:
        return None
    word = "Open again" if one.action.status == "done" else "Done"
    finish = partial(window.progress.finish, one.session_id, one.action.id)
    return window.change(finish, word + ": {}" + _back(window), one.session_id)


def drop(window: ChangesActions) -> Any:
    """Ask why the action is dropped; take one that is dropped up again."""
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
    """Ask for another day that the action is due."""
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
    """Take back the last change."""
    return window.change(window.progress.undo, "{} is as it was", window.progress.last_session)


def not_dropped(window: ChangesActions) -> bool | str:
    """Whether the action can be worked on."""
    one = window.chosen
    return one is not None and (one.action.status != "dropped" or "it is dropped: take it up again first")


def is_chosen(window: ChangesActions) -> bool:
    """Whether there is an action to act on."""
    return window.chosen is not None


def can_undo(window: ChangesActions) -> bool | str:
    """Whether there is a change to take back."""
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
