"""Open a review at a place in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App

from pmtui.app.editing_session import Place
from pmtui.library.errors import LibraryError
from pmtui.session.document import StepName
from pmtui.tui.protocols import Meeting


async def open_at(app: App[Any], session_id: str, step: StepName | None = None, item_id: str | None = None) -> None:
    """Open a review at an item of a step, or where it was left; if it cannot be opened, a message says why."""
    open_session: Callable[[str], Awaitable[None]] = app.open_session  # type: ignore[attr-defined]
    try:
        await open_session(session_id)
    except LibraryError as error:
        app.notify(str(error), severity="error", markup=False)
        return
    if step is not None and isinstance(app.screen, Meeting):
        await app.screen.open_step(step, Place(step, item_id) if item_id else None)
