"""Present mode, for the projector: no rails, one question, large spacing, strong contrast.

It stands on the meeting: its list and cursor are the step's own, and the step's keys work here too.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from pmtui.app.editing_session import Place
from pmtui.app.slides.cards import cards_of
from pmtui.app.slides.slide import Link
from pmtui.library.drafts import PROJECTOR_LINE
from pmtui.meeting.commands import by_id
from pmtui.session.paths import chain
from pmtui.session.text import is_text
from pmtui.tui.input import keymap
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.projector.frame import PresentFrame
from pmtui.tui.projector.links import form_at
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.rows import Rows

_OWN: Final = frozenset({"up", "down", "left", "right", "j", "k", "pageup", "pagedown", "home", "end"})
"""Keys that walk here, whatever they mean to a list."""


class PresentScreen(PresentFrame):
    """Shows one step of the meeting below, one card at a time."""

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
        Binding(",".join(by_id("item.add").keys), "item_add", id="item.add", show=False),
    ]

    WALKING: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑ ↓", "One item on, or back; behind the last, the next card (k and j too)"),
        ("space", "What is further down; at the end, on"),
        ("pgup pgdn", "A screenful up or down"),
        ("home end", "The first, the last"),
        ("← →", "The card or list before, or the next (tab too)"),
    )
    """For the help: the keys that walk here, whatever they mean elsewhere."""

    @property
    def passed_over(self) -> frozenset[str]:
        """Ids of list commands whose keys move between items here."""
        return frozenset() if self.meeting.name_now == "lessons" else frozenset({"item.select"})

    def list_in_reach(self) -> ItemList | None:
        """The step's list, where its keys work on this slide."""
        return self.view if self.slide.acts else None

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done now; empty where it can."""
        return self.meeting.why_not(command_id)

    # --- typing ---

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """What stands in the line becomes an item, whatever ends the app."""
        event.stop()
        self.call_after_refresh(self.slide_view.fit)
        if self._line_of is not None:
            self._line_of.line.keep(event.text_area.text, PROJECTOR_LINE)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Add what stands in the line to the step's list."""
        event.stop()
        self._submit(event.editor.text)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Add every line of a paste as an item."""
        event.stop()
        self._submit(event.editor.text + event.text)

    def _submit(self, text: str) -> None:
        if self._line_of is not None and self._line_of.line.submit(text, PROJECTOR_LINE):
            self.field.empty()
        else:
            self.field.put(text)  # what was pasted stands there too
        self.show()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move between the items by up and down."""
        event.stop()
        self.action_walk(event.by)

    # --- walking ---

    def action_walk(self, by: int) -> None:
        """One item on, or back; behind the last, the next card, but on the board: there votes may be being typed."""
        if not self._walk(by) and not self.field.text.strip() and len(self.meeting.view.lists) < 2:
            self._turn_card(1 if by > 0 else -1)
        self.show()

    def _walk(self, by: int) -> bool:
        view, body = self.view, self.slide_view.body
        if self.slide.walks and view is not None:
            before = view.item_id
            view.walk(by)
            return view.item_id != before
        if view is not None:
            view.walk(0)  # whatever hangs on the item ends
        if body.move(by):
            self._follow()
            return True
        return self.slide_view.scroll_by(3 * by if abs(by) == 1 else by)

    def _follow(self) -> None:
        """The list's own cursor goes where the one on the slide is."""
        view, row = self.view, self.slide_view.body.row_id
        if view is not None and row is not None and view.item(row) is not None:
            view.go_to(row)
            self._item = row

    @on(Rows.Moved)
    def pointed(self, event: Rows.Moved) -> None:
        """Select the row that was clicked."""
        event.stop()
        if self.slide_view.body.row_id != self._row:
            self._follow()
            self.show()

    def action_page(self, by: int) -> None:
        """Scroll down by a page; at the end, turn to the next card."""
        row = self.slide_view.body.row_id
        if row:  # what is chosen stays in view
            self.slide_view.body.action_page(by)
            self._follow()
        if self.slide_view.body.row_id == row and (row or not self.slide_view.page(by)):
            self.action_walk(by)
        self.show()

    def _turn_card(self, by: int) -> None:
        name, scene = self.meeting.name_now, self._scene()
        cards, at = cards_of(name), self._cards.get(name, 0) + by
        while 0 <= at < len(cards) and cards[at](scene) is None:
            at += by
        if 0 <= at < len(cards):
            typing = self.focused is not None
            self._cards[name] = at
            self.show()
            self._enter(typing=typing)

    def action_turn(self, by: int) -> None:
        """The next list of the step, or the next card; the cards of lists come behind the last of them."""
        lists, cards = self.meeting.view.lists, cards_of(self.meeting.name_now)
        if len(lists) < 2:
            self._turn_card(by)
            return
        typing, at = self.focused is not None, self._cards.get(self.meeting.name_now, 0)
        end = lists[-1] if by > 0 else lists[0]
        if at == 0 and self.view is end and any(card(self._scene()) is not None for card in cards[1:]):
            self._hand_over()
            self._cards[self.meeting.name_now] = 1
        elif at:
            self._cards[self.meeting.name_now] = 0
            if self.view is not (lists[0] if by > 0 else lists[-1]):
                self.meeting.view.next_list(by)
        else:
            self._hand_over()
            self.meeting.view.next_list(by)
        self.show()
        self._enter(typing=typing)

    # --- acts ---

    async def on_key(self, event: events.Key) -> None:
        """The step's own keys work here too, its letters where no field has the focus."""
        if event.key in _OWN or (is_text(event.character) and self.focused is not None):
            return
        own = self.active_bindings.get(event.key)
        if own is not None and (own.binding.id == "item.add" or own.node is self.focused):
            return  # what a field does with it is the field's
        if await self._act(event):
            event.stop()
            event.prevent_default()
            self.show()

    async def _act(self, event: events.Key) -> bool:
        view, row = self.view, self.slide_view.body.row_id
        link = self.slide.links.get(row or "") if self.focused is None else None
        if link is not None:
            if event.key in keymap.keys_for(self.app, "item.edit"):
                await self._follow_link(link)
                return True
            return False
        if view is None or not self.slide.acts or (event.key == "space" and self.meeting.name_now != "lessons"):
            return False
        return view.type_on(event.character or "") or await view.act_on(event.key)

    async def _follow_link(self, link: Link) -> None:
        """Edit what the row points at, over the slide; go to what has no form."""
        form = form_at(self.meeting.editing, link)
        if form is not None:
            self.app.push_screen(form)
        else:
            await self.go_to(link.place)

    def action_item_add(self) -> None:
        """Focus the add line, on the card that has one."""
        name, scene = self.meeting.name_now, self._scene()
        if self.slide.adds == "no":
            slides = [card(scene) for card in cards_of(name)]
            found = next((n for n, slide in enumerate(slides) if slide is not None and slide.adds != "no"), None)
            if found is None:
                return
            self._cards[name] = found
        self._asked = True
        self.show()
        self.set_focus(self.field)
        self.show()

    def action_leave(self) -> None:
        """Leave the field, then present mode; what was typed is kept."""
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
        """Open the quick line that adds an event."""
        self.quick.open("event")

    def action_park_add(self) -> None:
        """Open the quick line that parks a thought."""
        self.quick.open("topic")

    @on(QuickAdd.Done)
    def quick_done(self, event: QuickAdd.Done) -> None:
        """Redraw after something was added from the quick line."""
        self.say(event.text)
        self.show()

    def action_present_toggle(self) -> None:
        """Leave present mode."""
        self._hand_over()
        self.meeting.quick.take_over(self.quick)
        self.dismiss(None)

    async def action_step_next(self) -> None:
        """Go to the next step."""
        await self._step(1)

    async def action_step_previous(self) -> None:
        """Go to the step before."""
        await self._step(-1)

    async def _step(self, by: int) -> None:
        names = [step.name for step in self.meeting.steps]
        at = min(max(names.index(self.meeting.name_now) + by, 0), len(names) - 1)
        if names[at] != self.meeting.name_now:
            await self.go_to(Place(names[at]))

    def action_step_goto(self) -> None:
        """Let the person pick a step or a field by a few letters of its name."""
        from pmtui.tui.steps.go_to import pick_place  # only when asked for

        pick_place(self.app, self.meeting.steps, self._went)

    async def _went(self, place: Place | None) -> None:
        if place is not None:
            await self.go_to(place)

    async def go_to(self, place: Place) -> None:
        """Go to a place in the meeting below, and show its card."""
        typing = self.focused is not None
        self._hand_over()
        if place.item_id or place.field:
            await self.meeting.go_to(place)
        else:
            await self.meeting.open_step(place.step)
        self._item = None
        self.say("")
        self.show()
        self._enter(typing=typing)

    # --- what the meeting does ---

    def action_question_next(self) -> None:
        """Turn to the next question to ask."""
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
        """Give this step two more minutes."""
        self.meeting.action_timer_extend()
        self._show_bottom()

    def action_report_copy(self) -> None:
        """Copy the report to the clipboard."""
        self.meeting.action_report_copy()

    def action_report_save(self) -> None:
        """Save the report to a file."""
        self.meeting.action_report_save()

    def action_status_next(self) -> None:
        """Set the next status: draft, in review, final, and open again."""
        self.meeting.action_status_next()
        self.show()

    async def action_undo(self) -> None:
        """Take back the last act; where that was an answer, the one that it answered is asked of again."""
        view = self.view
        above = chain(self.meeting.editing.session.root_cause.whys, (view and view.item_id) or "")
        await self.meeting.action_undo()
        if view is not None and view is self.view and above and view.item(above[-1].id) is None:
            view.go_to(next((why.id for why in reversed(above) if view.item(why.id) is not None), "problem"))
        self.show()

    async def action_redo(self) -> None:
        """Do again what was undone."""
        await self.meeting.action_redo()
        self.show()
