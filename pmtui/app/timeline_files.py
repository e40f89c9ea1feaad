"""Open and read files with timeline data: logs in pieces, Slack exports with the names of their members."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.session.document import Session

if TYPE_CHECKING:
    from pmtui.intake.timeline.filters import Wanted

_PIECE: Final = 1 << 20
_HEAD: Final = 64 << 10
_USERS: Final = ("users.json", "org_users.json")


class Request(NamedTuple):
    """What to read from a file, and the session that it is for."""

    session: Session
    context: IntakeContext
    wanted: Wanted
    every_line: bool = False
    """Whether the account lists lines that the filter leaves out, too."""
    asks: Callable[[int], bool] | None = None
    """Asks the user whether to take so many events; None: it is not asked."""


class OpenFile:
    """An open file whose beginning is examined first; no byte is read twice.

    Args:
        file: open for reading bytes.
        path: its path; None: standard input.
        moved: called with the number of bytes read since its last call; None: nobody is told.
    """

    def __init__(self, file: BinaryIO, path: Path | None, moved: Callable[[int], None] | None = None) -> None:
        self._file, self._path, self._moved = file, path, moved
        self._head = file.read(_HEAD)

    def looks_like_timeline(self) -> bool:
        """Whether its first lines look like timeline data."""
        from pmtui.intake.timeline.formats import looks
        from pmtui.intake.timeline.source import with_newlines

        with suppress(UnicodeError):
            bom = self._head[:2] in (b"\xff\xfe", b"\xfe\xff")
            return looks(with_newlines(self._head.decode("utf-16" if bom else "utf-8", "replace")))
        return False

    def is_one_value(self) -> bool:
        """Whether it is a single JSON value, which must be read as a whole."""
        first, _, rest = self._head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
        is_line = first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"
        return first[:1] in (b"{", b"[") and not is_line

    def rest(self, most: int) -> bytes:
        """Return the whole content, but at most `most` bytes and one, which shows that there is more."""
        data = self._head + self._file.read(max(most + 1 - len(self._head), 0))
        self._head = b""
        return data

    def pieces(self) -> Iterator[bytes]:
        """Yield the whole content in pieces."""
        piece, self._head = self._head, b""
        while piece:
            if self._moved:
                self._moved(len(piece))
            yield piece
            piece = self._file.read(_PIECE)

    def intake(self, request: Request, data: bytes | None = None) -> Intake | None:
        """Return the events of the file; None where it is no timeline data.

        Args:
            request: what to read.
            data: the content, where it was read already.

        Raises:
            NotReadable: it is refused; one line without the file's name.
        """
        from pmtui.intake.timeline.collecting import collect_events
        from pmtui.intake.timeline.formats import format_of
        from pmtui.intake.timeline.row import Given
        from pmtui.intake.timeline.source import Source

        source = Source([data] if data is not None else self.pieces())
        found = format_of(source)
        if found is None:
            return None
        given = Given(
            request.context,
            wanted=request.wanted,
            name=self._path.name if self._path else "",
            channel=self._channel(),
            people=self._people() if found.kind == "Slack export" else {},
            began=request.session.key_details.started_at,
            written=self._written(request.context.now),
            every_line=request.every_line,
        )
        intake = collect_events(found, given, request.session.timeline, request.asks)
        if source.damaged:
            note = r"not all of it is UTF-8: what could not be read is written as \x and two digits"
            return Intake(intake.kind, None, intake.events, intake.account, (note, *intake.notes), intake.milestones)
        return intake

    def _written(self, now: datetime) -> datetime | None:
        """Return when the file was written; None where that is not known, or lies in the future."""
        with suppress(OSError, OverflowError, ValueError):
            if self._path is not None:
                written = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
                return written if written <= now else None
        return None

    def _channel(self) -> str:
        """Return the channel of a Slack export, the name of its folder; empty where the file is no day of a channel."""
        if self._path is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", self._path.stem):
            return ""
        return self._path.absolute().parent.name

    def _people(self) -> Mapping[str, str]:
        """Return the names in `users.json`, beside the file or one folder above."""
        from pmtui.intake.timeline.json_values import parsed
        from pmtui.intake.timeline.slack import names_in

        if self._path is None:
            return {}
        beside = self._path.absolute().parent
        for folder in (beside, beside.parent):
            for name in _USERS:
                with suppress(OSError, UnicodeError, NotReadable):
                    return names_in(parsed((folder / name).read_text("utf-8-sig")))
        return {}


def days_of(folder: Path) -> list[Path]:
    """Return the files of a Slack channel in the order of their days; empty where the folder is no such export."""
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if re.fullmatch(r"\d{4}-\d\d-\d\d\.json", path.name))
    return []


def span_of(session: Session, now: datetime, grep: str | None, begin: str | None, end: str | None) -> Wanted:
    """Return the filter that the user typed; times are read as everywhere.

    Raises:
        ValueError: one of the values cannot be read; one line that names its option.
    """
    from pmtui.intake.timeline.filters import Wanted, compiled
    from pmtui.session.times import read_time, reading_context

    try:
        pattern = compiled(grep) if grep else None
    except ValueError as error:
        raise ValueError(f"--grep: {error}") from None
    times: list[str | None] = []
    for option, typed in (("--from", begin), ("--to", end)):
        try:
            read = read_time(typed, **reading_context(session, now)) if typed else None
        except ValueError as error:
            raise ValueError(f"{option}: {error}") from None
        times.append(_edge(read.at, read.precision, session.key_details.timezone, option) if read else None)
    return Wanted(pattern, *times)


def _edge(at: str, precision: str, zone: str, option: str) -> str:
    """Return one end of a time span; for a date without a time its first or last moment."""
    if precision != "day":
        return at
    from datetime import time
    from zoneinfo import ZoneInfo

    from pmtui.session.instants import to_datetime, to_instant

    tz = ZoneInfo(zone)
    day = to_datetime(at).astimezone(tz).date()
    return to_instant(datetime.combine(day, time() if option == "--from" else time(23, 59, 59, 999999), tz))
