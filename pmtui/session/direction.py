"""Marks of direction (U+202A–202E, U+2066–2069): kept in a text, and kept from reordering what stands beside it.

Whoever shows a text with such marks beside another puts it into an isolate. What the text opens itself ends with it.
"""

from __future__ import annotations

import re
from typing import Final

DIRECTION_MARKS: Final = "\u202a-\u202e\u2066-\u2069"
"""As a range of characters in a pattern."""

_MARK: Final = f"[{DIRECTION_MARKS}]"
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_ISOLATES: Final = "\u2066\u2067\u2068"


def isolation(text: str) -> tuple[str, str]:
    """What has to stand before and behind one line of text to isolate it; nothing where it has no such marks.

    An isolate that the text leaves open is closed behind it, and one that it closes without having opened it is opened
    before it. Embeddings and overrides end with the isolate that they stand in.
    """
    if text.isascii() or not re.search(_MARK, text):
        return "", ""
    left_open = closed_more = 0
    for mark in re.findall(_MARK, text):
        if mark in _ISOLATES:
            left_open += 1
        elif mark == _POP and left_open:
            left_open -= 1
        elif mark == _POP:
            closed_more += 1
    return _FIRST_STRONG * (1 + closed_more), _POP * (1 + left_open)


def isolated(text: str) -> str:
    """The text, each of its lines isolated where it has marks of direction."""
    if text.isascii() or not re.search(_MARK, text):
        return text
    return "\n".join(_isolated_line(line) for line in text.split("\n"))


def _isolated_line(line: str) -> str:
    before, after = isolation(line)
    return f"{before}{line}{after}"
