"""What is done to Python itself so that a call starts quickly: each with the time that it was measured to save.

Milliseconds of processor time on a slow machine, the least of ten runs each.
"""

from __future__ import annotations

import gc
import sys


def collect_rarely() -> None:
    """Let the garbage collector pass over what is being imported.

    A verb is done before there is anything to collect: importing the library takes 168 ms instead of 207, the whole app
    543 instead of 606.
    """
    gc.set_threshold(100_000)


def collect_as_usual() -> None:
    """Let the garbage collector work as it does by itself, but over what is made from here on.

    What was imported stays for good; going over it again would take its time in the middle of a key.
    """
    gc.freeze()
    gc.set_threshold(700, 10, 10)


def import_asyncio() -> None:
    """Import `asyncio` as it is where Python has no TLS: nothing here opens a connection, and OpenSSL loads slowly.

    It takes 104 ms instead of 109. Whoever needs `ssl` later can import it all the same.
    """
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # what import then raises is what asyncio expects
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def take_turns_often() -> None:
    """Let threads take turns ten times as often as Python does by itself (every 5 ms).

    What the app draws is written by a thread, which would wait for its turn up to 5 ms at each write.
    """
    sys.setswitchinterval(0.0005)
