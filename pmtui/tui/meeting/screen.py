"""The meeting: the agenda, the step, the guide; every step open at any time, nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.widget import Widget

from pmtui.app.add_lines import open_lines
from pmtui.app.editing_session import Place
from pmtui.app.field_values import unread_slots
from pmtui.library.drafts import QUICK_LINE
from pmtui.session.edits import EditRefused
from pmtui.session.paths import all_items, figure_number
from pmtui.session.text import cleaned
from pmtui.tui.input import keymap
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.meeting.frame import MeetingFrame
from pmtui.tui.protocols import HoldsText, TakesWords
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.words_on_choices import field_for_words, words_went


class MeetingScreen(MeetingFrame, TakesWords):
    """One open session. It relays; what a step does is the step's."""

    _mended = -1
    """Which of the values that were not understood was gone to last."""

    def why_not(self, command_id: str) -> str:
        """Why something cannot be done now, in a few words; empty where it can, or is not the meeting's."""
        steps = [step.name for step in self.steps]
        if command_id == "undo" and self.editing.undo_label is None:
            return "nothing to undo yet"
        if command_id == "redo" and self.editing.redo_label is None:
            return "nothing was undone"
        if command_id == "step.next" and self.name_now == steps[-1]:
            return "this is the last step"
        return "this is the first step" if command_id == "step.previous" and self.name_now == steps[0] else ""

    # --- fields ---

    def action_field_next(self) -> None:
        """Move the focus to the next field."""
        self.view.turn(1)

    def action_field_previous(self) -> None:
        """Move the focus to the field before."""
        self.view.turn(-1)

    async def action_field_editor(self) -> None:
        """Edit the text of the field in the person's own editor; from an add line, open the selected item."""
        view = self.view.list_of(self.focused)
        if view is not None and self.focused is view.add:
            await view.do_act("item.edit")
        elif isinstance(self.focused, Editor):
            from pmtui.tui.widgets.external_editor import edit_outside  # only when asked for

            if trouble := edit_outside(self.app, self.focused):
                self.say(trouble, wrong=True)

    def leave_field(self) -> None:
        """Leave the field, or close the line on top; it never leaves the meeting."""
        if self.quick.display:
            self.quick.close()
            before = self.quick.came_from
            if before is not None and self.view in before.ancestors:
                self.set_focus(before)
            else:
                self.view.focus_entry()
        elif isinstance(self.focused, Editor) or (
            self.focused is not None and self.focused.check_consume_key("a", "a")
        ):
            view = self.view.list_of(self.focused) or (self.view.active_list() if self.view.lists else None)
            self.view.commit()
            self.set_focus(view.list if view is not None else None)
        self.keys_line.say(None)

    async def take_paste(self, text: str) -> None:
        """Put a paste that no field took into the step's add line."""
        field = self.view.paste_target()
        if field is None:
            self.say("This step has no field for it: go to one, then paste again", wrong=True)
            return
        self.set_focus(field)
        # An unbracketed paste of several lines ends without a return after its last: that line is an item all the same.
        field.take_paste(text)

    def keep_paste(self, text: str, focused: Widget | None) -> None:
        """Put a paste where it is kept when the app ends: where no field takes it, it is parked."""
        kept = isinstance(focused, Editor) and any(isinstance(node, HoldsText) for node in focused.ancestors)
        field = focused if kept and isinstance(focused, Editor) else self.view.paste_target()
        if field is None:
            self.quick.take_words(text)
        else:
            field.insert_here(cleaned(text))

    def take_words(self, text: str, source: Widget) -> None:
        """Words that were typed on a choice go to an empty field or the add line of the step, else they are parked."""
        target = field_for_words(source, self.view.stops())
        if target is None:
            self.quick.take_words(text)
        else:
            self.set_focus(target)
            target.take_words(text)
        self.keys_line.tell(words_went(source, target), about=self.focused)

    # --- acts ---

    async def mend(self, place: Place) -> None:
        """Go where something is missing, into the very field of an item's form, or the line that waits."""
        if place.field == QUICK_LINE:
            self.quick.open(self.quick.kind)
            return
        await self.go_to(place)
        for view in self.view.lists:
            if place.item_id and view.item(place.item_id) and any(place.field == f.path for f in view.part.fields):
                view.go_to(place.item_id)
                self.edit_item(view, place.item_id, place.field)
                break

    async def action_value_mend(self) -> None:
        """To the next field with words that were not understood, or line with words that were not added."""
        places = [slot.place for slot, _ in unread_slots(self.editing.unread, self.editing.session)]
        places += [line.place for line in open_lines(self.editing.unread)]
        if not places:
            self.say("Every value was understood, every line added")
            return
        self._mended = (self._mended + 1) % len(places)
        await self.mend(places[self._mended])

    async def action_library_open(self) -> None:
        """Save everything, and go back to the list of reviews."""
        self.keep_typed()
        await self.run_action("app.close_session")

    @on(ItemList.Editing)
    def open_window(self, event: ItemList.Editing) -> None:
        """Open the window with all fields of an item."""
        self.edit_item(event.view, event.item_id, event.field)

    def edit_item(self, view: ItemList, item_id: str, field: str | None = None) -> None:
        """Open an item's form."""
        from pmtui.tui.steps.item_window import ItemScreen, opens_on, title_of  # only when asked for

        part, item = view.part, view.item(item_id)
        if item is not None:
            number = figure_number(self.editing.session, item_id) if part.numbered else None
            place = Place(view.step, item_id, field or opens_on(item))
            self.app.push_screen(
                ItemScreen(self.editing, title_of(part.noun, number), part.section, part.fields, place)
            )

    @on(ItemList.Said)
    def said(self, event: ItemList.Said) -> None:
        """Show a message of a part of the screen in the bottom line."""
        self.say(event.text, wrong=event.wrong)

    @on(QuickAdd.Done)
    def quick_done(self, event: QuickAdd.Done) -> None:
        """Redraw after something was added from the quick line."""
        self.say(event.text, wrong=event.wrong)

    def action_event_add(self) -> None:
        """Open the quick line that adds an event."""
        self.quick.open("event")

    def action_park_add(self) -> None:
        """Open the quick line that parks a thought."""
        self.quick.open("topic")

    def keep_typed(self) -> None:
        """Keep whatever is half-typed in the step's fields: what is done next is done with it."""
        self.view.commit()

    def action_report_copy(self) -> None:
        """Copy the report to the clipboard."""
        from pmtui.tui.meeting.report_actions import copy_report  # what writes reports is loaded when it is asked for

        copy_report(self)

    def action_report_save(self) -> None:
        """Save the report to a file."""
        from pmtui.tui.meeting.report_actions import save_report  # what writes reports is loaded when it is asked for

        save_report(self)

    def action_status_next(self) -> None:
        """Set the next status: draft, in review, final, and open again."""
        from pmtui.tui.meeting.report_actions import next_status  # what writes reports is loaded when it is asked for

        next_status(self)

    async def action_undo(self) -> None:
        """Take back the last act, say what it was, and go there."""
        self.view.commit()
        await self._turn_back("Undid", self.editing.undo)

    async def action_redo(self) -> None:
        """Do again what was undone, and go there."""
        await self._turn_back("Did again", self.editing.redo)

    async def _turn_back(self, word: str, turn: Callable[[], tuple[str, Place | None] | None]) -> None:
        try:
            turned = turn()
        except EditRefused as refused:
            self.say(str(refused), wrong=True)
            return
        if turned is None:
            self.say(f"Nothing to {'undo' if word == 'Undid' else 'do again'} since it was opened")
            return
        label, place = turned
        if place is not None:
            await self._show_turned(place)
        self.say(f"{word}: {label}")

    async def _show_turned(self, place: Place) -> None:
        """Go where something was undone. In the step that is shown the focus stays, so that one can type on."""
        there = place.item_id is None or any(item.id == place.item_id for _, item in all_items(self.editing.session))
        if place.step != self.name_now:
            await self.open_step(place.step, place if there else None)
        elif place.item_id:
            self._bring_forward(place.item_id)
        self.settle_focus()

    def _bring_forward(self, item_id: str) -> None:
        """Show the list where an item is, or was until now."""
        lists = self.view.lists
        before = next((view for view in lists if view.go_to(item_id)), None)
        self.view.show(self.editing.session)
        view = next((view for view in lists if view.go_to(item_id)), before)
        if view is not None and not view.display:
            self.view.bring(view)

    def action_guide_toggle(self) -> None:
        """Show or hide the guide."""
        # Where there is a column for it, it is there until it is hidden; elsewhere it opens over the step.
        over = self.has_class("-narrow") or self.has_class("-folds")
        self.toggle_class("-guide" if over else "-no-guide")
        self.refresh(layout=True)

    def action_question_next(self) -> None:
        """Turn to the next question to ask."""
        if not self.wording_hints.pass_on():
            self.guide.next_question(self.step)
        self.show_guide()

    def action_present_toggle(self) -> None:
        """Open present mode, for the projector; the same key leaves it."""
        from pmtui.tui.projector.screen import PresentScreen  # only when asked for

        self.view.commit()
        self.app.push_screen(PresentScreen(self), lambda _: self.show())

    def toggle_quiet(self) -> None:
        """Quiet writing: a countdown that blocks nothing; the same key ends it."""
        minutes = self.meeting_clock.toggle_quiet(self.name_now)
        self.say(f"{minutes} quiet minutes: everybody writes" if minutes else "Quiet writing is over")
        self._show_top()
        self.keys_line.refresh()

    def action_tour(self) -> None:
        """Show the tour: a few cards that say what the steps are for."""
        from pmtui.tui.meeting.tour import TourScreen  # only when asked for

        self.app.push_screen(TourScreen(self))

    def action_timer_toggle(self) -> None:
        """Pause the clock, or let it run again."""
        self.say(
            "The clock runs"
            if self.meeting_clock.toggle()
            else f"The clock is paused: {self._key('timer.toggle')} lets it run again"
        )
        self._show_top()

    def _key(self, command_id: str) -> str:
        """The key that does it, as a person reads it."""
        return keymap.key_for(self.app, command_id, typing=False)

    def action_timer_extend(self) -> None:
        """Give this step two more minutes."""
        self.meeting_clock.extend(self.name_now)
        self.say(f"Two more minutes for {self.step.title.lower()}")
        self._show_top()

    def action_wording_take(self) -> None:
        """Replace the flagged words with their neutral form."""
        self.wording_hints.take()
        self.show_guide()
        self.keys_line.refresh()

    def action_hints_toggle(self) -> None:
        """Silence the hints on wording, or show them; it is remembered."""
        self.say(self.wording_hints.toggle())
        self.show_guide()

    def action_prompts_toggle(self) -> None:
        """Hide the prompts from a shared screen, or show them."""
        self.prompts = not self.prompts
        self.show_guide()
        self.say(
            "Prompts are shown"
            if self.prompts
            else f"Prompts are hidden: {self._key('prompts.toggle')} shows them again"
        )
