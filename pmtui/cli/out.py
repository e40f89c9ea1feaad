"""Write to standard output and standard error: no other module of the program does.

Standard output holds the result alone, standard error everything else. Control characters in the data never reach a
terminal. (Click writes help and completion scripts.)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from pmtui.session.bidi import isolated, isolation
from pmtui.session.text import cleaned, cut, one_line

_ESCAPES = {"\t": "\\t", "\n": "\\n", "\\": "\\\\"}
_SPELT_OUT = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0xDC80, 0xDD00))}


def on_terminal() -> bool:
    """Whether standard output is a terminal with a person before it."""
    return sys.stdout is not None and sys.stdout.isatty()


def can_ask() -> bool:
    """Whether a person at a terminal can read a question on standard error and answer it on standard input."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def result(text: str) -> None:
    """Write the result to standard output; on a terminal without its control characters.

    A reader that stops early, such as `head`, is no error: the call goes on and keeps its exit status.

    Raises:
        OSError: standard output is closed or cannot be written.
    """
    stream = sys.stdout
    if stream is None:
        raise OSError(None, "standard output is closed")
    if on_terminal():
        _write(stream, cleaned(text).encode(stream.encoding or "utf-8", "replace"))
    else:
        # Undecodable bytes in file names are written as the bytes that they were.
        _write(stream, text.encode("utf-8", "surrogateescape"))


def as_json(value: Any) -> None:
    """Write a value as JSON."""
    import json  # TinyDB has imported it by now; a call without TinyDB does without

    text = json.dumps(value, ensure_ascii=False, indent=2)
    # C1 controls, which JSON allows unescaped, are escaped: the same text to a parser, and harmless on a terminal. So
    # are bytes of file names that are no UTF-8, which JSON does not allow.
    result(text.translate(_SPELT_OUT) + "\n")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = False) -> None:
    """Write a table: aligned under its header on a terminal, tab-separated without a header into a pipe.

    Args:
        header: the column titles.
        rows: the cells of each row.
        whole: whether to write lines in full; else they are cut to the terminal's width.
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
        import shutil  # deferred: it imports three compression libraries

        lines = [_cut(line, shutil.get_terminal_size().columns) for line in lines]
    # The header is bold, unless the user wants no styles or the terminal has none.
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") in (None, "dumb")
    text = "\n".join([lines[0] if plain else f"\x1b[1m{lines[0]}\x1b[0m", *lines[1:]])
    _write(sys.stdout, (text + "\n").encode(sys.stdout.encoding or "utf-8", "replace"))


def say(text: str) -> None:
    """Write one line to standard error, after `pmtui: `. Where standard error is closed, nothing happens."""
    tell(f"pmtui: {quote(one_line(cleaned(text)))}")


def quote(text: str) -> str:
    """Return a user's text for a message: on a terminal its right-to-left marks cannot reorder the text around it."""
    return isolated(text) if sys.stderr is not None and sys.stderr.isatty() else text


def tell(text: str) -> None:
    """Write lines to standard error as they are, without control characters."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.flush()
            sys.stderr.buffer.write((cleaned(text) + "\n").encode("utf-8", "replace"))
            sys.stderr.buffer.flush()


_LARGE = 8 << 20
"""In bytes: reading a file of this size takes long enough to show progress."""


@contextmanager
def progress(size: int, name: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how much of a large file was read, on a line that is erased at the end.

    Args:
        size: the file's size in bytes; 0 where it is not known (no progress is shown then).
        name: the file's name for the user.

    Yields:
        A function to call with the number of bytes read since its last call.
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
    """Return how many columns a text takes up on a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata  # only texts beyond ASCII need it

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
    """Cut a line to the terminal's width; the longest column is the last in every table, so that it alone is cut."""
    if width(line) <= columns:
        return line
    while line and width(line) > columns - 1:
        line = line[: min(len(line) - 1, columns - 1)]
    line = line.rstrip()
    # Close the directional isolates that are still open where the line was cut.
    return line + isolation(line)[1][1:] + "…"


def _tabbed(row: Sequence[str]) -> str:
    text = "".join(row)
    # Fast path: nearly all rows need no escapes.
    return "\t".join(row if text.isprintable() and "\\" not in text else map(_escaped, row))


def _escaped(cell: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in cleaned(cell))


def _abandon(stream: TextIO) -> None:
    """Point a stream that failed at /dev/null, so that Python's flush at exit does not fail again."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
