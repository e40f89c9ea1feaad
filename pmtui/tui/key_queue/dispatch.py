"""Send each key and paste to the focused field, to the screen as one paste, or, in a tiny window, nowhere."""

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
    """Passes the keys and pastes of an app on in order, and tells a paste from typing.

    Args:
        app: the app.
        forward: lets Textual send an event to the focused widget.
        quit_keys: Textual's names of the keys that end the app.
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
        """Pastes that came while the window was too small to show where they go."""

    @property
    def is_idle(self) -> bool:
        """Whether no key is being handled or held back."""
        return self.queue.is_idle and not self.pastes.held and not self.held_enter.held

    async def take(self, event: Input, window: Size) -> None:
        """Take a key or a paste; `window` is the size of the window when it came."""
        if self.queue.is_held and self._quits(event):
            self.end()  # the key queue may be waiting until a review is loaded
        elif is_small(window) and not self._quits(event):
            if isinstance(event, events.Paste):
                self._held_pastes.append(event)  # kept until the user can see where it goes
            # Other keys are dropped, because the user could not see their effect.
        elif isinstance(event, events.Key) and event.key.startswith("alt+") and is_text(event.character):
            # No command uses alt: this is Escape and a letter that came in one read, typed fast or over a slow line.
            await self.queue.take(events.Key("escape", None), events.Key(event.character, event.character))
        else:
            await self.queue.take(event)

    def release_pastes(self) -> list[events.Paste]:
        """Return and forget the pastes that waited for a larger window."""
        pastes, self._held_pastes = self._held_pastes, []
        return pastes

    async def paste_into_screen(self, text: str) -> None:
        """Give a paste to the screen, if it takes one."""
        take: Callable[[str], Awaitable[None]] | None = getattr(self.app.screen, "take_paste", None)
        if take is not None:
            await take(text)

    def _quits(self, event: Input) -> bool:
        return isinstance(event, events.Key) and event.key in self.quit_keys

    def _way(self) -> list[DOMNode]:
        return list((self.app.focused or self.app.screen).ancestors_with_self)

    async def _hand_on(self, event: Input) -> None:
        """Pass an event on; keys that no field takes, and Enter in a line, are held to see whether they are a paste."""
        if isinstance(event, events.Key) and self._is_unasked(event) and await self.pastes.take(event):
            return
        focused = self.app.focused
        if isinstance(focused, Editor) and focused.mode == "line" and await self.held_enter.take(event):
            return
        await self._forward(event)

    def _is_unasked(self, event: events.Key) -> bool:
        """Return whether no field takes letters now, and the screen would take them as a paste."""
        focused = self.app.focused
        takes_letters = focused is not None and focused.check_consume_key("a", "a")
        return hasattr(self.app.screen, "take_paste") and not takes_letters

    async def _forward(self, event: Input) -> None:
        if isinstance(self.app.screen, Meeting):
            self.app.screen.settle_focus()  # a key must not go to a hidden widget
        typed = isinstance(event, events.Key) and self._is_typed(event)
        await self.forward(event)
        if not typed:
            self.queue.follow()

    def _is_typed(self, event: events.Key) -> bool:
        """Return whether a field takes the key as text."""
        focused = self.app.focused
        if not isinstance(focused, Editor):
            return False
        if event.key == "enter":
            return focused.mode == "text"
        # A letter in another widget may move the focus, so the next key must wait for it.
        return is_text(event.character) and focused.check_consume_key(event.key, event.character)
