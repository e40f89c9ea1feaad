"""A file as text, piece by piece: blocks of whole lines in bounded memory, or all of it where a format needs that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pmtui.intake.result import NotReadable

MOST: Final = 256 << 20
"""Bytes of a file that is read as a whole: far more than any export, and less than a machine's memory."""
_MOST_LINE: Final = 16 << 20
"""Bytes of one line."""
_MOST_HEAD: Final = 64 << 10


def with_newlines(text: str) -> str:
    """The text with `\\n` at the end of each line, where it was written with `\\r\\n` or `\\r` alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Source:
    """Bytes that come in pieces, as text with `\\n` at the end of each line.

    Bytes that are no UTF-8 are written as `\\x` and two digits, and `damaged` says so.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._blocks = self._decoded(iter(pieces))
        self._ahead: list[str] = []
        self.damaged = False

    def head(self) -> str:
        """The first lines, some 64 KB, without taking them away.

        Raises:
            NotReadable: it is no text.
        """
        while sum(map(len, self._ahead)) < _MOST_HEAD and (block := next(self._blocks, None)) is not None:
            self._ahead.append(block)
        return "".join(self._ahead)[: 2 * _MOST_HEAD]

    def blocks(self) -> Iterator[str]:
        """The text in blocks that end where a line does.

        Raises:
            NotReadable: a line is too long to be one.
        """
        while self._ahead:
            yield self._ahead.pop(0)
        yield from self._blocks

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, without their ends."""
        number = 0
        for block in self.blocks():
            for line in block.removesuffix("\n").split("\n"):
                number += 1
                yield number, line

    def text(self) -> str:
        """All of it.

        Raises:
            NotReadable: it is too large to be read as a whole.
        """
        parts, size = [], 0
        for block in self.blocks():
            parts.append(block)
            size += len(block)
            if size > MOST:
                raise NotReadable(f"is larger than {MOST >> 20} MB: import it in parts")
        return "".join(parts)

    def _decoded(self, pieces: Iterator[bytes]) -> Iterator[str]:
        first = next(pieces, b"")
        while len(first) < 4 and (more := next(pieces, b"")):
            first += more
        if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield self._utf_16(first, pieces)
            return
        if b"\0" in first:
            raise NotReadable("is no text: export it as text, CSV or JSON")
        rest = b""
        for piece in _chain(first.removeprefix(b"\xef\xbb\xbf"), pieces):
            data = rest + piece
            # The last byte may be half of the end of a line.
            end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
            rest = data[end:]
            if len(rest) > _MOST_LINE:
                raise NotReadable(f"a line is longer than {_MOST_LINE >> 20} MB: import it in parts")
            if end:
                yield self._as_text(data[:end])
        if rest:
            yield self._as_text(rest)

    def _as_text(self, data: bytes) -> str:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            self.damaged = True
            text = data.decode("utf-8", "backslashreplace")
        return with_newlines(text)

    def _utf_16(self, first: bytes, pieces: Iterator[bytes]) -> str:
        data = first + b"".join(pieces)
        try:
            return with_newlines(data.decode("utf-16"))
        except UnicodeError:
            raise NotReadable("is damaged UTF-16 text: save it as UTF-8") from None


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
