"""Letters that no field takes and that came faster than fingers are a paste: it is given to the screen as one text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from textual import events

from pmtui.session.text import is_text
from pmtui.tui.key_queue.order import SetTimer, Timer

GAP_SECONDS: Final = 0.012
"""Held that long, to see whether more follow; a key's repeat is three times as slow."""

LEAST: Final = 4
"""So many characters without a gap are no fingers."""


class GapTimer:
    """Calls something once the moment is over, unless it is stopped or begun anew before the call comes.

    A timer of Textual only asks for its call: on a busy machine the app may take more keys before that call comes, and
    then it would be about keys that are handed on already.

    Args:
        set_timer: for the moment.
        seconds: how long it is.
        call: what is called.
    """

    def __init__(self, set_timer: SetTimer, seconds: float, call: Callable[[], Awaitable[None]]) -> None:
        self._set_timer, self._seconds, self._call = set_timer, seconds, call
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Wait from now on."""
        self.stop()
        self._timer = timer = self._set_timer(self._seconds, lambda: self._over(timer))

    def stop(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    async def _over(self, timer: Timer) -> None:
        if timer is self._timer:
            self._timer = None
            await self._call()


class PasteDetection:
    """Holds printable keys that no field takes, for a moment; gives them back as keys, or on as one paste.

    Args:
        set_timer: for the moment.
        again: takes keys that are no paste, and what follows them, on their usual way one after the other.
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
        """Keys that were held, and are no paste."""
        self.timer = GapTimer(set_timer, GAP_SECONDS, self.flush)

    async def take(self, event: events.Key) -> bool:
        """Hold the key back where that is needed; True if it will come again."""
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
        """Hand on the held keys, as a paste or one by one, then the ones after them."""
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
