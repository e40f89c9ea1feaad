"""`KeyQueue`: a key is passed on when the key before it has taken effect."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from inspect import Signature
from typing import Any, Final, Protocol

from textual import events

Input = events.Key | events.Paste

PATIENCE: Final = 0.5
"""The seconds after which the next key is handled in any case, because what it waited for is gone."""

ROUNDS: Final = 2
"""How often the message queues are passed after a key; after two rounds its messages have been handled too."""


class Timer(Protocol):
    """A timer that can be stopped."""

    def stop(self) -> None:
        """Cancel the timer."""


SetTimer = Callable[[float, Callable[[], Any]], Timer]
"""Calls a function after a number of seconds, as `App.set_timer` does."""


class Stop(Protocol):
    """A message pump that a key passes: a widget, a screen, the app."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call a function after all waiting messages; return False if the pump is closing."""


class _Call:
    """A function with its arguments, as a callback without parameters.

    Textual inspects the parameters of each callback. It caches the result for a function, but not for a partial: that
    costs 0.03 ms for each of the sixteen callbacks of a key.
    """

    __slots__ = ("args", "callback")
    __signature__ = Signature()

    def __init__(self, callback: Callable[..., None], *args: object) -> None:
        self.callback, self.args = callback, args

    def __call__(self) -> None:
        self.callback(*self.args)


class KeyQueue:
    """Holds keys back while another key is being handled.

    Args:
        handle: handles a key; it calls `follow` if the next key has to wait for the effect.
        way: returns the pumps that a key passes now, from the focused widget outwards.
        end: the last pump: the app.
        set_timer: starts the timer for `PATIENCE`.
    """

    def __init__(
        self,
        handle: Callable[[Input], Awaitable[None]],
        *,
        way: Callable[[], Sequence[Stop]],
        end: Stop,
        set_timer: SetTimer,
    ) -> None:
        self.handle, self.way, self.end, self.set_timer = handle, way, end, set_timer
        self._waiting: deque[Input] = deque()
        self._under_way = False
        self._turn = 0
        self.is_held = False
        """Whether keys wait for something else than the key before them."""

    @property
    def is_idle(self) -> bool:
        """Whether no key is being handled or waits."""
        return not (self._under_way or self._waiting)

    async def take(self, *keys: Input) -> None:
        """Handle keys, now or after the keys before them."""
        self._waiting.extend(keys)
        await self._go_on()

    async def again(self, keys: Sequence[Input]) -> None:
        """Handle keys that were held back, before the keys that wait."""
        self._waiting.extendleft(reversed(keys))
        await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting and not self._under_way:
            await self.handle(self._waiting.popleft())

    def follow(self) -> None:
        """Hold the next keys back until the present key has taken effect."""
        self._under_way = True
        self._turn += 1
        turn = self._turn
        self._begin(turn, ROUNDS)
        self.set_timer(PATIENCE, lambda: self._arrived(turn))

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold all keys back for as long as the block runs, because the screen they are for is still being loaded."""
        self._under_way = self.is_held = True
        self._turn += 1
        turn = self._turn
        try:
            yield
        finally:
            self.is_held = False
            await self._arrived(turn)

    def _begin(self, turn: int, rounds: int) -> None:
        if rounds:
            self._hop(self.way(), turn, rounds)
        else:
            self.end.call_later(self._arrived, turn)

    def _hop(self, way: Sequence[Stop], turn: int, rounds: int) -> None:
        """Queue a call behind the key at the next pump; a pump that is closing is skipped."""
        for at, stop in enumerate(way):
            if stop.call_later(_Call(self._hop, way[at + 1 :], turn, rounds)):
                return
        self._begin(turn, rounds - 1)

    async def _arrived(self, turn: int) -> None:
        if self._under_way and turn == self._turn:
            self._under_way = False
            await self._go_on()
