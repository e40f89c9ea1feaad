"""Keys as a person presses them: the next one when the one before has had its effect, however busy the machine is.

Textual's pilot takes a process for idle that only waits for its turn on the processor, and goes on too early.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from textual.pilot import Pilot

from pmtui.tui.app import PmtuiApp
from pmtui.tui.widgets.editor import Editor

ROUNDS = 3
"""So often in a row nothing may be waiting: what a message sets off is another message."""


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await pilot.press(key)
        if len(key) > 1 or not isinstance(pilot.app.focused, Editor):
            await settled(pilot)
    await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no key is held back, and no part of the screen has a message waiting."""
    app = pilot.app
    assert isinstance(app, PmtuiApp)
    rounds, deadline = 0, time.monotonic() + 30
    while rounds < ROUNDS and app.is_running:
        assert time.monotonic() < deadline, "something goes on for ever"
        await pilot.pause(0)
        await asyncio.sleep(0)
        rounds = rounds + 1 if is_calm(app) else 0


def is_calm(app: PmtuiApp) -> bool:
    """Whether nothing that was pressed, or that a key set off, waits to be dealt with."""
    if not app.key_queue.is_idle or app.pastes.held or app.held_enter.held:
        return False
    return not any(node.message_queue_size for node in (app, *app.screen.walk_children(with_self=True)))
