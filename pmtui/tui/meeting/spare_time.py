"""What is done while nobody types, so that no key waits for it: making the steps beside, collecting garbage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from textual.timer import Timer

from pmtui.startup import collect_new_objects
from pmtui.tui.protocols import Meeting

REST: Final = 0.2
"""Seconds without a key after which the first piece of work is done."""
PAUSE: Final = 0.05
"""Seconds between two pieces: a key that came meanwhile is answered first, and then they wait for their rest again."""

Work = Callable[[], Awaitable[bool]]
"""Does a piece of work; False where none was left."""


async def collect() -> bool:
    """Collect garbage if there is some: by itself Python does it in the middle of a key, and looks at everything."""
    return collect_new_objects()


class SpareTime:
    """Does one piece of work after the other, a moment apart, as long as no key comes.

    Args:
        meeting: the screen; nothing is done while another one lies on it.
        works: the pieces, the most wanted first.
        clock: seconds, as `time.monotonic` counts them.
    """

    def __init__(self, meeting: Meeting, *works: Work, clock: Callable[[], float] = monotonic) -> None:
        self.meeting, self.works, self.clock = meeting, works, clock
        self._timer: Timer | None = None
        self._put_off_at = clock()

    def put_off(self) -> None:
        """Something is done, or was drawn: the work waits until that is a moment ago."""
        self._put_off_at = self.clock()
        if self._timer is None and self.meeting.is_running and not self.meeting.app.is_headless:
            self._wait(REST)

    async def _work_on(self) -> None:
        """Do one piece of work, and soon the next; where none is left, wait until something was done again."""
        self._timer = None
        left = self._put_off_at + REST - self.clock()
        if left > 0:  # a timer of Textual that is reset may take twice its time: this one goes on for the rest of it
            self._wait(left)
        elif self.meeting.is_current:
            for work in self.works:
                if await work():
                    self._wait(PAUSE)
                    return

    def _wait(self, seconds: float) -> None:
        self._timer = self.meeting.set_timer(seconds, self._work_on)
