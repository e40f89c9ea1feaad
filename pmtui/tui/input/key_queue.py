"""Keys take effect one after the other, however many wait when a busy machine comes to them.

A letter goes into a field at once, but a key with a meaning travels up to the app before it acts: without this, letters
that were typed after a Tab would come into the field before it, and a Backspace would take away the letter after it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from textual import events
from textual.app import App
from textual.dom import DOMNode

Input = events.Key | events.Paste

PATIENCE: Final = 0.5
"""Seconds after which the next key goes on in any case: what it waited for is no more."""

ROUNDS: Final = 2
"""What a key sets off (a message to a parent, another screen) has happened when it has been followed twice."""


class KeyQueue:
    """Holds keys back while one is under way.

    Args:
        app: the app that they go through.
        handle: takes a key on its way; calls `follow` where the next has to wait for what it does.
    """

    def __init__(self, app: App[int], handle: Callable[[Input], Awaitable[None]]) -> None:
        self.app, self.handle = app, handle
        self._waiting: deque[Input] = deque()
        self._under_way = False
        self._turn = 0

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
        """Hold the next keys back until the one that was just handed on has gone its way up to the app."""
        self._under_way = True
        self._turn += 1
        self._begin(self._turn, ROUNDS)
        turn = self._turn
        self.app.set_timer(PATIENCE, lambda: self._arrived(turn))

    def _begin(self, turn: int, rounds: int) -> None:
        if not rounds:
            self.app.call_later(self._arrived, turn)
            return
        way = tuple((self.app.focused or self.app.screen).ancestors_with_self)
        self._hop(way, turn, rounds)

    def _hop(self, way: Sequence[DOMNode], turn: int, rounds: int) -> None:
        """Queue behind the key at the next one on its way; those that are closing queue nothing."""
        for at, node in enumerate(way):
            if node.call_later(self._hop, way[at + 1 :], turn, rounds):
                return
        self._begin(turn, rounds - 1)

    async def _arrived(self, turn: int) -> None:
        if self._under_way and turn == self._turn:
            self._under_way = False
            await self._go_on()
