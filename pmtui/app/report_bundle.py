"""Write a report and the attached files that it links to into one folder, whose links work anywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from pmtui.app.report_files import ReportError, linked_files
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import AttachedFiles
from pmtui.report.formats import FORMATS
from pmtui.session.document import Session


def write_bundle(folder: Path, session: Session, text: str, files: AttachedFiles, format: str) -> tuple[str, ...]:
    """Write a report and the files that it links to into a new folder: all of them or nothing.

    Args:
        folder: the folder to write; it must not exist, or be empty.
        session: the review.
        text: the report; its links to attached files begin with `files.name`.
        files: the attached files of the session.
        format: the format of the report.

    Returns:
        A sentence for each linked file that is missing in the bundle because it cannot be read.

    Raises:
        ReportError: the folder is not empty, or its parent does not exist.
        OSError: it cannot be written; nothing is left behind.
    """
    folder = Path(os.path.realpath(folder))
    if not folder.parent.is_dir():
        raise ReportError(f"there is no folder {folder.parent}: make it first, or name another")
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise ReportError(f"{folder} is there already: name a new folder, or an empty one")
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        left_out = _fill(made, session, text, files, format)
        made.chmod(0o777 & ~_umask())
        made.replace(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(made)
        raise
    _sync(folder.parent)
    return left_out


def _fill(made: Path, session: Session, text: str, files: AttachedFiles, format: str) -> tuple[str, ...]:
    _write(made / f"{files.name}{FORMATS[format].endings[0]}", text.encode())
    left_out = []
    for path in linked_files(session, text, files.name):
        try:
            data = files.read(path)
        except LibraryError as error:
            left_out.append(f"{error}: left out of the bundle")
            continue
        target = made / files.name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, data)
    for part in (made / files.name, made):
        _sync(part)
    return tuple(left_out)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
