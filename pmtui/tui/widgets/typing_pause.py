"""Call a function when somebody has stopped typing for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.widget import Widget

PAUSE_SECONDS: Final = 0.3
"""The time after the last key from which typing counts as paused."""


class TypingPause:
    """Calls a function once nothing was typed for `PAUSE_SECONDS`. One timer serves all keys until then.

    Args:
        widget: the widget whose timer is used.
        paused: called at the pause.
    """

    def __init__(self, widget: Widget, paused: Callable[[], object]) -> None:
        self._widget, self._paused = widget, paused
        self._last_change = 0.0
        self.is_waiting = False
        """Whether something was typed and the pause has not come yet."""

    def restart(self) -> None:
        """Begin to wait: something was typed."""
        self._last_change = time.monotonic()
        if not self.is_waiting:
            self.is_waiting = True
            self._widget.set_timer(PAUSE_SECONDS, self._check)

    def _check(self) -> None:
        left = self._last_change + PAUSE_SECONDS - time.monotonic()
        if left > 0.01:
            self._widget.set_timer(left, self._check)
        else:
            self.is_waiting = False
            self._paused()
