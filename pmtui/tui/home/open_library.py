"""Make the screen of the library with its commands."""

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
    """Return the screen for these settings; the arguments are those of `LibraryScreen`."""
    return LibraryScreen(library, open_session, now, settings.timezone, settings.term, select, ACTS)
