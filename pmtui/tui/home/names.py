"""`NamesScreen`: the products, tags, people and causes of all reviews. A name can be renamed in all reviews at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.worker import get_current_worker

from pmtui.app.library_names import Name, library_names
from pmtui.app.name_rows import SHOWN, found, line, new_name_rows, widest
from pmtui.app.rename_names import NameChanges, Outcome, Renaming
from pmtui.library.protocol import SessionStore
from pmtui.meeting import commands
from pmtui.session.text import cut, one_line
from pmtui.tui.home.index_screen import IndexListScreen
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, action, table
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Rows

_UNDO: Final = commands.by_id("undo")


class NamesScreen(IndexListScreen):
    """The filter, and a row for each name; names with several spellings come first.

    Args:
        library: the library whose names are shown.
        today: not used here; all screens over the library are given it.
    """

    class Read(Message):
        """Posted from a thread when the reviews were read."""

        def __init__(self, names: list[Name], last: Renaming | None) -> None:
            super().__init__()
            self.names, self.last = names, last

    class Planned(Message):
        """Posted from a thread when it is known what renaming a name would change."""

        def __init__(self, name: Name, outcome: Outcome) -> None:
            super().__init__()
            self.name, self.outcome = name, outcome

    class Done(Message):
        """Posted from a thread when a name was renamed, or a renaming was undone."""

        def __init__(self, said: str, name: str, outcome: Outcome, *, undone: bool) -> None:
            super().__init__()
            self.said, self.name, self.outcome, self.undone = said, name, outcome, undone

    CSS_PATH = sheet("index_screen")
    AUTO_FOCUS = "LineRows"
    HELP_TITLE = "The names of all reviews"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.acts("names"),
        Binding(",".join(_UNDO.keys), action(_UNDO.id), _UNDO.what, id=_UNDO.id),
    ]

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        super().__init__(library, today, "/ find: a word, tag, person")
        self.acts = table(ACTS)
        self.changes = NameChanges(library)
        self.names: dict[str, Name] | None = None
        self.kind = SHOWN[0]
        self.last: Renaming | None = None
        """The renaming that `undo` takes back."""
        self.working = False
        """Whether a thread renames, or finds out what that would change."""
        self._select = ""
        """The name for the cursor, once it is in the list."""
        self._unsent: dict[str, str] = {}
        """By old name, a new name that was typed into a prompt that was then closed."""

    def on_mount(self) -> None:
        """Read the reviews."""
        self.show()
        self.look_again()

    # --- reading ---

    def look_again(self) -> None:
        """Read in a thread what has changed."""
        self.run_worker(self._read, thread=True, exclusive=True, group="look")

    def _read(self) -> None:
        worker = get_current_worker()
        self.refresh_index(worker)
        if not worker.is_cancelled:
            self.post_message(self.Read(library_names(self.facts()), self.changes.last))

    @on(Read)
    def have_read(self, event: Read) -> None:
        """Show the names that were read."""
        self.names, self.last = {name.key: name for name in event.names}, event.last
        self.list.widest = widest(event.names)
        self.show()
        if self._select and self.list.go_to(self._select):
            self._select = ""

    # --- showing ---

    def show(self) -> None:
        """Draw the names that match the filter."""
        names = self.names
        shown = found(names.values(), self.field.text, self.kind) if names is not None else []
        self.set_class(not shown, "-nothing")
        if names is None:
            self.note.update(Content.styled("Reading the reviews …", "$dim"))
        elif not shown and names:
            self.note.update(f"No name matches “{one_line(self.field.text).strip()}”." if self.field.text else "None.")
        elif not shown:
            self.note.update("No names yet: products, tags and people of the reviews stand here.")
        self.list.show_lines([name.key for name in shown], self._line)
        twice = sum(bool(name.alike) for name in shown)
        many = f" · {self.kind or 'all kinds'} · {len(shown):,} shown" if names is not None else ""
        self.top.show(
            Content.assemble((" pmtui · ", "$dim"), ("names", "bold"), (many, "$dim")),
            Content.styled(f"{twice:,} spelled in several ways " if twice else "", "$notice"),
        )
        self.keys_line.refresh()

    def _line(self, key: str, width: int) -> Row:
        assert self.names is not None
        return line(self.names[key], width)

    @property
    def one(self) -> Name | None:
        """The name under the cursor; None if there is none."""
        return (self.names or {}).get(self.list.row_id or "")

    # --- keys ---

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]] | None:
        """Return a function that returns the keys that work now, with the label of Escape."""
        if self.field.has_focus:
            return super().more_keys
        found = (commands.by_id(name) for name in ("names.rename", "names.filter", "names.kind", _UNDO.id))
        keys = [(keymap.key_of(self, each.id), each.label) for each in found if self.can(each.id)]
        back = "show all" if self.field.text else "back to the reviews"
        return lambda: [*keys, ("esc", back), ("?", "keys")]

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Rename the name that was double-clicked."""
        event.stop()
        self.rename()

    def leave_field(self) -> None:
        """Leave the filter or the screen, but not during a renaming: its result is shown here."""
        if self.working and not self.field.has_focus:
            self.keys_line.tell("still renaming: what came of it is said here in a moment")
        else:
            super().leave_field()

    # --- renaming ---

    def rename(self) -> None:
        """Find out what would change, then ask for the new name."""
        if (name := self.one) and not self.working:
            self.working = True
            self.run_worker(partial(self._plan, name), thread=True, group="rename")

    def _plan(self, name: Name) -> None:
        outcome = self.changes.plan(name.kind, name.text, "", self.facts(), self._progress("looking at"))
        self.post_message(self.Planned(name, outcome))

    @on(Planned)
    def planned(self, event: Planned) -> None:
        """Ask for the new name, and say how many reviews and places would change."""
        self.working = False
        name, outcome = event.name, event.outcome
        if not outcome.renaming.reviews:
            self.keys_line.tell(outcome.failed[0] if outcome.failed else "no review has it any more", wrong=True)
            self.look_again()
            return

        def taken(new: str | None) -> None:
            if new:
                self._unsent.pop(name.key, None)
                self._start("renaming", f"“{name.text}” is “{new}” in", new, partial(self._rename, name, new))
            elif prompt.field.text != name.text:
                self._unsent[name.key] = prompt.field.text

        names = list((self.names or {}).values())
        title = f"Rename the {name.kind} “{cut(one_line(name.text), 40)}” in {outcome.amount} to …"
        prompt = Picker(title, partial(new_name_rows, name=name, names=names))
        prompt.field = Editor(self._unsent.get(name.key, name.text), mode="add", classes="add")
        self.app.push_screen(prompt, taken)

    def _rename(self, name: Name, new: str) -> Outcome:
        return self.changes.rename(name.kind, name.text, new, self.facts(), self._progress("renaming in"))

    def undo(self) -> None:
        """Undo the last renaming."""
        if (last := self.last) is not None and not self.working:
            said = f"“{last.new}” is “{last.old}” again in"
            self._start("taking it back", said, last.old, partial(self._undo, last), undone=True)

    def _undo(self, last: Renaming) -> Outcome:
        return self.changes.undo(last, self._progress("putting back"))

    def _start(self, doing: str, said: str, name: str, work: Callable[[], Outcome], *, undone: bool = False) -> None:
        def do() -> None:
            outcome = work()
            self.refresh_index(get_current_worker())
            self.post_message(self.Done(said, name, outcome, undone=undone))

        self.working = True
        self.keys_line.tell(f"{doing} …")
        self.run_worker(do, thread=True, group="rename")

    def _progress(self, doing: str) -> Callable[[int, int], None]:
        """Return a function that shows, from a thread, how many reviews are done."""

        def tell(done: int, of: int) -> None:
            if done and done % 20 == 0:
                self.post_message(self.Told(f"{doing} {done:,} of {of:,} reviews"))

        return tell

    @on(Done)
    def done(self, event: Done) -> None:
        """Show the result, and what could not be written."""
        self.working = False
        outcome, back = event.outcome, keymap.key_for(self.app, _UNDO.id, typing=False)
        self._select = f"{outcome.renaming.kind} {event.name}"
        said = f"{event.said} {outcome.amount}"
        said += f", but for {outcome.left} changed since" if outcome.left else ""
        if outcome.failed:
            self.keys_line.tell(f"{said}; {len(outcome.failed)} not: {outcome.failed[0]}", wrong=True)
        else:
            self.keys_line.tell(said if event.undone else f"{said} · {back} takes it back")
        self.look_again()

    def turn_kind(self) -> None:
        """Show the names of the next kind; after the last kind, all names."""
        self.kind = SHOWN[(SHOWN.index(self.kind) + 1) % len(SHOWN)]
        self.show()


ACTS: Final[tuple[Act[NamesScreen], ...]] = (
    Act("names.rename", NamesScreen.rename, lambda names: names.one is not None),
    Act("names.filter", lambda names: names.field.focus()),
    Act("names.kind", NamesScreen.turn_kind),
    Act("names.refresh", NamesScreen.look_again),
    Act("undo", NamesScreen.undo, lambda names: names.last is not None or "nothing was renamed"),
)
