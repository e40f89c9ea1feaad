"""Restore what this machine wrote into a session and git's version of the file lacks.

Git replaces a file by a version that it knows: by a merge that began before our write, or by restore, stash or reset.
What is in the journal (`pmtui.library.git_journal`) but was never in a commit cannot have been deleted by anybody, so
it is merged into the file by the three-way merge.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pmtui.library import names
from pmtui.library.errors import Unreadable
from pmtui.library.file_format import FileText, Row, Tables, parse
from pmtui.library.git_journal import Journal, Line, RowWrite, key_of
from pmtui.library.git_tree import Committed, committed, knows_content
from pmtui.library.reading import Loaded, read_session
from pmtui.library.rows_on_disk import LISTED, doc_id, migrated_tables
from pmtui.session.document import Session
from pmtui.session.merge import merge
from pmtui.session.sections import SECTIONS

Place = tuple[str, str]
"""A table, and the key of a row in it."""

_NOUNS: Final = {each.table: each.counted or each.noun for each in SECTIONS}
_ABSENT: Final = object()


class Restored(NamedTuple):
    """The result of restoring."""

    session: Session
    """The session of the file, with the restored changes."""
    notices: tuple[str, ...]
    """Notices for the user; the first says what was restored."""


class _Version(NamedTuple):
    """The rows of a file in a commit."""

    at: int
    rows: Mapping[Place, Row]


def lacks(journal: Journal, loaded: Loaded) -> bool:
    """Whether a file lacks any change of the journal, committed or not; does not ask git."""
    rows = _rows(loaded.tables)
    return any(_lacking(puts, rows.get(place)) for place, puts in _writes(journal.lines()).items())


def restore(journal: Journal, loaded: Loaded) -> Restored | None:
    """Return the session of a file with what git took out restored; None if nothing was. Call it with the lock.

    Changes that were in a commit, or that another program reverted, are not restored, and leave the journal. If git
    cannot be asked which these are, the journal stays as it is, and the next save asks again.
    """
    puts, rows = _writes(journal.lines()), _rows(loaded.tables)
    short = {place for place, found in puts.items() if _lacking(found, rows.get(place))}
    if not short:
        return None
    # After a write over a file about which git could not be asked, a difference does not mean another program.
    known = True if journal.was_unsettled() else knows_content(loaded.path, loaded.data, journal.until)
    if known is False:
        journal.rewrite({place: found for place, found in puts.items() if place not in short}, loaded.version.mtime_ns)
        return None
    left = uncommitted(puts, loaded.path, loaded.session.id, journal.until) if known else None
    if left is None:
        journal.settled = False
        return None
    short = {place for place, found in left.items() if _lacking(found, rows.get(place))}
    made = _merged(loaded, {place: left[place] for place in short}, rows) if short else None
    if made is None:
        journal.rewrite(left, loaded.version.mtime_ns)
    return made


def compact(journal: Journal, loaded: Loaded) -> None:
    """Compact a journal: remove changes that are in a commit, and join the changes of each row."""
    left = uncommitted(_writes(journal.lines()), loaded.path, loaded.session.id, journal.until)
    if left is None:
        return
    journal.rewrite({place: [_joined(puts)] for place, puts in left.items()}, loaded.version.mtime_ns)


def uncommitted(
    puts: Mapping[Place, list[RowWrite]], path: Path, session_id: str, until: float
) -> dict[Place, list[RowWrite]] | None:
    """Return the changes that were in no commit since; None if git cannot be asked or has not answered in time."""
    if not puts:
        return {}
    real = Path(os.path.realpath(path))
    since = min(put.at for found in puts.values() for put in found)
    patterns = (f":(glob)*-{names.last_six_digits(session_id)}*.json", f":(literal){real.name}")
    found_there = committed(real.parent, patterns, since, until)
    if found_there is None:
        return None
    versions = [v for each in found_there if (v := _version(each, session_id))]
    left = {place: found[_committed_count(place, found, versions) :] for place, found in puts.items()}
    return {place: found for place, found in left.items() if found}


def _committed_count(place: Place, puts: list[RowWrite], versions: Iterable[_Version]) -> int:
    """Return how many of the changes to a row were in commits; a commit with one contains all earlier ones."""
    count, changed = 0, set[str]()
    for number, put in enumerate(puts, 1):
        changed |= put.changed
        there = [v.rows[place] for v in versions if v.at >= int(put.at) and place in v.rows]
        if (put.was is None and there) or any(_same(row, put.row, changed) for row in there):
            count, changed = number, set()
    return count


def _version(found: Committed, session_id: str) -> _Version | None:
    try:
        tables = parse(Path("-"), found.data)
    except Unreadable:
        return None
    head = next(iter(tables.get("session", {}).values()), {})
    return _Version(found.at, _rows(tables)) if head.get("id") == session_id else None


def _merged(loaded: Loaded, left: Mapping[Place, list[RowWrite]], rows: Mapping[Place, Row]) -> Restored | None:
    # The file may be one of an older version, while the journal has rows of the current version.
    start = migrated_tables(loaded.tables)
    base, ours = dict(start), dict(start)
    for (table, key), puts in left.items():
        row = rows.get((table, key))
        before, after = _before_and_after(puts, row)
        number = _number(loaded.tables.get(table, {}), table, key)
        for tables, made in ((base, before), (ours, after)):
            docs = {other: each for other, each in tables.get(table, {}).items() if other != number}
            tables[table] = docs if made is None else docs | {number: made}
    mine = read_session(loaded.path, loaded.version, FileText(loaded.data, ours))
    old = read_session(loaded.path, loaded.version, FileText(loaded.data, base))
    merged = merge(old.session, mine.session, loaded.session)
    if merged.session == loaded.session:
        return None
    return Restored(merged.session, (_notice(loaded.path.name, left, rows), *mine.notices, *merged.notices))


def _before_and_after(puts: list[RowWrite], row: Row | None) -> tuple[Row | None, Row]:
    """Return the row before and after its changes, such that fields as in the file count as unchanged."""
    whole = _joined(puts)
    if row is None:
        if whole.was is None:
            return None, whole.row
        before = dict(whole.row)
        for name in whole.changed:
            _set(before, name, whole.was.get(name, _ABSENT))
        return before, whole.row
    before, after, contested = dict(row), dict(row), False
    for name in _lacking(puts, row):
        _set(after, name, whole.row.get(name, _ABSENT))
        was = (whole.was or {}).get(name, _ABSENT)
        if row.get(name, _ABSENT) not in (was, *(put.row.get(name, _ABSENT) for put in puts if name in put.changed)):
            _set(before, name, was)
            contested = True
    return (None if contested and whole.was is None else before), after


def _set(row: Row, name: str, value: Any) -> None:
    if value is _ABSENT:
        row.pop(name, None)
    else:
        row[name] = value


def _lacking(puts: list[RowWrite], row: Row | None) -> set[str]:
    """Return the fields of a row that differ from what was written."""
    last = puts[-1].row
    changed = set[str]().union(*(put.changed for put in puts))
    if row is None:
        return changed
    return {name for name in changed if row.get(name, _ABSENT) != last.get(name, _ABSENT)}


def _same(row: Row, other: Row, fields: Iterable[str]) -> bool:
    return all(row.get(name, _ABSENT) == other.get(name, _ABSENT) for name in fields)


def _writes(lines: Iterable[Line]) -> dict[Place, list[RowWrite]]:
    """Return the writes to each row that pmtui did not delete later."""
    found: dict[Place, list[RowWrite]] = {}
    for line in lines:
        for table, keys in line.gone.items():
            for key in keys:
                found.pop((table, key), None)
        for table, rows in line.put.items():
            for key, puts in rows.items():
                if puts and puts[0].was is None:
                    found.pop((table, key), None)
                found.setdefault((table, key), []).extend(puts)
    return found


def _joined(puts: list[RowWrite]) -> RowWrite:
    """Return several writes to a row as one."""
    last = puts[-1]
    was: dict[str, Any] = {}
    made: list[str] = []
    for put in puts:
        for name in sorted(put.changed.difference(was, made)):
            if name in put.made:
                made.append(name)
            elif put.was is not None:
                was[name] = put.was.get(name)
    return RowWrite(last.row, None if puts[0].was is None else was, tuple(made), last.at)


def _rows(tables: Tables) -> dict[Place, Row]:
    return {(table, key_of(table, row)): row for table, docs in tables.items() for row in docs.values()}


def _number(docs: Mapping[str, Row], table: str, key: str) -> str:
    """Return the number of a row's document, or a free one."""
    if table not in LISTED:
        return next(iter(docs), "1")
    for number, row in docs.items():
        if row.get("id") == key:
            return number
    free = doc_id(key)
    while str(free) in docs:
        free += 1
    return str(free)


def _notice(file: str, left: Mapping[Place, list[RowWrite]], rows: Mapping[Place, Row]) -> str:
    """Return a notice such as `2 events and 1 change that git's version of FILE lacked were put back`."""
    counts: dict[str, int] = {}
    for place in left:
        noun = _NOUNS.get(place[0], "change") if place not in rows else "change"
        counts[noun] = counts.get(noun, 0) + 1
    parts = [f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts.items()]
    whole = " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), parts[-1]])
    was = "was" if sum(counts.values()) == 1 else "were"
    return f"{whole} that git's version of {file} lacked {was} put back"
