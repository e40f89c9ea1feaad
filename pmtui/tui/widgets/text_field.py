"""`TextField`: a text area that keeps every character and edits whole graphemes.

Textual's text area refuses characters that Python calls unprintable (an ideographic space, a joiner), ends lines at
U+2028, and puts the cursor between the parts of an emoji.
"""

from __future__ import annotations

from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widgets.text_area import Edit, EditResult, Location

from pmtui.session.text import is_text
from pmtui.tui.widgets.graphemes import are_alone, boundary_after, boundary_at, boundary_before
from pmtui.tui.widgets.lines_of_text import NewlineEdit, NewlineText
from pmtui.tui.widgets.textual_workarounds import StyledField


def in_whole_characters(strip: Strip) -> Strip:
    """Return the strip without a change of style within a grapheme, which gets the style of its beginning."""
    text = strip.text
    if are_alone(text):
        return strip
    cuts = list(accumulate(len(segment.text) for segment in strip))
    if all(boundary_at(text, cut) == cut for cut in cuts):
        return strip
    segments: list[Segment] = []
    start = 0
    for segment, cut in zip(strip, cuts, strict=True):
        end = cut if (at := boundary_at(text, cut)) == cut else boundary_after(text, at)
        if end > start:
            segments.append(Segment(text[start:end], segment.style, segment.control))
            start = end
    return Strip(segments, strip.cell_length)


def beside_the_cursor(example: str) -> str:
    """Return the placeholder one cell further right, because the cursor would hide its first letter."""
    return f"\u00a0{example}" if example and not example.startswith("\u00a0") else example


class TextField(StyledField):
    """A text area for any text. `Editor`, its subclass, decides what keys do."""

    shows_example: bool = True
    """Whether an empty field shows its placeholder also without the focus."""
    _examples: tuple[tuple[object, Strip], ...] = ()
    """The first line of the empty field as it was drawn, each after what it depends on."""

    def render_line(self, y: int) -> Strip:
        """Draw a line; none for a field without width, for which Textual would wrap the placeholder at 0."""
        nothing_to_show = not (self.shows_example or self.has_focus or self.text)
        if nothing_to_show or not self.content_size.width:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        if self.text or y or not self.placeholder:
            return in_whole_characters(super().render_line(y))
        made_of = self.drawn_with, self.placeholder, self.content_size, self.has_focus
        strip = next((drawn for known, drawn in self._examples if known == made_of), None)
        if strip is None:
            strip = in_whole_characters(super().render_line(y))
            self._examples = ((made_of, strip), *self._examples)[:4]
        return strip

    def validate_placeholder(self, example: str) -> str:
        """Move a placeholder that is set later one cell right, too."""
        return beside_the_cursor(example)

    # --- characters and lines ---

    def load_text(self, text: str) -> None:
        """Replace the text; its lines end only at newlines."""
        super().load_text(NewlineText(text))

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit; its lines end only at newlines."""
        return super().edit(NewlineEdit.of(edit))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Return whether the key types a character."""
        return is_text(character)

    def take_unprintable(self, event: events.Key) -> None:
        """Insert characters that a text area of Textual does not take: other spaces, joiners and marks."""
        if is_text(event.character) and not event.is_printable:
            event.stop()
            event.prevent_default()
            self.replace(event.character, *self.selection, maintain_selection_offset=False)

    def insert_here(self, text: str) -> None:
        """Replace the selection by a text, and put the cursor after it."""
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
        self.scroll_cursor_visible()

    # --- keys for lines and for the whole text ---

    def action_text_start(self, select: bool = False) -> None:
        """Move the cursor to the beginning of the text."""
        self.move_cursor((0, 0), select=select)

    def action_text_end(self, select: bool = False) -> None:
        """Move the cursor to the end of the text."""
        self.move_cursor(self.document.end, select=select)

    def action_delete_to_start_of_line(self) -> None:
        """Delete the text before the cursor in its line; a wrapped line counts as one."""
        row, column = self.cursor_location
        if column:
            self.delete((row, 0), (row, column))
        else:
            super().action_delete_to_start_of_line()

    async def action_delete_to_end_of_line_or_delete_line(self) -> None:
        """Delete the text after the cursor in its line; a wrapped line counts as one."""
        row, column = self.cursor_location
        if column < (end := len(self.document.get_line(row))):
            self.delete((row, column), (row, end))
        else:
            await super().action_delete_to_end_of_line_or_delete_line()

    # --- the cursor is never within a grapheme ---

    def get_cursor_left_location(self) -> Location:
        """Return the beginning of the grapheme before the cursor."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, boundary_before(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> Location:
        """Return the end of the grapheme at the cursor."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        return super().get_cursor_right_location() if column >= len(line) else (row, boundary_after(line, column))

    def get_cursor_word_left_location(self) -> Location:
        """Return the beginning of the word before the cursor."""
        return self._beginning(super().get_cursor_word_left_location())

    def get_cursor_word_right_location(self) -> Location:
        """Return the end of the word, or the beginning of the next."""
        return self._end(super().get_cursor_word_right_location())

    def get_target_document_location(self, event: events.MouseEvent) -> Location:
        """Return the location of the grapheme under the pointer."""
        return self._beginning(super().get_target_document_location(event))

    def move_cursor(
        self, location: Location, select: bool = False, center: bool = False, record_width: bool = True
    ) -> None:
        """Move the cursor to a location, or to the beginning of the grapheme there."""
        super().move_cursor(self._beginning(location), select, center, record_width)

    def delete(self, start: Location, end: Location, *, maintain_selection_offset: bool = True) -> EditResult:
        """Delete the text between two locations, with whole graphemes."""
        top, bottom = sorted((start, end))
        return super().delete(
            self._beginning(top), self._end(bottom), maintain_selection_offset=maintain_selection_offset
        )

    def _beginning(self, location: Location) -> Location:
        row, column = location
        if not 0 <= row < self.document.line_count:
            return location
        return row, boundary_at(self.document.get_line(row), column)

    def _end(self, location: Location) -> Location:
        row, column = self._beginning(location)
        if (row, column) == location:
            return location
        return row, boundary_after(self.document.get_line(row), column)
