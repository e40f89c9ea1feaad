"""The table of commands: everything that a key can do in the app, with its id, default keys, place and labels.

`meeting/keys.py` applies the user's own keys. The Textual action of a command is its id with underscores for dots.
Letters act only where no field has the focus. Commands that delete, leave or change the status have no plain letter.
Keys that terminals, multiplexers, browsers or macOS use themselves are avoided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from pmtui.signs import DOWN

Where = Literal[
    "anywhere", "library", "meeting", "list", "field", "opening", "timeline", "five whys", "lessons", "actions",
    "evidence", "close", "board", "trends", "health", "names",
]  # fmt: skip


class Command(msgspec.Struct, frozen=True):
    """One command.

    `keys` are spelt as Textual does; `where` is the place in which it works; `what` describes it in help and palette;
    `label` is its word in the footer, empty where the footer leaves it out.
    """

    id: str
    keys: tuple[str, ...]
    where: Where
    what: str
    label: str = ""

    @property
    def action(self) -> str:
        """The name of the Textual action: `why.root` is `why_root`."""
        return self.id.replace(".", "_")


COMMANDS: tuple[Command, ...] = (
    # anywhere
    Command("back", ("escape",), "anywhere", "Leave the field, or close what lies on top; what was typed is kept"),
    Command("help", ("f1", "question_mark"), "anywhere", "Show the keys that work here", "keys"),
    Command("palette", ("ctrl+p",), "anywhere", "Find a command by typing a few letters"),
    Command("theme.next", ("f12",), "anywhere", "Change the theme: dark, light, high contrast"),
    Command("quit", ("ctrl+q", "ctrl+c"), "anywhere", "Save everything and end pmtui"),
    # library
    Command("session.open", ("enter",), "library", "Open the selected review", "open"),
    Command("session.new", ("n", "f2"), "library", "Begin a new review", "new"),
    Command("library.filter", ("slash",), "library", "Find in all reviews as you type", "find"),
    Command("session.copy_report", ("c",), "library", "Copy the selected review's report", "copy report"),
    Command("session.duplicate", ("Y",), "library", "Use the selected review as a template for a new one"),
    Command("session.rename", ("R",), "library", "Give the file the name that its details suggest"),
    Command("session.delete", ("delete",), "library", "Put the selected review into the trash folder"),
    Command("library.actions", ("a", "f3"), "library", "See the actions of all reviews: open, overdue", "actions"),
    Command("library.trends", ("t", "f4"), "library", "See what the reviews say together, drawn: trends", "trends"),
    Command("library.health", ("h", "f5"), "library", "See what waits, and what to praise: the health of it", "health"),
    Command("library.names", ("N", "f6"), "library", "See all products, tags, people, causes; rename one everywhere",
            "names"),
    # what the reviews say together
    Command("trends.filter", ("slash",), "trends", "Filter the reviews that are counted", "filter"),
    Command("trends.save", ("s",), "trends", "Save them: a drawing (SVG), a table (CSV), or JSON", "save"),
    Command("trends.refresh", ("r",), "trends", "Count again what changed elsewhere"),
    # the health of the practice
    Command("health.open", ("enter",), "health", "Open the review, the action on the board, or the rest", "open"),
    Command("health.copy", ("c",), "health", "Copy all of it as text, for a chat or a mail", "copy as text"),
    Command("health.filter", ("slash",), "health", "Filter the reviews that are looked through", "filter"),
    Command("health.refresh", ("r",), "health", "Look again at what changed elsewhere"),
    # the names of all reviews
    Command("names.rename", ("enter", "f2"), "names", "Rename it in every review that uses it", "rename everywhere"),
    Command("names.filter", ("slash",), "names", "Filter the names as you type", "find"),
    Command("names.kind", ("b", "f3"), "names", "Show one kind of names alone, or all", "kind"),
    Command("names.refresh", ("r",), "names", "Read again what changed elsewhere"),
    # the actions of all reviews
    Command("board.open", ("enter",), "board", "Open the review at the selected action", "open its review"),
    Command("board.tick", ("x", "f5"), "board", "Tick the action: done, or open again", "tick"),
    Command("board.drop", ("d", "f3"), "board", "Drop the action, with a reason, or take it up again", "drop"),
    Command("board.due", ("equals_sign", "f4"), "board", "Set another day by which the action is due", "day"),
    Command("board.owner", ("at", "f6"), "board", "Give the action to another owner", "owner"),
    Command("board.filter", ("slash",), "board", "Filter the actions as you type", "find"),
    Command("board.group", ("b", "f2"), "board", "Group by owner, product or term, or by the day alone", "group"),
    Command("board.show", ("s", "f7"), "board", "Show open actions, overdue ones alone, or all", "open/overdue/all"),
    Command("board.push", ("p", "f8"), "board", "Make a ticket of the action in the team's tracker", "ticket"),
    Command("board.sync", ("y", "f9"), "board", "Take over how the tickets get on in the tracker", "ask the tracker"),
    Command("board.refresh", ("r",), "board", "Read again what changed elsewhere"),
    # meeting
    Command("step.next", ("f8", "right_square_bracket"), "meeting", "Go to the next step", "next step"),
    Command("step.previous", ("f7", "left_square_bracket"), "meeting", "Go to the previous step"),
    Command("step.goto", ("ctrl+g", "g"), "meeting", "Go to any step or field by a few letters of its name", "go to"),
    Command("event.add", ("f6", "e"), "meeting", "Add an event to the timeline, from any step", "event"),
    Command("park.add", ("f9", "p"), "meeting", "Park a thought, a question or an idea, from any step", "park"),
    Command("undo", ("ctrl+z", "u"), "meeting", "Undo the last act, and go where it was", "undo"),
    Command("redo", ("ctrl+y", "U"), "meeting", "Do again what was undone"),
    Command("guide.toggle", ("h",), "meeting", "Show or hide the guide"),
    Command("question.next", ("q",), "meeting", "Turn to the next question to ask"),
    Command("timer.toggle", ("t",), "meeting", "Pause the clock, or let it run again"),
    Command("timer.extend", ("plus",), "meeting", "Give this step two more minutes"),
    Command("present.toggle", ("v",), "meeting", "Present on a projector: one question, large and calm", "present"),
    Command("find", ("slash",), "meeting", "Find text in this review"),
    Command("value.mend", ("exclamation_mark",), "meeting", "Go to what was not understood or added", "not understood"),
    Command("report.copy", ("c",), "meeting", "Copy the report to the clipboard"),
    Command("report.save", ("s",), "meeting", "Save the report to a file"),
    Command("status.next", ("ctrl+r",), "meeting", "Change the status: draft, in review, final, or open it again"),
    Command("hands.count", ("H",), "meeting", "Count hands at the close: asked, learned something, would come again"),
    Command("tour", ("T",), "meeting", "A short tour of the steps, for the first time"),
    Command("library.open", ("ctrl+l",), "meeting", "Go back to the library", "library"),
    # list
    Command("item.add", ("a", "insert"), "list", "Go to the line that adds an item", "add"),
    Command("item.edit", ("enter", "ctrl+o"), "list", "Edit the selected item, all its fields", "edit"),
    Command("item.delete", ("delete", "backspace"), "list", "Delete the selected items", "delete"),
    Command("item.up", ("shift+up", "K"), "list", "Move the selected item up"),
    Command("item.down", ("shift+down", "J"), "list", "Move the selected item down"),
    Command("item.select", ("space",), "list", "Mark the item, or not, and move on: to act on several", f"mark {DOWN}"),
    Command("item.select_all", ("A",), "list", "Mark all items; none where some are marked"),
    Command("item.duplicate", ("Y",), "list", "Make a copy of the selected item below it"),
    Command("item.sort", ("S",), "list", "Sort the list by its text"),
    Command("item.tick", ("x", "f5"), "list", "Tick: secured, or done", "tick"),
    Command("item.remark", ("R",), "list", "Leave a reader's remark on the selected item, while “in review”", "remark"),
    Command("item.offer", ("o", "f3"), "list", "Take from the usual items, one after the other", "usual ones"),
    # field
    Command("field.next", ("tab",), "field", "Go to the next field or list"),
    Command("field.previous", ("shift+tab",), "field", "Go to the field or list before"),
    Command("field.editor", ("ctrl+o",), "field", "Edit a long text in $EDITOR"),
    Command("wording.take", ("ctrl+f", "w"), "field", "Take the neutral form that is offered", "neutral form"),
    # steps with more to them
    Command("earlier.actions", ("f2", "l"), "opening", "See to actions that earlier reviews left open", "left open"),
    Command("earlier.recurrence", ("f4", "r"), "opening", "Say that an earlier review is of the same", "seen before"),
    Command("event.milestone", ("f2", "m"), "timeline", "Take started, detected … from the event", "milestone"),
    Command("event.pin", ("f3", "asterisk"), "timeline", "Pin the event, or not", "pin"),
    Command("event.kind", ("f4",), "timeline", "Choose the event's kind", "kind"),
    Command("event.source", ("f5", "number_sign"), "timeline", "Say where to look the marked events up", "source"),
    Command("event.who", ("at",), "timeline", "Say who or what acted in the marked events", "who"),
    Command("event.time", ("equals_sign",), "timeline", "Type another time for the event", "time"),
    Command("event.import", ("I",), "timeline", "Import events from a file, those that you choose", "import"),
    Command("event.shift", ("less_than_sign",), "timeline", "Shift the times of the selected events by minutes"),
    Command("why.root", ("f2", "r"), "five whys", "Mark the answer as a root, or not", "root"),
    Command("why.ruled_out", ("f3", "x"), "five whys", "Mark the answer as ruled out, or not", "ruled out"),
    Command("why.contributing", ("b",), "five whys", "Mark the answer as contributing, or not"),
    Command("why.not_followed", ("n",), "five whys", "Mark the answer as not followed, or not"),
    Command("why.action", ("f4",), "five whys", "Make an action from the answer", "action"),
    Command("why.link", ("l",), "five whys", "Link an action that is there to the answer, or not", "link"),
    Command("why.evidence", ("f5",), "five whys", "Attach figures to the answer", "figure"),
    Command("why.out", ("less_than_sign",), "five whys", "Move the answer one level out"),
    Command("why.in", ("greater_than_sign",), "five whys", "Move the answer under the one above it"),
    Command("why.reparent", ("m",), "five whys", "Move the answer, with all below it, under another"),
    Command("note.votes", ("f2",), "lessons", f"Type the votes of the room: a number, {DOWN} for the next", "votes"),
    Command("note.group", ("f3",), "lessons", "Put the note into a group", "group"),
    Command("note.action", ("f4",), "lessons", "Make an action from the note", "action"),
    Command("note.move", ("m",), "lessons", "Move the note to the next column"),
    Command("quiet.start", ("f5",), "lessons", "Begin quiet writing, with a countdown, or end it", "quiet"),
    Command("action.drop", ("f3",), "actions", "Drop the action, or take it up again", "drop"),
    Command("action.horizon", ("f2",), "actions", "Short term, or long term", "short/long"),
    Command("action.source", ("l",), "actions", "Say which root, answer or note the action comes from", "comes from"),
    Command("action.idea", ("f4",), "actions", "Make an action from a parked idea", "parked idea"),
    Command("action.copy", ("C",), "actions", "Copy the chosen actions as the text of tickets", "copy as ticket"),
    Command("evidence.file", ("f2",), "evidence", "Keep a copy of a file as evidence", "add a file"),
    Command("evidence.clipboard", ("f4",), "evidence", "Keep the clipboard's picture as evidence"),
    Command("report.next_heading", ("right",), "close", "Go to the next heading of the report"),
    Command("report.previous_heading", ("left",), "close", "Go to the heading of the report before"),
    Command("report.raw", ("m",), "close", "Show the report's Markdown, or the report as it is read"),
    Command("hints.toggle", ("W",), "meeting", "Silence the hints on wording, on a shared screen, or show them"),
    Command("prompts.toggle", ("i",), "meeting", "Hide the facilitator's prompts from the shared screen, or show them"),
)  # fmt: skip


def by_id(command_id: str) -> Command:
    """Return the command with that id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[command_id]


def at(where: Where) -> tuple[Command, ...]:
    """Return the commands of one place, in the order of the table."""
    return tuple(command for command in COMMANDS if command.where == where)


def unknown(overrides: Mapping[str, object]) -> tuple[str, ...]:
    """Return the ids among a user's own keys that no command has."""
    return tuple(name for name in overrides if name not in _BY_ID)


_BY_ID = {command.id: command for command in COMMANDS}
