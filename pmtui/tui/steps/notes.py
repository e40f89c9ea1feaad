"""A column of the board: its notes with their votes, groups and authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from textual.content import Content
from textual.widgets import Static

from pmtui import signs
from pmtui.app.item_parsing import NewItems, lone_initials, note_entry
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.meeting.step import Items
from pmtui.meeting.steps import step
from pmtui.session import edits, paths
from pmtui.session.document import Note, Session
from pmtui.session.paths import LESSON_LISTS
from pmtui.session.text import cut, one_line
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import KeptRows
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL, delete_items, edit_item, move_past_neighbour, needs_row
from pmtui.tui.protocols import Meeting
from pmtui.tui.steps.votes import VoteTyping
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Span

COLOURS: Final = {"went_well": "$well", "went_wrong": "$wrong", "got_lucky": "$lucky", "learned": "$accent"}
_NO_GROUP: Final = "\0none"


def short_name(part: Items) -> str:
    """Return the name of the column without the step: `went_well`."""
    return part.section.rpartition(".")[2]


# --- the rows ---


class NoteRows:
    """The rows of a column: notes with their votes; those of a group are below its name and its votes."""

    def __init__(self, part: Items) -> None:
        self.part = part
        self.kept = KeptRows()
        self._in_groups = cached_by_identity(_in_groups)

    def items(self, session: Session) -> tuple[Note, ...]:
        """Return the notes in the order of the rows: first those without a group, then group after group."""
        return self._in_groups(paths.get(session, self.part.section))

    def made_of(self, session: Session, width: int) -> object:
        """Return the notes of the column."""
        return same_parts(paths.get(session, self.part.section), session.key_details)

    def rows(self, session: Session, items: Sequence[Note], width: int) -> list[Row]:
        """Return the rows of the notes, with a heading before each group."""
        votes: Counter[str] = Counter()
        for note in items:
            votes[_group(note)] += note.votes
        rows: list[Row] = []
        group = ""
        for note in items:
            if _group(note) != group:
                group = _group(note)
                row_id, made_of = f"group {group}", (group, votes[group])
                rows.append(self.kept.row(row_id, made_of, partial(_heading, *made_of)))
            rows.append(self.kept.row(note.id, (note,), partial(draw_note, note)))
        return rows or [Row("", "Nothing yet.", "dim", fixed=True)]


def _heading(group: str, votes: int) -> Row:
    """Return the heading of a group: its name, and the votes of its notes."""
    number = Span(f"{votes:>2} ", "dim bold") if votes else Span("   ")
    return Row(f"group {group}", one_line(group), "dim bold", lead=(number,), fixed=True)


def _in_groups(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    if not any(note.group for note in notes):
        return notes
    groups = list(dict.fromkeys(note.group or "" for note in notes))
    groups.sort(key=bool)
    return tuple(note for group in groups for note in notes if (note.group or "") == group)


def draw_note(note: Note) -> Row:
    """Return the row of a note: its votes, the text, and dim the initials of its author."""
    votes = Span(f"{note.votes:>2} ", "bold") if note.votes else Span(" · ", "dim")
    text = note.text if note.text.strip() else "(no text)"
    author = f"  {one_line(note.author)}" if note.author.strip() else ""
    return Row(
        note.id,
        text + author,
        "" if text == note.text else "dim",
        lead=(votes,),
        cont=(Span("   "),),
        bullets=((len(text), len(text) + len(author), "dim"),) if author else (),
    )


def column_heading(column: ItemList) -> Content:
    """Return the heading of the column, with what belongs into it."""
    part = column.part
    return Content.assemble((part.title, f"bold {COLOURS[short_name(part)]}"), "\n", (part.subtitle, "$dim"))


# --- the add line ---


class AuthorOfNotes:
    """The author of the notes that are typed, for all columns: the initials that were given alone on a line."""

    def __init__(self) -> None:
        self.given: str | None = None

    def initials(self, column: ItemList) -> str:
        """Return the author of the next notes: the initials that were given, else the name in the user's settings."""
        if self.given is not None:
            return self.given
        return str(getattr(getattr(column.app, "settings", None), "author", ""))

    def make(self, column: ItemList, texts: list[str]) -> NewItems:
        """Make notes; their authors are the initials at their ends, else those that were given for all."""
        return note_entry(column.part, texts, self.initials(column))

    def submit(self, column: ItemList, texts: list[str]) -> bool:
        """Add notes; initials alone set the author of the next ones, and a lone @ removes the author."""
        if len(texts) == 1 and (who := lone_initials(texts[0])) is not None:
            self.given = who
            self.show_hint(column)
            return True
        return column.add_made(column.make(texts))

    def show_hint(self, column: ItemList) -> None:
        """Show in the hint what the keys do, and the author of the next note."""
        initials = self.initials(column)
        words = f"from {initials} · @: nobody" if initials else "tab: next column · @AK at the end: from AK"
        if column.list.has_focus:
            words = f"0–9 votes · {signs.DOWN} next · {signs.LEFT_RIGHT} column · S sorts"
        if words != column.hint:
            column.hint = words
            column.query_one(".hint", Static).update(words)
            column.call_after_refresh(column.fit)

    def entered(self, column: ItemList) -> None:
        """Show the example of the column that has the focus."""
        self.show_hint(column)
        column.add.placeholder = placeholder(column)


