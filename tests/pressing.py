"""Keys as a person presses them: the next one when the one before has had its effect, however busy the machine is.

Textual's own pilot sleeps after each key, 20 ms at a time, until the process seems idle, takes a process for idle
that only waits for its turn on the processor, and sends a message to every widget at each turn. Here a key is sent as
the terminal's driver sends it, and the next one follows when no message waits anywhere.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from pmtui.tui.app import PmtuiApp
from pmtui.tui.key_queue.enter_hold import EnterHold
from pmtui.tui.key_queue.paste_detection import PasteDetection
from pmtui.tui.widgets.editor import Editor

ROUNDS = 3
"""So often in a row nothing may be waiting: what a message sets off is another message."""


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        send(pilot.app, key)
        if len(key) > 1 or not isinstance(pilot.app.focused, Editor):
            await settled(pilot)
        else:
            await followed(pilot.app)
    await settled(pilot)


def send(app: App[Any], key: str) -> None:
    """Put one key, named as Textual names it or as the character, into the app, as the driver does."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    event = events.Key(key, character)
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no key is held back, and no part of the screen has a message waiting."""
    app = pilot.app
    assert isinstance(app, PmtuiApp)
    rounds, deadline = 0, time.monotonic() + 30
    while rounds < ROUNDS and app.is_running:
        assert time.monotonic() < deadline, "something goes on for ever"
        for held in (app.keys.pastes, app.keys.held_enter):
            if held.held:
                app.call_later(_hand_on, held)
        await followed(app)
        app.screen._on_timer_update()
        rounds = rounds + 1 if is_calm(app) else 0


async def _hand_on(held: PasteDetection | EnterHold) -> None:
    """Have the moment over for which keys are held back to see whether more follow: it is not waited for."""
    if held.held:
        await held.flush()


async def followed(app: App[Any]) -> None:
    """Wait until whatever a key passes on its way, from the field up to the app, has dealt with what waited there."""
    loop = asyncio.get_running_loop()
    reached: list[asyncio.Future[None]] = []
    for node in (*(app.focused or app.screen).ancestors_with_self, app):
        future = loop.create_future()
        if node.call_later(_reach, future):
            reached.append(future)
    if reached:
        await asyncio.wait(reached, timeout=1)
    await asyncio.sleep(0)


def _reach(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def is_calm(app: PmtuiApp) -> bool:
    """Whether nothing that was pressed, or that a key set off, waits to be dealt with."""
    if not app.keys.is_idle:
        return False
    return not any(node.message_queue_size for node in (app, *app.screen.walk_children(with_self=True)))
