"""The projector's frame: the slide of the step below, and the line that says where we are and what the keys do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from pmtui.app.row_layout import Row
from pmtui.app.slides.cards import cards_of
from pmtui.app.slides.slide import ListInUse, Scene, Slide
from pmtui.library.drafts import PROJECTOR_LINE, PROJECTOR_QUICK_LINE
from pmtui.session.document import Session, StepName
from pmtui.tui.input import keymap
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.projector.slide_view import SlideView
from pmtui.tui.protocols import HoldsText, OverMeeting
from pmtui.tui.styles import sheet
from pmtui.tui.widgets import clock_words
from pmtui.tui.widgets.hints_muted import SILENT
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.status_bar import TopLine, saved_words

_LOW = 20
"""Lines under which paragraphs stand without a line between them."""
_NARROW = 70
_ROOM = 17
"""Columns for what waits to be mended or added: `✓ · 2 not added`."""
_HIGH, _WIDE = 32, 110
"""Lines and columns from which there is more air."""


class PresentFrame(Screen[None], HoldsText, OverMeeting):
    """What of a step is seen; what can be done there is `PresentScreen`'s."""

    CSS_PATH = sheet("present")
    AUTO_FOCUS = ""

    def __init__(self, meeting: PresentedMeeting) -> None:
        super().__init__(classes=SILENT)
        self.meeting = meeting
        self.slide_view = SlideView()
        self.field = self.slide_view.field
        self.quick = QuickAdd(meeting.editing, PROJECTOR_QUICK_LINE)
        self.bottom = TopLine()
        self.slide = Slide((), ())
        self._made_of: object = None
        """What the slide was made of, and for which item."""
        self._made_at: str | None = None
        self._which = ""
        """`card 2 of 3`."""
        self._cards: dict[StepName, int] = {}
        self._line_of: ItemList | None = None
        """The list that the line adds to."""
        self._item: str | None = None
        """The list's item as it was last shown."""
        self._row: str | None = None
        """The row that was chosen on the slide as it was last shown."""
        self._asked = False
        """Whether the line was asked for, on a slide that shows it only then."""
        self._said = ""
        self._silence: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the slide and the line that says where we are."""
        yield self.slide_view
        yield self.quick
        yield self.bottom

    def on_mount(self) -> None:
        """Show the step."""
        self.set_interval(1, self._show_bottom)
        self.show()
        self._enter(typing=False)

    @property
    def view(self) -> ItemList | None:
        """The list of the step that is shown."""
        return self.meeting.view.active_list()

    def on_resize(self) -> None:
        """Redraw the slide: the spacing depends on the height."""
        self.set_class(self._is_low, "-low")
        self.set_class(self._is_high, "-high")
        self.show()

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < _LOW or self.app.size.width < _NARROW

    @property
    def _is_high(self) -> bool:
        return self.app.size.height >= _HIGH and self.app.size.width >= _WIDE

    def on_screen_resume(self) -> None:
        """Redraw: what lay on top may have changed something."""
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw the current card of the step."""
        if not self.slide_view.field.is_attached:
            return
        view, name = self.view, self.meeting.name_now
        if view is not self._line_of:
            self._hand_over()
            self._line_of, self._item, self._asked = view, None, False
        self.slide = self._make_slide()
        at = self.slide_view.body.row_id
        if view is not None and view.item_id != self._item:
            at = self._item = view.item_id
        adds = self.slide.adds == "here" or (self.slide.adds == "asked" and self._asked)
        self.field.display = adds
        if view is not None:
            self.field.placeholder = view.part.example
        if not adds and self.focused is self.field:
            self.set_focus(None)
        self.slide_view.body.set_cursor_active(self.focused is None)
        of = (name, self._cards.get(name), view and view.part.section, self.slide.walks and view and view.item_id)
        self.slide_view.show(self.slide, of, at, view.list.selected if view is not None else ())
        row = self.slide_view.body.row_id
        if view is not None and row is not None and row != view.item_id and view.item(row) is not None:
            self.slide_view.body.go_to(view.item_id, tell=False)
        self._row = self.slide_view.body.row_id
        self.call_after_refresh(self._show_bottom)

    def _scene(self) -> Scene:
        meeting, room = self.meeting, self.app.size.width
        session = meeting.editing.session
        question = meeting.guide.question(meeting.step) if meeting.prompts else ""
        today = meeting.editing.now().astimezone(ZoneInfo(session.key_details.timezone)).date()
        width = max(room - (7 if self._is_low else 39 if self._is_high else 19), 20)
        earlier = meeting.earlier_reviews.earlier
        air = 0 if self._is_low else 2 if self._is_high else 1
        view = self.view
        shown = None
        if view is not None:
            shown = ListInUse(view.step, view.part, view.items(session), view.item_id, view.list.rows)
        return Scene(session, shown, meeting.step.title, question, width, air, today, earlier)

    def _make_slide(self) -> Slide:
        """The card's slide; a card that has nothing to show is passed over."""
        name, scene, view = self.meeting.name_now, self._scene(), self.view
        at = self._cards.get(name, 0)
        day, rows = scene.today.toordinal(), view.list.rows if view is not None else None
        of = same_parts(
            *(part for part in scene if part is not scene.today and part is not scene.list), view, day, rows, name, at
        )
        item = view.item_id if view is not None else None
        if of == self._made_of and (not self.slide.walks or item == self._made_at):
            return self.slide  # the same rows need not be measured again
        self._made_of, self._made_at = of, item
        made = [card(scene) for card in cards_of(name)]
        full = [n for n, slide in enumerate(made) if slide is not None]
        found = next((n for n in full if n >= at), full[-1] if full else 0)
        self._cards[name] = found
        several = len(full) > 1 and len(self.meeting.view.lists) < 2  # lists are named on the slide itself
        self._which = f"card {full.index(found) + 1} of {len(full)}" if several else ""
        slide = made[found] or Slide((), ())
        return slide._replace(rows=_without_last_gap(slide.rows))

    def _show_bottom(self) -> None:
        if not self.is_attached:
            return
        width = self.app.size.width
        steps = [step.name for step in self.meeting.steps]
        where = f" {self.meeting.step.title}  {steps.index(self.meeting.name_now) + 1}/{len(steps)}"
        meeting_clock = self.meeting.meeting_clock
        clock = clock_words.quiet_words(meeting_clock, narrow=width < _NARROW) or clock_words.step_time(
            meeting_clock, self.meeting.name_now, narrow=True
        )
        saved = saved_words(self.meeting.editing.state, narrow=True, room=0 if width < _NARROW else _ROOM)
        right = Content.assemble(clock, "   ", saved, "  ")
        if self._said:
            self.bottom.show(Content.styled(f" {self._said}", "bold"), right)
            return
        card = "" if width < _NARROW else self._which
        place = f"   {self.slide.where or card}".rstrip()
        left, room = f"{where}{place}", width - right.cell_length - 2
        for way in self._ways():
            if len(left) + len(way) + 3 <= room:
                left += f"{'   ' if left == where + place else ' · '}{way}"
        self.bottom.show(Content.styled(left, "$dim"), right)

    def _ways(self) -> list[str]:
        """What the keys do now, the most wanted first."""
        if self.focused is not None:
            leave = "esc closes" if self.quick.display else "esc leaves the field"
            return [leave, "enter adds"] if self.app.size.width >= _NARROW else ["esc leaves", "enter adds"]
        key = keymap.key_of
        ways = ["▾ space: more" if self.app.size.width >= _NARROW else "▾ space"] if self.slide_view.more else []
        ways.append("↑↓ walk")
        if self.slide_view.body.row_id in self.slide.links:
            ways.append("enter edits")
        if self.slide.adds != "no":
            ways.append(f"{key(self, 'item.add')} adds")
        last = self.meeting.name_now == self.meeting.steps[-1].name
        ways += [] if last else [f"{key(self, 'step.next')} next"]
        return [*ways, f"{key(self, 'present.toggle')} leaves"]

    def redraw(self, session: Session) -> None:
        """Redraw after the session changed."""
        self.show()

    def tell(self, text: str) -> bool:
        """The room has the bottom line for that."""
        self.say(text)
        return True

    def say(self, text: str) -> None:
        """Tell the room something, in the bottom line, for a while."""
        self._said = text
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(4, lambda: self.say("")) if text else None
        self._show_bottom()

    def _enter(self, *, typing: bool) -> None:
        """On a slide whose line is always there typing goes into it, for whoever was typing: letters stay letters."""
        self.set_focus(self.field if typing and self.slide.adds == "here" else None)
        self.show()

    # --- the line ---

    def gather(self) -> None:
        """The app ends: what stands in the line is a draft, though the message of its last key has not come yet."""
        if self._line_of is not None:
            self._line_of.line.keep(self.field.text, PROJECTOR_LINE)

    def _hand_over(self) -> None:
        """Another list, or out: what is half-typed stands in the line of the list that it was meant for."""
        if self._line_of is not None and self.field.text.strip():
            self._line_of.line.take_over(self.field.text, PROJECTOR_LINE)
        self.field.empty()


def _without_last_gap(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows without a gap after the last, which would count as more to scroll to."""
    return (*rows[:-1], replace(rows[-1], gap=0)) if rows and rows[-1].gap else rows
