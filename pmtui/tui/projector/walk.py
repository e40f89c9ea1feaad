"""Walking over a slide: from row to row, or from item to item of the step's list where it shows one at a time."""

from __future__ import annotations

from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.projector.cards import Cards
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.projector.slide_view import SlideView


class Walk:
    """The cursor on the slide, which the cursor of the step's list goes along with."""

    def __init__(self, meeting: PresentedMeeting, slide_view: SlideView, cards: Cards) -> None:
        self.meeting, self.slide_view, self.cards = meeting, slide_view, cards
        self.item: str | None = None
        """The item of the list as it was last shown; None has the slide show the list's own."""
        self._row: str | None = None
        """The row that was chosen on the slide as it was last shown."""

    @property
    def view(self) -> ItemList | None:
        """The list of the step that is shown."""
        return self.meeting.view.active_list()

    @property
    def row(self) -> str | None:
        """The row that is chosen on the slide."""
        return self.slide_view.body.row_id

    def show(self) -> None:
        """Show the slide with its cursor where the list has its own, if that was moved."""
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
        """Go so many items or rows on, else scroll; False where there is nothing more that way."""
        view, body = self.view, self.slide_view.body
        if view is not None:
            view.parts.pointed(view)  # whatever hangs on the item ends
        if self.cards.slide.walks and view is not None:
            return view.list.move(by)
        if body.move(by):
            self.follow()
            return True
        return self.slide_view.scroll_by(3 * by if abs(by) == 1 else by)

    def page(self, by: int) -> bool:
        """Go a screenful on, or back; False where there is nothing more that way."""
        row = self.row
        if not row:
            return self.slide_view.page(by)
        self.slide_view.body.action_page(by)  # what is chosen stays in view
        self.follow()
        return self.row != row

    def follow(self) -> None:
        """Put the list's own cursor where the one on the slide is."""
        view, row = self.view, self.row
        if view is not None and row is not None and view.item(row) is not None:
            view.go_to(row)
            self.item = row

    def was_moved(self) -> bool:
        """Whether another row is chosen than when the slide was last shown."""
        return self.row != self._row

    def turn_list(self, by: int) -> None:
        """Go to the next list of the step; the cards of its lists come behind the last of them."""
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
