"""Keys that arrive faster than fingers are a paste: terminals without bracketed paste send one as single keys.

Without this, pasted notes would act as commands where no field has the focus.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from textual import events
from textual.app import App
from textual.timer import Timer

from pmtui.session.text import is_text

GAP_SECONDS: Final = 0.012
"""Held that long, to see whether more follow; a key's repeat is three times as slow."""

LEAST: Final = 4
"""So many characters without a gap are no fingers."""


class PasteDetection:
    """Holds printable keys that no field takes, for a moment; gives them back as keys, or on as one paste.

    What counts is when they were pressed: keys of fingers that a busy app finds waiting together are no paste.

    Args:
        app: for its timer.
        again: takes keys that are no paste, and what follows them, on their usual way one after the other.
        paste: takes the text of a paste.
    """

    def __init__(
        self,
        app: App[int],
        again: Callable[[Sequence[events.Key]], Awaitable[None]],
        paste: Callable[[str], Awaitable[None]],
    ) -> None:
        self.app, self.again, self.paste = app, again, paste
        self.held: list[events.Key] = []
        self.passed: list[events.Key] = []
        """Keys that were held, and are no paste."""
        self.timer: Timer | None = None

    async def take(self, event: events.Key) -> bool:
        """Hold the key back where that is needed; True if it will come again."""
        if any(passed is event for passed in self.passed):
            return False
        if _text(event) and (self.held or is_text(event.character)) and not self._fingers(event):
            self.held.append(event)
            self._wait()
            return True
        if self.held:
            await self.flush(event)
            return True
        return False

    async def flush(self, *after: events.Key) -> None:
        """Hand on the held keys, as a paste or one by one, then the ones after them."""
        if self.timer is not None:
            self.timer.stop()
            self.timer = None
        held, self.held = self.held, []
        if len(held) >= LEAST:
            await self.paste("".join(map(_text, held)))
            held = []
        self.passed = held
        await self.again([*held, *after])

    def _fingers(self, event: events.Key) -> bool:
        return 0 < len(self.held) < LEAST and event.time - self.held[-1].time > GAP_SECONDS

    def _wait(self) -> None:
        if self.timer is not None:
            self.timer.stop()
        self.timer = self.app.set_timer(GAP_SECONDS, self.flush)


class EnterHold:
    """Holds an Enter in a field of one line, for a moment: a key that follows faster than fingers makes it a new line.

    Args:
        app: for its timer.
        again: takes what was held, and what follows it, on its usual way one after the other.
    """

    def __init__(self, app: App[int], again: Callable[[Sequence[events.Key | events.Paste]], Awaitable[None]]) -> None:
        self.app, self.again = app, again
        self.held: list[events.Key] = []
        self.passed: events.Key | None = None
        self.timer: Timer | None = None

    async def take(self, event: events.Key | events.Paste) -> bool:
        """Hold the key back where that is needed; True if it will come again."""
        at_once = bool(self.held) and event.time - self.held[-1].time <= GAP_SECONDS
        if isinstance(event, events.Key) and event.key == "enter" and event is not self.passed:
            if not self.held or at_once:
                self.held.append(event)
                self._stop()
                self.timer = self.app.set_timer(GAP_SECONDS, self.flush)
                return True
        elif not self.held:
            return False
        elif at_once and isinstance(event, events.Key) and is_text(event.character):
            self._stop()
            lines = [events.Key("ctrl+j", "\n") for _ in self.held]
            self.held = []
            await self.again([*lines, event])
            return True
        if self.held:
            await self.flush(event)
            return True
        return False

    async def flush(self, *after: events.Key | events.Paste) -> None:
        """Hand on what is held as an Enter: nothing followed in time."""
        self._stop()
        self.passed, self.held = self.held[0], []
        await self.again([self.passed, *after])

    def _stop(self) -> None:
        if self.timer is not None:
            self.timer.stop()
            self.timer = None


def _text(event: events.Key) -> str:
    if event.key == "enter":
        return "\n"
    return event.character or "" if is_text(event.character) else ""
