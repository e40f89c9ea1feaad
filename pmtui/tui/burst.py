"""Keys that arrive faster than fingers are a paste: terminals without bracketed paste send one as single keys.

Without this, pasted notes would act as commands where no field has the focus.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from textual import events
from textual.app import App
from textual.timer import Timer

GAP_SECONDS: Final = 0.012
"""Held that long, to see whether more follow; a key's repeat is three times as slow."""

LEAST: Final = 4
"""So many characters without a gap are no fingers."""


class Burst:
    """Holds printable keys that no field takes, for a moment; gives them on as keys, or as one paste.

    Args:
        app: for its timer.
        forward: takes a key on its usual way.
        paste: takes the text of a paste.
    """

    def __init__(
        self, app: App[int], forward: Callable[[events.Key], Awaitable[None]], paste: Callable[[str], Awaitable[None]]
    ) -> None:
        self.app, self.forward, self.paste = app, forward, paste
        self.held: list[events.Key] = []
        self.timer: Timer | None = None

    async def take(self, event: events.Key) -> bool:
        """True where the key is held back; anything held is let go before a key that is not."""
        if _text(event) and (self.held or event.is_printable):
            self.held.append(event)
            self._wait()
            return True
        await self.flush()
        return False

    async def flush(self) -> None:
        """Let go of what is held."""
        if self.timer is not None:
            self.timer.stop()
            self.timer = None
        held, self.held = self.held, []
        if len(held) >= LEAST:
            await self.paste("".join(map(_text, held)))
            return
        for event in held:
            await self.forward(event)

    def _wait(self) -> None:
        if self.timer is not None:
            self.timer.stop()
        self.timer = self.app.set_timer(GAP_SECONDS, self.flush)


def _text(event: events.Key) -> str:
    if event.key == "enter":
        return "\n"
    return event.character or "" if event.is_printable else ""
