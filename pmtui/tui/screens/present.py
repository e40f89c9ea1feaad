"""Present mode, for the projector: no rails, one question, large spacing, strong contrast.

It stands on the meeting: its list and cursor are the step's own, and the step's keys work here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from pmtui.meeting.commands import by_id
from pmtui.session.document import Session, StepName
from pmtui.tui import keymap
from pmtui.tui.desk import Place
from pmtui.tui.parts import HoldsText, OverMeeting
from pmtui.tui.presenting import CARDS
from pmtui.tui.presenting.links import form_at
from pmtui.tui.presenting.scene import Link, Scene, Slide
from pmtui.tui.silence import SILENT
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.bars import TopLine, saved_words
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.quick import QuickAdd
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.stage import Stage

if TYPE_CHECKING:
    from pmtui.tui.screens.meeting import MeetingScreen

_LOW = 20
"""Lines under which paragraphs stand without a line between them."""
_NARROW = 70
_HIGH, _WIDE = 32, 110
"""Lines and columns from which there is more air."""
_OWN = frozenset({"up", "down", "left", "right", "j", "k", "pageup", "pagedown", "home", "end"})
"""Keys that walk here, whatever they mean to a list."""


class PresentScreen(Screen[None], HoldsText, OverMeeting):
    """One step of the meeting below, large."""

    CSS_PATH = sheet("present")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *keymap.bindings("meeting", but=["find", "guide.toggle", "library.open", "hints.toggle", "tour"]),
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j", "walk(1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "walk(-9999)", show=False),
        Binding("end", "walk(9999)", show=False),
        Binding("tab,right", "turn(1)", show=False),
        Binding("shift+tab,left", "turn(-1)", show=False),
        Binding(",".join(by_id("item.add").keys), "add", id="item.add", show=False),
    ]

    def __init__(self, meeting: MeetingScreen) -> None:
        super().__init__(classes=SILENT)
        self.meeting = meeting
        self.stage = Stage()
        self.field = self.stage.field
        self.quick = QuickAdd(meeting.desk)
        self.bottom = TopLine()
        self.slide = Slide((), ())
        self._cards: dict[StepName, int] = {}
        self._line_of: ItemsView | None = None
        """The list that the line adds to."""
        self._item: str | None = None
        """The list's item as it was last shown."""
        self._asked = False
        """Whether the line was asked for, on a slide that shows it only then."""
        self._said = ""
        self._silence: Timer | None = None

    def compose(self) -> ComposeResult:
        """What there is to see, and where we are."""
        yield self.stage
        yield self.quick
        yield self.bottom

    def on_mount(self) -> None:
        """Show the step."""
        self.set_interval(1, self._show_bottom)
        self.show()
        self._enter()

    @property
    def view(self) -> ItemsView | None:
        """The step's list."""
        return self.meeting.view.active_list()

    def on_resize(self) -> None:
        """Fewer lines, less air."""
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
        """What lay on top may have changed something."""
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw the step as it stands."""
        if not self.stage.field.is_attached:
            return
        view, name = self.view, self.meeting.name_now
        if view is not self._line_of:
            self._hand_over()
            self._line_of, self._item, self._asked = view, None, False
        self.slide = self._make_slide()
        at = self.stage.body.row_id
        if view is not None and view.item_id != self._item:
            at = self._item = view.item_id
        adds = self.slide.adds == "here" or (self.slide.adds == "asked" and self._asked)
        self.field.display = adds
        if view is not None:
            self.field.placeholder = view.part.example
        if not adds and self.focused is self.field:
            self.set_focus(None)
        self.stage.body.set_cursor_active(self.focused is None)
        of = (name, self._cards.get(name), view and view.part.section, self.slide.walks and view and view.item_id)
        self.stage.show(self.slide, of, at, view.list.selected if view is not None else ())
        row = self.stage.body.row_id
        if view is not None and row is not None and row != view.item_id and view.item(row) is not None:
            self.stage.body.go_to(view.item_id, tell=False)
        self.call_after_refresh(self._show_bottom)

    def _scene(self) -> Scene:
        meeting, room = self.meeting, self.app.size.width
        session = meeting.desk.session
        question = meeting.guide.question(meeting.step) if meeting.prompts else ""
        today = meeting.desk.now().astimezone(ZoneInfo(session.key_details.timezone)).date()
        width = max(room - (7 if self._is_low else 39 if self._is_high else 19), 20)
        earlier = meeting.looked_back.earlier
        air = 0 if self._is_low else 2 if self._is_high else 1
        return Scene(session, self.view, meeting.step.title, question, width, air, today, earlier)

    def _make_slide(self) -> Slide:
        """The card's slide; a card that has nothing to show is passed over."""
        name = self.meeting.name_now
        scene, cards = self._scene(), CARDS[name]
        at = self._cards.get(name, 0)
        found = next((n for n in (*range(at, len(cards)), *range(at)) if cards[n](scene) is not None), 0)
        self._cards[name] = found
        return cards[found](scene) or Slide((), ())

    def _show_bottom(self) -> None:
        if not self.is_attached:
            return
        width = self.app.size.width
        steps = [step.name for step in self.meeting.steps]
        where = f" {self.meeting.step.title}  {steps.index(self.meeting.name_now) + 1}/{len(steps)}"
        pace = self.meeting.pace
        clock = pace.quiet_words(narrow=width < _NARROW) or pace.clock(self.meeting.name_now, narrow=True)
        right = Content.assemble(clock, "   ", saved_words(self.meeting.desk.state, narrow=True), "  ")
        if self._said:
            self.bottom.show(Content.styled(f" {self._said}", "bold"), right)
            return
        card = "" if width < _NARROW else self._card_words()
        place = f"   {self.slide.where or card}".rstrip()
        left, room = f"{where}{place}", width - right.cell_length - 2
        for way in self._ways():
            if len(left) + len(way) + 3 <= room:
                left += f"{'   ' if left == where + place else ' · '}{way}"
        self.bottom.show(Content.styled(left, "$dim"), right)

    def _card_words(self) -> str:
        """Which of the step's cards it is, where there are several."""
        name = self.meeting.name_now
        scene = self._scene()
        full = [n for n, card in enumerate(CARDS[name]) if card(scene) is not None] if len(CARDS[name]) > 1 else []
        return f"card {full.index(self._cards[name]) + 1} of {len(full)}" if len(full) > 1 else ""

    def _ways(self) -> list[str]:
        """What the keys do now, the most wanted first."""
        if self.focused is not None:
            leave = "esc closes" if self.quick.display else "esc leaves the field"
            return [leave, "enter adds"] if self.app.size.width >= _NARROW else ["esc leaves", "enter adds"]
        key = keymap.key_of
        ways = ["▾ space: more" if self.app.size.width >= _NARROW else "▾ space"] if self.stage.more else []
        ways.append("↑↓ walk")
        if self.stage.body.row_id in self.slide.links:
            ways.append("enter edits")
        if self.slide.adds != "no":
            ways.append(f"{key(self, 'item.add')} adds")
        last = self.meeting.name_now == self.meeting.steps[-1].name
        ways += [] if last else [f"{key(self, 'step.next')} next"]
        return [*ways, f"{key(self, 'present.toggle')} leaves"]

    def redraw(self, session: Session) -> None:
        """The session is another one."""
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

    def _enter(self) -> None:
        """On a slide whose line is always there, that is where typing goes."""
        self.set_focus(self.field if self.slide.adds == "here" else None)
        self.show()

    # --- typing ---

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """What stands in the line becomes an item, whatever ends the app."""
        event.stop()
        self.call_after_refresh(self.stage.fit)
        if self._line_of is not None:
            self._line_of.draft(event.text_area.text, "present")

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Add it to the step's list."""
        event.stop()
        self._submit(event.editor.text)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Every line is an item."""
        event.stop()
        self._submit(event.editor.text + event.text)

    def _submit(self, text: str) -> None:
        if self._line_of is not None and self._line_of.submit_text(text, "present"):
            self.field.empty()
        else:
            self.field.put(text)  # what was pasted stands there too
        self.show()

    def gather(self) -> None:
        """The app ends: what stands in the line is a draft, though the message of its last key has not come yet."""
        if self._line_of is not None:
            self._line_of.draft(self.field.text, "present")

    def _hand_over(self) -> None:
        """Another list, or out: what is half-typed stands in the line of the list that it was meant for."""
        if self._line_of is not None and self.field.text.strip():
            self._line_of.take_over(self.field.text, "present")
        self.field.empty()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Up and down walk."""
        event.stop()
        self.action_walk(event.by)

    # --- walking ---

    def action_walk(self, by: int) -> None:
        """One item on, or back; behind the last, the next card."""
        if not self._walk(by) and not self.field.text.strip():
            self._turn_card(1 if by > 0 else -1)
        self.show()

    def _walk(self, by: int) -> bool:
        view, body = self.view, self.stage.body
        if self.slide.walks and view is not None:
            before = view.item_id
            view.walk(by)
            return view.item_id != before
        if view is not None:
            view.walk(0)  # whatever hangs on the item ends
        if body.move(by):
            self._follow()
            return True
        return self.stage.scroll_by(3 * by if abs(by) == 1 else by)

    def _follow(self) -> None:
        """The list's own cursor goes where the one on the slide is."""
        view, row = self.view, self.stage.body.row_id
        if view is not None and row is not None and view.item(row) is not None:
            view.go_to(row)
            self._item = row

    @on(Rows.Moved)
    def pointed(self, event: Rows.Moved) -> None:
        """A row was chosen with the pointer."""
        event.stop()
        self._follow()
        self.show()

    def action_page(self, by: int) -> None:
        """What is further down; at its end, on."""
        row = self.stage.body.row_id
        if row:  # what is chosen stays in view
            self.stage.body.action_page(by)
            self._follow()
        if self.stage.body.row_id == row and (row or not self.stage.page(by)):
            self.action_walk(by)
        self.show()

    def _turn_card(self, by: int) -> None:
        name, scene = self.meeting.name_now, self._scene()
        cards, at = CARDS[name], self._cards.get(name, 0) + by
        while 0 <= at < len(cards) and cards[at](scene) is None:
            at += by
        if 0 <= at < len(cards):
            self._cards[name] = at
            self.show()
            self._enter()

    def action_turn(self, by: int) -> None:
        """The next list of the step, or the next card."""
        if len(self.meeting.view.lists) < 2:
            self._turn_card(by)
            return
        self._hand_over()
        typing = self.focused is not None
        self.meeting.view.next_list(by)
        self.show()
        if typing or self.slide.adds == "here":
            self._enter()

    # --- acts ---

    async def on_key(self, event: events.Key) -> None:
        """The step's own keys work here too, its letters where no field has the focus."""
        if event.key in _OWN or (event.is_printable and self.focused is not None):
            return
        if await self._act(event):
            event.stop()
            event.prevent_default()
            self.show()

    async def _act(self, event: events.Key) -> bool:
        view, row = self.view, self.stage.body.row_id
        link = self.slide.links.get(row or "") if self.focused is None else None
        if link is not None:
            if event.key in by_id("item.edit").keys:
                await self._follow_link(link)
                return True
            return False
        if view is None or not self.slide.acts or (event.key == "space" and self.meeting.name_now != "lessons"):
            return False
        return view.take_digit(event.character or "") or await view.act_on(event.key)

    async def _follow_link(self, link: Link) -> None:
        """Edit it here; what has no form is gone to."""
        form = form_at(self.meeting.desk, link)
        if form is not None:
            self.app.push_screen(form)
        else:
            await self.go_to(link.place)

    def action_add(self) -> None:
        """To the line, on the card that has it."""
        name, scene = self.meeting.name_now, self._scene()
        if self.slide.adds == "no":
            slides = [card(scene) for card in CARDS[name]]
            found = next((n for n, slide in enumerate(slides) if slide is not None and slide.adds != "no"), None)
            if found is None:
                return
            self._cards[name] = found
        self._asked = True
        self.show()
        self.set_focus(self.field)
        self.show()

    def action_leave(self) -> None:
        """Out of the field, then back to the meeting; what was typed is kept."""
        if self.quick.display:
            self.quick.close()
            self.set_focus(self.quick.came_from)
            self.show()
        elif self.focused is not None:
            self.set_focus(None)
            self._asked = bool(self.field.text.strip())
            self.show()
        else:
            self.action_present_toggle()

    def action_event_add(self) -> None:
        """A line for the timeline."""
        self.quick.open("event")

    def action_park_add(self) -> None:
        """A line for the parking lot."""
        self.quick.open("topic")

    @on(QuickAdd.Done)
    def quick_done(self, event: QuickAdd.Done) -> None:
        """Something was added from the line."""
        self.say(event.text)
        self.show()

    def action_present_toggle(self) -> None:
        """Back to the meeting."""
        self._hand_over()
        self.meeting.quick.take_over(self.quick)
        self.dismiss(None)

    async def action_step_next(self) -> None:
        """The next step."""
        await self._step(1)

    async def action_step_previous(self) -> None:
        """The step before."""
        await self._step(-1)

    async def _step(self, by: int) -> None:
        names = [step.name for step in self.meeting.steps]
        at = min(max(names.index(self.meeting.name_now) + by, 0), len(names) - 1)
        if names[at] != self.meeting.name_now:
            await self.go_to(Place(names[at]))

    def action_step_goto(self) -> None:
        """Any step or field by a few letters."""
        from pmtui.tui.screens.finding import pick_place  # only when asked for

        pick_place(self.app, self.meeting.steps, self._went)

    async def _went(self, place: Place | None) -> None:
        if place is not None:
            await self.go_to(place)

    async def go_to(self, place: Place) -> None:
        """The meeting goes there, and so do we."""
        self._hand_over()
        if place.item_id or place.field:
            await self.meeting.go_to(place)
        else:
            await self.meeting.open_step(place.step)
        self._item = None
        self.show()
        self._enter()

    # --- what the meeting does ---

    def action_question_next(self) -> None:
        """The next question."""
        self.meeting.action_question_next()
        self.show()

    def action_prompts_toggle(self) -> None:
        """Hide the prompts, or show them."""
        self.meeting.action_prompts_toggle()
        self.show()

    def action_timer_toggle(self) -> None:
        """Pause the clock, or let it run."""
        self.meeting.action_timer_toggle()
        self._show_bottom()

    def action_timer_extend(self) -> None:
        """Two more minutes."""
        self.meeting.action_timer_extend()
        self._show_bottom()

    def action_report_copy(self) -> None:
        """The report into the clipboard."""
        self.meeting.action_report_copy()

    def action_report_save(self) -> None:
        """The report into a file."""
        self.meeting.action_report_save()

    def action_status_next(self) -> None:
        """Draft, in review, final, open again."""
        self.meeting.action_status_next()
        self.show()

    async def action_undo(self) -> None:
        """Take back the last act."""
        await self.meeting.action_undo()
        self.show()

    async def action_redo(self) -> None:
        """Do it again."""
        await self.meeting.action_redo()
        self.show()
