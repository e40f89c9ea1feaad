"""Entries: what lists show of a session, read from the start of its file."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
from msgspec.structs import replace

from pmtui.library.file_format import why_unreadable, without_bom
from pmtui.library.reading import instant_of
from pmtui.library.rows_on_disk import NotASession, check_format
from pmtui.library.versions import open_file
from pmtui.session.document import FORMAT, Instant, Session, Status
from pmtui.session.instants import is_canonical, sort_key

QUICK: Final = 4096
"""Bytes that contain the header of a session with details of usual length."""

_STATUSES: Final[tuple[str, ...]] = get_args(Status)
_SHAPE: Final = re.compile(
    rb'\{\n  "session": \{\n    "1": \{\n((?:      "\w+": .*\n)+)    \}\n  \},\n\n'
    rb'  "key_details": \{\n    "1": \{\n((?:      "\w+": .*,\n){5})'
)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A session as lists show it. An unreadable one has only `file`, `updated_at` and `unreadable`."""

    file: str
    """The name that lists and messages show; for a file, its name with `.json`."""
    id: str = ""
    status: str = ""
    product: str = ""
    headline: str = ""
    term: str = ""
    severity: str = ""
    incident_date: date | None = None
    created_at: Instant = ""
    updated_at: Instant = ""
    unreadable: str = ""
    """Why it cannot be read; empty if it can."""

    @property
    def newest_first(self) -> str:
        """Return a key that sorts by the date of the incident, or else of creation; reverse for newest first.

        It is one text, which sorts faster than a tuple: day, second and fraction of creation, and id.
        """
        at, day = self.created_at, self.incident_date
        # Without its Z and ended by what is before all characters, `00.5Z` sorts after `00Z` and before `00.52Z`.
        return f"{day.isoformat() if day else at[:10]}{at[:-1]}\0{self.id}"


CreationKey = tuple[tuple[str, str], str, tuple[str, str]]


def creation_key(entry: Entry) -> CreationKey:
    """Return a key that sorts by creation time, oldest first."""
    return sort_key(entry.created_at), entry.id, sort_key(entry.updated_at)


class FileEntry(Entry, frozen=True, kw_only=True, gc=False):
    """The entry of a file in a library's folder."""

    folder: Path

    @property
    def path(self) -> Path:
        """Return the path of the file."""
        return self.folder / self.file


def entry_of(session: Session, path: Path) -> FileEntry:
    """Return the entry of a session that was just written to a file."""
    details = session.key_details
    texts = {name: getattr(details, name) for name in ("product", "headline", "term", "severity")}
    head = {name: getattr(session, name) for name in ("id", "status", "created_at", "updated_at")}
    return FileEntry(path.name, folder=path.parent, incident_date=details.incident_date, **head, **texts)


class _Start(msgspec.Struct):
    """The tables of the header; the rest of the file must be JSON, but is not decoded."""

    session: dict[str, dict[str, Any]] = {}
    key_details: dict[str, dict[str, Any]] = {}
    format: Any = None


_decoder = msgspec.json.Decoder(_Start)


def read_entry(path: Path, *, quick: bool, place: Path | None = None) -> FileEntry:
    """Return the entry of a file; if the file has an error, `unreadable` says which.

    Args:
        path: the file.
        quick: read only the start if that is enough; errors after it are not found.
        place: the current place of the file, if not `path`.
    """
    entry = FileEntry(path.name, folder=path.parent)
    try:
        fd = open_file(place or path)
        try:
            found = os.fstat(fd)
            entry = FileEntry(path.name, folder=path.parent, updated_at=instant_of(found.st_mtime_ns))
            data = without_bom(os.read(fd, QUICK)) if quick else b""
            start = _quick(data)
            if start is None:
                while more := os.read(fd, max(found.st_size, QUICK)):
                    data += more
                start = _decoder.decode(without_bom(data))
        finally:
            os.close(fd)
    except OSError as error:
        return replace(entry, unreadable=(error.strerror or str(error)).lower())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return replace(entry, unreadable=why_unreadable(data, error))
    if start.format == FORMAT and not start.session:
        return replace(entry, unreadable="it is an exported document: use pmtui import")
    try:
        return _filled(entry, start)
    except NotASession as error:
        return replace(entry, unreadable=str(error))


def _quick(data: bytes) -> _Start | None:
    found = _SHAPE.match(data)
    if found is None:
        return None
    try:
        session = msgspec.json.decode(b"{" + found[1] + b"}")
        details = msgspec.json.decode(b"{" + found[2].rstrip(b",\n") + b"}")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return _Start({"1": session}, {"1": details})


def _filled(entry: FileEntry, start: _Start) -> FileEntry:
    check_format({"session": start.session})
    head = next(iter(start.session.values()))
    details = next(iter(start.key_details.values()), {})
    texts: dict[str, Any] = {name: _text(head, name) for name in ("id", "status", "created_at")}
    texts |= {name: _text(details, name) for name in ("product", "headline", "term", "severity")}
    if not texts["id"] or not is_canonical(texts["created_at"]):
        raise NotASession("its session has no id, or no time of creation")
    if texts["status"] not in _STATUSES:
        raise NotASession(f"its status is {texts['status']!r}, not {', '.join(_STATUSES[:-1])} or {_STATUSES[-1]}")
    day = details.get("incident_date")
    try:
        incident_date = date.fromisoformat(day) if day is not None else None
    except (TypeError, ValueError):
        raise NotASession("its incident_date is no date") from None
    return replace(entry, incident_date=incident_date, **texts)


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise NotASession(f"its {name} is no text")
    return value
