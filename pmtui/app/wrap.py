"""Wrap plain text by terminal cells, fast enough for thousands of rows."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells

from pmtui import signs
from pmtui.meeting.lazy_patterns import LazyPattern

if TYPE_CHECKING:
    import re

_END: Final = LazyPattern(r"(?<=\w\w)[.?!]”?(?=\s)")
"""Matches the end of a sentence, but not an initial such as `J.`."""
_USUAL: Final = f"  {signs.DOWN} "
"""Stands between a hint and its usual words."""
_NOT_DRAWN: Final = LazyPattern(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\ud800-\udfff]"
)
_IDEOGRAPHS: Final = r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENDS: Final = (
    r"\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff1f\uff01\uff09\u300d\u300f\u3011\u3015\u300b\u3009”’…\u30fc"
    r"\u3005\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7"
)
"""Characters that no line begins with, after an ideograph."""
_FIRST_IDEOGRAPH: Final = chr(0x3041)
_WORD: Final = LazyPattern(r"[^ ]+ *| +")
_WORD_OR_IDEOGRAPH: Final = LazyPattern(rf"[{_IDEOGRAPHS}][{_ENDS}]* *|[^ {_IDEOGRAPHS}]+ *| +")
_ZERO_WIDTH: Final = "\u200b"


def drawable(text: str) -> str:
    """Replace characters that a terminal would not draw, keeping the length of the text; newlines stay.

    Spaces of any kind (except the wide one), tabs and line separators become plain spaces; control characters, marks of
    direction and soft hyphens become characters without width.
    """
    return text if text.replace("\n", "").isprintable() else _NOT_DRAWN.sub(_drawn, text)


def _drawn(found: re.Match[str]) -> str:
    character = found[0]
    return " " if character == "\t" or unicodedata.category(character)[0] == "Z" else _ZERO_WIDTH


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """Wrap a text into lines of at most `width` cells, at spaces where possible. Its own line breaks are kept.

    Args:
        text: plain text, never markup.
        width: cells in a line, at least 1.
        first: cells in the first line, where something stands before it; None: `width`.
    """
    width = max(width, 1)
    room = width if first is None else max(first, 1)
    if len(text) * 2 <= room and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if (len(paragraph) if paragraph.isascii() else cell_len(paragraph)) <= room:
            lines.append(paragraph)
        else:
            lines.extend((_wrap_ascii if paragraph.isascii() else _wrap_one)(paragraph, width, room))
        room = width
    return lines


def _wrap_ascii(text: str, width: int, room: int) -> list[str]:
    """Wrap as `_wrap_one` does, but faster: in ASCII every character is one cell wide."""
    lines: list[str] = []
    text = text.rstrip(" ")
    start, end = 0, len(text)
    while end - start > room:
        at = text.rfind(" ", start, start + room + 1)
        if at < 0:
            lines.append(text[start : start + room])
            start += room
        else:
            if line := text[start:at].rstrip(" "):
                lines.append(line)
            start = at + 1
            while text[start] == " ":
                start += 1
            if not line:
                continue
        room = width
    lines.append(text[start:])
    return lines


def _wrap_one(text: str, width: int, room: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text):
        size = cell_len(word)
        bare = cell_len(word.rstrip(" "))
        if used + bare <= room:
            line, used = line + word, used + size
            continue
        if line.strip():
            lines.append(line.rstrip(" "))
            line, used, room = "", 0, width
        if bare <= room:
            line, used = word, size
            continue
        pieces = chop_cells(word.rstrip(" "), room)
        lines.extend(pieces[:-1])
        line = pieces[-1] + " " * (size - bare)
        used, room = cell_len(line), width
    lines.append(line.rstrip(" "))
    return lines


def _words(text: str) -> list[str]:
    """Split into words with the spaces after them. An ideograph is a word, with punctuation that follows it."""
    return (_WORD if max(text, default="") < _FIRST_IDEOGRAPH else _WORD_OR_IDEOGRAPH).findall(text)


def fit(text: str, width: int) -> str:
    """Return the text exactly `width` cells wide: cut with an ellipsis, or filled with spaces."""
    text = text.replace("\n", " ")
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    if width <= 1:
        return "…"[:width]
    # Where a wide character does not fit, a cell stays empty.
    start = next(iter(chop_cells(text, width - 1)), "")
    return start + "…" + " " * (width - 1 - cell_len(start))


def shortened_hint(text: str, width: int) -> str:
    """Shorten a hint to one line: drop usual words, else keep the first sentences, else the first words."""
    text = " ".join(text.split("\n"))
    if cell_len(text) <= width:
        return text
    hint, sign, usual = text.partition(_USUAL)
    words = usual.split(" · ")
    while sign and words and cell_len(f"{hint}{sign}{' · '.join(words)} …") > width:
        words.pop()
    if sign and words:
        return f"{hint}{sign}{' · '.join(words)} …"
    whole = [end.end() for end in _END.finditer(text) if cell_len(text[: end.end()]) <= width]
    return text[: whole[-1]] if whole else wrap(text, width - 2)[0].rstrip() + " …"
