"""`import`: session documents into the library, all of them or none."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from pmtui.app.import_plan import ImportPlanner
from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, Wrong, complete_session
from pmtui.session.codec import DocumentError, decode
from pmtui.session.document import Session
from pmtui.session.instants import instant

MOST = 256 << 20
"""Bytes of a file that are read: far more than any review, and less than a machine's memory."""


class Document(NamedTuple):
    """One session document that was read in full."""

    where: str
    """Its file, and line where the file holds several."""
    session: Session


@click.command(
    "import",
    cls=Verb,
    short_help="Bring session documents into the library",
    example="pmtui import session.json\npmtui import archive.jsonl --dry-run\npmtui import theirs.json --into latest",
)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path())
@click.option("--into", metavar="ID", shell_complete=complete_session, help="Merge it into this session.")
@click.option("--replace", is_flag=True, help="In the place of the one with its id, which goes to the trash.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.pass_obj
def import_(call: Call, files: tuple[str, ...], into: str | None, replace: bool, dry_run: bool) -> None:
    """Bring session documents (JSON, or JSONL with one a line) into the library; - reads standard input.

    Prints the id of each session made or changed. A file that cannot be read in full is refused whole.
    """
    if not files:
        raise Wrong("nothing to import: name a file, or - for standard input")
    if into and replace:
        raise Wrong("--into and --replace exclude each other: give one of them")
    documents = [document for name in files for document in _read(call, name)]
    planner = ImportPlanner(call.library, into=into, replace=replace, say=out.say)
    plans = [planner.plan(document.where, document.session) for document in documents]
    made = []
    try:
        for plan in plans:
            if dry_run or plan.act is None:
                out.say(plan.would)
            else:
                made.append(plan.act())
    finally:
        # Only now: a reader who goes away must not leave half of them undone.
        out.result("".join(f"{session_id}\n" for session_id in made))


def _read(call: Call, name: str) -> list[Document]:
    """All documents of a file."""
    data = _bytes(name)
    shown = "standard input" if name == "-" else name
    filled = _filled_lines(data)
    first = next(filled, None)
    if first is None:
        raise Wrong(f"{shown}: is empty: nothing was imported")
    # The others are looked at only where the first is whole: most files are one document over many lines.
    others = list(filled) if _is_whole(first[1]) else []
    parts = [(f"{shown}: line {n}", line) for n, line in (first, *others)] if others else [(shown, data)]
    return list(_decoded(call, parts))


def _filled_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers."""
    for n, line in enumerate(io.BytesIO(data), 1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield n, line


def _decoded(call: Call, parts: list[tuple[str, bytes]]) -> Iterator[Document]:
    now = instant(call.now())
    for where, data in parts:
        try:
            session, removed = decode(data, now=now, new_id=call.library.new_id)
        except DocumentError as error:
            raise Wrong(f"{where}: {_reason(error, data, where)}: nothing was imported") from None
        if removed:
            out.say(f"{where}: {removed} control {'character' if removed == 1 else 'characters'} taken out")
        yield Document(where, session)


def _is_whole(line: bytes) -> bool:
    """Whether a line looks like a whole document (of one that is spread over lines, the first is a brace alone)."""
    bare = line.removeprefix(b"\xef\xbb\xbf").strip()
    return len(bare) > 1 and bare.startswith(b"{") and bare.endswith(b"}")


def _reason(error: DocumentError, data: bytes, where: str) -> str:
    """Why a document was refused; where it is no JSON, with the line at which it stops being any."""
    found = re.fullmatch(r"(not JSON: )(?:JSON is malformed: )?(.*?)(?: \(byte (\d+)\))?", str(error), re.DOTALL)
    if not found or ": line " in where:
        return str(error)
    line = data[: int(found[3])].count(b"\n") + 1 if found[3] else data.rstrip().count(b"\n") + 1
    return f"line {line}: {found[1]}{found[2][:1].lower()}{found[2][1:]}"


def _bytes(name: str) -> bytes:
    """What a file holds; a device that never ends is no document."""
    if name == "-":
        if sys.stdin is None:
            raise Wrong("standard input is closed: name a file")
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                data = file.read(MOST + 1)
        except FileNotFoundError:
            raise Wrong(f"{name}: no such file: check its name") from None
        except IsADirectoryError:
            raise Wrong(f"{name}: is a folder: name the files in it") from None
    shown = "standard input" if name == "-" else name
    if len(data) > MOST:
        raise Wrong(f"{shown}: is larger than {MOST >> 20} MB: import it in parts")
    return _as_utf_8(data, shown)


def _as_utf_8(data: bytes, shown: str) -> bytes:
    """The text in UTF-8 where a byte order mark says that it is UTF-16, which some programs of Windows write."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise Wrong(f"{shown}: is damaged UTF-16 text: save it as UTF-8: nothing was imported") from None
