"""The session created last, or the one that an id means, without a look at each of ten thousand files.

Only the names of all files are read. What an earlier program kept of them (`heads.py`) says which sessions were created
last and which have the id; those are looked at as they stand now, and so are files of which nothing was kept. A session
keeps the time of its creation and its id as long as its file keeps its name. Where that does not suffice for an answer
there is none, and all files are looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec import Struct

from pmtui.library import moves, names
from pmtui.library.entries import Age, FileEntry, age
from pmtui.library.heads import MANY
from pmtui.library.moves import NOTHING_PENDING
from pmtui.library.scanning import Scanner


def latest(scanner: Scanner, wanted: Callable[[FileEntry], bool]) -> list[FileEntry] | None:
    """Sessions among which surely the latest of those wanted is; None where all must be looked at."""
    there = _there(scanner)
    if there is None:
        return None
    kept = scanner.kept.latest
    found = [scanner.now(file) for file in there.new]
    newest = max((age(entry) for entry in found if not entry.unreadable and wanted(entry)), default=_FIRST)
    for file, (_, was, _) in kept.items():
        if age(was)[:2] < newest[:2]:
            break  # it, and all that follow, were created before
        entry = scanner.now(file)
        if not entry.unreadable or os.path.lexists(entry.path):
            found.append(entry)
        if not entry.unreadable and wanted(entry):
            newest = max(newest, age(entry))
    # All others were created before the last of those kept.
    oldest = min((age(entry) for _, entry, _ in kept.values()), default=_FIRST)
    return found if newest > _FIRST and newest >= oldest else None


def answering(scanner: Scanner, ref: str) -> list[FileEntry] | None:
    """All sessions that answer to an id, a part of one or a file's name; None where all must be looked at."""
    there = None if os.sep in ref else _there(scanner)
    if there is None:
        return None
    for file in (ref, ref + names.ENDING):
        if file in there.files:
            return [scanner.now(file)]
    if ref == "latest":
        return latest(scanner, lambda _: True)
    short = ref.lower()
    # Whoever has exactly this id is meant before all whose ids begin with it.
    like = {file for file in scanner.kept.holding(ref) if file in there.files}
    if not like:
        like = {file for file, session_id in scanner.kept.ids.items() if names.answers(session_id, short)}
        like.intersection_update(there.files)
    return sorted(map(scanner.now, like.union(there.new)), key=lambda entry: entry.newest_first, reverse=True)


_FIRST: Age = (("", ""), "", ("", ""))


class _Files(Struct, frozen=True):
    """The names of a library's files."""

    files: list[str]
    new: list[str]
    """Those of which nothing was kept."""


def _there(scanner: Scanner) -> _Files | None:
    """The files that are there; None where of too many of them nothing was kept."""
    before = moves.generation(scanner.folder)
    if moves.is_pending(scanner.folder):
        return None
    try:
        files = scanner.names(NOTHING_PENDING)
    except OSError:
        return None
    new = scanner.kept.unknown(files)
    if len(new) > MANY or scanner.kept.is_empty or moves.generation(scanner.folder) != before:
        return None
    return _Files(files, new)
