"""Handle a library's folder that vanishes while a session is open: wait for a while before it is created again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pmtui.library.disk import device_of
from pmtui.library.errors import Vanished

GRACE: Final = 10.0
"""Seconds that a vanished folder has to come back."""


class VanishedFolder:
    """Remembers how long a folder has been missing, and on which device it was.

    Args:
        folder: the library's folder.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self.folder, self._clock = folder, clock
        self._device: int | None = None
        self._since: float | None = None

    def seen(self) -> None:
        """Note that the folder exists."""
        self._since = None
        if self._device is None:
            self._device = device_of(self.folder)

    def error(self) -> Vanished:
        """Note that the folder is missing; return the error to raise."""
        if self._since is None:
            self._since = self._clock()
        return Vanished(f"{self.folder}: is gone: bring the folder back, then it is saved again")

    def wait(self) -> None:
        """Return if the folder has been missing for long enough.

        Raises:
            Vanished: it has not; or its drive was removed, in whose place nobody would find what was written.
        """
        error = self.error()
        assert self._since is not None
        if self._clock() - self._since < GRACE or device_of(self.folder) != self._device:
            raise error
