"""Open a review: read its session, start its clock, and find the step where the last sitting ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any, Final

from msgspec import Struct
from textual.app import App
from textual.widgets import Static

from pmtui.app.earlier_reviews import EarlierReviews, read_earlier_reviews
from pmtui.app.editing_session import EditingSession
from pmtui.app.meeting_clock import MeetingClock
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.library.open_session import OpenSession
from pmtui.library.protocol import SessionStore
from pmtui.meeting import agenda
from pmtui.meeting.step import Step
from pmtui.meeting.steps import STEPS
from pmtui.session.document import STEP_NAMES, Session, StepName
from pmtui.settings import Settings
from pmtui.tui.input import keymap
from pmtui.tui.meeting.acts import ACTS
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.notes import HasNotes

LATE_SECONDS: Final = 1.5
"""The seconds that a review may take to be read before the app explains the wait."""

LOADED_LATER: Final = (
    "pmtui.library.storage", "pmtui.session.merge", "pmtui.app.completion", "pmtui.app.item_parsing",
    "pmtui.app.action_line", "pmtui.app.date_suggestions", "pmtui.meeting.chat_copy", "pmtui.meeting.rephrase",
    "pmtui.session.times.editable", "wcwidth", "tempfile",
)  # fmt: skip
"""Modules that a save, an undo and a letter may need; they are imported after the first drawing."""


class OpenedReview(Struct, frozen=True):
    """What is read from the library before a meeting can be shown."""

    editing: EditingSession
    left_at: str
    """The name of the step where the last sitting ended; empty if it is not known."""


def read_review(
    library: SessionStore,
    ref: str | Entry,
    settings: Settings,
    now: Callable[[], datetime],
    changed: Callable[[], None],
) -> OpenedReview:
    """Read a session and what is kept beside it. It waits for the disk, so it runs in a thread.

    Args:
        library: the library that has it.
        ref: the review.
        settings: the user's settings.
        now: returns the present time, with its time zone.
        changed: called from any thread when the session has changed or was saved.

    Raises:
        LibraryError: there is no such session, or it cannot be read.
    """
    entry = library.find(ref) if isinstance(ref, str) else ref
    opened = OpenSession(library, library.load(entry))
    editing = EditingSession(
        opened, changed, now,
        ticket_pattern=settings.ticket_pattern, own_fields=settings.fields, severities=settings.severities,
    )  # fmt: skip
    return OpenedReview(editing, library.bookmark(opened.session.id))


def meeting_screen(library: SessionStore, review: OpenedReview, settings: Settings) -> MeetingScreen:
    """Return the screen of a meeting on a review that was read."""
    editing = review.editing
    order = agenda.order(settings.agenda)
    length = settings.minutes if "minutes" in settings.given else None
    meeting_clock = MeetingClock(editing, order.steps, length=length, own=settings.step_minutes)
    start = starting_step(editing.opened.session, review.left_at, order.steps)
    return MeetingScreen(
        editing,
        meeting_clock,
        order.steps,
        start,
        ACTS,
        partial(_look_back, library, editing.opened, editing.now),
    )


def starting_step(session: Session, left_at: str, steps: Sequence[Step]) -> StepName:
    """Return the step that a meeting shows first.

    It is the one where the last sitting ended. Without one it is the timeline if the review has only events, or
    events and evidence, as `log` and `attach` make it; else it is the first of the team's agenda.
    """
    filled = {step.name for step in STEPS if step.filled(session)}
    is_only_noted = "timeline" in filled and filled <= {"timeline", "evidence"}
    first = "timeline" if is_only_noted else steps[0].name
    return next((name for name in STEP_NAMES if name == left_at), first)


async def read_in_thread(app: App[Any], read: Callable[[], OpenedReview]) -> OpenedReview:
    """Read in a thread; if that takes long, show why nothing is shown yet."""
    leaves = keymap.key_for(app, "quit", typing=True)
    text = f"The disk has not answered yet: the review is still being read. {leaves} ends pmtui."
    late = app.set_timer(LATE_SECONDS, partial(_say_that_it_is_late, app, text))
    try:
        return await asyncio.to_thread(read)
    finally:
        late.stop()
        if isinstance(app, HasNotes):
            app.notes.take_back(text)


def _say_that_it_is_late(app: App[Any], text: str) -> None:
    """Explain the wait, and how to leave pmtui."""
    if len(app.screen_stack) == 1:  # there is no screen yet for a notice
        app.screen.mount(Static(text, markup=False))
    else:
        app.notify(text, markup=False)


def _look_back(library: SessionStore, opened: OpenSession, now: Callable[[], datetime]) -> EarlierReviews:
    for name in LOADED_LATER:
        import_module(name)
    opened.prepare_save()
    try:
        return read_earlier_reviews(library, opened.session, now().date())
    except LibraryError:
        # The meeting goes on without it; saving tells the user what is wrong with the folder.
        return EarlierReviews()
