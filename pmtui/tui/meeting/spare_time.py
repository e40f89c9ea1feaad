"""`SpareTime`: work that is done while nobody types: making the neighbouring steps and collecting garbage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from textual.timer import Timer

from pmtui.startup import collect_new_objects
from pmtui.tui.protocols import Meeting

REST: Final = 0.2
"""The seconds without a key after which the work begins."""
PAUSE: Final = 0.05
"""The seconds between two pieces of work, in which keys are handled; a key starts the wait of `REST` again."""

Work = Callable[[], Awaitable[bool]]
"""Does a piece of work; returns False if there was none left."""


async def collect() -> bool:
    """Collect garbage if there is enough; Python itself would do it during a key, and check all objects."""
    return collect_new_objects()


class SpareTime:
    """Does one piece of work after the other, with pauses, as long as no key comes.

    Args:
        meeting: the screen; no work is done while another screen covers it.
        works: the kinds of work, the most important first.
        clock: returns seconds, as `time.monotonic` does.
    """

    def __init__(self, meeting: Meeting, *works: Work, clock: Callable[[], float] = monotonic) -> None:
        self.meeting, self.works, self.clock = meeting, works, clock
        self._timer: Timer | None = None
        self._put_off_at = clock()

    def postpone(self) -> None:
        """Wait for `REST` seconds from now, because of a key or a drawing."""
        self._put_off_at = self.clock()
        if self._timer is None and self.meeting.is_running and not self.meeting.app.is_headless:
            self._wait(REST)

    async def _work_on(self) -> None:
        """Do one piece of work and wait for the next; if there is none left, wait for the next `postpone`."""
        self._timer = None
        left = self._put_off_at + REST - self.clock()
        if left > 0:  # it was put off meanwhile; resetting Textual's timer could take twice its time
            self._wait(left)
        elif self.meeting.is_current:
            for work in self.works:
                if await work():
                    self._wait(PAUSE)
                    return

    def _wait(self, seconds: float) -> None:
        self._timer = self.meeting.set_timer(seconds, self._work_on)
