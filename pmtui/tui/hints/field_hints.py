"""Find words in the focused field that should be rephrased, and replace them with a neutral form."""

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

# The rules of wording are imported in functions, because the first drawing does not need them.

LONG: Final = 1500
"""Of a text with more characters, only the part around the cursor is checked, so that a key stays quick."""
MOST: Final = 3
"""The largest number of hints shown at once."""


class Flagged(Struct, frozen=True):
    """A text with words that should be rephrased, and the function that replaces them in it."""

    text: str
    flags: tuple[Flag, ...]
    put: Callable[[Change], object]

    @property
    def change(self) -> Change | None:
        """The first neutral form that can be put in; None if the hints are only advice."""
        from pmtui.meeting.rephrase import neutral_form

        return next((change for flag in self.flags if (change := neutral_form(self.text, flag)) is not None), None)

    def notice(self, key: str) -> Aside:
        """Return the hints as a paragraph of the guide; `key` is the key that takes the neutral form."""
        says, offers = zip(*(self._words(flag, key) for flag in self.flags[:MOST]), strict=True)
        return Aside("Notice", notice=True, bullets=says, under=offers, short=self.line(key).plain)

    def line(self, key: str) -> Content:
        """Return the hint on the first flagged words as one line."""
        says, offer = self._words(self.flags[0], key)
        return Content.assemble((f"{signs.FULL} ", "$notice"), f"{says}: ", (offer, "$dim"))

    def _words(self, flag: Flag, key: str) -> tuple[str, str]:
        from pmtui.meeting.rephrase import neutral_form

        change = neutral_form(self.text, flag)
        offer = flag.offer if change is None else f"{key} {_does(change)}".lstrip()
        return f"“{self.text[flag.start : flag.end]}” {flag.says}", offer


def _does(change: Change) -> str:
    new = change.text.strip()
    return f"writes “{new}”" if len(new) > 2 else "leaves it out"  # shorter: only an article or a capital letter


class FieldText(Struct, frozen=True):
    """The text of a field: the line under the cursor, and the part whose wording is checked."""

    editor: Editor
    line: str
    text: str
    offset: int
    """The index in the field where `text` begins."""
    where: TextKind | None
    asks: bool
    """Whether a follow-up question may be shown for the text."""

    def found(self, session: Session) -> Flagged | None:
        """Return the text with its flagged words; None if there are none."""
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
    """Return the text of a field, and the kind of text that the field is for."""
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
    """Return the row and column of an index in a text."""
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


def _kind_of(editor: Editor) -> tuple[TextKind | None, bool]:
    """Return the kind of text of a field, and whether to ask about it: not about plans or names."""
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
