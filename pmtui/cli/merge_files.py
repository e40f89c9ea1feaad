"""Three session files into one, in place: what git's merge driver needs, outside any library and without its lock.

The result is of the highest version of the three, so that nobody's file is raised by a merge alone.

Git hands over temporary copies, so the attachment folder is not beside them. A long body that lies there is told from
others by its file's name alone, and that name is what is merged.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from pmtui.cli.verb import Wrong
from pmtui.library.attachments import folder_of
from pmtui.library.disk import DISK, LONG_DEAD, sweep, write_file
from pmtui.library.errors import from_os
from pmtui.library.file_format import Tables, dump, parse, without_mark
from pmtui.library.long_texts import LONG, file_field, spill
from pmtui.library.reading import Loaded, read_session
from pmtui.library.row_diff import Change, changes, raise_version
from pmtui.library.rows_on_disk import put_table, version_of
from pmtui.library.versions import open_version
from pmtui.session import paths
from pmtui.session.document import Session
from pmtui.session.edits import change_item
from pmtui.session.merge import DifferentSessions
from pmtui.session.merge import merge as merge_sessions

_BESIDE: Final = "\0"
"""Before the name of a body's file, in the place of a body that is not here; no text can begin with it."""


def merge_files(base: Path, ours: Path, theirs: Path) -> tuple[str, ...]:
    """Merge into `ours`; gives back sentences about what somebody should look at.

    Args:
        base: may be empty: then there is nothing that both started from.

    Raises:
        Wrong: different sessions; `ours` is as it was.
        LibraryError: a file cannot be read or written; `ours` is as it was.
    """
    # What a merge leaves that was killed lies where git called it, in no library.
    sweep(ours.absolute().parent, LONG_DEAD)
    before, mine, other = _load(base), _load(ours), _load(theirs)
    if mine is None or other is None:
        raise Wrong(f"{ours if mine is None else theirs}: is empty: only BASE may be")
    if before and before.session.id != mine.session.id:
        raise Wrong(f"{base}: is another session ({before.session.id}): only versions of one can be merged")
    try:
        merged = merge_sessions(_pointing(before) if before else None, held := _pointing(mine), _pointing(other))
    except DifferentSessions as error:
        raise Wrong(str(error)) from None
    version = max(version_of(each.tables) for each in (before, mine, other) if each)
    _write(ours, mine, held, _spoken(merged.session), version)
    return merged.notices


def _load(path: Path) -> Loaded | None:
    """A session file; None where it is empty."""
    try:
        version = open_version(path)
        data = without_mark(version.read())
    except OSError as error:
        raise Wrong(f"{path}: cannot be read ({(error.strerror or str(error)).lower()}): check the name") from None
    return read_session(path, version, parse(path, data), data) if data.strip() else None


def _pointing(loaded: Loaded) -> Session:
    """The session with the file's name in the place of each long text that is not here."""
    if not loaded.lost:
        return loaded.session
    session = loaded.session
    for section in LONG.values():
        for item in paths.get(session, section.path):
            if item.id in loaded.lost:
                told = {section.long_text: _BESIDE + loaded.lost[item.id]}
                session = change_item(session, section.path, item.id, **told)
    return session


def _spoken(session: Session) -> Session:
    """A parked conflict about such a body names the file in words."""
    parked = tuple(
        replace(each, text=f"the other text is in the attached file {each.text[1:]}") if _BESIDE in each.text else each
        for each in session.parking_lot
    )
    return replace(session, parking_lot=parked)


def _write(path: Path, mine: Loaded, held: Session, merged: Session, version: int) -> None:
    todo = changes(mine.tables, held if mine.exact else None, merged, version)
    raise_version(todo, mine.tables, version)
    try:
        spill(todo, {}, folder_of(path), DISK)
        tables = _applied(mine.tables, todo)
        if tables != mine.tables:
            target = Path(os.path.realpath(path))
            write_file(target, dump(tables).data, like=target.stat())
    except OSError as error:
        raise from_os(error, path) from error


def _applied(tables: Tables, todo: dict[str, Change]) -> Tables:
    made = dict(tables)
    for name, change in todo.items():
        docs = {key: row for key, row in made.get(name, {}).items() if int(key) not in change.gone}
        for number, row in change.put.items():
            section = LONG.get(name)
            if section and str(row.get(section.long_text, "")).startswith(_BESIDE):
                row = row | {section.long_text: "", file_field(section): row[section.long_text][1:]}
            docs[str(number)] = row
        made = put_table(made, name, docs)
    return made
