"""Turn the arguments of `attach` into things to keep: files, pipes, standard input, addresses, the clipboard."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import Final, NamedTuple

import click

from pmtui.cli import out
from pmtui.cli.verb import UserError
from pmtui.session.document import EvidenceKind
from pmtui.session.text import cleaned

LARGE: Final = 50_000_000
"""In bytes: a person is asked before a copy of a file that is at least so large is kept."""

_ADDRESS: Final = r"https?://\S+"


class Source(NamedTuple):
    """One thing to keep: a file's copy, bytes that were read, or an address."""

    name: str
    """The file name of the copy; empty for an address."""
    data: Path | bytes
    """The path of the content, or the content itself."""
    kind: EvidenceKind
    """The kind of evidence that the file's name suggests."""
    caption: str
    """The caption to use where the user gave none."""
    url: str = ""


def source_of(name: str) -> Source:
    """Return what an argument of `attach` stands for: `-`, an address, a pipe or a file.

    Raises:
        UserError: there is no such file, or it is empty.
        OSError: it cannot be read.
    """
    if name == "-":
        return _standard_input()
    if re.fullmatch(_ADDRESS, name, re.IGNORECASE):
        address = cleaned(name)
        return Source("", b"", "link", "", address)
    path = Path(name)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{name}: no such file: check its name") from None
    except ValueError:
        raise UserError(f"{name!r}: cannot be the name of a file: check it") from None
    if stat.S_ISDIR(found.st_mode):
        raise UserError(f"{name or '.'}: is a folder: name the files in it")
    if stat.S_ISFIFO(found.st_mode):
        return _pipe(path, name)
    if not stat.S_ISREG(found.st_mode):
        raise UserError(f"{name}: is a device, not a file: name a file, or pipe what it gives into pmtui attach -")
    with path.open("rb") as file:
        _not_empty(file.read(1), name)
    return Source(path.name, path, _kind_of(path.name), path.name)


def clipboard_picture() -> Source:
    """Read the picture in the clipboard.

    Raises:
        UserError: the clipboard holds no picture, or this machine has no program to read it.
    """
    from pmtui.clipboard import NoPicture, picture

    try:
        data = picture()
    except NoPicture as error:
        raise UserError(str(error)) from None
    return Source("clipboard.png", data, "screenshot", "")


def wanted(source: Source) -> bool:
    """Whether to keep a source. Of a large one a person at a terminal is asked; elsewhere it is kept with a notice."""
    size = len(source.data) if isinstance(source.data, bytes) else source.data.stat().st_size
    if size <= LARGE:
        return True
    what = f"{source.name}: {size / 1_000_000:.0f} MB"
    if not out.can_ask():
        out.say(f"{what}: kept in the library, which git and backups will carry along")
        return True
    kept: bool = click.confirm(f"pmtui: {what}: keep a copy in the library?", default=False, err=True)
    return kept


def _standard_input() -> Source:
    if sys.stdin is None:
        raise UserError("standard input is closed: name a file")
    if sys.stdin.isatty():
        out.say("type or paste what shall be kept; ctrl+d at the beginning of a line ends it")
    data = sys.stdin.buffer.read()
    _not_empty(data, "standard input")
    return Source("standard-input.txt", data, "log", "")


def _pipe(path: Path, name: str) -> Source:
    """Read a named pipe, such as the one that a shell makes of `<(command)`."""
    data = path.read_bytes()
    _not_empty(data, name)
    nameless = path.parent.name == "fd" or path.name.isdecimal()
    return Source("pipe.txt" if nameless else path.name, data, "log", "" if nameless else path.name)


def _not_empty(data: bytes, name: str) -> None:
    if not data:
        raise UserError(f"{name}: is empty: nothing was attached")


def _kind_of(name: str) -> EvidenceKind:
    from pmtui.meeting.evidence import kind_of

    return kind_of(os.fsencode(name).decode("utf-8", "replace"))
