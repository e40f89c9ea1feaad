"""Read entries of journald as `journalctl -o json` writes them: an object a line, times in microseconds since 1970."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.json_values import parsed, text_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.source import Source
from pmtui.intake.timeline.timestamps import read_timestamp


def is_entry(value: Any) -> bool:
    """Whether an object is an entry of journald."""
    return isinstance(value, dict) and "__REALTIME_TIMESTAMP" in value


def read(source: Source, given: Given) -> Iterator[Row]:
    """Yield the entries as rows, one at a time.

    Raises:
        NotReadable: a line is no entry.
    """
    for number, line in source.lines():
        if line.strip():
            yield _row(parsed(line, number), line, number, given)


def read_list(entries: list[Any], given: Given) -> Iterator[Row]:
    """Yield the entries of a list as rows."""
    for number, entry in enumerate(entries, 1):
        yield _row(entry, text_of(entry.get("MESSAGE")), number, given)


def _row(entry: Any, line: str, number: int, given: Given) -> Row:
    if not is_entry(entry):
        raise NotReadable(f"line {number}: is no entry of journald")
    message = _message(entry.get("MESSAGE"))
    if not message.strip():
        return Row(number, line, None, "entries without a message")
    try:
        at = read_timestamp(entry.get("_SOURCE_REALTIME_TIMESTAMP") or entry["__REALTIME_TIMESTAMP"], given)
    except ValueError as error:
        raise NotReadable(f"line {number}: {error}") from None
    names = (entry.get(key) for key in ("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM"))
    who = next(filter(None, map(text_of, names)), "")
    source = text_of(entry.get("_HOSTNAME"))
    return Row(number, message, event_of(given, at, message, who=who, source=source, kind="observation"))


def _message(value: Any) -> str:
    """Return a message as text; journald writes one that is not UTF-8 as a list of bytes."""
    if isinstance(value, list) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        return bytes(value).decode("utf-8", "replace")
    return text_of(value)
