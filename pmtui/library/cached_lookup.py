"""Find the newest session, or the one with an id, without looking at each file of a large library.

Only the file names are listed. The cache of an earlier program (`entry_cache.py`) tells which sessions were created
last and which have the id; those are checked in their current state, and so are files that are not in the cache. A
session keeps its creation time and id as long as its file keeps its name. Where this gives no certain answer, all
files are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec import Struct

from pmtui.library import moves, names
from pmtui.library.entries import CreationKey, FileEntry, creation_key
from pmtui.library.entry_cache import MANY
from pmtui.library.moves import NOTHING_PENDING
from pmtui.library.scanning import Scanner


def latest(scanner: Scanner, wanted: Callable[[FileEntry], bool]) -> list[FileEntry] | None:
    """Return sessions that surely include the latest wanted one; None if all files must be read."""
    there = _there(scanner)
    if there is None:
        return None
    kept = scanner.cache.latest
    found = [scanner.current_entry(file) for file in there.new]
    newest = max((creation_key(entry) for entry in found if not entry.unreadable and wanted(entry)), default=_FIRST)
    for file, (_, was, _) in kept.items():
        if creation_key(was)[:2] < newest[:2]:
            break  # this one and all that follow were created earlier
        entry = scanner.current_entry(file)
        if not entry.unreadable or os.path.lexists(entry.path):
            found.append(entry)
        if not entry.unreadable and wanted(entry):
            newest = max(newest, creation_key(entry))
    # All sessions outside the smaller cache were created earlier than these.
    oldest = min((creation_key(entry) for _, entry, _ in kept.values()), default=_FIRST)
    return found if newest > _FIRST and newest >= oldest else None


def matching(scanner: Scanner, ref: str) -> list[FileEntry] | None:
    """Return all sessions that match an id, a part of one, or a file name; None if all files must be read."""
    there = None if os.sep in ref else _there(scanner)
    if there is None:
        return None
    for file in (ref, ref + names.ENDING):
        if file in there.files:
            return [scanner.current_entry(file)]
    if ref == "latest":
        return latest(scanner, lambda _: True)
    short = ref.lower()
    # An exact id takes precedence over ids that begin with it.
    like = {file for file in scanner.cache.files_of(ref) if file in there.files}
    if not like:
        like = {file for file, session_id in scanner.cache.ids.items() if names.matches(session_id, short)}
        like.intersection_update(there.files)
    return sorted(map(scanner.current_entry, like.union(there.new)), key=lambda entry: entry.newest_first, reverse=True)


_FIRST: CreationKey = (("", ""), "", ("", ""))


class _Files(Struct, frozen=True):
    """The file names of a library."""

    files: list[str]
    new: list[str]
    """Those that are not in the cache."""


def _there(scanner: Scanner) -> _Files | None:
    """Return the existing files; None if too many are not in the cache."""
    before = moves.generation(scanner.folder)
    if moves.is_pending(scanner.folder):
        return None
    try:
        files = scanner.names(NOTHING_PENDING)
    except OSError:
        return None
    new = scanner.cache.unknown(files)
    if len(new) > MANY or scanner.cache.is_empty or moves.generation(scanner.folder) != before:
        return None
    return _Files(files, new)
