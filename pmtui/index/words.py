"""Split texts into words for the index, without case and accents; search terms also without common endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Scripts without spaces between words: each character is a word.
_ALONE: Final = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_WORD: Final = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}](?:[^\W_{_ALONE}]|[\u0300-\u036f])*")
_BETWEEN: Final = "·"
"""Separates the fields of an item in its passage. Most fields are ASCII, for which splitting is faster."""
_ASCII_WORD: Final = re.compile("[0-9a-z]+")
_STANDS_ALONE: Final = re.compile(rf"[{_ALONE}]")
_HIGH: Final = re.compile("[\u0300-\U0010ffff]+")
"""A range that contains all combining characters."""
_ENDING: Final = re.compile(r"(?:ations?|ions?|ments?|ings?|ies|ied|ed|es|er|ers|ly|s|e|y)$")
_SHORTEST: Final = 4
"""The minimum number of letters after an ending is removed."""


def fold(text: str) -> str:
    """Return the text without case and accents; its length may change."""
    if text.isascii():
        return text.lower()
    return _HIGH.sub(_without_marks, unicodedata.normalize("NFKD", text)).casefold()


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def has_word_separators(text: str) -> bool:
    """Whether the words of a text are separated, as some scripts have no spaces."""
    if text.isascii():
        return True
    try:
        text.encode("latin-1")  # ten times faster, and most texts that are not ASCII pass
    except UnicodeEncodeError:
        return not _STANDS_ALONE.search(text)
    return True


def keeps_positions(text: str) -> bool:
    """Whether folding keeps the position of each character."""
    return text.isascii() or all(c.isascii() or len(fold(c)) == 1 for c in set(text))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    if _BETWEEN in text:
        return [word for part in text.split(_BETWEEN) for word in words(part)]
    return [fold(word) for word in _WORD.findall(text)]


def words_with_positions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the folded words of a text, each with start and end."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found[0])


def stem(word: str) -> str:
    """Return the common start of the forms of a folded word: `expir` for `expired` and `expiry`."""
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    found = _ENDING.search(word, _SHORTEST)
    return word[: found.start()] if found else word
