"""What is done while nobody types, so that no key waits for it: making the steps beside, collecting garbage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from textual.timer import Timer

from pmtui.startup import collect_what_is_new
from pmtui.tui.protocols import Meeting

REST: Final = 0.2
"""Seconds without a key after which the first piece of work is done."""
PAUSE: Final = 0.05
"""Seconds between two pieces: a key that came meanwhile is answered first."""

Work = Callable[[], Awaitable[bool]]
"""Does a piece of work; False where none was left."""


async def collect() -> bool:
    """Collect garbage if there is some: by itself Python does it in the middle of a key, and looks at everything."""
    return collect_what_is_new()


class SpareTime:
    """Does one piece of work after the other, a moment apart, as long as no key comes.

    Args:
        meeting: the screen; nothing is done while another one lies on it.
        works: the pieces, the most wanted first.
    """

    def __init__(self, meeting: Meeting, *works: Work) -> None:
        self.meeting, self.works = meeting, works
        self._timer: Timer | None = None
        self._put_off = 0
        """How often the work was put off."""

    def put_off(self) -> None:
        """Something is done, or was drawn: the work waits until that is a moment ago."""
        self._put_off += 1
        if self._timer is not None:
            self._timer.reset()
        elif self.meeting.is_running and not self.meeting.app.is_headless:
            self._timer = self.meeting.set_interval(REST, self.work_on)

    async def work_on(self) -> None:
        """Do one piece of work, and soon the next; where none is left, wait until something was done again."""
        if self._timer is not None:
            self._timer.pause()
        before = self._put_off
        if self.meeting.is_current:
            for work in self.works:
                if await work():
                    self.meeting.set_timer(PAUSE, partial(self._go_on, before))
                    return

    async def _go_on(self, before: int) -> None:
        """Do the next piece, unless the work was put off since the last one began."""
        if self._put_off == before:
            await self.work_on()
