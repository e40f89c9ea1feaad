"""Wrapping of plain text by terminal cells, fast enough for thousands of rows."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len, chop_cells

from pmtui import signs

_END: Final = re.compile(r"(?<=\w\w)[.?!]”?(?=\s)")
"""Where a sentence of a hint ends; not at an initial."""
_USUAL: Final = f"  {signs.DOWN} "
"""Between a hint and the usual words."""
_NOT_DRAWN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\ud800-\udfff]"
)
_IDEOGRAPHS: Final = r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENDS: Final = (
    r"\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff1f\uff01\uff09\u300d\u300f\u3011\u3015\u300b\u3009”’…\u30fc"
    r"\u3005\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7"
)
"""What no line begins with, behind an ideograph."""
_WORD: Final = re.compile(rf"[{_IDEOGRAPHS}][{_ENDS}]* *|[^ {_IDEOGRAPHS}]+ *| +")
_ZERO_WIDTH: Final = "\u200b"


def drawable(text: str) -> str:
    """The text as a terminal draws it, as long as before; only newlines are left of what it would act on.

    Spaces of every kind but the wide one are a plain space, and so are tabs and line separators; control characters,
    marks of direction and a hyphen that is not wanted take no room.
    """
    return text if text.isprintable() else _NOT_DRAWN.sub(_drawn, text)


def _drawn(found: re.Match[str]) -> str:
    character = found[0]
    return " " if character == "\t" or unicodedata.category(character)[0] == "Z" else _ZERO_WIDTH


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """The text in lines of at most `width` cells, broken at spaces where it can be; its own line breaks are kept.

    Args:
        text: plain text; it is never markup.
        width: cells in a line, at least 1.
        first: cells in the first line, where something stands before it.
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
    """`_wrap_one` for text whose characters have a cell each, without looking at every word."""
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
    """Words with the spaces behind them. Of Chinese and Japanese each character is one, with what ends a clause."""
    return _WORD.findall(text)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: cut with an ellipsis, or filled with spaces."""
    text = text.replace("\n", " ")
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    if width <= 1:
        return "…"[:width]
    # A wide character that does not fit leaves a cell empty.
    start = next(iter(chop_cells(text, width - 1)), "")
    return start + "…" + " " * (width - 1 - cell_len(start))


def fitting(text: str, width: int) -> str:
    """As much of a hint as one line holds: with some of the usual words, else its first sentences, else its words."""
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
