"""Hold an Enter in a field of one line: it goes to the next field, unless a character follows within 12 ms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual import events

from pmtui.session.text import is_text
from pmtui.tui.key_queue.order import Input, SetTimer
from pmtui.tui.key_queue.paste_detection import GAP_SECONDS, GapTimer


class EnterHold:
    """Holds an Enter briefly: if a character follows at once, the Enter is a line break of a paste.

    Args:
        set_timer: starts the timer.
        again: handles the held key, and the keys after it, one after the other.
    """

    def __init__(self, set_timer: SetTimer, again: Callable[[Sequence[Input]], Awaitable[None]]) -> None:
        self.again = again
        self.held: list[events.Key] = []
        self.passed: events.Key | None = None
        self.timer = GapTimer(set_timer, GAP_SECONDS, self.flush)

    async def take(self, event: Input) -> bool:
        """Hold the key if necessary; return True if it was held and will come again."""
        at_once = bool(self.held) and event.time - self.held[-1].time <= GAP_SECONDS
        if isinstance(event, events.Key) and event.key == "enter" and event is not self.passed:
            if not self.held or at_once:
                self.held.append(event)
                self.timer.begin()
                return True
        elif not self.held:
            return False
        elif at_once and isinstance(event, events.Key) and is_text(event.character):
            self.timer.stop()
            lines = [events.Key("ctrl+j", "\n") for _ in self.held]
            self.held = []
            await self.again([*lines, event])
            return True
        if self.held:
            await self.flush(event)
            return True
        return False

    async def flush(self, *after: Input) -> None:
        """Pass the held key on as an Enter, because nothing followed in time."""
        self.timer.stop()
        self.passed, self.held = self.held[0], []
        await self.again([self.passed, *after])
