"""How a sitting begins: the session opened, its clock, the team's order of steps, and the step where it was left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.library.marks import mark_of
from pmtui.meeting import agenda
from pmtui.session.document import STEP_NAMES, Session
from pmtui.settings import Settings
from pmtui.tui.desk import Desk
from pmtui.tui.lookback import Lookback, look_back
from pmtui.tui.pace import Pace
from pmtui.tui.screens.meeting import MeetingScreen


def sit_down(
    library: Library, ref: str | Path, settings: Settings, now: Callable[[], datetime], changed: Callable[[], None]
) -> tuple[Desk, MeetingScreen]:
    """Open a session; its desk and its screen.

    Args:
        library: where it lives.
        ref: which.
        settings: the person's own.
        now: the present, aware.
        changed: called from any thread when the session, or whether it is saved, is another.

    Raises:
        LibraryError: there is no such session, or it cannot be read.
    """
    opened = library.open(ref)
    desk = Desk(opened, changed, now)
    order = agenda.order(settings.agenda)
    length = settings.minutes if "minutes" in settings.given else None
    pace = Pace(desk, order.steps, length=length, own=settings.step_minutes)
    left = mark_of(library.folder, opened.session.id)
    start = next((name for name in STEP_NAMES if name == left), order.steps[0].name)
    return desk, MeetingScreen(desk, pace, order.steps, start, partial(_look_back, library, opened.session, now))


def _look_back(library: Library, session: Session, now: Callable[[], datetime]) -> Lookback:
    try:
        return look_back(library, session, now().date())
    except LibraryError:
        # The meeting goes on without: what is wrong with the folder is said where it is saved.
        return Lookback()
