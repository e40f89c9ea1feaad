"""Find the session that a user names by id, part of an id, file name or `latest`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from pmtui.library import names
from pmtui.library.entries import Entry, creation_key
from pmtui.library.errors import Ambiguous, NotFound, Unreadable
from pmtui.library.file_format import CONFLICT
from pmtui.library.ids import time_of_id
from pmtui.session.document import Event
from pmtui.session.instants import sort_key, to_datetime

E = TypeVar("E", bound=Entry)

_RECENT: Final = timedelta(hours=24)
_SKEW: Final = timedelta(minutes=5)


def find_entry(entries: Sequence[E], ref: str, place: str) -> E:
    """Return the entry that `ref` means; it may be unreadable.

    Args:
        entries: all entries of the library.
        ref: what the user wrote.
        place: the name of the library, for messages.

    Raises:
        NotFound: none matches.
        Ambiguous: several match; the message names them.
    """
    if os.sep in ref and Path(ref).absolute().parent.resolve() == Path(place).resolve():
        ref = Path(ref).name
    for entry in entries:
        if ref in (entry.file, entry.file.removesuffix(names.ENDING)):
            return entry
    known = [entry for entry in entries if not entry.unreadable]
    if ref == "latest":
        if not known and entries:
            # The last unreadable file by name; its reason helps more than "not found".
            return entries[-1]
        if not known:
            raise NotFound(f"{place}: no session here yet: make one with pmtui new")
        return max(known, key=creation_key)
    return _one(ref, _matching(ref, known), entries, place)


def with_id(entries: Iterable[E], session_id: str) -> list[E]:
    """Return the entries of a session, last written first: mostly one or none.

    There can be two after a file was moved while other programs wrote it; the next save merges them.
    """
    found = [entry for entry in entries if entry.id == session_id and not entry.unreadable]
    return sorted(found, key=lambda entry: (sort_key(entry.updated_at), entry.file), reverse=True)


def drafts_among(entries: Iterable[E], damaged: str) -> list[E]:
    """Return the drafts.

    Args:
        entries: all entries of a library.
        damaged: the name of a file that is known to be unreadable.

    Raises:
        Unreadable: there is no draft, but a file with git's conflict markers, which may be one.
    """
    entries = list(entries)
    drafts = [entry for entry in entries if entry.status == "draft" and not entry.unreadable]
    for entry in () if drafts else entries:
        if entry.unreadable.startswith(CONFLICT) and entry.file != damaged:
            raise Unreadable(entry.file, entry.unreadable)
    return drafts


def newest_draft(entries: Iterable[E], now: datetime, damaged: str, events: Callable[[E], Iterable[Event]]) -> E | None:
    """Return the newest draft, if it was created or got an event within the last 24 hours; else None.

    Args:
        entries: all entries of a library.
        now: the current time, aware.
        damaged: the name of a file that proved unreadable; if it is the newest, None is returned.
        events: returns the events of a session; only called if the session was not created just now.

    Raises:
        Unreadable: the newest draft cannot be read completely.
    """
    drafts = drafts_among(entries, damaged)
    if not drafts:
        return None
    newest = max(drafts, key=creation_key)

    def recent(when: datetime | None) -> bool:
        return when is not None and -_SKEW <= now - when <= _RECENT

    if newest.file == damaged:
        return None
    if recent(to_datetime(newest.created_at)):
        return newest
    noted = any(recent(time_of_id(e.id)) or (e.at is not None and recent(to_datetime(e.at))) for e in events(newest))
    return newest if noted else None


def without_duplicates(entries: Iterable[E]) -> list[E]:
    """Return the readable entries in order; of several files with one id only the last written."""
    readable = [entry for entry in entries if not entry.unreadable]
    if len({entry.id for entry in readable}) == len(readable):
        return readable
    return [entry for entry in readable if with_id(readable, entry.id)[0] is entry]


def _one(ref: str, found: list[E], entries: Sequence[E], place: str) -> E:
    found = without_duplicates(found)
    if not found:
        for entry in entries:
            # Its id cannot be read, but its file name ends in the last digits of the id.
            if entry.unreadable and names.id_suffix(entry.file) in (ref, names.last_six_digits(ref)):
                return entry
        raise NotFound(f"{ref!r}: no such session in {place}: see pmtui list")
    if len(found) > 1:
        shown = ", ".join(entry.file for entry in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise Ambiguous(f"{ref!r} could be {shown}{more}: give more of the id, or the file's name")
    return found[0]


def _matching(ref: str, known: list[E]) -> list[E]:
    if exact := [entry for entry in known if entry.id == ref]:
        return exact
    if not ref:
        return []
    short = ref.lower()
    return [entry for entry in known if names.matches(entry.id, short)]
