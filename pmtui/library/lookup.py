"""Which session a person means by an id, a part of one, a file's name or `latest`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pmtui.library import names
from pmtui.library.entries import Entry
from pmtui.library.errors import Ambiguous, NotFound, Unreadable
from pmtui.library.file_format import CONFLICT
from pmtui.session.instants import sort_key


def find_entry(entries: list[Entry], ref: str, folder: Path) -> Entry:
    """The one of a library's entries that `ref` means; it may be one that cannot be read.

    Raises:
        NotFound: nothing answers to it.
        Ambiguous: several sessions do; the message names them.
    """
    if os.sep in ref and Path(ref).absolute().parent.resolve() == folder.resolve():
        ref = Path(ref).name
    for entry in entries:
        if ref in (entry.file, entry.file.removesuffix(names.ENDING)):
            return entry
    known = [entry for entry in entries if not entry.unreadable]
    if ref == "latest":
        if not known and entries:
            # The last one by name: what is said about it is better than that there is none.
            return entries[-1]
        if not known:
            raise NotFound(f"{folder}: no session here yet: make one with pmtui new")
        return max(known, key=age)
    return _one(ref, _answering(ref, known), entries, folder)


def with_id(entries: Iterable[Entry], session_id: str) -> list[Entry]:
    """The files that hold the session with that id, the last written first: mostly one, or none.

    A program that moves a file while others write it can leave two. They are merged into one by the next save.
    """
    found = [entry for entry in entries if entry.id == session_id and not entry.unreadable]
    return sorted(found, key=lambda entry: (sort_key(entry.updated_at), entry.file), reverse=True)


def drafts_among(entries: Iterable[Entry], damaged: str) -> list[Entry]:
    """The drafts.

    Args:
        entries: all of a library.
        damaged: the name of a file that is known to be unreadable.

    Raises:
        Unreadable: there is none, but a file that git left in a conflict, which may be one.
    """
    entries = list(entries)
    drafts = [entry for entry in entries if entry.status == "draft" and not entry.unreadable]
    for entry in () if drafts else entries:
        if entry.unreadable.startswith(CONFLICT) and entry.file != damaged:
            raise Unreadable(entry.path, entry.unreadable)
    return drafts


def each_once(entries: Iterable[Entry]) -> list[Entry]:
    """The readable entries in their order; of several files with one id the last written."""
    readable = [entry for entry in entries if not entry.unreadable]
    if len({entry.id for entry in readable}) == len(readable):
        return readable
    return [entry for entry in readable if with_id(readable, entry.id)[0] is entry]


def age(entry: Entry) -> tuple[tuple[str, str], str, tuple[str, str]]:
    """Sorts by the time of creation."""
    return sort_key(entry.created_at), entry.id, sort_key(entry.updated_at)


def _one(ref: str, found: list[Entry], entries: list[Entry], folder: Path) -> Entry:
    found = each_once(found)
    if not found:
        for entry in entries:
            # Its id cannot be read, but its name ends in the id's last digits.
            if entry.unreadable and names.suffix(entry.file) in (ref, names.six(ref)):
                return entry
        raise NotFound(f"{ref!r}: no such session in {folder}: see pmtui list")
    if len(found) > 1:
        shown = ", ".join(entry.file for entry in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise Ambiguous(f"{ref!r} could be {shown}{more}: give more of the id, or the file's name")
    return found[0]


def _answering(ref: str, known: list[Entry]) -> list[Entry]:
    if exact := [entry for entry in known if entry.id == ref]:
        return exact
    if not ref:
        return []
    short = ref.lower()
    return [
        entry
        for entry in known
        if entry.id.lower().startswith(short)
        or (len(short) == 6 and (entry.id.lower().endswith(short) or names.six(entry.id) == short))
    ]
