"""Present mode, for the projector: no rails, one question, large spacing, strong contrast.

It stands on the meeting: its list and cursor are the step's own, and the step's keys work here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from pmtui.session.document import Session
from pmtui.tui import keymap
from pmtui.tui.desk import Place
from pmtui.tui.parts import HoldsText, OverMeeting
from pmtui.tui.presenting import Scene, stage
from pmtui.tui.silence import SILENT
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.bars import TopLine, saved_words
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.quick import QuickAdd

if TYPE_CHECKING:
    from pmtui.tui.screens.meeting import MeetingScreen

_LOW = 20
"""Lines under which paragraphs stand without a line between them."""


class PresentScreen(Screen[None], HoldsText, OverMeeting):
    """One step of the meeting below, large."""

    CSS_PATH = sheet("present")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *keymap.bindings("meeting", but=["find", "step.goto", "guide.toggle", "library.open", "hints.toggle", "tour"]),
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j,space", "walk(1)", show=False),
        Binding("tab", "next_list(1)", show=False),
        Binding("shift+tab", "next_list(-1)", show=False),
        Binding("a,insert", "add", show=False),
    ]

    def __init__(self, meeting: MeetingScreen) -> None:
        super().__init__(classes=SILENT)
        self.meeting = meeting
        self.text = Static(id="stage")
        self.field = Editor(mode="add", classes="add")
        self.quick = QuickAdd(meeting.desk)
        self.bottom = TopLine()
        self._said = ""
        self._silence: Timer | None = None

    def compose(self) -> ComposeResult:
        """What there is to see, the line to add, and where we are."""
        with VerticalScroll(id="present", can_focus=False):
            yield self.text
            yield self.field
        yield self.quick
        yield self.bottom

    def on_mount(self) -> None:
        """Show the step."""
        self.set_interval(1, self._show_bottom)
        self.show()
        self._focus_field()

    @property
    def view(self) -> ItemsView | None:
        """The step's list."""
        return self.meeting.view.active_list()

    def on_resize(self) -> None:
        """Fewer lines, less air."""
        self.set_class(self.app.size.height < _LOW or self.app.size.width < 70, "-low")
        self.show()

    def on_screen_resume(self) -> None:
        """What lay on top may have changed something."""
        self.show()

    def show(self) -> None:
        """Draw the step as it stands."""
        session, name = self.meeting.desk.session, self.meeting.name_now
        view = self.view
        question = self.meeting.guide.question(self.meeting.step) if self.meeting.prompts else self.meeting.step.title
        width = max(self.app.size.width * 3 // 4, 30)
        between = "\n" if self.app.size.height < _LOW else "\n\n"
        at = view.item_id if view is not None and self.focused is None else None
        self.text.update(Content(between).join(stage(name)(Scene(session, view, question, width, at))))
        self.field.display = view is not None and view.add is not None
        if view is not None:
            self.field.placeholder = view.part.example
        self._show_bottom()

    def _show_bottom(self) -> None:
        steps = [step.name for step in self.meeting.steps]
        where = f" {self.meeting.step.title}  {steps.index(self.meeting.name_now) + 1}/{len(steps)}"
        pace = self.meeting.pace
        clock = pace.quiet_words(narrow=self.app.size.width < 70) or pace.clock(self.meeting.name_now, narrow=True)
        saved = saved_words(self.meeting.desk.state, narrow=True)
        way = "esc leaves the field" if self.focused is not None else "v or esc leaves · ] next step"
        left = Content.styled(f" {self._said}", "bold") if self._said else Content.styled(f"{where}   {way}", "$dim")
        self.bottom.show(left, Content.assemble(clock, "   ", saved, "  "))

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

    def _focus_field(self) -> None:
        if self.field.display:
            self.field.focus()
        else:
            self.set_focus(None)

    # --- typing ---

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """What stands in the line becomes an item, whatever ends the app."""
        event.stop()
        if self.view is not None:
            self.view.draft(event.text_area.text, "present")

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
        if self.view is not None and self.view.submit_text(text, "present"):
            self.field.empty()
        else:
            self.field.put(text)  # what was pasted stands there too
        self.show()

    def gather(self) -> None:
        """The app ends: what stands in the line is a draft, though the message of its last key has not come yet."""
        if self.view is not None:
            self.view.draft(self.field.text, "present")

    def _hand_over(self) -> None:
        """Another list, or out: what is half-typed stands in the line of the list that it was meant for."""
        if self.view is not None and self.field.text.strip():
            self.view.take_over(self.field.text, "present")
        self.field.empty()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Up and down walk."""
        event.stop()
        self.action_walk(event.by)

    # --- acts ---

    async def on_key(self, event: events.Key) -> None:
        """The step's own keys work here too, its letters where no field has the focus."""
        view = self.view
        if view is None or (event.is_printable and self.focused is not None):
            return
        if view.take_digit(event.character or "") or await view.act_on(event.key):
            event.stop()
            event.prevent_default()
            self.show()

    def action_walk(self, by: int) -> None:
        """One item on, or back."""
        if self.view is not None:
            self.view.walk(by)
            self.show()

    def action_next_list(self, by: int) -> None:
        """The next list of the step."""
        self._hand_over()
        self.meeting.view.next_list(by)
        self.show()
        self._focus_field()

    def action_add(self) -> None:
        """To the line."""
        self._focus_field()
        self.show()

    def action_leave(self) -> None:
        """Out of the field, then back to the meeting; what was typed is kept."""
        if self.quick.display:
            self.quick.close()
            self.set_focus(self.quick.came_from)
        elif self.focused is not None:
            self.set_focus(None)
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
        self._hand_over()
        await self.meeting.open_step(names[at])
        self.show()
        self._focus_field()

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

    async def action_undo(self) -> None:
        """Take back the last act."""
        await self.meeting.action_undo()
        self.show()

    async def action_redo(self) -> None:
        """Do it again."""
        await self.meeting.action_redo()
        self.show()

    async def go_to(self, place: Place) -> None:
        """The meeting goes there, and so do we."""
        await self.meeting.go_to(place)
        self.show()