def placeholder(column: ItemList) -> str:
    """Show the example in the add line with the focus; in the others a faint sign."""
    part = column.part
    named = short_name(part) == "learned" and not column.items(column.editing.session)
    if column.add.has_focus:
        return f"{part.title}: {part.example}" if named else part.example
    return f"+ {part.title.lower()}" if named else "+"


# --- votes, which are typed on a note ---


class Votes:
    """The number of votes that is being typed on a note of one column."""

    def __init__(self) -> None:
        self.typing = VoteTyping()

    def end(self, _column: ItemList) -> None:
        """End the number, because something else is done."""
        self.typing.end()

    def left(self, column: ItemList) -> None:
        """End the number when the column loses the focus."""
        self.typing.end()
        column.add.placeholder = placeholder(column)

    def type_on(self, column: ItemList, key: str) -> bool:
        """Add a digit to the votes of the note under the cursor; return False for other characters."""
        if key in ("up", "down", "j", "k"):
            self.typing.end()
        note = column.item()
        if note is None or not (key.isascii() and key.isdigit()):
            return False
        self._give(column, note, self.typing.press(note.id, note.votes, key))
        return True

    def _give(self, column: ItemList, note: Note, votes: int) -> None:
        section = column.part.section
        column.do(
            lambda session: edits.change_item(session, section, note.id, votes=votes),
            f"give “{cut(note.text, 20)}” {_votes(votes)}",
            note.id,
            group=("votes", note.id),
        )

    def _typed_on(self, note: Note | None) -> bool:
        return note is not None and self.typing.typing(note.id, note.votes)

    def go_on_or_edit(self, column: ItemList) -> None:
        """Go to the next note while a number is typed; else edit the note."""
        if self._typed_on(column.item()):
            self.typing.end()
            column.list.move(1)
        else:
            edit_item(column)

    def rub_out_or_delete(self, column: ItemList) -> None:
        """Delete the last digit of the number that is typed; else delete the note."""
        note = column.item()
        if self._typed_on(note):
            self._give(column, note, self.typing.rub())
        else:
            delete_items(column)


# --- the commands ---


def type_votes(column: ItemList) -> None:
    """Move the focus from the field to the notes, where digits are votes; after the last note begin at the first."""
    top = column.app.screen
    if top.focused is not column.list and column.list.row_id == column.list.rows[-1].id:
        column.list.action_end(-1)
    top.set_focus(column.list if top is column.screen else None)
    column.say(f"Type each note's votes; {signs.DOWN} or Enter goes on to the next")


def begin_quiet(column: ItemList) -> None:
    """Start the countdown of quiet writing, or end it."""
    if isinstance(column.screen, Meeting):
        column.screen.toggle_quiet()


