"""What is done while nobody types, so that no key waits for it: making the steps beside, collecting garbage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from textual.timer import Timer

from pmtui.startup import collect_what_is_new
from pmtui.tui.protocols import Meeting

REST: Final = 0.2
"""Seconds without a key after which the next piece of work is done."""

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

    def put_off(self) -> None:
        """Something is done, or was drawn: the work waits until that is a moment ago."""
        if self._timer is not None:
            self._timer.reset()
        elif self.meeting.is_running and not self.meeting.app.is_headless:
            self._timer = self.meeting.set_interval(REST, self.work_on)

    async def work_on(self) -> None:
        """Do one piece of work; where none is left, wait for the next time that something was done."""
        if self.meeting.is_current:
            for work in self.works:
                if await work():
                    return
        if self._timer is not None:
            self._timer.pause()
