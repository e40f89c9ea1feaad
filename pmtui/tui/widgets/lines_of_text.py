"""Lines of a text field end at a newline alone.

Textual's documents also end them at U+2028, at U+2029 and at others, and give all of them back as newlines: such a
text would be another one as soon as a field shows it.
"""

from __future__ import annotations

from typing import Self

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult


class NewlineText(str):
    """Text whose lines end at newlines alone."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        """The lines; as with any text, none behind the last newline."""
        lines = self.split("\n")
        last = lines.pop()
        if keepends:
            lines = [f"{line}\n" for line in lines]
        return [*lines, last] if last else lines


class NewlineEdit(Edit):
    """An edit of a text area that keeps every character of what it puts there and of what it takes away."""

    @classmethod
    def of(cls, edit: Edit) -> Self:
        """The same edit."""
        text = NewlineText(edit.text)
        return cls(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        """Do it; the text that it replaced is kept for undo."""
        result = super().do(text_area, record_selection)
        result.replaced_text = NewlineText(result.replaced_text)
        return result
