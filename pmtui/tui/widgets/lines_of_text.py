"""Text whose lines end only at newlines.

Textual's documents also end lines at U+2028, U+2029 and other characters, and return all of them as newlines: a text
would change as soon as a field shows it.
"""

from __future__ import annotations

from typing import Self

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult


class NewlineText(str):
    """A string whose lines end only at newlines."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        """Return the lines; as for every string, there is none after the last newline."""
        lines = self.split("\n")
        last = lines.pop()
        if keepends:
            lines = [f"{line}\n" for line in lines]
        return [*lines, last] if last else lines


class NewlineEdit(Edit):
    """An edit of a text area that keeps every character of the new text and of the replaced text."""

    @classmethod
    def of(cls, edit: Edit) -> Self:
        """Return the edit as one of this class."""
        text = NewlineText(edit.text)
        return cls(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        """Do the edit; the replaced text is kept for undo."""
        result = super().do(text_area, record_selection)
        result.replaced_text = NewlineText(result.replaced_text)
        return result
