"""Present mode, for the projector: no rails, one question, large spacing, strong contrast.

It stands on the meeting: its list and cursor are the step's own, and the step's keys work here too. What its own keys
do stands in `pmtui.tui.projector.acts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.slides.slide import Link, Slide
from pmtui.app.wrap import drawable
from pmtui.library.drafts import PROJECTOR_QUICK_LINE
from pmtui.meeting.keys import NEAREST, command_at
from pmtui.session.document import Session
from pmtui.session.text import is_text
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, table
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.projector.bottom_line import left_words, right_words, typing_ways, ways
from pmtui.tui.projector.cards import NARROW, Cards, is_high, is_low, is_tall
from pmtui.tui.projector.links import form_at
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.projector.projector_line import ProjectorLine
from pmtui.tui.projector.slide_view import SlideView
from pmtui.tui.projector.walk import Walk
from pmtui.tui.protocols import HoldsText, OverMeeting
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.hints_muted import SILENT
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.status_bar import TopLine

_OWN: Final = frozenset({"up", "down", "left", "right", "j", "k", "pageup", "pagedown", "home", "end"})
"""Keys that walk here, whatever they mean to a list."""


class PresentScreen(Screen[None], HasActs, HoldsText, OverMeeting):
    """Shows one step of the meeting below, one card at a time."""

    CSS_PATH = sheet("present")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *keymap.acts("meeting", but=["find", "guide.toggle", "library.open", "hints.toggle", "tour"]),
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j", "walk(1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "walk(-9999)", show=False),
        Binding("end", "walk(9999)", show=False),
        Binding("tab,right", "turn(1)", show=False),
        Binding("shift+tab,left", "turn(-1)", show=False),
        *keymap.some_acts("item.add"),
    ]

    WALKING: ClassVar[tuple[tuple[str, str], ...]] = (
        (f"{signs.UP} {signs.DOWN}", "One item on, or back; behind the last, the next card (k and j too)"),
        ("space", "What is further down; at the end, on"),
        ("pgup pgdn", "A screenful up or down"),
        ("home end", "The first, the last"),
        (f"{signs.LEFT} {signs.RIGHT}", "The card or list before, or the next (tab too)"),
    )
    """For the help: the keys that walk here, whatever they mean elsewhere."""

    def __init__(self, meeting: PresentedMeeting, acts: Iterable[Act[PresentScreen]]) -> None:
        super().__init__(classes=SILENT)
        self.acts = table(acts)
        self.meeting = meeting
        self.slide_view = SlideView(lambda name: meeting.editing.opened.attached_files.read(name))
        self.field = self.slide_view.field
        self.quick = QuickAdd(meeting.editing, PROJECTOR_QUICK_LINE)
        self.bottom = TopLine()
        self.cards = Cards(meeting)
        self.line = ProjectorLine(self.field)
        self.walk = Walk(meeting, self.slide_view, self.cards)
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
        self.update_classes(
            {"-low": is_low(self.app.size), "-high": is_high(self.app.size), "-tall": is_tall(self.app.size)}
        )
        self.show()

    @property
    def slide(self) -> Slide:
        """The slide that is shown."""
        return self.cards.slide

    def on_screen_resume(self) -> None:
        """Redraw: what lay on top may have changed something."""
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw the current card of the step."""
        if not self.slide_view.field.is_attached:
            return
        if self.view is not self.line.list:
            self.line.turn_to(self.view)
            self.walk.item = None
        self.cards.draw(self.app.size)
        self.line.show(self.slide)
        if not self.field.display and self.focused is self.field:
            self.set_focus(None)
        self.slide_view.body.takes_keys = True
        self.slide_view.body.set_cursor_active(self.focused is None)
        self.walk.show()
        self.call_after_refresh(self._show_bottom)

    def _show_bottom(self) -> None:
        if not self.is_attached:
            return
        width = self.app.size.width
        right = right_words(self.meeting, width)
        if self._said:
            self.bottom.show(Content.styled(f" {self._said}", "bold"), right)
            return
        place = self.slide.where or ("" if width < NARROW else self.cards.which)
        if self.focused is not None:
            found = typing_ways(width, closes=self.quick.display)
        else:
            last = self.meeting.name_now == self.meeting.steps[-1].name
            found = ways(self, self.slide, self.walk.row, more=self.slide_view.more, last=last)
        self.bottom.show(left_words(self.meeting, place, found, width - right.cell_length - 2), right)

    def redraw(self, session: Session) -> None:
        """Redraw after the session changed."""
        self.show()

    def tell(self, text: str) -> bool:
        """Tell the room something."""
        self.say(text)
        return True

    def say(self, text: str) -> None:
        """Tell the room something, in the bottom line, for a while."""
        self._said = drawable(text)
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(4, lambda: self.say("")) if text else None
        self._show_bottom()

    def _enter(self, *, typing: bool) -> None:
        """On a slide whose line is always there typing goes into it, for whoever was typing: letters stay letters."""
        self.set_focus(self.field if typing and self.slide.adds == "here" else None)
        self.show()

    def gather(self) -> None:
        """The app ends: what stands in the line is a draft, though the message of its last key has not come yet."""
        self.line.keep(self.field.text)

    @property
    def passed_over(self) -> frozenset[str]:
        """Ids of list commands whose keys move between items here."""
        return frozenset() if self.meeting.name_now == "lessons" else frozenset({"item.select"})

    def list_in_reach(self) -> ItemList | None:
        """The step's list, where its keys work on this slide."""
        return self.view if self.slide.acts else None

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """What stands in the line becomes an item, whatever ends the app."""
        event.stop()
        self.call_after_refresh(self.slide_view.fit)
        self.line.keep(event.text_area.text)

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
        self.line.submit(text)
        self.show()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move between the items by up and down."""
        event.stop()
        self.action_walk(event.by)

    # --- walking ---

    def action_walk(self, by: int) -> None:
        """One item on, or back; behind the last, the next card, but on the board: there votes may be being typed."""
        if not self.walk.step(by) and not self.field.text.strip() and len(self.meeting.view.lists) < 2:
            self._turn_card(1 if by > 0 else -1)
        self.show()

    @on(Rows.Moved)
    def pointed(self, event: Rows.Moved) -> None:
        """Select the row that was clicked."""
        event.stop()
        if self.walk.was_moved():
            self.walk.follow()
            self.show()

    def action_page(self, by: int) -> None:
        """Scroll down by a page; at the end, turn to the next card."""
        if not self.walk.page(by):
            self.action_walk(by)
        self.show()

    def _turn_card(self, by: int) -> None:
        if self.cards.turn(by, self.app.size):
            typing = self.focused is not None
            self.show()
            self._enter(typing=typing)

    def action_turn(self, by: int) -> None:
        """The next list of the step, or the next card; the cards of lists come behind the last of them."""
        if len(self.meeting.view.lists) < 2:
            self._turn_card(by)
            return
        typing = self.focused is not None
        if not self.cards.at:
            self.line.hand_over()
        self.walk.turn_list(by)
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
        view = self.view
        link = self.slide.links.get(self.walk.row or "") if self.focused is None else None
        if link is not None:
            if event.key in keymap.keys_for(self.app, "item.edit"):
                await self._follow_link(link)
                return True
            return False
        if view is None or not self.slide.acts or (event.key == "space" and self.meeting.name_now != "lessons"):
            return False
        return view.type_on(event.character or "") or await _do_on(view, event.key)

    async def _follow_link(self, link: Link) -> None:
        """Edit what the row points at, over the slide; go to what has no form."""
        form = form_at(self.meeting.editing, link)
        if form is not None:
            self.app.push_screen(form)
        else:
            await self.go_to(link.place)

    def action_leave(self) -> None:
        """Leave the field, then present mode; what was typed is kept."""
        if self.quick.display:
            self.quick.close()
            self.set_focus(self.quick.came_from)
            self.show()
        elif self.focused is not None:
            self.set_focus(None)
            self.line.asked = bool(self.field.text.strip())
            self.show()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave present mode; what is half-typed goes to the line that it was meant for."""
        self.line.hand_over()
        self.meeting.quick.take_over(self.quick)
        self.dismiss(None)

    def begin_adding(self) -> None:
        """Focus the add line, on the card that has one."""
        if self.slide.adds == "no" and not self.cards.go_to_adding(self.app.size):
            return
        self.line.asked = True
        self.show()
        self.set_focus(self.field)
        self.show()

    @on(QuickAdd.Done)
    def quick_done(self, event: QuickAdd.Done) -> None:
        """Redraw after something was added from the quick line."""
        self.say(event.text)
        self.show()

    async def go_to(self, place: Place) -> None:
        """Go to a place in the meeting below, and show its card."""
        typing = self.focused is not None
        self.line.hand_over()
        if place.item_id or place.field:
            await self.meeting.go_to(place)
        else:
            await self.meeting.open_step(place.step)
        self.walk.item = None
        self.say("")
        self.show()
        self._enter(typing=typing)


async def _do_on(view: ItemList, key: str) -> bool:
    """Do what a key means on a list below the slide; False where it means nothing."""
    offered = [command for command in keymap.table_of(view.app) if view.can(command.id)]
    command = command_at(offered, key, NEAREST)
    return command is not None and await view.do_act(command.id)
