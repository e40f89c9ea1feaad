"""A file as text: in blocks of whole lines with little memory, or as a whole where a format needs that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pmtui.intake.result import NotReadable

MOST: Final = 256 << 20
"""In bytes: a larger file is not read as a whole, so that it cannot fill the memory."""
_MOST_LINE: Final = 16 << 20
"""The longest line, in bytes."""
_MOST_HEAD: Final = 64 << 10


def with_newlines(text: str) -> str:
    """Return a text with `\\n` in place of `\\r\\n` and `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Source:
    """Decodes bytes that arrive in pieces, into text with `\\n` as line ends.

    Bytes that are not UTF-8 become `\\x` and two digits; `damaged` tells whether there were any.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._blocks = self._decoded(iter(pieces))
        self._ahead: list[str] = []
        self.damaged = False

    def head(self) -> str:
        """Return the first lines, some 64 KB, without consuming them.

        Raises:
            NotReadable: the file is binary.
        """
        while sum(map(len, self._ahead)) < _MOST_HEAD and (block := next(self._blocks, None)) is not None:
            self._ahead.append(block)
        return "".join(self._ahead)[: 2 * _MOST_HEAD]

    def blocks(self) -> Iterator[str]:
        """Yield the text in blocks of whole lines.

        Raises:
            NotReadable: a line is too long.
        """
        while self._ahead:
            yield self._ahead.pop(0)
        yield from self._blocks

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines with their numbers (from 1), without line ends."""
        number = 0
        for block in self.blocks():
            for line in block.removesuffix("\n").split("\n"):
                number += 1
                yield number, line

    def text(self) -> str:
        """Return the whole text.

        Raises:
            NotReadable: it is too large.
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
            # The last byte may be the first half of a line end.
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
