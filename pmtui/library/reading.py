"""Build a session from a file's tables: check it, repair damage by git's own merge, load its long texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from pmtui.library.attachments import folder_of
from pmtui.library.errors import Unreadable
from pmtui.library.file_format import FileText, Tables
from pmtui.library.long_texts import Lost, load_long_texts
from pmtui.library.rows_on_disk import NotASession, check_format, rows_of
from pmtui.library.versions import Version
from pmtui.session.assemble import assemble
from pmtui.session.document import DocumentError, Instant, Session
from pmtui.session.repair import repair
from pmtui.session.text import clean

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = 1_000_000_000
LARGE: Final = 200_000
"""From this size in bytes (some 500 events), a file's events are read directly from its text."""
_C1: Final = rb"\xc2[\x80-\x9f]"


class Loaded(Struct, frozen=True, eq=False):
    """A session as loaded from its file."""

    session: Session
    notices: tuple[str, ...]
    """Notices for the user: what loading repaired or did not find."""
    version: Version
    path: Path
    text: FileText
    """The file's bytes and tables; the next save or read reuses the unchanged parts."""
    exact: bool = True
    """Whether the tables are exactly this session; False if loading repaired something."""
    lost: Lost | None = None
    """Evidence id → name of its missing text file."""

    @property
    def tables(self) -> Tables:
        """Return the file's tables, which must not be changed in place."""
        return self.text.tables

    @property
    def data(self) -> bytes:
        """Return the file's bytes."""
        return self.text.data

    def prepare_save(self) -> None:
        """Parse the tables of a large file, which loading skipped."""
        self.text.parsed(self.path)

    @property
    def file(self) -> str:
        """Return the file's name."""
        return self.path.name


def read_session(path: Path, version: Version, text: FileText, *, folder: Path | None = None) -> Loaded:
    """Build the session from the text of a file.

    Args:
        path: the file, as the library names it.
        version: the file's version.
        text: its content.
        folder: the current place of its attachment folder, if not beside it.

    Raises:
        Unreadable: with the reason.
    """
    if not text.is_parsed and len(text.data) >= LARGE and (found := _read_large(path, version, text, folder)):
        return found
    tables, said = text.parsed(path), tuple[str, ...]()
    try:
        check_format(tables)
        clear = tables
        if may_hold_controls(text.data):
            clear, removed = _cleaned(tables)
            said = (f"{path.name}: {removed} control characters were left out",) if removed else ()
        rows, exact = rows_of(clear)
        lost, missing = load_long_texts(rows, folder or folder_of(path))
        rows, mended = repair(rows)
        session = assemble(rows, instant_of(version.mtime_ns))
    except (NotASession, DocumentError) as error:
        raise Unreadable(path, str(error)) from None
    exact = exact and not mended and not said
    return Loaded(session, said + mended + missing, version, path, text, exact, lost)


def _read_large(path: Path, version: Version, text: FileText, folder: Path | None) -> Loaded | None:
    """Build the session of a large file without parsing its tables; None if something is wrong.

    The ordinary reader then repairs it, or produces the error message.
    """
    from pmtui.library.large_files import EVENTS, split  # most files are small

    if may_hold_controls(text.data):
        return None
    try:
        rows, events = split(text.data)
        lost, missing = load_long_texts(rows, folder or folder_of(path))
        if repair(rows)[1]:
            return None
        session = assemble(rows, instant_of(version.mtime_ns), {EVENTS: events})
    except (NotASession, DocumentError):
        return None
    return Loaded(session, missing, version, path, text, True, lost)


def may_hold_controls(data: bytes) -> bool:
    """Whether texts may contain control characters; a fast check that is never wrong when it says no."""
    return (
        b"\x7f" in data
        or (b"\\" in data and any(escape in data for escape in (b"\\u00", b"\\r", b"\\b", b"\\f", b"\\ud", b"\\uD")))
        or (b"\xc2" in data and re.search(_C1, data) is not None)
    )


@lru_cache(maxsize=8)
def instant_of(ns: int) -> Instant:
    """Return a file time, in nanoseconds since 1970, as an instant with all digits."""
    seconds, rest = divmod(ns, _SECOND)
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        when, rest = (datetime.max if ns > 0 else datetime.min), 0
    fraction = f".{rest:09}".rstrip("0") if rest else ""
    return f"{when.isoformat()[:19]}{fraction}Z"


def ns_of(at: Instant) -> int:
    """Return an instant as a file time in nanoseconds; further digits are dropped."""
    whole = datetime.fromisoformat(at[:19] + "+00:00") - _EPOCH
    return (whole.days * 86400 + whole.seconds) * _SECOND + int(at[20:-1][:9].ljust(9, "0") or 0)


def _cleaned(tree: Any) -> tuple[Any, int]:
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, dict):
        pairs = {key: _cleaned(value) for key, value in tree.items()}
        return {key: value for key, (value, _) in pairs.items()}, sum(n for _, n in pairs.values())
    if isinstance(tree, list):
        found = [_cleaned(value) for value in tree]
        return [value for value, _ in found], sum(n for _, n in found)
    return tree, 0
