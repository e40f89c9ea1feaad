"""The meeting's frame: agenda, step and guide between two lines, and the way between the steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.meeting_clock import MeetingClock
from pmtui.meeting import agenda, vocabulary
from pmtui.meeting.step import Step
from pmtui.session.document import StepName
from pmtui.session.text import cut
from pmtui.tui.hints.guide import Aside, Guide
from pmtui.tui.hints.wording_hints import WordingHints
from pmtui.tui.input import keymap
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.meeting.agenda import AgendaPanel
from pmtui.tui.meeting.earlier_reviews import earlier_asides
from pmtui.tui.meeting.focus import is_in_sight
from pmtui.tui.protocols import Meeting, OverMeeting
from pmtui.tui.steps import view_of
from pmtui.tui.steps.base import StepView
from pmtui.tui.styles import sheet
from pmtui.tui.widgets import clock_words
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow
from pmtui.tui.widgets.form import Form, help_of
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.status_bar import FoldedLine, KeysLine, TopLine, saved_words
from pmtui.tui.widgets.textual_workarounds import Sheets, StyledOnce

WIDE = 100
"""Columns from which the guide has a column of its own."""
ROOMY = 90
"""Columns from which the agenda has one."""


class MeetingFrame(StyledOnce, Meeting):
    """What of a meeting is seen, and where one is in it; what can be done there is `MeetingScreen`'s."""

    CSS_PATH = sheet("meeting", "steps")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("meeting", "field")]

    class Changed(Message):
        """The session, or whether it is saved, is another one; posted from any thread."""

    class EarlierRead(Message):
        """The earlier reviews have been read."""

        def __init__(self, found: EarlierReviews) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self,
        editing: EditingSession,
        meeting_clock: MeetingClock,
        steps: Sequence[Step],
        start: StepName,
        read_earlier_reviews: Callable[[], EarlierReviews] = EarlierReviews,
    ) -> None:
        super().__init__()
        self.read_earlier_reviews = read_earlier_reviews
        self.earlier_reviews = EarlierReviews()
        self.editing = editing
        self.meeting_clock = meeting_clock
        self.steps = agenda.with_step(steps, start)
        self.name_now: StepName = start
        self.views: dict[StepName, StepView] = {}
        self.top = TopLine()
        self.agenda = AgendaPanel(self.steps)
        self.guide = Guide()
        self.folded = FoldedLine(id="folded")
        self.quick = QuickAdd(editing)
        self.keys_line = KeysLine()
        self.prompts = True
        self.wording_hints = WordingHints(self, lambda: self.view)
        self._field_help: tuple[str, str] | None = None
        self._held: list[str] = []
        """Notices that wait until nothing lies on top: they would cover it."""
        self._turning = asyncio.Lock()
        """One step at a time: keys and clicks may ask for two at once."""

    # --- layout ---

    def compose(self) -> ComposeResult:
        """Lay out the agenda, the step and the guide between the top and the bottom line."""
        yield self.top
        with Horizontal(id="columns"):
            yield self.agenda
            with Vertical(id="body"):
                yield self._make(self.name_now)
            yield self.guide
        yield self.folded
        yield self.quick
        yield self.keys_line

    def on_mount(self) -> None:
        """Begin to keep the session on disk, and let the first field have the focus."""
        self._fold()
        self.wording_hints.remember()
        self.editing.start()
        self.meeting_clock.take_up(self.steps)
        self.meeting_clock.enter(self.name_now)
        self.set_interval(1, self._tick)
        # The first picture is the whole one: nothing moves afterwards.
        self.view.focus_entry()
        if isinstance(self.focused, Editor) and isinstance(row := self.focused.parent, FieldRow):
            self._field_help = (row.slot.field.label, help_of(row.slot.field))
        self._show()
        # Many files may have to be read: the first picture does not wait for them, nor the meeting.
        self.call_after_refresh(self._begin_to_look_back)

    def _begin_to_look_back(self) -> None:
        self.run_worker(lambda: self.post_message(self.EarlierRead(self.read_earlier_reviews())), thread=True)

    @on(EarlierRead)
    def hear_of_earlier(self, event: EarlierRead) -> None:
        """What earlier reviews left stands in the guide of the opening; their meetings shape the timeboxes."""
        self.earlier_reviews = event.found
        self.meeting_clock.learn(event.found.sittings)
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Fold the agenda and the guide where there is no room for them."""
        self._fold()
        self.show()

    def _fold(self) -> None:
        width = self.app.size.width
        self.set_class(width < WIDE, "-narrow")
        self.set_class(width < ROOMY, "-tiny")
        self.set_class(self.app.size.height < 20, "-low")
        self.set_class(self.view.folds_guide or width < self.view.guide_from, "-folds")

    # --- showing ---

    @property
    def view(self) -> StepView:
        """The step that is shown."""
        return self.views[self.name_now]

    @property
    def step(self) -> Step:
        """The declaration of the step that is shown."""
        return self.view.step

    def session_changed(self) -> None:
        """Ask for a redraw; may be called from any thread."""
        self.post_message(self.Changed())

    @on(Changed)
    def changed(self) -> None:
        """Redraw the parts whose content changed, here and on the screens above."""
        self.show()
        for form in (form for view in self.views.values() for form in view.forms):
            form.give_way(self.editing.session)
        for screen in self.app.screen_stack:
            if isinstance(screen, OverMeeting):
                screen.redraw(self.editing.session)
        self._held += self.editing.opened.take_notices()
        self._notice()

    def _notice(self) -> None:
        if not isinstance(self.app.screen, ModalScreen):
            for notice in self._held:
                self.notify(notice, title="Merged", markup=False, timeout=12)
            self._held.clear()

    def on_screen_resume(self) -> None:
        """What was on top is gone: what waited is said, and what has the focus is in sight."""
        self._notice()
        self.call_after_refresh(self.settle_focus)

    def show(self) -> None:
        """Redraw every part whose content changed."""
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        session = self.editing.session
        self.view.show(session)
        self.agenda.show(session, self.name_now)
        self._show_top()
        self.show_guide()
        self.wording_hints.count()
        self.keys_line.refresh()
        # What is hidden by a style has gone only after it is drawn.
        self.call_after_refresh(self.settle_focus)

    def settle_focus(self) -> None:
        """After every act the focus is where the eye is; one that is not goes to where typing goes in this step."""
        if self.focused is None or is_in_sight(self.focused, self.view, self.quick):
            return
        self.set_focus(None)
        if not self.view.is_mounted:
            return
        self.view.focus_entry()
        if self.focused is not None and not is_in_sight(self.focused, self.view):
            self.set_focus(None)

    def _show_top(self) -> None:
        details, narrow = self.editing.session.key_details, self.has_class("-narrow")
        name = details.product or details.headline or "New review"
        if self.has_class("-narrow"):
            number = [step.name for step in self.steps].index(self.name_now) + 1
            where = f"{number}/{len(self.steps)} {self.step.title}"
            left, least = Content.assemble(" ", (where, "bold"), (f" · {cut(name, 40)}", "$dim")), cell_len(where)
        else:
            rest = f" · {cut(details.headline, 200)}" if details.product and details.headline else ""
            left, least = Content.assemble(" ", (cut(name, 60), "bold"), rest), cell_len(cut(name, 60))
        status = self.editing.session.status
        shown = "" if status == "draft" else f"{vocabulary.STATUS[status]}  "
        clock = clock_words.quiet_words(self.meeting_clock, narrow=self.app.size.width < 70)
        clock = clock or clock_words.step_time(self.meeting_clock, self.name_now, narrow=narrow)
        around = Content.assemble("   ", clock, "  ")
        room = self.app.size.width - least - 3 - len(shown) - around.cell_length
        saved = saved_words(self.editing.state, narrow=narrow, room=room)
        self.top.show(left, Content.assemble((shown, "$notice"), saved, around))
        self.agenda.set_footing(clock_words.meeting_time(self.meeting_clock))

    def _tick(self) -> None:
        """Count the time and redraw the clock, the only thing that moves by itself."""
        if said := self.meeting_clock.tick():
            self.say(said)
        self._show_top()

    def show_guide(self) -> None:
        """Draw the guide for the step and what is selected in it."""
        asides = list(self.view.asides(self.editing.session))
        if self.name_now == "opening":
            asides += earlier_asides(self.earlier_reviews, again=self.meeting_clock.again)
        if self._field_help is not None and self._field_help[1] and self.prompts:
            asides.insert(0, Aside(*self._field_help))
        asides = self.wording_hints.joined(asides)
        self.guide.show(self.step, asides, question=self.wording_hints.question(), prompts=self.prompts)
        helped = self._field_help is not None and not (asides and asides[0].notice)
        line = self._field_help[1] if self._field_help is not None and helped else self.guide.one_line
        self.folded.show(line)

    @on(Form.Visited)
    def visited(self, event: Form.Visited) -> None:
        """Show the help of the focused field in the guide, where it moves nothing."""
        self._field_help = (event.label, event.help)
        self.show_guide()

    @on(ItemList.Selected)
    def selected(self) -> None:
        """Redraw the guide for the item that is selected now."""
        self.show_guide()
        self.keys_line.refresh()

    @on(Editor.Paused)
    def paused(self, event: Editor.Paused) -> None:
        """A moment after the last key: the question that fits, and wording to say otherwise."""
        event.stop()
        if event.editor is self.focused and self.wording_hints.listen(event.editor):
            self.show_guide()
            self.keys_line.refresh()

    def on_descendant_focus(self) -> None:
        """The keys that work are others now, and the help of a field that was left is not wanted any more."""
        if self.quick.display and self.focused is not self.quick.field and not self.quick.field.text:
            self.quick.close()
        if isinstance(self.focused, Editor):
            self.wording_hints.listen(self.focused)
        self.keys_line.refresh()
        if self._field_help is not None and not isinstance(getattr(self.focused, "parent", None), FieldRow):
            self._field_help = None
            self.show_guide()

    def on_descendant_blur(self) -> None:
        """Redraw the line of keys: other keys work now."""
        self.keys_line.refresh()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the person something, in the bottom line, for a while."""
        over = self.app.screen
        if isinstance(over, OverMeeting) and over.tell(text):
            return
        self.keys_line.tell(text, wrong=wrong)

    def label_of(self, command_id: str) -> str | None:
        """The label of a command in the line of keys, where it depends on the moment."""
        if command_id == "undo":
            # With nothing to undo the key still answers, but is not offered.
            label = self.editing.undo_label
            return f"undo {cut(label, 26)}" if label else ""
        return self.view.label_of(command_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether an action can be done now."""
        if action == "step_next":
            return self.name_now != self.steps[-1].name
        if action == "step_previous":
            return self.name_now != self.steps[0].name
        if action == "field_editor":
            return isinstance(self.focused, Editor)
        if action == "wording_take":
            return self.wording_hints.offered
        if action == "value_mend":
            return self.editing.state.unread + self.editing.state.lines > 0
        return True

    # --- steps ---

    def _make(self, name: StepName) -> StepView:
        step = next(step for step in self.steps if step.name == name)
        view = self.views[name] = view_of(self.editing, step)
        if isinstance(self.app.stylesheet, Sheets):
            self.app.stylesheet.bring(view.sheets)
        return view

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step; the focus goes to the place, else to where one types."""
        async with self._turning:
            if name != self.name_now:
                await self._change_step(name)
            self.show()
            if place is None or not self.view.go_to(place):
                self.view.focus_entry()
            self.show_guide()

    async def _change_step(self, name: StepName) -> None:
        """Put another step's view in the place of this one's; until it is there, this one is the one that is shown."""
        self.view.commit()
        self._take_up(name)
        if name not in self.views:
            made = self._make(name)
            made.display = False
            await self.query_one("#body").mount(made)
        self.view.display = False
        self.name_now = name
        self.editing.step = name
        self.meeting_clock.enter(name)
        self.wording_hints.forget()
        self._fold()
        self.view.display = True

    def _take_up(self, name: StepName) -> None:
        """A step that the team's agenda leaves out is in it for this sitting: nobody is locked out of one."""
        self.steps = self.agenda.steps = agenda.with_step(self.steps, name)
        self.meeting_clock.take_up(self.steps)

    async def go_to(self, place: Place) -> None:
        """Go to the step, the item or the field that a place names."""
        await self.open_step(place.step, place)

    @on(AgendaPanel.Chosen)
    async def chosen(self, event: AgendaPanel.Chosen) -> None:
        """Go to the step that was clicked in the agenda."""
        await self.open_step(event.name)

    async def action_step_next(self) -> None:
        """Go to the next step."""
        await self._turn(1)

    async def action_step_previous(self) -> None:
        """Go to the step before."""
        await self._turn(-1)

    async def _turn(self, by: int) -> None:
        names = [step.name for step in self.steps]
        at = names.index(self.name_now) + by
        if 0 <= at < len(names):
            await self.open_step(names[at])

    def action_step_goto(self) -> None:
        """Let the person pick a step or a field by a few letters of its name."""
        from pmtui.tui.steps.go_to import pick_place  # only when asked for

        pick_place(self.app, self.steps, self._went)

    def action_find(self) -> None:
        """Let the person search all texts of the review."""
        from pmtui.tui.steps.go_to import pick_text  # only when asked for

        pick_text(self.app, self.editing.session, self._went)

    async def _went(self, place: Place | None) -> None:
        if place is not None:
            await self.go_to(place)
