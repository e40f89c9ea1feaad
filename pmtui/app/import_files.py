"""Read the files of an import, each by the reader for its content, before anything is changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pmtui.intake import recognise
from pmtui.intake.result import DOCUMENT, Intake, IntakeContext, NotReadable
from pmtui.session.codec import decode
from pmtui.session.document import DocumentError
from pmtui.session.document_errors import key_given_twice
from pmtui.session.instants import to_instant


class FromFile(NamedTuple):
    """What was read from a file, or from one line of it."""

    where: str
    """The name of the file, with the line where the file holds several documents."""
    intake: Intake
    folder: Path | None = None
    """The folder of the file, where pictures that the text names are searched; None: there is none."""


def read_file(
    data: bytes, shown: str, context: Callable[[], IntakeContext], folder: Path | None = None
) -> list[FromFile]:
    """Read everything in a file: session documents, or what one of the readers recognises.

    Args:
        data: the content of the file.
        shown: the file's name for messages.
        context: returns what the readers need to know.
        folder: the folder of the file; None: it has none, as standard input.

    Raises:
        NotReadable: the whole file is refused; the message is one line that begins with the file.
    """
    data = _as_utf_8(data, shown)
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise NotReadable(f"{shown}: is empty: nothing was imported")
    if head.startswith(b"{") and b'"pmtui-session"' in data:
        return list(_documents(data, shown, context()))
    text = _decoded(data, shown)
    try:
        known = context()
        intake = recognise.read(text, known if known.date else known._replace(date=_date_of(shown)))
    except NotReadable as error:
        raise NotReadable(f"{shown}: {error}: nothing was imported") from None
    if intake is None:
        # No reader recognises this JSON: report what it lacks as a session document.
        return list(_documents(data, shown, context()))
    return [FromFile(shown, intake, folder)]


def _date_of(shown: str) -> date | None:
    """Return the date in a file's name, as in `2018-02-22-nginx-down.md`; None where there is none."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", Path(shown).name)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotReadable(f"{shown}: line {line}: is no UTF-8 text: save it as UTF-8: nothing was imported") from None


def _as_utf_8(data: bytes, shown: str) -> bytes:
    """Convert UTF-16 to UTF-8 where a byte order mark says so, as some Windows programs write it."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise NotReadable(f"{shown}: is damaged UTF-16 text: save it as UTF-8: nothing was imported") from None


# --- session documents ---


def _documents(data: bytes, shown: str, context: IntakeContext) -> Iterator[FromFile]:
    """Yield all session documents of a file."""
    _decoded(data, shown)
    now = to_instant(context.now)
    filled = _filled_lines(data)
    first = next(filled)
    # Most files are one document over many lines: look at other lines only where the first is a whole document.
    others = list(filled) if _is_whole(first[1]) else []
    parts = [(f"{shown}: line {n}", line) for n, line in (first, *others)] if others else [(shown, data)]
    for where, part in parts:
        try:
            session, removed = decode(part, now=now, new_id=context.new_id)
            if twice := key_given_twice(part):
                raise DocumentError(f"{twice}: given twice: leave one of its values")
        except DocumentError as error:
            raise NotReadable(f"{where}: {_reason(error, part, where)}: nothing was imported") from None
        said = f"{removed} control {'character' if removed == 1 else 'characters'} taken out"
        notes, undated = (said,) if removed else (), session.created_at == now
        yield FromFile(where, Intake(DOCUMENT, session, notes=notes, undated=undated))


def _filled_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty, with their numbers."""
    for n, line in enumerate(io.BytesIO(data), 1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield n, line


def _is_whole(line: bytes) -> bool:
    """Whether a line looks like a whole document; of a document over several lines the first is only a brace."""
    bare = line.removeprefix(b"\xef\xbb\xbf").strip()
    return len(bare) > 1 and bare.startswith(b"{") and bare.endswith(b"}")


def _reason(error: DocumentError, data: bytes, where: str) -> str:
    """Return why a document was refused; where it is not JSON, with the line of the error."""
    found = re.fullmatch(r"(not JSON: )(?:JSON is malformed: )?(.*?)(?: \(byte (\d+)\))?", str(error), re.DOTALL)
    if not found or ": line " in where:
        return str(error)
    line = data[: int(found[3])].count(b"\n") + 1 if found[3] else data.rstrip().count(b"\n") + 1
    return f"line {line}: {found[1]}{found[2][:1].lower()}{found[2][1:]}"
