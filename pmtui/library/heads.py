"""What the beginnings of a large library's files say, kept so that the next program need not read them all.

It is derived: it may be deleted, cut off or out of date. An entry counts only for exactly the file it was read from.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import astuple

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.entries import FileEntry
from pmtui.library.versions import State, read_file

FILE: Final = Path(".pmtui") / "heads"
MANY: Final = 200
"""So many files are read in a moment; only where more had to be read is anything kept."""
_FORM: Final = 1
"""Rises with every change of what is kept."""
_KEPT: Final = 10
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file's time tells a later change of it for certain."""


class _Head(msgspec.Struct, array_like=True):
    state: State
    fields: tuple[str, str, str, str, str, str, str, date | None, str, str]
    """Those of an `Entry` in their order, but for why it cannot be read."""


class _Heads(msgspec.Struct, array_like=True):
    form: int
    heads: list[_Head]


def kept_heads(folder: Path) -> dict[str, tuple[State, FileEntry]]:
    """What is kept of a library's files, by their names; empty where there is nothing, or it cannot be read."""
    try:
        heads = msgspec.msgpack.decode(read_file(folder / FILE), type=_Heads)
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    if heads.form != _FORM:
        return {}
    return {head.fields[0]: (head.state, FileEntry(*head.fields, path=folder / head.fields[0])) for head in heads.heads}


def keep_heads(folder: Path, known: Iterable[tuple[State, FileEntry]]) -> None:
    """Keep what was read; where the folder may not be written nothing is kept."""
    before = time.time_ns() - _SETTLED
    settled = ((state, entry) for state, entry in known if 0 < state[2] < before and not entry.unreadable)
    heads = [_Head(state, astuple(entry)[:_KEPT]) for state, entry in settled]
    with contextlib.suppress(OSError, ChangedMeanwhile):
        path = folder / FILE
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        write_file(path, msgspec.msgpack.encode(_Heads(_FORM, heads)))
