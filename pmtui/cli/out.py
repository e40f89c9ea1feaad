"""What the verbs say: the one module that writes to standard output and standard error.

Standard output holds the result alone, standard error everything else. Whatever stands in the data, no control
character of it reaches a terminal. (Help and completion scripts are written by click.)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from pmtui.session.direction import isolated, isolation
from pmtui.session.text import cleaned, cut, one_line

_ESCAPES = {"\t": "\\t", "\n": "\\n", "\\": "\\\\"}
_SPELT_OUT = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def on_terminal() -> bool:
    """Whether a person at a terminal reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def result(text: str) -> None:
    """Write the result as it is; into a terminal without its control characters.

    A reader that has had enough, such as `head`, is no error: the call goes on, and ends with the status that it has.

    Raises:
        OSError: it cannot be written.
    """
    stream = sys.stdout
    if stream is None:
        raise OSError(None, "standard output is closed")
    if on_terminal():
        _write(stream, cleaned(text).encode(stream.encoding or "utf-8", "replace"))
    else:
        # File names that are no UTF-8 come out as the bytes that they are.
        _write(stream, text.encode("utf-8", "surrogateescape"))


def as_json(value: Any) -> None:
    """Write a value as JSON."""
    import json  # TinyDB has loaded it by now, or nothing needs it

    text = json.dumps(value, ensure_ascii=False, indent=2)
    # The control characters that JSON lets stand bare are spelt out: the same text to a reader, harmless to a terminal.
    result(text.translate(_SPELT_OUT) + "\n")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = False) -> None:
    """Write a table: aligned under its header for a person, bare tab-separated columns into a pipe.

    A line that is longer than the terminal is wide is cut, unless it shall be `whole`.
    """
    if not on_terminal():
        result("".join(f"{_tabbed(row)}\n" for row in rows))
        return
    shown = [[isolated(one_line(cleaned(cell))) for cell in row] for row in rows]
    if not shown:
        return
    widths = [max(map(width, column)) for column in zip(header, *shown, strict=True)]
    lines = [_aligned(row, widths) for row in (header, *shown)]
    if not whole:
        import shutil  # it brings three compression libraries

        lines = [_cut(line, shutil.get_terminal_size().columns) for line in lines]
    # The header stands out by weight alone, and not where the person wants none.
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") in (None, "dumb")
    text = "\n".join([lines[0] if plain else f"\x1b[1m{lines[0]}\x1b[0m", *lines[1:]])
    _write(sys.stdout, (text + "\n").encode(sys.stdout.encoding or "utf-8", "replace"))


def say(text: str) -> None:
    """Write one line to standard error, after the program's name; a standard error that is gone is no error."""
    tell(f"pmtui: {quote(one_line(cleaned(text)))}")


def quote(text: str) -> str:
    """A text of somebody's, as a message names it: on a terminal its marks of direction reorder nothing beside it."""
    return isolated(text) if sys.stderr is not None and sys.stderr.isatty() else text


def tell(text: str) -> None:
    """Write lines to standard error as they are, but for control characters."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.flush()
            sys.stderr.buffer.write((cleaned(text) + "\n").encode("utf-8", "replace"))
            sys.stderr.buffer.flush()


_LARGE = 8 << 20
"""Bytes of a file that takes long enough to be waited for."""


@contextmanager
def progress(size: int, name: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how much of a large file was read, in a line that goes when it is done.

    Args:
        size: its bytes; 0: not known.
        name: how a person calls it.

    Yields:
        What is told how many bytes were read since the last time.
    """
    stream = sys.stderr
    if size < _LARGE or stream is None or not stream.isatty():
        yield lambda _: None
        return
    done = 0

    def moved(count: int) -> None:
        nonlocal done
        before, done = done * 100 // size, done + count
        if done * 100 // size > before:
            filled = min(done * 30 // size, 30)
            bar = f"{cut(name, 30)} [{'#' * filled}{'.' * (30 - filled)}] {min(done * 100 // size, 100)} %"
            with suppress(OSError, ValueError):
                stream.write(f"\r{bar}")
                stream.flush()

    try:
        yield moved
    finally:
        with suppress(OSError, ValueError):
            stream.write("\r\x1b[K")
            stream.flush()


def width(text: str) -> int:
    """How many columns a text takes up in a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata  # only tables with other than ASCII need it

    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn")
        else 2 if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )  # fmt: skip


def _write(stream: TextIO, data: bytes) -> None:
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except BrokenPipeError:
        _abandon(stream)
    except OSError as error:
        _abandon(stream)
        raise OSError(error.errno, error.strerror, "standard output") from None


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _cut(line: str, columns: int) -> str:
    """The line in so many columns; what is longest stands last in every table, so that it alone is cut."""
    if width(line) <= columns:
        return line
    while line and width(line) > columns - 1:
        line = line[: min(len(line) - 1, columns - 1)]
    line = line.rstrip()
    # What was isolated in the part that is left ends with it.
    return line + isolation(line)[1][1:] + "…"


def _tabbed(row: Sequence[str]) -> str:
    text = "".join(row)
    # Nearly all rows, of ten thousand reviews, too, are written as they are.
    return "\t".join(row if text.isprintable() and "\\" not in text else map(_escaped, row))


def _escaped(cell: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in cleaned(cell))


def _abandon(stream: TextIO) -> None:
    """Let nothing be flushed into a stream that failed when the interpreter ends."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
