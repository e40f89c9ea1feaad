"""What is done to Python itself so that a call starts quickly: each with the time that it was measured to save.

Milliseconds on a slow, busy machine with two cores. What the garbage collector takes was timed by `gc.callbacks`, the
same within a tenth in each of three runs; the rest are medians of runs by turns with and without it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from types import ModuleType


def collect_rarely() -> None:
    """Let the garbage collector pass over what is being imported.

    A verb is done before there is anything to collect. Of the 215 ms in which `pmtui log` and the library are imported
    the collector takes 0.1 instead of 10 (one run instead of 38), of the 680 ms of the app 0.2 instead of 35.
    """
    gc.set_threshold(100_000)


def collect_as_usual() -> None:
    """Let the garbage collector work as it does by itself, but over what is made from here on.

    What was imported stays for good; going over it again would take its time in the middle of a key. Until a meeting
    stands there the collector takes 18 ms instead of 79.
    """
    gc.freeze()
    gc.set_threshold(700, 10, 10)


def import_lightly() -> None:
    """Import three modules without those that they need for nothing that is done here.

    msgspec does as well with `typing` alone, `uuid` asks `platform` for the system's name, and `pathlib` makes an
    address of a path with the help of `urllib.parse`. Of the 337 million instructions of a call of `pmtui log` that
    saves 29 million (counted by callgrind: 11, 9 and 9). Whoever needs the three can import them all the same.
    """
    with _instead_of("typing_extensions", None):
        with _instead_of("platform", _module("platform", system=lambda: os.uname().sysname)):
            import uuid  # noqa: F401
        import msgspec  # noqa: F401
    with _instead_of("urllib.parse", _module("urllib.parse", quote_from_bytes=_quote_from_bytes)):
        import pathlib  # noqa: F401


def import_asyncio() -> None:
    """Import `asyncio` as it is where Python has no TLS: nothing here opens a connection, and OpenSSL loads slowly.

    It takes 147 ms instead of 172 (24 runs by turns; 15 saved in half of them). Whoever needs `ssl` later can import it
    all the same.
    """
    with _instead_of("ssl", None):
        import asyncio  # noqa: F401


@contextlib.contextmanager
def _instead_of(name: str, found: ModuleType | None) -> Iterator[None]:
    """Let imports find another module under a name (None: no such module), unless it was imported before."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = found  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


def _module(name: str, **functions: Callable[..., str]) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(functions)
    return made


def _quote_from_bytes(path: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(path)


def take_turns_often() -> None:
    """Let threads take turns ten times as often as Python does by itself (every 5 ms).

    What the app draws is written by a thread, which would wait for its turn up to 5 ms at each write. From a letter to
    its picture it takes 23 ms instead of 33 (300 letters each by turns, in two apps at once).
    """
    sys.setswitchinterval(0.0005)
