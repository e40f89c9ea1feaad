"""The summary: a few sentences, six questions as pairs of an answer by one key and a detail, sections of one's own."""

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
"""Lines of the step from which the questions stand apart."""

_LEAST: Final = 4
"""Lines that the sections may take at any height."""
_AROUND: Final = 4
"""Lines of their title, and of the line that adds one, with the space above it and the hint below."""
_TITLE: Final = 2
"""Lines of the step's title."""
_BESIDE: Final = 3
"""Columns of the list that are not its text's: the bar, the space behind it, and the scrollbar."""

_SHORT: Final = 160
"""Characters of a section's text that are shown however low the screen is."""

ASIDES: Final = (".detail", ".of", ".related_tickets")
"""Fields that are well left empty."""


def draw_section(_session: Session, item: Any, _number: int, room: Room) -> Row:
    """The title, and how its text begins: as much of it as there are lines for."""
    begins = _beginning(item.text, room.lines, room.columns - _BESIDE)
    return Row(item.id, item.title or "(no title)", below=(Span(begins or "no text yet", "dim"),))


def _beginning(text: str, lines: int, columns: int) -> str:
    """As much of a text as fits into so many lines, on one line each; of a few lines, a few words."""
    looked_at = max((lines + 2) * columns, 4 * _SHORT)
    begins = one_line(text[:looked_at]).strip() + ("…" if len(text) > looked_at else "")
    wrapped = wrap(begins, columns) if lines * columns > _SHORT else []
    if not wrapped:
        return cut(begins, _SHORT)
    if len(wrapped) <= lines:
        return begins
    return "\n".join([*wrapped[: lines - 1], wrapped[lines - 1][: columns - 1].rstrip() + "…"])


class SummaryView(StepView):
    """The form, with space between the questions where there is any; the team's own sections below it."""

    sheets = ("summary",)

    def on_resize(self, event: events.Resize) -> None:
        """Room between the questions."""
        self.set_class(self.size.height >= TALL, "-tall")
        self._make_room(self.lists[0])

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """A line below adds a section; its window opens on the text, which is the longer part."""
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
        """The list has the lines of its sections, as far as the questions can spare them."""
        if not self.size.height:
            return  # it has no place on the screen yet
        if self.screen.has_class("-low"):
            self.lists_area.styles.clear_rule("height")  # the style sheet says
            return
        rows = lines_of(sections.list.rows, self.size.width - _BESIDE, self._most_lines)
        self.lists_area.styles.height = _AROUND + rows
        # Where it is tall they stand right below the questions.
        self.query_one(".forms").styles.max_height = max(self.size.height - _TITLE - 1 - _AROUND - rows, 1)

    def _lines_of_texts(self, session: Session) -> int:
        """The lines that the texts of all sections may take, besides their titles."""
        return self._most_lines - len(session.summary.sections) if self.size.height >= TALL else 0

    @property
    def _most_lines(self) -> int:
        """The lines that the list of sections may take."""
        return max(_LEAST, self.size.height // 4)

    @property
    def lists_area(self) -> Widget:
        """What holds the list of sections."""
        return self.query_one(".lists")

    def takers_of_words(self) -> list[Widget]:
        """Words typed on a choice are no title of a section: they go to another field, or are parked."""
        return [row.stop for row in self.field_rows()]

    def paste_target(self) -> Editor | None:
        """A paste goes where typing goes; a section is added in its own line."""
        target = self.entry_point()
        return target if isinstance(target, Editor) else None

    def entry_point(self) -> Widget | None:
        """The first question without an answer, then what is lacking after a yes; else the beginning, to be read."""
        rows = list(self.field_rows())
        open_ = [row for row in rows if row.empty and not row.slot.field.path.endswith(ASIDES)]
        after_yes = [row for row in rows if row.empty and self._said_yes(row.slot.field.path)]
        return next((row.ensure_field() for row in (*open_, *after_yes, *rows)), None)

    def _said_yes(self, path: str) -> bool:
        """Whether a field is the detail of a question that was answered with yes."""
        _, name, part = (*path.split("."), "", "")[:3]
        question = getattr(self.editing.session.summary, name, None)
        return part == "detail" and isinstance(question, Recurrence | YesNo) and question.answer == "yes"

    def on_descendant_focus(self) -> None:
        """Where it is low, the list has more lines as long as it has the focus."""
        super().on_descendant_focus()
        self.lists_area.set_class(self.list_of(self.screen.focused) is not None, "-open")

    def subtitle(self, session: Session) -> str:
        """How many of the six are answered."""
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
