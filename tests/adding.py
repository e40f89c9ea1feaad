"""An edit that tests make often: events at the end of the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items


def adding(events: Iterable[Event]) -> Callable[[Session], Session]:
    """The edit that adds these events."""
    return lambda session: add_items(session, "timeline", tuple(events))
