"""Cut a program off at its nth system call that changes anything, without another process.

While `cut` is in force, every function of `os` through which pmtui changes the disk is counted. At the nth call the
disk refuses (once, or from then on), or the program is killed: a `Killed` is raised that nobody catches, and every
further call fails too, so that what would clean up does as little as it does after `kill -9`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

CALLS = (
    "open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "utime",
    "chmod", "fchmod", "chown", "fchown", "symlink", "truncate", "ftruncate",
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Killed(BaseException):
    """The program is dead from here on."""


class Cut:
    """Counts the calls; `at` is the one that is cut (0: none)."""

    def __init__(self, at: int, number: int | None, *, onwards: bool) -> None:
        self.at, self.number, self.onwards = at, number, onwards
        self.count = 0

    @property
    def reached(self) -> bool:
        """Whether the call that was to be cut came."""
        return 0 < self.at <= self.count

    def pass_(self, name: str) -> None:
        """Let the call through, or cut it."""
        self.count += 1
        if not self.reached or (self.count > self.at and not self.onwards):
            return
        if self.number is None:
            raise Killed(name)
        raise OSError(self.number, os.strerror(self.number))


@contextlib.contextmanager
def cut(at: int = 0, number: int | None = None, *, onwards: bool = True) -> Iterator[Cut]:
    """Cut the call number `at`.

    Args:
        at: which call, from 1; 0 counts only.
        number: the error that the disk gives; None: the program is killed.
        onwards: whether all later calls are refused as well.
    """
    state = Cut(at, number, onwards=onwards or number is None)
    with contextlib.ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(mock.patch.object(os, name, _counted(state, name, getattr(os, name))))
        yield state


def frozen() -> contextlib.AbstractContextManager[Cut]:
    """A disk that can be read only."""
    import errno

    return cut(1, errno.EROFS)


def _counted(state: Cut, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:
        # Of what is opened only that counts which may be written.
        if name != "open" or (args[1] if len(args) > 1 else more.get("flags", 0)) & _WRITES:
            state.pass_(name)
        return real(*args, **more)

    return call
