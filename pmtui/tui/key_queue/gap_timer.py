"""A timer that tells when no key followed another for a moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pmtui.tui.key_queue.order import SetTimer, Timer


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
