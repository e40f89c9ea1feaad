"""`PresentScreen`: present mode, which shows one question at a time, in large spacing and strong contrast.

It lies over the meeting and uses the list and cursor of its step, so that the keys of the step work here too.
`pmtui.tui.projector.acts` says what its own keys do.
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
"""Keys that go from slide to slide here, whatever they do in a list."""


class PresentScreen(Screen[None], HasActs, HoldsText, OverMeeting):
    """Shows a step of the meeting below, one card at a time.

    Args:
        meeting: the meeting.
        acts: what the commands do.
    """

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
    """The keys that go from slide to slide, for the help."""

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
        """Make the slide, the line below it and the bottom line."""
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
        """The list in use of the step that is shown; None if there is none."""
        return self.meeting.view.active_list()

    def on_resize(self) -> None:
        """Draw the slide again, because the spacing depends on the height."""
        self.update_classes(
            {"-low": is_low(self.app.size), "-high": is_high(self.app.size), "-tall": is_tall(self.app.size)}
        )
        self.show()

    @property
    def slide(self) -> Slide:
        """The slide that is shown."""
        return self.cards.slide

    def on_screen_resume(self) -> None:
        """Draw the slide again, because a window may have changed something."""
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw the present card of the step."""
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
        """Draw the changed session."""
        self.show()

    def tell(self, text: str) -> bool:
        """Show a message; return that it was shown."""
        self.say(text)
        return True

    def say(self, text: str) -> None:
        """Show a message in the bottom line for a while."""
        self._said = drawable(text)
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(4, lambda: self.say("")) if text else None
        self._show_bottom()

    def _enter(self, *, typing: bool) -> None:
        """Focus the line on a slide that always has one, if the user was typing, so that letters stay text."""
        self.set_focus(self.field if typing and self.slide.adds == "here" else None)
        self.show()

    def keep_drafts(self) -> None:
        """Keep the text of the line as a draft: the app ends, and the message of its last key may not have come."""
        self.line.keep(self.field.text)

    @property
    def passed_over(self) -> frozenset[str]:
        """The ids of list commands whose keys move the cursor here instead."""
        return frozenset() if self.meeting.name_now == "lessons" else frozenset({"item.select"})

    def list_in_reach(self) -> ItemList | None:
        """Return the list of the step if its keys work on this slide; else None."""
        return self.view if self.slide.acts else None

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Keep the text of the line as a draft."""
        event.stop()
        self.call_after_refresh(self.slide_view.fit)
        self.line.keep(event.text_area.text)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Add the text of the line to the list of the step."""
        event.stop()
        self._submit(event.editor.text)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Add each line of a paste as an item."""
        event.stop()
        self._submit(event.editor.text + event.text)

    def _submit(self, text: str) -> None:
        self.line.submit(text)
        self.show()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor by up and down in the line."""
        event.stop()
        self.action_walk(event.by)

    # --- from row to row, from card to card ---

    def action_walk(self, by: int) -> None:
        """Move the cursor by one row; after the last one, go to the next card unless votes may be typed."""
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
        """Scroll down by a page; at the end, go to the next card."""
        if not self.walk.page(by):
            self.action_walk(by)
        self.show()

    def _turn_card(self, by: int) -> None:
        if self.cards.turn(by, self.app.size):
            typing = self.focused is not None
            self.show()
            self._enter(typing=typing)

    def action_turn(self, by: int) -> None:
        """Go to the next list of the step, or the next card; cards of lists come after the last of them."""
        if len(self.meeting.view.lists) < 2:
            self._turn_card(by)
            return
        typing = self.focused is not None
        if not self.cards.at:
            self.line.hand_over()
        self.walk.turn_list(by)
        self.show()
        self._enter(typing=typing)

    # --- commands ---

    async def on_key(self, event: events.Key) -> None:
        """Let the step handle its keys; letters only if no field has the focus."""
        if event.key in _OWN or (is_text(event.character) and self.focused is not None):
            return
        own = self.active_bindings.get(event.key)
        if own is not None and (own.binding.id == "item.add" or own.node is self.focused):
            return  # the field has handled it
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
        """Open the form for the row above the slide, or go to the place if it has no form."""
        form = form_at(self.meeting.editing, link)
        if form is not None:
            self.app.push_screen(form)
        else:
            await self.go_to(link.place)

    def action_leave(self) -> None:
        """Leave the field, then present mode; typed text is kept."""
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
        """Close present mode; typed text goes to the list's own add line."""
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
        """Draw the slide again after something was added in the line for events and topics."""
        self.say(event.text)
        self.show()

    async def go_to(self, place: Place) -> None:
        """Go to a place in the meeting, and show its card."""
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
    """Let a list handle a key; return False if it has no meaning there."""
    offered = [command for command in keymap.table_of(view.app) if view.can(command.id)]
    command = command_at(offered, key, NEAREST)
    return command is not None and await view.do_act(command.id)
