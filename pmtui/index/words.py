"""Words as the index knows them: without case, accents and, where they are looked for, endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Scripts that set no spaces between words: each character is a word.
_ALONE: Final = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_WORD: Final = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}](?:[^\W_{_ALONE}]|[\u0300-\u036f])*")
_BETWEEN: Final = "·"
"""Stands between the fields of an item in its passage; mostly each is ASCII, in which words are found quickly."""
_ASCII_WORD: Final = re.compile("[0-9a-z]+")
_STANDS_ALONE: Final = re.compile(rf"[{_ALONE}]")
_HIGH: Final = re.compile("[\u0300-\U0010ffff]+")
"""Characters among which those are that are put on others."""
_ENDING: Final = re.compile(r"(?:ations?|ions?|ments?|ings?|ies|ied|ed|es|er|ers|ly|s|e|y)$")
_SHORTEST: Final = 4
"""Letters that stay when an ending is taken off."""


def fold(text: str) -> str:
    """The text without case and accents; it may be longer or shorter than before."""
    if text.isascii():
        return text.lower()
    return _HIGH.sub(_without_marks, unicodedata.normalize("NFKD", text)).casefold()


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def has_gaps(text: str) -> bool:
    """Whether something stands between the words of a text; there are scripts that set no spaces."""
    if text.isascii():
        return True
    try:
        text.encode("latin-1")  # a tenth of the time, and most texts that are not ASCII pass
    except UnicodeEncodeError:
        return not _STANDS_ALONE.search(text)
    return True


def keeps_places(text: str) -> bool:
    """Whether each character of a text stands in the folded text where it stood."""
    return text.isascii() or all(c.isascii() or len(fold(c)) == 1 for c in set(text))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    if _BETWEEN in text:
        return [word for part in text.split(_BETWEEN) for word in words(part)]
    return [fold(word) for word in _WORD.findall(text)]


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text, folded, each with where it begins and ends."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found[0])


def beginning(word: str) -> str:
    """What other forms of a folded word begin with: `expired` and `expiry` both with `expir`."""
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    found = _ENDING.search(word, _SHORTEST)
    return word[: found.start()] if found else word
