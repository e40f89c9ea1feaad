"""Tell a paste from typing by its speed: letters without a field that come in a burst go to the screen as one text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from textual import events

from pmtui.session.text import is_text
from pmtui.tui.key_queue.order import SetTimer, Timer

GAP_SECONDS: Final = 0.012
"""The time a key is held to see whether more follow; a held key of the keyboard repeats at a third of that speed."""

LEAST: Final = 4
"""The number of characters in a burst from which it is a paste."""


class GapTimer:
    """Calls a function after a time, unless it is stopped or started again before the call comes.

    Textual's timer only queues its callback: on a busy machine the app may take more keys before it runs, and then the
    call would be about keys that were handled already.

    Args:
        set_timer: starts Textual's timer.
        seconds: the time.
        call: the function.
    """

    def __init__(self, set_timer: SetTimer, seconds: float, call: Callable[[], Awaitable[None]]) -> None:
        self._set_timer, self._seconds, self._call = set_timer, seconds, call
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Start the timer, or start it again."""
        self.stop()
        self._timer = timer = self._set_timer(self._seconds, lambda: self._over(timer))

    def stop(self) -> None:
        """Stop the timer."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    async def _over(self, timer: Timer) -> None:
        if timer is self._timer:
            self._timer = None
            await self._call()


class PasteDetection:
    """Holds printable keys that no field takes, and passes them on as keys, or together as one paste.

    Args:
        set_timer: starts a timer.
        again: handles keys that are no paste, and the keys after them, one after the other.
        paste: takes the text of a paste.
    """

    def __init__(
        self,
        set_timer: SetTimer,
        again: Callable[[Sequence[events.Key]], Awaitable[None]],
        paste: Callable[[str], Awaitable[None]],
    ) -> None:
        self.again, self.paste = again, paste
        self.held: list[events.Key] = []
        self.passed: list[events.Key] = []
        """Keys that were held and are no paste."""
        self.timer = GapTimer(set_timer, GAP_SECONDS, self.flush)

    async def take(self, event: events.Key) -> bool:
        """Hold the key if necessary; return True if it was held and will come again."""
        if any(passed is event for passed in self.passed):
            return False
        if _text(event) and (self.held or is_text(event.character)) and not self._fingers(event):
            self.held.append(event)
            self.timer.begin()
            return True
        if self.held:
            await self.flush(event)
            return True
        return False

    async def flush(self, *after: events.Key) -> None:
        """Pass the held keys on, as a paste or one by one, and then the keys after them."""
        self.timer.stop()
        held, self.held = self.held, []
        if len(held) >= LEAST:
            await self.paste("".join(map(_text, held)))
            held = []
        self.passed = held
        await self.again([*held, *after])

    def _fingers(self, event: events.Key) -> bool:
        return 0 < len(self.held) < LEAST and event.time - self.held[-1].time > GAP_SECONDS


def _text(event: events.Key) -> str:
    if event.key == "enter":
        return "\n"
    return event.character or "" if is_text(event.character) else ""
