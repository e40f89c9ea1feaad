"""The order of keys: one is handed on when the one before it has had its effect."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from inspect import Signature
from typing import Any, Final, Protocol

from textual import events

Input = events.Key | events.Paste

PATIENCE: Final = 0.5
"""Seconds after which the next key goes on in any case: what it waited for is no more."""

ROUNDS: Final = 2
"""What a key sets off (a message to a parent, another screen) has happened when it has been followed twice."""


class Timer(Protocol):
    """A timer that can be stopped before its time."""

    def stop(self) -> None:
        """It does not go off any more."""


SetTimer = Callable[[float, Callable[[], Any]], Timer]
"""Calls something after so many seconds, as `App.set_timer` does."""


class Stop(Protocol):
    """Where a key comes by: a widget, a screen, the app."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call something when all that waits there has been dealt with; False where it is closing and takes nothing."""


class _Call:
    """A call with all that it takes.

    Textual looks how many parameters each callback has, and says so once for a function, but anew for each call with
    arguments: 0.03 ms for each of the sixteen stops of a key.
    """

    __slots__ = ("args", "callback")
    __signature__ = Signature()

    def __init__(self, callback: Callable[..., None], *args: object) -> None:
        self.callback, self.args = callback, args

    def __call__(self) -> None:
        self.callback(*self.args)


class KeyQueue:
    """Holds keys back while one is under way.

    Args:
        handle: takes a key on its way; calls `follow` where the next has to wait for what it does.
        way: where a key comes by, from the focus outwards, as it is at that moment.
        end: where its way ends: the app.
        set_timer: for the patience.
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
        """Whether keys wait for more than the one before them."""

    @property
    def is_idle(self) -> bool:
        """Whether no key is under way or waits for one that is."""
        return not (self._under_way or self._waiting)

    async def take(self, *keys: Input) -> None:
        """Hand keys on, now or when those before them have had their effect."""
        self._waiting.extend(keys)
        await self._go_on()

    async def again(self, keys: Sequence[Input]) -> None:
        """Hand on keys that were held back, before those that wait."""
        self._waiting.extendleft(reversed(keys))
        await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting and not self._under_way:
            await self.handle(self._waiting.popleft())

    def follow(self) -> None:
        """Hold the next keys back until the one that was just handed on has gone its way."""
        self._under_way = True
        self._turn += 1
        turn = self._turn
        self._begin(turn, ROUNDS)
        self.set_timer(PATIENCE, lambda: self._arrived(turn))

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold all keys back, however long it takes: what they are for is still being fetched."""
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
        """Queue behind the key at the next stop on its way; those that are closing queue nothing."""
        for at, stop in enumerate(way):
            if stop.call_later(_Call(self._hop, way[at + 1 :], turn, rounds)):
                return
        self._begin(turn, rounds - 1)

    async def _arrived(self, turn: int) -> None:
        if self._under_way and turn == self._turn:
            self._under_way = False
            await self._go_on()
