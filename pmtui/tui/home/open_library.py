"""Puts the screen of the library together: the list, and what its keys do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from pmtui.library.entries import Entry
from pmtui.library.protocol import SessionStore
from pmtui.settings import Settings
from pmtui.tui.home.acts import ACTS
from pmtui.tui.home.screen import LibraryScreen


def library_screen(
    library: SessionStore,
    open_session: Callable[[Entry], Awaitable[None]],
    now: Callable[[], datetime],
    settings: Settings,
    select: str,
) -> LibraryScreen:
    """The screen, as the settings have it; the arguments are those of `LibraryScreen`."""
    return LibraryScreen(library, open_session, now, settings.timezone, settings.term, select, ACTS)
