"""Search the attached files of a review for secrets, in a thread, because large logs take seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pmtui.checks.attached import file_gaps
from pmtui.meeting.step import Gap
from pmtui.session.document import Session
from pmtui.tui.preferences import checks
from pmtui.tui.steps.base import StepView


class AttachedSecrets:
    """What was found in the attached files so far.

    Args:
        view: the step that shows it.
        show: shows it again; it is called when something was found.
    """

    def __init__(self, view: StepView, show: Callable[[], None]) -> None:
        self._view, self._show = view, show
        self._files: tuple[str, ...] = ()
        """The names of the files that were searched, or are being searched."""
        self.found: tuple[Gap, ...] = ()

    def look(self, session: Session) -> None:
        """Search the files; search again when other files are attached."""
        files = tuple(figure.path for figure in session.evidence if figure.path)
        if files != self._files:
            self._files, self.found = files, ()
            self._view.run_worker(self._read(session), group="files", exclusive=True)

    async def _read(self, session: Session) -> None:
        read, allowed = self._view.editing.opened.attached_files.read, checks(self._view.app)[1]
        self.found = await asyncio.to_thread(lambda: tuple(file_gaps(session, read, allowed)))
        if self.found and self._view.is_attached:
            self._show()
