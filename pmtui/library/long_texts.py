"""Long bodies of evidence: a log of megabytes lies beside the session's file, not in it.

The text of a body of more than 256 KB is a file in the attachment folder, named after its own hash, so that it is
written once and never changed; the document names it in `body_file`. To the rest of the program it is a body like any.
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
from pmtui.session.hashing import sha256
from pmtui.session.rows import Rows
from pmtui.session.text import clean, cut

LONGEST: Final = 256 * 1024
"""Bytes of UTF-8 that a body may have in the session's file."""

FIELD: Final = "body_file"

Lost = dict[str, str]
"""Evidence id → the name of a body's file that is not there (left out of a clone, say)."""


def fill(rows: Rows, folder: Path) -> tuple[Lost, tuple[str, ...]]:
    """Put bodies into rows fresh from the file; gives back those that are not there, and a sentence for each."""
    lost: Lost = {}
    said: list[str] = []
    for key, row in rows.get("evidence", {}).items():
        name = row.pop(FIELD, None)
        if name is None:
            continue
        try:
            row["body"] = clean(read_file(resolve(folder, str(name))).decode("utf-8", "replace"))[0]
        except (OSError, Refused):
            lost[key] = str(name)
            said.append(
                f"the text of “{cut(str(row.get('caption', '')), 50)}” is missing: put back {folder.name}/{name}"
            )
    return lost, tuple(said)


def spill(todo: dict[str, Change], lost: Lost, folder: Path, disk: Disk) -> None:
    """Take long bodies out of what is about to be written, and write them, durable, beside it.

    Raises:
        OSError: nothing is left half-written.
    """
    for key, row in _rows(todo):
        body = row.get("body", "")
        data = body.encode() if len(body) * 4 > LONGEST else b""
        if len(data) > LONGEST:
            _point(row, f"body-{sha256(data).hexdigest()[:24]}.txt")
            _write(folder, row[FIELD], data, disk)
        elif not body and key in lost:
            # Its text may come back; until then the document goes on naming it.
            _point(row, lost[key])


def forget(before: Tables, after: Tables, folder: Path) -> None:
    """Delete the bodies that the file named before a save and names no more."""
    kept = _named(after)
    for name in _named(before) - kept:
        # A file that only a strange hand named as a body is not ours to delete.
        if not re.fullmatch(r"body-[0-9a-f]{24}\.txt", name):
            continue
        with contextlib.suppress(OSError, Refused):
            resolve(folder, name).unlink()


def _rows(todo: dict[str, Change]) -> list[tuple[str, Row]]:
    change = todo.get("evidence")
    return [(row["id"], row) for row in change.put.values()] if change else []


def _point(row: Row, name: str) -> None:
    row["body"] = ""
    row[FIELD] = name


def _named(tables: Tables) -> set[str]:
    return {str(row[FIELD]) for row in tables.get("evidence", {}).values() if FIELD in row}


def _write(folder: Path, name: str, data: bytes, disk: Disk) -> None:
    make_folder(folder, disk)
    path = folder / name
    with contextlib.suppress(ChangedMeanwhile):
        if not path.is_file() or path.stat().st_size != len(data):
            path.unlink(missing_ok=True)
            write_file(path, data, disk=disk)
