"""`MeetingScreen`: the screen of an open review, with the agenda, one step and the guide.

`pmtui.tui.meeting.acts` says what its keys do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.meeting_clock import MeetingClock
from pmtui.meeting import agenda
from pmtui.meeting.step import Step
from pmtui.session.document import StepName
from pmtui.session.text import cut
from pmtui.startup import unfreeze_collected
from pmtui.tui.hints.wording_hints import WordingHints
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, table
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.meeting.agenda import AgendaPanel
from pmtui.tui.meeting.columns import Body, Columns, divide_width, set_classes
from pmtui.tui.meeting.earlier_reviews import earlier_asides
from pmtui.tui.meeting.focus import leave_field, settle, show_focus
from pmtui.tui.meeting.go_to_gap import go_to_gap
from pmtui.tui.meeting.meeting_guide import MeetingGuide
from pmtui.tui.meeting.merge_notices import MergeNotices
from pmtui.tui.meeting.spare_time import SpareTime, collect
from pmtui.tui.meeting.step_views import ShowsSteps, make_view, prepare, prepare_neighbour
from pmtui.tui.meeting.top_line import top_words
from pmtui.tui.meeting.unplaced_text import keep_paste, put_words
from pmtui.tui.protocols import OverMeeting, TakesWords
from pmtui.tui.steps.base import StepView
from pmtui.tui.styles import sheet
from pmtui.tui.widgets import clock_words
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.form import Form
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.status_bar import KeysLine, TopLine
from pmtui.tui.widgets.textual_workarounds import StyledOnce


class MeetingScreen(StyledOnce, ShowsSteps, HasActs, TakesWords):
    """The screen of one open review.

    Args:
        editing: the session that is edited.
        meeting_clock: the time of the meeting and of its steps.
        steps: the steps of the team's agenda.
        start: the step that is shown first; it is added to the agenda if the team leaves it out.
        acts: what the commands do.
        read_earlier_reviews: reads what earlier reviews left open; it is called in a thread.
    """

    AUTO_FOCUS = ""  # on_mount gives the focus: given by Textual, before any layout, it scrolls what is in sight
    CSS_PATH = sheet("meeting", "steps")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("meeting", "field", "opening")]

    class Changed(Message):
        """Posted, from any thread, when the session has changed or was saved."""

    def __init__(
        self,
        editing: EditingSession,
        meeting_clock: MeetingClock,
        steps: Sequence[Step],
        start: StepName,
        acts: Iterable[Act[MeetingScreen]] = (),
        read_earlier_reviews: Callable[[], EarlierReviews] = EarlierReviews,
    ) -> None:
        super().__init__()
        self.acts = table(acts)
        self.read_earlier_reviews = read_earlier_reviews
        self.earlier_reviews = EarlierReviews()
        self.editing = editing
        self.meeting_clock = meeting_clock
        self.steps = agenda.with_step(steps, start)
        self.name_now: StepName = start
        self.views: dict[StepName, StepView] = {}
        self.top = TopLine()
        self.agenda = AgendaPanel(self.steps)
        self.quick = QuickAdd(editing)
        self.keys_line = KeysLine()
        self.prompts = True
        self.wording_hints = WordingHints(self, lambda: self.view)
        self.meeting_guide = MeetingGuide(self.wording_hints)
        self.guide = self.meeting_guide.column
        self.last_gap = -1
        """The index of the value that the user went to last, among those that were not understood."""
        self.spare_time = SpareTime(self, partial(prepare_neighbour, self), collect)
        self._notices = MergeNotices(self)
        self.step_lock = asyncio.Lock()

    # --- layout ---

    def compose(self) -> ComposeResult:
        """Make the top line, the agenda, the step, the guide, the line for events and topics, and the line of keys."""
        view = make_view(self, self.name_now)
        set_classes(self, view)  # before the widgets are mounted, or each would be styled twice
        yield self.top
        with Columns(id="columns"):
            yield self.agenda
            with Body(id="body"):
                yield self.meeting_guide.line
                yield view
            yield self.guide
        yield self.quick
        yield self.keys_line

    def on_mount(self) -> None:
        """Start saving and the clock, focus the first field, and read earlier reviews in a thread."""
        self.fold()
        self.wording_hints.remember()
        self.editing.start()
        self.meeting_clock.set_steps(self.steps)
        self.meeting_clock.enter(self.name_now)
        self.set_interval(1, self._tick)
        # All of it before the first drawing, so that nothing moves afterwards.
        self.view.focus_entry()
        self.meeting_guide.begin_at(self.focused)
        self._show()
        self.show_guide()

        def read_earlier() -> None:
            self.call_later(_show_earlier, self, self.read_earlier_reviews())

        # It may read many files, so it starts after the first drawing.
        self.call_after_refresh(self.run_worker, read_earlier, thread=True)

    def on_unmount(self) -> None:
        """Free the memory of the widgets."""
        unfreeze_collected()

    def on_resize(self, event: events.Resize) -> None:
        """Divide the new width among the parts, and draw them."""
        self.fold()
        self.show()

    def fold(self) -> None:
        """Divide the width among the agenda, the step and the guide; parts without room are hidden."""
        divide_width(self, self.agenda, self.query_one("#body"), self.guide, self.view)

    # --- showing ---

    @property
    def view(self) -> StepView:
        """The view of the step that is shown."""
        return self.views[self.name_now]

    @property
    def step(self) -> Step:
        """The declaration of the step that is shown."""
        return self.view.step

    def session_changed(self) -> None:
        """Post `Changed`; it may be called from any thread."""
        self.post_message(self.Changed())

    @on(Changed)
    def changed(self) -> None:
        """Draw what changed, here and on the screens above."""
        self.show()
        for form in (form for view in self.views.values() for form in view.forms):
            form.give_way(self.editing.session)
        for screen in self.app.screen_stack:
            if isinstance(screen, OverMeeting):
                screen.redraw(self.editing.session)
        self._notices.add(self.editing.opened.take_notices())

    def on_screen_resume(self) -> None:
        """Show the notices that waited while a window was open, and give the focus to a visible widget."""
        self._notices.show()
        self.call_after_refresh(self.settle_focus)

    def show(self) -> None:
        """Draw every part whose content changed."""
        if self.is_mounted:
            self._show()
            self.show_guide()

    def _show(self) -> None:
        """Draw every part whose content changed, except the guide, which depends on the focus."""
        session = self.editing.session
        self.view.show(session)
        self.agenda.show(session, self.name_now)
        self.show_top()
        self.wording_hints.count()
        self.keys_line.show()
        # What is hidden by a style has gone only after it is drawn.
        self.call_after_refresh(self.settle_focus)

    def settle_focus(self) -> None:
        """Give the focus to the entry of the step if the focused widget is not visible."""
        self.spare_time.postpone()
        settle(self, self.view, self.quick)

    def show_top(self) -> None:
        """Draw the top line, and the time of the meeting below the agenda."""
        width, narrow = self.app.size.width, self.has_class("-narrow")
        self.top.show(*top_words(self.editing, self.meeting_clock, self.steps, self.step, width, narrow=narrow))
        self.agenda.set_footing(clock_words.meeting_time(self.meeting_clock, self.agenda.room))

    def _tick(self) -> None:
        """Count the time and draw the clock."""
        if said := self.meeting_clock.tick():
            self.say(said)
        self.show_top()

    def show_guide(self, *, keys: bool = True) -> None:
        """Draw the guide for the step and the item under the cursor; `keys`: draw the line of keys after it."""
        session = self.editing.session
        earlier = []
        if self.name_now == "opening":
            key = partial(keymap.key_anywhere, self.app)
            earlier = earlier_asides(self.earlier_reviews, session, key, again=self.meeting_clock.again)
        self.meeting_guide.show(self.view, session, earlier, prompts=self.prompts)
        if keys:
            self.call_after_refresh(self.keys_line.show)

    @on(Form.Visited)
    def visited(self, event: Form.Visited) -> None:
        """Show the help of the focused field in the guide."""
        self.meeting_guide.visit(event.label, event.help)
        self.show_guide()

    @on(Editor.Paused)
    def paused(self, event: Editor.Paused) -> None:
        """Show in the guide the question and the wording hints that fit the typed text."""
        event.stop()
        if event.editor is self.focused and self.wording_hints.listen(event.editor):
            self.show_guide()

    def on_descendant_focus(self) -> None:
        """Draw the line of keys and the guide, which depend on the focus; close an empty line over the step."""
        if self.quick.display and self.focused is not self.quick.field and not self.quick.field.text:
            self.quick.close()
        if isinstance(self.focused, Editor):
            self.wording_hints.listen(self.focused)
        self.keys_line.show()
        if self.meeting_guide.leave(self.focused):
            self.show_guide()

    def watch_focused(self, left: Widget | None, entered: Widget | None) -> None:
        """Draw at once what depends on the focus: the cursors of lists, and the line of keys."""
        show_focus(left, entered)
        self.keys_line.refresh()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show the user a message for a while, in the bottom line; `wrong`: it is an error."""
        over = self.app.screen
        if isinstance(over, OverMeeting) and over.tell(text):
            return
        self.keys_line.tell(text, wrong=wrong)

    def label_of(self, command_id: str) -> str | None:
        """Return the label of a command in the line of keys; None: the usual one, empty: it is not shown."""
        if command_id == "undo":
            label = self.editing.undo_label
            return f"undo {cut(label, 26)}" if label else ""
        return self.view.label_of(command_id)

    # --- steps ---

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step; focus the place, else the widget in which the user types first."""
        async with self.step_lock:
            # Nothing is drawn until all is in its place: a picture of the half would be drawn as well.
            with self.app.batch_update():
                self.keys_line.draw()
                if name != self.name_now and self.is_attached:
                    await self._change_step(name)
                if not self.is_attached:  # the meeting was left while the step was made, or another before it
                    return
                if self.is_mounted:
                    self._show()
                if place is None or not self.view.go_to(place):
                    self.view.focus_entry()
                self.meeting_guide.begin_at(self.focused)
                self.show_guide(keys=False)

    async def _change_step(self, name: StepName) -> None:
        """Display the view of another step; the present one is shown until that is made."""
        self.view.commit()
        # A step that the team's agenda leaves out is in it for this sitting: nobody is locked out of one.
        self.steps = self.agenda.steps = agenda.with_step(self.steps, name)
        self.meeting_clock.set_steps(self.steps)
        await prepare(self, name)
        self.view.display = False
        self.name_now = name
        self.editing.show_step(name)
        self.meeting_clock.enter(name)
        self.wording_hints.forget()
        self.fold()
        self.view.display = True

    async def go_to(self, place: Place) -> None:
        """Go to the step, the item or the field that a place names."""
        await self.open_step(place.step, place)

    @on(AgendaPanel.Chosen)
    async def chosen(self, event: AgendaPanel.Chosen) -> None:
        """Go to the step that was clicked in the agenda."""
        await self.open_step(event.name)

    # --- fields ---

    def leave_field(self) -> None:
        """Leave the field, or close the line over the step; the meeting stays open."""
        leave_field(self, self.view, self.quick)
        self.keys_line.say(None)

    async def take_paste(self, text: str) -> None:
        """Put a paste that no field took into the add line of the step."""
        field = self.view.paste_target()
        if field is None:
            self.say("This step has no field for it: go to one, then paste again", wrong=True)
            return
        self.set_focus(field)
        # The last line of a paste is an item too, though no Enter follows it where the terminal has no bracketed paste.
        field.take_paste(text)

    def keep_paste(self, text: str, focused: Widget | None) -> None:
        """Put a paste into the focused field or the add line, without an edit: the app ends and keeps it there."""
        keep_paste(text, focused, self.view, self.quick)

    def take_words(self, text: str, source: Widget) -> None:
        """Put words typed on a choice into an empty field or the add line, else into the line for parked topics."""
        said = put_words(text, source, self.view, self.quick)
        self.keys_line.tell(said, about=self.focused)

    async def go_to_gap(self, place: Place) -> None:
        """Go to the place of a value that is missing or was not understood, and into its field."""
        await go_to_gap(self, self.quick, place)

    @on(ItemList.Editing)
    def open_window(self, event: ItemList.Editing) -> None:
        """Open the window with all fields of an item."""
        from pmtui.tui.steps.item_window import open_item_window  # only when asked for

        open_item_window(event.view, event.item_id, event.field)

    @on(ItemList.Said)
    @on(QuickAdd.Done)
    def said(self, event: ItemList.Said | QuickAdd.Done) -> None:
        """Show a message of a part of the screen in the bottom line."""
        self.say(event.text, wrong=event.wrong)

    def keep_typed(self) -> None:
        """Make edits of the text in the fields of the step."""
        self.view.commit()

    def toggle_quiet(self) -> None:
        """Start the countdown of quiet writing, or end it."""
        minutes = self.meeting_clock.toggle_quiet(self.name_now)
        self.say(f"{minutes} quiet minutes: everybody writes" if minutes else "Quiet writing is over")
        self.show_top()
        self.keys_line.show()


def _show_earlier(meeting: MeetingScreen, found: EarlierReviews) -> None:
    """Show in the guide of the opening what earlier reviews left open; take timeboxes and known words from them."""
    meeting.earlier_reviews = found
    meeting.meeting_clock.learn_from(found.sittings)
    meeting.editing.earlier_details, meeting.editing.known_words = found.details, found.known
    meeting.view.show(meeting.editing.session)
    meeting.show()
