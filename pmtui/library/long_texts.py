"""Store long texts, such as logs of megabytes, in files beside the session's file.

`Section.long_text` names the attributes that may be so long (the body of evidence). A text of more than 256 KB is
stored in the attachment folder, in a file named after its hash, which is written once and never changed; the document
names the file in an extra field (`body_file`). The rest of the program sees an ordinary text.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

from pmtui.library.attachments import make_folder, resolve
from pmtui.library.disk import ChangedMeanwhile, Disk, write_file
from pmtui.library.errors import Refused
from pmtui.library.file_format import Row, Tables
from pmtui.library.row_diff import Change
from pmtui.library.versions import read_file
from pmtui.session import paths
from pmtui.session.document import Session
from pmtui.session.hashing import sha256
from pmtui.session.rows import Rows
from pmtui.session.sections import SECTIONS, Section, title_of
from pmtui.session.text import clean, cut

LONGEST: Final = 256 * 1024
"""The maximum number of UTF-8 bytes of such a text within the session's file."""

LONG: Final = {each.table: each for each in SECTIONS if each.long_text}
"""The sections with such an attribute, by table."""

Lost = dict[str, str]
"""Item id → the name of its missing text file, such as one left out of a clone."""


def file_field(section: Section) -> str:
    """Return the field of a row that names the file of its text."""
    return f"{section.long_text}_file"


def load_long_texts(rows: Rows, folder: Path) -> tuple[Lost, tuple[str, ...]]:
    """Load long texts into rows just read; return the missing ones, and a notice for each."""
    lost: Lost = {}
    said: list[str] = []
    for table, section in LONG.items():
        for key, row in rows.get(table, {}).items():
            name = row.pop(file_field(section), None)
            if name is None:
                continue
            try:
                row[section.long_text] = clean(read_file(resolve(folder, str(name))).decode("utf-8", "replace"))[0]
            except (OSError, Refused):
                lost[key] = str(name)
                title = cut(title_of(table, row), 50)
                said.append(f"the text of “{title}” is missing: put back {folder.name}/{name}")
    return lost, tuple(said)


def store_long_texts(todo: dict[str, Change], lost: Lost, folder: Path, disk: Disk) -> None:
    """Move long texts out of the rows about to be written, and write their files, durably.

    Raises:
        OSError: no file is left incomplete.
    """
    for section, row in _rows(todo):
        text = row.get(section.long_text, "")
        data = text.encode() if len(text) * 4 > LONGEST else b""
        if len(data) > LONGEST:
            name = f"{section.long_text}-{sha256(data).hexdigest()[:24]}.txt"
            _point(section, row, name)
            _write(folder, name, data, disk)
        elif not text and row["id"] in lost:
            # The missing file may come back, so the document keeps naming it.
            _point(section, row, lost[row["id"]])


def delete_unused(before: Tables, after: Tables, folder: Path) -> None:
    """Delete text files that the document named before a save but does not name any more."""
    kept = {name for _, name in _named(after)}
    for section, name in _named(before):
        # A document edited by hand may name any file; only names that we give are deleted.
        if name in kept or not re.fullmatch(rf"{section.long_text}-[0-9a-f]{{24}}\.txt", name):
            continue
        with contextlib.suppress(OSError, Refused):
            resolve(folder, name).unlink()


def still_missing(session: Session, lost: Lost) -> Lost:
    """Return the missing texts that are missing in a session, too: not replaced, and their items not deleted."""
    empty = {
        item.id
        for section in LONG.values()
        for item in paths.get(session, section.path)
        if not getattr(item, section.long_text)
    }
    return {key: name for key, name in lost.items() if key in empty}


def _rows(todo: dict[str, Change]) -> list[tuple[Section, Row]]:
    return [(section, row) for table, section in LONG.items() if table in todo for row in todo[table].put.values()]


def _point(section: Section, row: Row, name: str) -> None:
    row[section.long_text] = ""
    row[file_field(section)] = name


def _named(tables: Tables) -> set[tuple[Section, str]]:
    return {
        (section, str(row[field]))
        for table, section in LONG.items()
        for row in tables.get(table, {}).values()
        if (field := file_field(section)) in row
    }


def _write(folder: Path, name: str, data: bytes, disk: Disk) -> None:
    make_folder(folder, disk)
    path = folder / name
    with contextlib.suppress(ChangedMeanwhile):
        if not path.is_file() or path.stat().st_size != len(data):
            path.unlink(missing_ok=True)
            write_file(path, data, disk=disk)
