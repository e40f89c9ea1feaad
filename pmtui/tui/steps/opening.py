"""The opening: the people and their roles, the ground rules, and the questions of the participants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from pmtui import signs
from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.app.suggestions import Offer
from pmtui.app.wrap import wrap
from pmtui.meeting import step as declared
from pmtui.meeting.opening import GROUND_RULES
from pmtui.meeting.past_reviews import LeftAsked, not_taken
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.session.text import one_line
from pmtui.session.times import show_date
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import ItemRows
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL, offer
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.fields_area import FieldsArea
from pmtui.tui.widgets.rows import Row, Span

ROOMY: Final = 31
"""The lines of the screen from which the ground rules are shown."""
HINT: Final = "@name at the end finds out · Enter adds it"


def draw_question(_session: Session, item: Any, _number: int) -> Row:
    """Return the row of a question: ticked with its answer, or with the one who finds it out."""
    answer = item.answer.strip()
    lead = (Span(f"{signs.TICK} " if answer else "? ", "well" if answer else "accent"),)
    below = tuple(_below(answer, item.owner))
    right = (Span(item.author, "dim"),) if item.author else ()
    return Row(item.id, item.text or "(no text)", lead=lead, right=right, below=below)


def _below(answer: str, owner: str) -> Iterator[Span]:
    if answer:
        yield Span(answer, "dim")
    elif owner:
        yield Span(f"{owner} finds out", "dim")


class Rules(Widget):
    """The ground rules, each wrapped with an indent, if there is room."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Known before anything is drawn: nothing moves when they come."""
        return len(_rules(width)) + 2 if viewport.height >= ROOMY else 0

    def render(self) -> Content:
        """Return the heading and the rules."""
        return Content("\n").join([Content.styled("Ground rules", "bold"), *map(Content, _rules(self.size.width))])


def _rules(width: int) -> list[str]:
    return [line for rule in GROUND_RULES for line in _hanging(wrap(rule, max(width - 2, 10)))]


def _hanging(lines: list[str]) -> list[str]:
    return [f"{'·' if n == 0 else ' '} {line}" for n, line in enumerate(lines)]


def _offer(one: LeftAsked) -> Offer:
    text = one_line(one.parked.text)
    day = show_date(one.incident_date) if one.incident_date else ""
    return Offer(text, text, f"{one.parked.kind} {day}".strip())


class OpeningView(StepView):
    """The form, the rules, and the questions."""

    sheets = ("opening",)

    def compose_parts(self) -> ComposeResult:
        """Make the form, the rules and the questions."""
        form = next(part for part in self.step.parts if isinstance(part, declared.Form))
        questions = next(part for part in self.step.parts if isinstance(part, Items))
        with FieldsArea(classes="forms"):
            yield self.make_form(form)
        yield Rules()
        made = self.make_list(questions)
        made.add_class("-current")
        yield made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of the list of questions."""
        what = "Take what earlier reviews left unanswered"
        acts = (*USUAL, Act("item.offer", offer, self._has_earlier, what=what))
        rows = ItemRows(part, draw_question, titled=True)
        return ListParts(part, acts, rows=rows, add_line=AddLineParts(hint=HINT), offers=self._earlier)

    def _earlier(self, _items: ItemList, session: Session) -> list[Offer]:
        """Return the questions of earlier reviews that this one has not taken yet."""
        found: EarlierReviews = getattr(self.screen, "earlier_reviews", EarlierReviews())
        return [_offer(one) for one in not_taken(found.earlier.left_asked, session)]

    def _has_earlier(self, items: ItemList) -> bool | str:
        return bool(self._earlier(items, items.editing.session)) or "earlier reviews left no question"

    def subtitle(self, session: Session) -> str:
        """Return the purpose of the meeting in a line."""
        return "to learn how the work really happens"
