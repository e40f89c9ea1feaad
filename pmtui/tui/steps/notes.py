"""One column of the board: notes with their votes, their groups, and those who said them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from pmtui.app.editing_session import EditingSession
from pmtui.app.item_parsing import NewItems, lone_initials, note_entry
from pmtui.meeting.step import Items
from pmtui.meeting.steps import step
from pmtui.session import edits, paths
from pmtui.session.document import Note, Session, StepName
from pmtui.session.edits import EditRefused
from pmtui.session.paths import LESSON_LISTS
from pmtui.session.text import cut, one_line
from pmtui.tui.input import keymap
from pmtui.tui.steps.votes import VoteTyping
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Rows, Span

COLOURS: Final = {"went_well": "$well", "went_wrong": "$wrong", "got_lucky": "$lucky", "learned": "$accent"}
_NO_GROUP: Final = "\0none"


class Board:
    """What several columns stand on."""

    def turn_column(self, here: ItemsView, by: int) -> None:
        """From a column's list to the next that has notes."""
        raise NotImplementedError


class AuthorOfNotes:
    """Whose notes are being typed, for all columns: the initials that were given alone on a line."""

    def __init__(self) -> None:
        self.initials: str | None = None


class NotesList(ItemsView):
    """One column: notes with their votes, those of a group together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("lessons"),
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
    ]

    def __init__(self, editing: EditingSession, part: Items, step: StepName, author_of_notes: AuthorOfNotes) -> None:
        super().__init__(editing, part, step)
        self.author_of_notes = author_of_notes
        self.vote_typing = VoteTyping()
        self.short = part.section.rpartition(".")[2]
        self.list.always_cursor = False
        self.low = False
        self._example = part.example
        self._headings: dict[str, Row] = {}

    # --- content ---

    def heading(self, session: Session, items: Sequence[Any]) -> Content:
        """The column's title in its colour, and what belongs there."""
        self.set_class(bool(items), "-filled")
        return Content.assemble((self.part.title, f"bold {COLOURS[self.short]}"), "\n", (self.part.subtitle, "$dim"))

    def signature(self, session: Session) -> object:
        """Made of the column's notes alone."""
        return same_parts(paths.get(session, self.part.section), session.key_details), self.low

    def items(self, session: Session) -> tuple[Note, ...]:
        """The notes as they are shown: without a group first, then group after group."""
        notes: tuple[Note, ...] = paths.get(session, self.part.section)
        if not any(note.group for note in notes):
            return notes
        groups = list(dict.fromkeys(note.group or "" for note in notes))
        groups.sort(key=bool)
        return tuple(note for group in groups for note in notes if (note.group or "") == group)

    def make_rows(self, session: Session, items: Sequence[Any]) -> list[Row]:
        """The notes; a heading before each group."""
        rows: list[Row] = []
        group = ""
        for n, note in enumerate(items):
            if (note.group or "") != group:
                group = note.group
                rows.append(self._heading_row(group))
            # Those of a group stand close together.
            inside = bool(group) and n + 1 < len(items) and items[n + 1].group == group
            made_of = (note, self.low, inside)
            gap = 0 if self.low or inside else 1
            rows.append(self.cached(note.id, made_of, partial(self.note_row, session, note, gap)))
        return rows or [Row("", "Nothing yet.", "dim", fixed=True)]

    def _heading_row(self, group: str) -> Row:
        if group not in self._headings:
            self._headings[group] = Row(f"group {group}", one_line(group), "dim bold", lead=(Span(" "),), fixed=True)
        return self._headings[group]

    def note_row(self, session: Session, note: Note, gap: int) -> Row:
        """Votes, the note, and dim at its end whose it is."""
        votes = Span(f"{note.votes:>2} ", "bold") if note.votes else Span(" · ", "dim")
        text = note.text if note.text.strip() else "(no text)"
        author = f"  {one_line(note.author)}" if note.author.strip() else ""
        return Row(
            note.id,
            text + author,
            "" if text == note.text else "dim",
            lead=(votes,),
            cont=(Span("   "),),
            gap=gap,
            bullets=((len(text), len(text) + len(author), "dim"),) if author else (),
        )

    def said(self, row: Row) -> str:
        """The note without whose it is."""
        return row.text[: row.bullets[0][0]] if row.bullets else row.text

    def set_low(self, low: bool) -> None:
        """Without space between the notes, where the screen is low."""
        if low != self.low:
            self.low = low
            self.show(self.editing.session)

    # --- adding ---

    @property
    def initials(self) -> str:
        """Whose the next notes are: the initials that were given alone, else what the person's settings name."""
        if self.author_of_notes.initials is not None:
            return self.author_of_notes.initials
        return str(getattr(getattr(self.app, "settings", None), "author", ""))

    def entry(self, texts: list[str]) -> NewItems:
        """Notes, each by the initials at its end, else by those that were given for all."""
        return note_entry(self.part, texts, self.initials)

    def submit(self, texts: list[str]) -> bool:
        """Add notes; initials alone say whose the next ones are, and a lone @ that they are nobody's."""
        if len(texts) == 1 and (who := lone_initials(texts[0])) is not None:
            self.author_of_notes.initials = who
            self._show_hint()
            return True
        return super().submit(texts)

    def _show_hint(self) -> None:
        """What the keys do here, and whose the next note is."""
        if self.list.has_focus:
            words = "0–9 votes · ↓ next · ←→ column · S sorts"
        elif self.initials:
            words = f"from {self.initials} · @: nobody"
        else:
            words = "tab: next column · @AK at the end: from AK"
        for hint in self.query(".hint").results(Static):
            hint.update(words)
        self.call_after_refresh(self.fit)

    def on_descendant_focus(self) -> None:
        """The example shows in the column where one types."""
        super().on_descendant_focus()
        self._show_hint()
        if self.add is not None:
            self.add.placeholder = self._example if self.add.has_focus else "+"

    def on_descendant_blur(self) -> None:
        """A faint sign stands where one could type."""
        super().on_descendant_blur()
        self.vote_typing.end()
        if self.add is not None:
            self.add.placeholder = "+"

    def on_mount(self) -> None:
        """No column has the focus yet."""
        super().on_mount()
        if self.add is not None and not self.add.has_focus:
            self.add.placeholder = "+"

    # --- acts ---

    def action_note_votes(self) -> None:
        """Out of the field: digits are votes then. Behind the last note, the round begins at the first."""
        top = self.app.screen
        if top.focused is not self.list and self.list.row_id == self.list.rows[-1].id:
            self.list.action_end(-1)
        top.set_focus(self.list if top is self.screen else None)
        self.post_message(self.Said("Type each note's votes; ↓ or Enter goes on to the next"))

    def on_key(self, event: events.Key) -> None:
        """A digit on a note is its votes; whatever else moves ends the number."""
        if event.key in ("up", "down", "j", "k"):
            self.vote_typing.end()
        if self.list.has_focus and self.take_digit(event.character or ""):
            event.stop()
            event.prevent_default()

    def walk(self, by: int) -> None:
        """Move to the next note, or to the one before."""
        self.vote_typing.end()
        super().walk(by)

    def take_digit(self, digit: str) -> bool:
        """One more digit of the votes of the note under the cursor; False where it is none, or there is no note."""
        note = self.item()
        if note is None or not (digit.isascii() and digit.isdigit()):
            return False
        self._give(note, self.vote_typing.press(note.id, note.votes, digit))
        return True

    def _give(self, note: Note, votes: int) -> None:
        section = self.part.section
        label = f"give “{cut(note.text, 20)}” {_votes(votes)}"
        try:
            self.editing.do(
                lambda session: edits.change_item(session, section, note.id, votes=votes),
                label,
                self.place(note.id),
                group=("votes", note.id),
            )
        except EditRefused as refused:
            self.post_message(self.Said(str(refused), wrong=True))

    def action_item_edit(self) -> None:
        """Go on to the next note while a number is typed; else edit the note."""
        note = self.item()
        if note is not None and self.vote_typing.typing(note.id, note.votes):
            self.vote_typing.end()
            self.list.move(1)
        else:
            super().action_item_edit()

    def action_item_delete(self) -> None:
        """Delete the last digit of the number being typed; else delete the note."""
        note = self.item()
        if note is not None and self.vote_typing.typing(note.id, note.votes):
            self._give(note, self.vote_typing.rub())
        else:
            super().action_item_delete()

    @on(Rows.Moved)
    def end_of_number(self) -> None:
        """End the number that was typed: another note is selected."""
        self.vote_typing.end()

    def action_column(self, by: int) -> None:
        """Go to the next column that has notes."""
        board = next((node for node in self.ancestors if isinstance(node, Board)), None)
        if board is not None:
            board.turn_column(self, by)

    def action_quiet_start(self) -> None:
        """Begin quiet writing, or end it."""
        toggle = getattr(self.screen, "toggle_quiet", None)
        if toggle is not None:
            toggle()

    def action_note_group(self) -> None:
        """Ask for the name of the notes' group; the names in use are offered."""
        ids = self.chosen()
        found = [note for note_id in ids if (note := self.item(note_id)) is not None]
        if not found:
            return
        groups = list(dict.fromkeys(_groups(self.editing.session)))
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
                self._put_into(found, None if name == _NO_GROUP else name)

        what = f"“{cut(found[0].text, 48)}”" if len(found) == 1 else f"{len(found)} notes"
        self.app.push_screen(Picker(f"Group of {what}", source, placeholder="the group's name"), chosen)

    def _put_into(self, notes: list[Note], group: str | None) -> None:
        section = self.part.section

        def change(session: Session) -> Session:
            for note in notes:
                session = edits.change_item(session, section, note.id, group=group)
            return session

        self.list.selected.clear()
        label = f"group as “{cut(group, 20)}”" if group else "take out of the group"
        self.do(change, label, notes[0].id)

    def action_note_move(self) -> None:
        """Move the note to the end of the next column."""
        ids, source = self.chosen(), self.part.section
        if not ids:
            return
        parts = step("lessons").lists
        at = next(n for n, part in enumerate(parts) if part.section == source)
        target = parts[(at + 1) % len(parts)]

        def move(session: Session) -> Session:
            for note_id in ids:
                session = edits.move_to(session, source, target.section, note_id)
            return session

        self.list.selected.clear()
        what = "the note" if len(ids) == 1 else f"{len(ids)} notes"
        if self.do(move, f"move {what} to “{target.title}”", ids[0]):
            self.post_message(self.Said(f"Moved to “{target.title}”"))

    def action_note_action(self) -> None:
        """Make an action from the note, and let its text be typed at once."""
        note = self.item()
        if note is not None:
            from pmtui.tui.steps.actions import new_action  # the step is imported when it is needed

            new_action(self, note.id, note.text)

    def action_item_sort(self) -> None:
        """Sort the notes by their votes, most first; equal ones keep their order."""
        section = self.part.section

        def sort(session: Session) -> Session:
            notes = paths.get(session, section)
            return edits.set_field(session, section, tuple(sorted(notes, key=lambda note: -note.votes)))

        self.do(sort, f"sort {self.part.title.lower()} by votes", self.item_id)

    def _move(self, by: int) -> None:
        """Past its neighbour on the screen; the group decides beyond its own end."""
        item, session, section = self.item(), self.editing.session, self.part.section
        if item is None:
            return
        shown = [note for note in self.items(session) if (note.group or "") == (item.group or "")]
        at = shown.index(item) + by
        if not 0 <= at < len(shown):
            return
        notes = paths.get(session, section)
        steps = notes.index(shown[at]) - notes.index(item)
        try:
            self.editing.do(
                lambda s: edits.move_item(s, section, item.id, steps), self.moved_label(item.id), self.place(item.id)
            )
        except EditRefused as refused:
            self.post_message(self.Said(str(refused), wrong=True))

    def why_not(self, command_id: str) -> str:
        """Acts on a note need one."""
        if command_id.startswith("note.") and not self.item_id:
            return "there is no note yet"
        return super().why_not(command_id)

    def what_of(self, command_id: str) -> str:
        """Notes are sorted by their votes."""
        return "Sort the notes by their votes" if command_id == "item.sort" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Acts on a note need one."""
        if action.startswith("note_"):
            return bool(self.item_id)
        return super().check_action(action, parameters)


def _groups(session: Session) -> Iterator[str]:
    """The names of all groups, of all columns."""
    for name in LESSON_LISTS:
        yield from (note.group for note in getattr(session.lessons, name) if note.group)


def _votes(number: int) -> str:
    return "1 vote" if number == 1 else f"{number or 'no'} votes"
