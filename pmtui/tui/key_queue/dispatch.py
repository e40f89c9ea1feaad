"""Where each key and paste of the app goes: to the field, to the screen as one paste, or nowhere in a tiny window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.geometry import Size

from pmtui.session.text import is_text
from pmtui.tui.key_queue.enter_hold import EnterHold
from pmtui.tui.key_queue.order import Input, KeyQueue
from pmtui.tui.key_queue.paste_detection import PasteDetection
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.small_window import is_small


class KeyDispatch:
    """Hands on the keys and pastes of an app in order, and tells a paste from typing.

    Args:
        app: whose they are.
        forward: has Textual send one of them to what has the focus.
        quit_keys: the keys that end the app, as Textual names them.
        end: ends the app.
    """

    def __init__(
        self,
        app: App[int],
        forward: Callable[[events.Event], Awaitable[None]],
        quit_keys: Collection[str],
        end: Callable[[], None],
    ) -> None:
        self.app, self.forward, self.quit_keys, self.end = app, forward, quit_keys, end
        self.queue = KeyQueue(self._hand_on, way=self._way, end=app, set_timer=app.set_timer)
        self.pastes = PasteDetection(app.set_timer, self.queue.again, self.paste_into_screen)
        self.held_enter = EnterHold(app.set_timer, self.queue.again)
        self._held_pastes: list[events.Paste] = []
        """What was pasted while the window was too small to show where it goes."""

    @property
    def is_idle(self) -> bool:
        """Whether no key is under way or held back."""
        return self.queue.is_idle and not self.pastes.held and not self.held_enter.held

    async def take(self, event: Input, window: Size) -> None:
        """Take a key or a paste that came into a window of that size."""
        if self.queue.is_held and self._quits(event):
            self.end()  # the queue of keys waits for the review
        elif is_small(window) and not self._quits(event):
            if isinstance(event, events.Paste):
                self._held_pastes.append(event)  # it is more than a key, and waits until it is seen where it goes
            # What a key would do could not be seen.
        elif isinstance(event, events.Key) and event.key.startswith("alt+") and is_text(event.character):
            # No command is on alt: it is Escape and a letter that came in one read, from quick fingers or a slow line.
            await self.queue.take(events.Key("escape", None), events.Key(event.character, event.character))
        else:
            await self.queue.take(event)

    def release_pastes(self) -> list[events.Paste]:
        """The pastes that waited for a larger window; they are no longer held here."""
        pastes, self._held_pastes = self._held_pastes, []
        return pastes

    async def paste_into_screen(self, text: str) -> None:
        """Give the screen a paste that no field has asked for, where it takes one."""
        take: Callable[[str], Awaitable[None]] | None = getattr(self.app.screen, "take_paste", None)
        if take is not None:
            await take(text)

    def _quits(self, event: Input) -> bool:
        return isinstance(event, events.Key) and event.key in self.quit_keys

    def _way(self) -> list[DOMNode]:
        return list((self.app.focused or self.app.screen).ancestors_with_self)

    async def _hand_on(self, event: Input) -> None:
        """Keys that no field takes, and Enter in a line, are held for a moment: a burst of them is a paste."""
        if isinstance(event, events.Key) and self._is_unasked(event) and await self.pastes.take(event):
            return
        focused = self.app.focused
        if isinstance(focused, Editor) and focused.mode == "line" and await self.held_enter.take(event):
            return
        await self._forward(event)

    def _is_unasked(self, event: events.Key) -> bool:
        """Whether no field takes letters now, and the screen would take them as a paste."""
        focused = self.app.focused
        takes_letters = focused is not None and focused.check_consume_key("a", "a")
        return hasattr(self.app.screen, "take_paste") and not takes_letters

    async def _forward(self, event: Input) -> None:
        if isinstance(self.app.screen, Meeting):
            self.app.screen.settle_focus()  # no key goes where it would not be seen
        typed = isinstance(event, events.Key) and self._is_typed(event)
        await self.forward(event)
        if not typed:
            self.queue.follow()

    def _is_typed(self, event: events.Key) -> bool:
        """Whether a field takes the key as text."""
        focused = self.app.focused
        if not isinstance(focused, Editor):
            return False
        if event.key == "enter":
            return focused.mode == "text"
        # Letters on anything but a field of text may move the focus: the next key waits for that.
        return is_text(event.character) and focused.check_consume_key(event.key, event.character)
