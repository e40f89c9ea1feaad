"""Merge three session files into one, in place: what git's merge driver does.

It works outside any library and takes no lock. The result has the highest file version of the three.

Git passes temporary copies, without the attachment folder. A long text that a session keeps in a file of that folder
cannot be read here: the name of its file stands for it in the merge.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from pmtui.cli.verb import UserError
from pmtui.library.attachments import folder_of
from pmtui.library.disk import DISK, STALE_SECONDS_WITHOUT_LOCK, sweep, write_file
from pmtui.library.errors import from_os
from pmtui.library.file_format import FileText, Tables, dump, without_bom
from pmtui.library.long_texts import LONG, file_field, store_long_texts
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
"""Stands before the name of a file that holds a long text, in the place of that text; no text can begin with it."""


def merge_files(base: Path, ours: Path, theirs: Path) -> tuple[str, ...]:
    """Merge three versions of a session into `ours`, and return notices about conflicts that somebody should look at.

    Args:
        base: the common ancestor; an empty file where there is none.
        ours: the file that gets the result.
        theirs: the other side's version.

    Raises:
        UserError: a file is missing or empty, or they hold different sessions; `ours` is unchanged.
        LibraryError: a file cannot be parsed or written; `ours` is unchanged.
    """
    # Temporary files of a merge that was killed lie beside `ours`, where no library sweeps them.
    sweep(ours.absolute().parent, STALE_SECONDS_WITHOUT_LOCK)
    before, mine, other = _load(base), _load(ours), _load(theirs)
    if mine is None or other is None:
        raise UserError(f"{ours if mine is None else theirs}: is empty: only BASE may be")
    if before and before.session.id != mine.session.id:
        raise UserError(f"{base}: is another session ({before.session.id}): only versions of one can be merged")
    try:
        merged = merge_sessions(_pointing(before) if before else None, held := _pointing(mine), _pointing(other))
    except DifferentSessions as error:
        raise UserError(str(error)) from None
    version = max(version_of(each.tables) for each in (before, mine, other) if each)
    _write(ours, mine, held, _spoken(merged.session), version)
    return merged.notices


def _load(path: Path) -> Loaded | None:
    """Read a session file; None where it is empty, or the null device."""
    if str(path) == os.devnull:
        return None
    try:
        version = open_version(path)
        data = without_bom(version.read())
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()}): check the name") from None
    return read_session(path, version, FileText(data)) if data.strip() else None


def _pointing(loaded: Loaded) -> Session:
    """Return the session with file names in the place of the long texts that cannot be read here."""
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
    """Reword parked conflicts between such long texts: they name the file for a person to read."""
    parked = tuple(
        replace(each, text=f"the other text is in the attached file {each.text[1:]}") if _BESIDE in each.text else each
        for each in session.parking_lot
    )
    return replace(session, parking_lot=parked)


def _write(path: Path, mine: Loaded, held: Session, merged: Session, version: int) -> None:
    todo = changes(mine.tables, held if mine.exact else None, merged, version)
    raise_version(todo, mine.tables, version)
    try:
        store_long_texts(todo, {}, folder_of(path), DISK)
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
