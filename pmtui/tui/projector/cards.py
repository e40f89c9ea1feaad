"""`Cards`: the card of each step that is shown, and its slide. A slide is made again only if its content changed."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from textual.geometry import Size

from pmtui.app.row_layout import Row
from pmtui.app.slides.cards import cards_of
from pmtui.app.slides.slide import ListInUse, Scene, Slide
from pmtui.session.document import StepName
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.rows import WIDEST

NARROW: Final = 70
"""The columns below which only the most important text is shown."""
_LOW: Final = 20
"""The lines below which there are no empty lines between paragraphs."""
_HIGH, _WIDE = 32, 110
"""The lines and columns from which there are more empty lines."""
_TALL: Final = 50
"""The lines from which a slide begins further down."""


def is_low(size: Size) -> bool:
    """Return whether the screen has no room for empty lines."""
    return size.height < _LOW or size.width < NARROW


def is_tall(size: Size) -> bool:
    """Return whether a slide begins below the top."""
    return is_high(size) and size.height >= _TALL


def is_high(size: Size) -> bool:
    """Return whether the screen has room for more empty lines."""
    return size.height >= _HIGH and size.width >= _WIDE


class Cards:
    """The cards of the steps of a meeting.

    Args:
        meeting: the meeting.
    """

    def __init__(self, meeting: PresentedMeeting) -> None:
        self.meeting = meeting
        self.slide = Slide((), ())
        self.which = ""
        """The number of the card, as `card 2 of 3`; empty if there is only one."""
        self._at: dict[StepName, int] = {}
        self._made_of: object = None
        self._made_at: str | None = None
        """The item that the slide was made for."""

    @property
    def at(self) -> int:
        """The index of the card in the step that is shown."""
        return self._at.get(self.meeting.name_now, 0)

    @at.setter
    def at(self, at: int) -> None:
        self._at[self.meeting.name_now] = at

    def scene(self, size: Size) -> Scene:
        """Return the content for cards on a screen of this size."""
        meeting = self.meeting
        session, low, high = meeting.editing.session, is_low(size), is_high(size)
        question = meeting.guide.question(meeting.step) if meeting.prompts else ""
        today = meeting.editing.now().astimezone(ZoneInfo(session.key_details.timezone)).date()
        width = min(max(size.width - (7 if low else 39 if high else 19), 20), WIDEST - 3)
        air = 0 if low else 2 if high else 1
        view = meeting.view.active_list()
        shown = None
        if view is not None:
            shown = ListInUse(view.step, view.part, view.items(session), view.item_id, view.list.rows)
        earlier = meeting.earlier_reviews.earlier
        return Scene(session, shown, meeting.step.title, question, width, air, today, earlier)

    def made(self, scene: Scene) -> list[Slide | None]:
        """Return the slides of all cards of the step; None for a card without content."""
        return [card(scene) for card in cards_of(self.meeting.name_now)]

    def draw(self, size: Size) -> Slide:
        """Return the slide of the present card, or of the next one with content."""
        name, scene, view = self.meeting.name_now, self.scene(size), self.meeting.view.active_list()
        day, rows = scene.today.toordinal(), view.list.rows if view is not None else None
        parts = (part for part in scene if part is not scene.today and part is not scene.list)
        of = same_parts(*parts, view, day, rows, name, self.at)
        item = view.item_id if view is not None else None
        if of == self._made_of and (not self.slide.walks or item == self._made_at):
            return self.slide  # the same object, so that its rows are not measured again
        self._made_of, self._made_at = of, item
        made = self.made(scene)
        full = [n for n, slide in enumerate(made) if slide is not None]
        self.at = next((n for n in full if n >= self.at), full[-1] if full else 0)
        several = len(full) > 1 and len(self.meeting.view.lists) < 2  # several lists are named on the slide itself
        self.which = f"card {full.index(self.at) + 1} of {len(full)}" if several else ""
        slide = made[self.at] or Slide((), ())
        self.slide = slide._replace(rows=_without_last_gap(slide.rows))
        return self.slide

    def turn(self, by: int, size: Size) -> bool:
        """Go to the next card with content (1) or the previous one (-1); return False if there is none."""
        made, at = self.made(self.scene(size)), self.at + by
        while 0 <= at < len(made) and made[at] is None:
            at += by
        if not 0 <= at < len(made):
            return False
        self.at = at
        return True

    def go_to_adding(self, size: Size) -> bool:
        """Go to the first card with an add line; return False if there is none."""
        made = self.made(self.scene(size))
        found = next((n for n, slide in enumerate(made) if slide is not None and slide.adds != "no"), None)
        if found is None:
            return False
        self.at = found
        return True


def _without_last_gap(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows without a gap after the last one, which would make the slide scroll."""
    return (*rows[:-1], replace(rows[-1], gap=0)) if rows and rows[-1].gap else rows
