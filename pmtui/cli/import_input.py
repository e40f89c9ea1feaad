"""Open the files of an import, and have each read by the reader of its kind; shows progress and asks on a terminal."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

import click

from pmtui.app.import_files import FromFile, read_file
from pmtui.app.import_plan import ImportPlanner
from pmtui.app.timeline_files import OpenFile, Request, days_of, span_of
from pmtui.cli import out
from pmtui.cli.verb import Call, UserError
from pmtui.intake.result import IntakeContext, NotReadable
from pmtui.session.document import Session

MOST: Final = 256 << 20
"""In bytes: a larger file is not read as a whole, so that it cannot fill the memory."""

_DOCUMENT: Final = (b'"pmtui-session"', b'"key_details"')
"""Byte strings that stand in every session document, even in one without `format`, and tell it from other JSON."""


class FileReader:
    """Reads the files of one import.

    Args:
        call: the call of the program.
        planner: knows into which session the files go.
        every_line: whether the account of timeline data lists lines that became no event, too.
        grep: a regular expression that the events of timeline data must match, as typed.
        begin: the earliest time of an event, as typed.
        end: the latest time of an event, as typed.

    Raises:
        UserError: a filter is given without a session to import into, or one of them cannot be read.
    """

    def __init__(
        self,
        call: Call,
        planner: ImportPlanner,
        *,
        every_line: bool,
        grep: str | None = None,
        begin: str | None = None,
        end: str | None = None,
    ) -> None:
        self._call, self._planner, self._every_line = call, planner, every_line
        self._span = grep, begin, end
        if any(self._span):
            if planner.target is None:
                raise UserError(
                    "--grep, --from and --to choose events of timeline data: name the review with --into ID"
                )
            _ = self._request  # reports a wrong pattern or time before any file is read

    def read(self, name: str) -> list[FromFile]:
        """Read a file, `-` (standard input), or a folder of a Slack channel, which has a file for each day.

        Raises:
            UserError: there is no such file, or it cannot be read as any kind of input.
        """
        if name == "-":
            if sys.stdin is None:
                raise UserError("standard input is closed: name a file")
            return self._open(sys.stdin.buffer, None)
        path = Path(name)
        if path.is_dir():
            return [each for day in self._days(path) for each in self.read(str(day))]
        try:
            with path.open("rb") as file:
                return self._open(file, path)
        except FileNotFoundError:
            raise UserError(f"{name}: no such file: check its name") from None

    def _days(self, folder: Path) -> list[Path]:
        days = days_of(folder)
        if not days:
            raise UserError(
                f"{folder}: is a folder, and not a Slack channel's: name the files in it, as in {folder}/*.md"
            )
        return days

    def _open(self, stream: BinaryIO, path: Path | None) -> list[FromFile]:
        shown = str(path) if path else "standard input"
        size = path.stat().st_size if path else 0
        try:
            with out.progress(size, shown) as moved:
                file = OpenFile(stream, path, moved)
                timeline = file.looks_like_timeline()
                if timeline and not file.is_one_value():
                    return self._timeline(file, shown, None) or []
                data = self._whole(file, shown)
                is_other = not timeline or any(mark in data for mark in _DOCUMENT)
                found = None if is_other else self._timeline(file, shown, data)
                return found or read_file(data, shown, self._context, path.parent if path else None)
        except NotReadable as error:
            raise UserError(str(error)) from None

    def _whole(self, file: OpenFile, shown: str) -> bytes:
        data = file.rest(MOST)
        if len(data) > MOST:
            raise UserError(f"{shown}: is larger than {MOST >> 20} MB: import it in parts")
        return data

    def _timeline(self, file: OpenFile, shown: str, data: bytes | None) -> list[FromFile] | None:
        if self._planner.target is None and data is None:
            raise UserError(f"{shown}: is timeline data: name the review to add it to with --into ID")
        request = self._request if self._planner.target else _nowhere(self._context())
        try:
            intake = file.intake(request, data)
        except NotReadable as error:
            from pmtui.intake.timeline.json_values import NotJson

            if data is not None and isinstance(error, NotJson):
                return None  # not JSON: the reader of session documents reports what is wrong with it
            raise NotReadable(f"{shown}: {error}: nothing was imported") from None
        return None if intake is None else [FromFile(shown, intake)]

    def _context(self) -> IntakeContext:
        details = self._session.key_details if self._session else None
        zone = details.timezone if details else self._call.settings.timezone
        return IntakeContext(
            self._call.now(),
            zone,
            details.incident_date if details else None,
            self._call.library.new_id,
            details.started_at if details else None,
        )

    @cached_property
    def _session(self) -> Session | None:
        return self._call.library.read(self._planner.target) if self._planner.target else None

    @cached_property
    def _request(self) -> Request:
        """The session, filters and context for reading timeline data.

        Raises:
            UserError: a filter cannot be read.
        """
        assert self._session is not None
        try:
            wanted = span_of(self._session, self._call.now(), *self._span)
        except ValueError as error:
            raise UserError(str(error)) from None
        return Request(self._session, self._context(), wanted, self._every_line, _asks if out.can_ask() else None)


def _nowhere(context: IntakeContext) -> Request:
    """Return a request without a session. Where the file is timeline data, the plan reports that --into is missing."""
    from pmtui.intake.timeline.filters import EVERYTHING

    return Request(Session(format="pmtui-session", version=2), context, EVERYTHING, asks=lambda _: True)


def _asks(count: int) -> bool:
    """Ask the user whether to import so many events; return the answer."""
    question = f"pmtui: {count:,} events are more than a room can talk about: take all of them?"
    taken: bool = click.confirm(question, default=False, err=True)
    return taken
