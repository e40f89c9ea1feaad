"""`QuickAdd`: a line in every step for an event or a parked topic. It stays open for the next; Escape closes it."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from textual import events, on
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui import signs
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import NewItems, entry, lines, parked
from pmtui.library.drafts import QUICK_LINE, QUICK_LINES, FieldKey
from pmtui.meeting.step import Items
from pmtui.meeting.steps import list_of
from pmtui.session.edits import EditRefused
from pmtui.tui.protocols import HoldsText
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.status_bar import KeysLine

QuickKind = Literal["event", "topic", "question", "idea"]
KINDS: Final[tuple[QuickKind, ...]] = ("event", "topic", "question", "idea")


class QuickAdd(Horizontal, HoldsText):
    """The line. For a parked topic, Tab changes the kind.

    Args:
        editing: the session that is edited.
        line: the name of the line in the drafts.
    """

    WORDS: ClassVar[dict[str, tuple[str, str]]] = {
        "event": ("Event", "14:09 alert fired; without a time, its time is not known"),
        "topic": ("Park a topic", "tab: a question, an idea"),
        "question": ("Park a question", "tab: an idea, a topic"),
        "idea": ("Park an idea", "for the actions · tab: a topic, a question"),
        "remark": ("Remark", "what a reader misses or doubts; @name at its end says whose"),
    }

    class Done(Message):
        """Posted when something was added, or refused (`wrong`)."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    def __init__(self, editing: EditingSession, line: str = QUICK_LINE) -> None:
        super().__init__()
        self.editing = editing
        self.line = line
        self.key: FieldKey | None = None
        """The key of the line's draft."""
        self.understood = ""
        """What was understood of the text."""
        self.kind: str = "event"
        """A `QuickKind`, or `remark:` and the id of the item that the remark is on."""
        self.label = Static(markup=False, classes="quick-label")
        self.field = Editor(mode="add", classes="add")
        self.display = False
        self.came_from: Widget | None = None
        """The widget that had the focus before."""

    def lay_out(self) -> None:
        """Mount the label and the field when they are first needed, which saves 3 ms before the first drawing."""
        if not self.field.is_attached:
            self.mount(self.label, self.field)

    def on_mount(self) -> None:
        """Restore what was in the line when the program was killed."""
        keys = [key for key in self.editing.unread.lines if key.field in QUICK_LINES]
        if self.line != QUICK_LINE or not keys:
            return
        self.lay_out()
        self.kind = _kind_of(keys[-1].item or "")
        text = "\n".join(self.editing.unread.text(key) or "" for key in keys)
        for key in keys:
            self.editing.drop(key)
        self.field.put(text)
        self._draft()

    def open(self, kind: str) -> None:
        """Show and focus the line for a kind of item."""
        if not self.display:
            self.came_from = self.screen.focused
        self.lay_out()
        self.display = True
        self._set_kind(kind)
        self.screen.set_focus(self.field)

    def take_words(self, text: str) -> None:
        """Open the line for a topic and add words that no field took, on a line of their own."""
        self.open(self.kind if self.field.text.strip() else "topic")
        self.field.take_words(text)

    def close(self) -> None:
        """Hide the line; its text is kept, also when the app ends."""
        self.display = False

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the line and their labels, for the line of keys."""
        turn = [] if not self._turns else [("tab", self.WORDS[self.kind][1].rpartition("tab: ")[2])]
        read = [(signs.RIGHT, self.understood)] if self.understood else []
        return [*read, ("enter", "add"), *turn, ("esc", "close")]

    def _set_kind(self, kind: str) -> None:
        self.kind = kind
        label, example = self.WORDS[kind.partition(":")[0]]
        self.label.update(label)
        self.field.placeholder = example
        self._draft()
        self._refresh_keys()

    @property
    def _turns(self) -> bool:
        """Whether Tab changes the kind."""
        return self.kind in ("topic", "question", "idea")

    def _part(self) -> Items:
        return list_of("timeline") if self.kind == "event" else parked(self.kind)

    def _entry(self, texts: list[str]) -> tuple[NewItems, Place]:
        part = self._part()
        made = entry(part, texts, after=None, **self.editing.present())
        return made, Place("timeline" if self.kind == "event" else "evidence", made.items[-1].id)

    def take_over(self, other: QuickAdd) -> None:
        """Take the text of another line that is removed."""
        if other.field.text.strip():
            self.lay_out()
            before = self.field.text
            self.kind = self.kind if before.strip() else other.kind
            self.field.put(f"{before}\n{other.field.text}" if before.strip() else other.field.text)
            self._draft()
            self.editing.drop(other.key)

    def empty_kept(self) -> None:
        """Empty the line if its text was added by an end of the app that then failed."""
        if self.field.is_attached and not self.editing.drafted(self.key):
            self.field.empty()

    def keep_drafts(self) -> None:
        """Keep the text as a draft, because the app ends."""
        self._draft()

    def _draft(self) -> None:
        section = "timeline" if self.kind == "event" else "parking_lot"
        before, self.key = self.key, FieldKey(section, self.kind, self.line)
        if before not in (None, self.key):
            self.editing.drop(before)
        understood = ""
        if texts := lines(self.field.text):
            made, place = self._entry(texts)
            self.editing.draft_line(self.key, self.field.text, made.edit, made.label, place)
            understood = made.understood
        else:
            self.editing.drop(self.key)
        if understood != self.understood:
            self.understood = understood
            self._refresh_keys()

    def _refresh_keys(self) -> None:
        for line in self.screen.query(KeysLine):
            if self.understood:
                line.say(None)  # remove the message about the last command
            line.refresh()

    def _submit(self, text: str) -> None:
        texts = lines(text)
        if not texts:
            self.editing.drop(self.key)
            return
        made, place = self._entry(texts)
        try:
            self.editing.do_all(made.acts, place)
        except EditRefused as refused:
            self.post_message(self.Done(str(refused), wrong=True))
            self.field.put(text)  # with the pasted text, which is not in the field yet
            self._draft()
            return
        self.editing.drop(self.key)
        self.field.empty()
        where = "timeline" if self.kind == "event" else "parking lot"
        many = "" if len(texts) == 1 or made.note else f"{len(texts)} lines "
        said = f": {made.note}" if made.note else ""
        self.post_message(self.Done(f"{signs.TICK} {many}in the {where}{said}"))
        if self.kind.startswith("remark:"):
            self.close()  # the next remark will be on another item
            self.screen.set_focus(self.came_from)

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Keep the text as a draft."""
        event.stop()
        self._draft()
        self.field.completion.offer(*self.editing.completion(self._part(), self.field.text))

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Add the text, and stay open for the next, except for a remark."""
        event.stop()
        self._submit(event.editor.text)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Add each line of a paste as an item."""
        event.stop()
        self._submit(event.editor.text + event.text)

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Stop the message: there is no list here."""
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """Change the kind of a parked topic on Tab, or back with shift."""
        if event.key in ("tab", "shift+tab") and self._turns:
            event.stop()
            event.prevent_default()
            order = ("topic", "question", "idea")
            self._set_kind(order[(order.index(self.kind) + (1 if event.key == "tab" else -1)) % len(order)])


def _kind_of(kept: str) -> str:
    """Return the kind of a draft."""
    return kept if kept in KINDS or kept.startswith("remark:") else "event"