def put_into_group(column: ItemList) -> None:
    """Ask for the name of the notes' group; the names in use are suggested."""
    ids = column.chosen()
    found = [note for note_id in ids if (note := column.item(note_id)) is not None]
    if not found:
        return
    groups = list(dict.fromkeys(_groups(column.editing.session)))
    grouped = any(note.group for note in found)

    def source(query: str) -> list[Row]:
        name = one_line(query)
        rows = [Row(group, group) for group in groups if name.casefold() in group.casefold()]
        if name and name not in groups:
            rows.insert(0 if not rows else len(rows), Row(name, name, right=(Span("new group", "dim"),)))
        if grouped and not name:
            rows.append(Row(_NO_GROUP, "no group", "dim"))
        return rows or [Row("", "Type a name for the group.", "dim", fixed=True)]

    def chosen(name: str | None) -> None:
        if name is not None:
            _put_into(column, found, None if name == _NO_GROUP else name)

    what = f"“{cut(found[0].text, 48)}”" if len(found) == 1 else f"{len(found)} notes"
    column.app.push_screen(Picker(f"Group of {what}", source, placeholder="the group's name"), chosen)


def _put_into(column: ItemList, notes: list[Note], group: str | None) -> None:
    section = column.part.section

    def change(session: Session) -> Session:
        for note in notes:
            session = edits.change_item(session, section, note.id, group=group)
        return session

    column.list.selected.clear()
    label = f"group as “{cut(group, 20)}”" if group else "take out of the group"
    column.do(change, label, notes[0].id)


def move_to_next_column(column: ItemList) -> None:
    """Move the notes to the end of the next column."""
    ids, source = column.chosen(), column.part.section
    if not ids:
        return
    parts = step("lessons").lists
    at = next(n for n, part in enumerate(parts) if part.section == source)
    target = parts[(at + 1) % len(parts)]

    def move(session: Session) -> Session:
        for note_id in ids:
            session = edits.move_to(session, source, target.section, note_id)
        return session

    column.list.selected.clear()
    what = "the note" if len(ids) == 1 else f"{len(ids)} notes"
    if column.do(move, f"move {what} to “{target.title}”", ids[0]):
        column.say(f"Moved to “{target.title}”")


def make_action(column: ItemList) -> None:
    """Make an action from the note, and open the field for its text."""
    note = column.item()
    if note is not None:
        from pmtui.tui.steps.actions import new_action  # deferred: the module of another step

        new_action(column, note.id, note.text)


def sort_by_votes(column: ItemList) -> None:
    """Sort the notes by their votes, most first; equal ones keep their order."""
    section = column.part.section

    def sort(session: Session) -> Session:
        notes = paths.get(session, section)
        return edits.set_field(session, section, tuple(sorted(notes, key=lambda note: -note.votes)))

    column.do(sort, f"sort {column.part.title.lower()} by votes", column.item_id)


def _group(note: Note) -> str:
    """Return the group of a note; a note moves only within it."""
    return note.group or ""


def needs_note(column: ItemList) -> bool | str:
    """Return True if there is a note under the cursor, else the reason."""
    return bool(column.item_id) or "there is no note yet"


ACTS: Final[tuple[Act[ItemList], ...]] = (
    *USUAL,
    Act("item.up", partial(move_past_neighbour, -1, _group), needs_row),
    Act("item.down", partial(move_past_neighbour, 1, _group), needs_row),
    Act("item.sort", sort_by_votes, what="Sort the notes by their votes"),
    Act("note.votes", type_votes, needs_note),
    Act("note.group", put_into_group, needs_note),
    Act("note.action", make_action, needs_note),
    Act("note.move", move_to_next_column, needs_note),
    Act("quiet.start", begin_quiet),
)


def column_parts(part: Items, rows: NoteRows, author: AuthorOfNotes) -> ListParts[ItemList]:
    """Return the parts of a column's list; `author` is shared by all columns."""
    votes = Votes()
    return ListParts(
        part,
        (
            *ACTS,
            Act("item.edit", votes.go_on_or_edit, needs_row),
            Act("item.delete", votes.rub_out_or_delete, needs_row),
        ),
        keys="lessons",
        rows=rows,
        add_line=AddLineParts(make=author.make, submit=author.submit),
        heading=column_heading,
        cursor_moved=votes.end,
        entered=author.entered,
        left=votes.left,
        type_on=votes.type_on,
        classes="-notes",
    )


def _groups(session: Session) -> Iterator[str]:
    """Return the names of the groups of all columns."""
    for name in LESSON_LISTS:
        yield from (note.group for note in getattr(session.lessons, name) if note.group)


def _votes(number: int) -> str:
    return "1 vote" if number == 1 else f"{number or 'no'} votes"
