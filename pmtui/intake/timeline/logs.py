"""Read logs of any length: a line with a timestamp is an event, with the lines after it that have none.

A block of the file is searched as a whole, as grep does it; only lines that may pass the filter become events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.filters import QuickSearch
from pmtui.intake.timeline.log_styles import JOURNALS_OWN, LogStyle, stamp_of, text_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.source import Source
from pmtui.session.instants import to_datetime

_MOST_EVENT: Final = 4 << 20
"""In characters: a longer run of lines without a timestamp is no event."""
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


class _Piece(NamedTuple):
    """The lines of one event, or those before the first, with the number of the first line and of lines."""

    line: int
    text: str
    lines: int


def read(source: Source, style: LogStyle, given: Given) -> Iterator[Row]:
    """Yield the events that pass the filter; others as rows without an event where every line is wanted, else counted.

    Raises:
        NotReadable: a line has an invalid time, or an event is too long.
    """
    wanted = given.wanted
    search = QuickSearch(wanted.pattern) if wanted.pattern is not None and not given.every_line else None
    line = 1
    for block in _whole_events(source, style):
        if search and search.within_lines:
            pieces = _with_words(block, line, style, search)
        elif not given.every_line and (wanted.begin or wanted.end):
            pieces = _in_span(block, line, style, given)
        else:
            pieces = _all(block, line, style)
        seen = 0
        for piece in pieces:
            row = _row(piece, style, given)
            if row is not None:
                seen += piece.lines
                yield row
        lines = block.count("\n") + (not block.endswith("\n"))
        given.tally.lines += lines - seen
        line += lines


def _whole_events(source: Source, style: LogStyle) -> Iterator[str]:
    """Yield the file in blocks that end before the first line of an event."""
    rest = ""
    for block in source.blocks():
        text = rest + block if rest else block
        start = _last_start(text, style)
        if start:
            yield text[:start]
        elif len(text) > _MOST_EVENT:
            raise NotReadable("the lines go on without a time: is it a log?")
        rest = text[start:]
    if rest:
        yield rest


def _last_start(text: str, style: LogStyle) -> int:
    """Return the start of the last event of a block; 0 where it is the first or there is none."""
    end = len(text)
    while (at := text.rfind("\n", 0, max(end - 1, 0))) >= 0:
        if style.begins.match(text, at + 1) and at + 1 < len(text):
            return at + 1
        end = at + 1
    return 0


def _all(block: str, line: int, style: LogStyle) -> Iterator[_Piece]:
    """Yield all events of a block."""
    starts = [found.start() for found in style.begins.finditer(block)]
    if not starts or starts[0]:
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        piece = _piece(line, block[start:end])
        yield piece
        line += piece.lines


def _with_words(block: str, line: int, style: LogStyle, search: QuickSearch) -> Iterator[_Piece]:
    """Yield the events of a block that have a line that matches the pattern."""
    done = counted = 0
    for start, end in search.lines(block):
        if start < done:
            continue
        while start and not style.begins.match(block, start):
            start = block.rfind("\n", 0, start - 1) + 1
        while end < len(block) and not style.begins.match(block, end):
            end = block.find("\n", end) + 1 or len(block)
        line += block.count("\n", counted, start)
        yield _piece(line, block[start:end])
        counted, done = start, end


def _in_span(block: str, line: int, style: LogStyle, given: Given) -> Iterator[_Piece]:
    """Yield the events of a block within the time span."""
    begin, end = _span(given)
    when = style.when
    counted = 0
    start = -1
    for found in style.begins.finditer(block):
        if start >= 0:
            line += block.count("\n", counted, start)
            yield _piece(line, block[start : found.start()])
            counted, start = start, -1
        try:
            if begin <= when(found["stamp"], given) <= end:
                start = found.start()
        except ValueError:
            start = found.start()  # an invalid time is refused when the event is read
    if start >= 0:
        yield _piece(line + block.count("\n", counted, start), block[start:])


def _piece(line: int, text: str) -> _Piece:
    return _Piece(line, text, text.count("\n") + (not text.endswith("\n")))


def _row(piece: _Piece, style: LogStyle, given: Given) -> Row | None:
    """Return the row of an event; None where it does not pass the filter and no row is wanted."""
    text = piece.text
    if "-- " in text and (own := JOURNALS_OWN.findall(text)):
        given.tally.left_out["lines of journald's own"] += len(own)
        text = JOURNALS_OWN.sub("", text)
    found = style.begins.match(text)
    if found is None:
        return Row(piece.line, piece.text, None) if text.strip() or given.every_line else None
    if not _passes(found, text, style, given):
        if not given.every_line:
            return None
        given.tally.lines += piece.lines
        return Row(piece.line, text)
    try:
        at = stamp_of(found, given)
    except ValueError as error:
        raise NotReadable(f"line {piece.line}: {error}") from None
    groups = found.groupdict()
    who, source = groups.get("who") or "", groups.get("source") or ""
    said = text_of(found, text) or text.strip()
    event = event_of(given, at, said, who=_known(who), source=_known(source), kind="observation")
    return Row(piece.line, text, event)


def _known(name: str) -> str:
    """Return a name; empty for `-`, which syslog writes for an unknown one."""
    return "" if name == "-" else name


def _passes(found: re.Match[str], text: str, style: LogStyle, given: Given) -> bool:
    if not given.wanted.has_words(text):
        return False
    begin, end = _span(given)
    try:
        return begin <= style.when(found["stamp"], given) <= end
    except ValueError:
        return found["stamp"] != "-" or not (given.wanted.begin or given.wanted.end)


def _span(given: Given) -> tuple[datetime, datetime]:
    """Return start and end of the time span."""
    wanted = given.wanted
    return to_datetime(wanted.begin) if wanted.begin else _FIRST, to_datetime(wanted.end) if wanted.end else _LAST
