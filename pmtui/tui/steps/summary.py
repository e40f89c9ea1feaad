"""The summary: a few sentences, six questions with a choice and a detail each, and the team's own sections."""

from __future__ import annotations

from typing import Any, Final

from textual import events
from textual.widget import Widget

from pmtui.app.item_parsing import whole_text
from pmtui.app.row_layout import lines_of
from pmtui.app.wrap import wrap
from pmtui.meeting.step import Items
from pmtui.session.document import Recurrence, Session, YesNo
from pmtui.session.text import cut, one_line
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import FittedRows, Room
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.rows import Row, Span

TALL: Final = 30
"""The lines of the step from which there is space between the questions."""

_LEAST: Final = 4
"""The least lines of the sections."""
_AROUND: Final = 4
"""The lines of the sections besides their rows: the title, the add line, a space and the hint."""
_TITLE: Final = 2
"""The lines of the step's title."""
_BESIDE: Final = 3
"""The columns of the list besides its text: the bar, a space, and the scrollbar."""

_SHORT: Final = 160
"""The least characters of a section's text that are shown."""

ASIDES: Final = (".detail", ".of", ".related_tickets")
"""The fields that may stay empty."""


def draw_section(_session: Session, item: Any, _number: int, room: Room) -> Row:
    """Return the row of a section: its title, and as much of its text as fits."""
    begins = _beginning(item.text, room.lines, room.columns - _BESIDE)
    return Row(item.id, item.title or "(no title)", below=(Span(begins or "no text yet", "dim"),))


def _beginning(text: str, lines: int, columns: int) -> str:
    """Return as much of a text as fits into some lines; for few lines, a few words."""
    looked_at = max((lines + 2) * columns, 4 * _SHORT)
    begins = one_line(text[:looked_at]).strip() + ("…" if len(text) > looked_at else "")
    wrapped = wrap(begins, columns) if lines * columns > _SHORT else []
    if not wrapped:
        return cut(begins, _SHORT)
    if len(wrapped) <= lines:
        return begins
    return "\n".join([*wrapped[: lines - 1], wrapped[lines - 1][: columns - 1].rstrip() + "…"])


class SummaryView(StepView):
    """The form, and the team's own sections below it."""

    sheets = ("summary",)

    def on_resize(self, event: events.Resize) -> None:
        """Set the space between the questions for the height of the step."""
        self.set_class(self.size.height >= TALL, "-tall")
        self._make_room(self.lists[0])

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of the list of sections; the window of a section opens on its text."""
        hint = "title: text, or the title alone · a paste is one section"
        rows = FittedRows(part, draw_section, self._lines_of_texts, lambda _: True, titled=True)
        return ListParts(
            part,
            USUAL,
            rows=rows,
            add_line=AddLineParts(split=whole_text, hint=hint),
            shown=self._make_room,
            window_field=lambda _: "text",
        )

    def _make_room(self, sections: ItemList) -> None:
        """Give the list the lines of its sections, as far as the questions leave them."""
        if not self.size.height:
            return  # it is not laid out yet
        if self.screen.has_class("-low"):
            self.lists_area.styles.clear_rule("height")  # back to the style sheet
            return
        rows = lines_of(sections.list.rows, self.size.width - _BESIDE, self._most_lines)
        self.lists_area.styles.height = _AROUND + rows
        # In a high step the sections are right below the questions.
        self.query_one(".forms").styles.max_height = max(self.size.height - _TITLE - 1 - _AROUND - rows, 1)

    def _lines_of_texts(self, session: Session) -> int:
        """Return the lines for the texts of all sections, besides their titles."""
        return self._most_lines - len(session.summary.sections) if self.size.height >= TALL else 0

    @property
    def _most_lines(self) -> int:
        """Return the lines of the list of sections."""
        return max(_LEAST, self.size.height // 4)

    @property
    def lists_area(self) -> Widget:
        """The container of the list of sections."""
        return self.query_one(".lists")

    def takers_of_words(self) -> list[Widget]:
        """Return the fields for words typed on a choice, without the add line: words are no title of a section."""
        return [row.stop for row in self.field_rows()]

    def paste_target(self) -> Editor | None:
        """Return the field for a paste: the one that is focused first, and not the add line of sections."""
        target = self.entry_point()
        return target if isinstance(target, Editor) else None

    def entry_point(self) -> Widget | None:
        """Return the first question without an answer, else the first missing detail, else the first field."""
        rows = list(self.field_rows())
        open_ = [row for row in rows if row.empty and not row.slot.field.path.endswith(ASIDES)]
        after_yes = [row for row in rows if row.empty and self._said_yes(row.slot.field.path)]
        return next((row.ensure_field() for row in (*open_, *after_yes, *rows)), None)

    def _said_yes(self, path: str) -> bool:
        """Return whether a field is the detail of a question that was answered with yes."""
        _, name, part = (*path.split("."), "", "")[:3]
        question = getattr(self.editing.session.summary, name, None)
        return part == "detail" and isinstance(question, Recurrence | YesNo) and question.answer == "yes"

    def on_descendant_focus(self) -> None:
        """Give the list more lines while it has the focus, if the step is low."""
        super().on_descendant_focus()
        self.lists_area.set_class(self.list_of(self.screen.focused) is not None, "-open")

    def subtitle(self, session: Session) -> str:
        """Return the number of answered questions."""
        of = session.summary
        said = (
            bool(of.services),
            of.effect is not None,
            of.data_loss.answer is not None,
            of.human_intervention.answer is not None,
            of.pattern is not None,
            of.recurrence.answer is not None,
        )
        return f"{sum(said)} of 6 questions answered"
