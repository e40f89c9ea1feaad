"""The session created last, or the one that an id means, without a look at each of ten thousand files.

Only the names of all files are read. What an earlier program kept of them (`heads.py`) says which sessions were created
last and which have the id; those are looked at as they stand now, and so are files of which nothing was kept. A session
keeps the time of its creation and its id as long as its file keeps its name. Where that does not suffice for an answer
there is none, and all files are looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

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
    known, new = there
    kept = scanner.kept.latest
    found = _now(scanner, [*(file for file in kept if file in known), *new])
    ages = [age(entry) for entry in found if not entry.unreadable and wanted(entry)]
    # All others were created before the last of those kept.
    oldest = min(age(entry) for _, entry, _ in kept.values()) if kept else _FIRST
    return found if ages and max(ages) >= oldest else None


def answering(scanner: Scanner, ref: str) -> list[FileEntry] | None:
    """All sessions that answer to an id, a part of one or a file's name; None where all must be looked at."""
    there = None if os.sep in ref else _there(scanner)
    if there is None:
        return None
    known, new = there
    for file in (ref, ref + names.ENDING):
        if file in known or file in new:
            return _now(scanner, [file])
    if ref == "latest":
        return latest(scanner, lambda _: True)
    short = ref.lower()
    like = [file for file, session_id in known.items() if names.answers(session_id, short)]
    return sorted(_now(scanner, [*like, *new]), key=lambda entry: entry.newest_first, reverse=True)


_FIRST: Age = (("", ""), "", ("", ""))


def _there(scanner: Scanner) -> tuple[dict[str, str], list[str]] | None:
    """The files of which something was kept, with their ids, and the others; None where these are too many."""
    before = moves.generation(scanner.folder)
    if moves.is_pending(scanner.folder):
        return None
    try:
        files = scanner.names(NOTHING_PENDING)
    except OSError:
        return None
    ids = scanner.kept.ids
    new = [file for file in files if file not in ids]
    if len(new) > MANY or not ids or moves.generation(scanner.folder) != before:
        return None
    return (ids if len(files) - len(new) == len(ids) else {file: ids[file] for file in files if file in ids}), new


def _now(scanner: Scanner, files: Iterable[str]) -> list[FileEntry]:
    return [scanner.now(file) for file in files]
