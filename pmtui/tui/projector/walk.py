"""`Walk`: moves the cursor of a slide from row to row, or from item to item where a slide shows one at a time."""

from __future__ import annotations

from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.projector.cards import Cards
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.projector.slide_view import SlideView


class Walk:
    """The cursor of the slide, together with the cursor of the step's list.

    Args:
        meeting: the meeting.
        slide_view: the slide.
        cards: the cards of the steps.
    """

    def __init__(self, meeting: PresentedMeeting, slide_view: SlideView, cards: Cards) -> None:
        self.meeting, self.slide_view, self.cards = meeting, slide_view, cards
        self.item: str | None = None
        """The item of the list when it was last shown; None: the slide shows the item under the list's cursor."""
        self._row: str | None = None
        """The row under the cursor when the slide was last shown."""

    @property
    def view(self) -> ItemList | None:
        """The list in use of the step that is shown; None if there is none."""
        return self.meeting.view.active_list()

    @property
    def row(self) -> str | None:
        """The id of the row under the cursor of the slide."""
        return self.slide_view.body.row_id

    def show(self) -> None:
        """Draw the slide with its cursor on the item of the list's cursor, if that was moved."""
        view, cards, at = self.view, self.cards, self.row
        if view is not None and view.item_id != self.item:
            at = self.item = view.item_id
        walks = cards.slide.walks and view and view.item_id
        of = (self.meeting.name_now, cards.at, view and view.part.section, walks)
        self.slide_view.show(cards.slide, of, at, view.list.selected if view is not None else ())
        if view is not None and self.row is not None and self.row != view.item_id and view.item(self.row) is not None:
            self.slide_view.body.go_to(view.item_id, tell=False)
        self._row = self.row

    def step(self, by: int) -> bool:
        """Move by items or rows, else scroll; return False if neither is possible."""
        view, body = self.view, self.slide_view.body
        if view is not None:
            view.parts.cursor_moved(view)  # ends what depends on the item under the cursor
        if self.cards.slide.walks and view is not None:
            return view.list.move(by)
        if body.move(by):
            self.follow()
            return True
        return self.slide_view.scroll_by(3 * by if abs(by) == 1 else by)

    def page(self, by: int) -> bool:
        """Move by a page; return False if that is not possible."""
        row = self.row
        if not row:
            return self.slide_view.page(by)
        self.slide_view.body.action_page(by)  # so that the cursor stays in view
        self.follow()
        return self.row != row

    def follow(self) -> None:
        """Put the cursor of the list where the cursor of the slide is."""
        view, row = self.view, self.row
        if view is not None and row is not None and view.item(row) is not None:
            view.go_to(row)
            self.item = row

    def was_moved(self) -> bool:
        """Return whether the cursor was moved since the slide was last shown."""
        return self.row != self._row

    def turn_list(self, by: int) -> None:
        """Go to the next list of the step; cards of lists come after the last of them."""
        lists, cards = self.meeting.view.lists, self.cards
        end = lists[-1] if by > 0 else lists[0]
        if cards.at == 0 and self.view is end and any(cards.made(cards.scene(self.slide_view.app.size))[1:]):
            cards.at = 1
        elif cards.at:
            cards.at = 0
            if self.view is not (lists[0] if by > 0 else lists[-1]):
                self.meeting.view.next_list(by)
        else:
            self.meeting.view.next_list(by)
