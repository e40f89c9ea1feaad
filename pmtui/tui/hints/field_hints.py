"""What stands in a field while somebody types: what of it is better said otherwise, and what to put in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from textual.content import Content

from pmtui import signs
from pmtui.meeting.completeness import text_kind_of
from pmtui.meeting.gap_wording import people
from pmtui.session.document import Session
from pmtui.tui.hints.guide import Aside
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow
from pmtui.tui.widgets.quick_add import QuickAdd

if TYPE_CHECKING:
    from pmtui.meeting.rephrase import Change
    from pmtui.meeting.wording import Flag, TextKind

# The rules of wording are imported in functions: the first picture does not wait for them.

LONG: Final = 1500
"""Characters of a text from which only what is around the cursor is looked at: it must not take the time of a key."""
MOST: Final = 3
"""So many hints at once, and no more."""


class Flagged(Struct, frozen=True):
    """A text with words that are better said otherwise, and how to put another form in their place."""

    text: str
    flags: tuple[Flag, ...]
    put: Callable[[Change], object]

    @property
    def change(self) -> Change | None:
        """The first neutral form that can be put there; None where there is only advice."""
        from pmtui.meeting.rephrase import neutral_form

        return next((change for flag in self.flags if (change := neutral_form(self.text, flag)) is not None), None)

    def notice(self, key: str) -> Aside:
        """What the guide says of it; `key` is the one that takes the neutral form."""
        says, offers = zip(*(self._words(flag, key) for flag in self.flags[:MOST]), strict=True)
        return Aside("Notice", notice=True, bullets=says, under=offers, short=self.line(key).plain)

    def line(self, key: str) -> Content:
        """The notice on the first flagged words, in one line."""
        says, offer = self._words(self.flags[0], key)
        return Content.assemble((f"{signs.FULL} ", "$notice"), f"{says}: ", (offer, "$dim"))

    def _words(self, flag: Flag, key: str) -> tuple[str, str]:
        from pmtui.meeting.rephrase import neutral_form

        change = neutral_form(self.text, flag)
        offer = flag.offer if change is None else f"{key} {_does(change)}".lstrip()
        return f"“{self.text[flag.start : flag.end]}” {flag.says}", offer


def _does(change: Change) -> str:
    new = change.text.strip()
    return f"writes “{new}”" if len(new) > 2 else "leaves it out"  # what is left of it is an article or a capital


class FieldText(Struct, frozen=True):
    """What stands in a field: the line under the cursor, and the text whose wording is looked at."""

    editor: Editor
    line: str
    text: str
    offset: int
    """Where `text` begins in the field."""
    where: TextKind | None
    asks: bool
    """Whether a question may follow it up."""

    def found(self, session: Session) -> Flagged | None:
        """What of it is better said otherwise."""
        if self.where is None:
            return None
        from pmtui.meeting.wording import flags

        flagged = flags(self.text, where=self.where, names=people(session))
        return Flagged(self.text, flagged, self._put) if flagged else None

    def _put(self, change: Change) -> None:
        whole, start, end = self.editor.text, self.offset + change.start, self.offset + change.end
        if whole[self.offset : self.offset + len(self.text)] == self.text:
            self.editor.replace(change.text, _location(whole, start), _location(whole, end))


def field_text(editor: Editor) -> FieldText:
    """What stands in a field now, with the kind of text that it takes."""
    text, (row, column) = editor.text, editor.cursor_location
    line = editor.document.get_line(row)
    where, asks = _kind_of(editor)
    if len(text) <= LONG:
        return FieldText(editor, line, text, 0, where, asks)
    begin = max(column - LONG // 2, 0)
    near = line[begin : column + LONG // 2]
    above = sum(len(editor.document.get_line(n)) + 1 for n in range(row))
    return FieldText(editor, near, near, above + begin, where, asks)


def _location(text: str, index: int) -> tuple[int, int]:
    """The row and column of a character of a text."""
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


def _kind_of(editor: Editor) -> tuple[TextKind | None, bool]:
    """What kind of text the field takes, and whether what is said in it may be asked about: not plans, not names."""
    for node in editor.ancestors:
        if isinstance(node, FieldRow):
            where = text_kind_of(node.slot.section, node.slot.field.path)
            return where, where not in (None, "action")
        if isinstance(node, QuickAdd):
            return ("event", True) if node.kind == "event" else (None, node.kind == "topic")
        if isinstance(node, ItemList):
            where = text_kind_of(node.part.section, node.part.main)
            return where, where not in (None, "action")
    return None, False
