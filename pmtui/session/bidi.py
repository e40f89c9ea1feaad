"""Bidirectional control characters (U+202A to U+202E, U+2066 to U+2069) in typed text.

They are stored as typed. Where such a text is shown, it is put into a Unicode isolate, so that it cannot reorder the
text beside it.
"""

from __future__ import annotations

import re
from typing import Final

DIRECTION_MARKS: Final = "\u202a-\u202e\u2066-\u2069"
"""The control characters, as a range for a regular expression."""

_MARK: Final = f"[{DIRECTION_MARKS}]"
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_ISOLATES: Final = "\u2066\u2067\u2068"


def isolation(text: str) -> tuple[str, str]:
    """Return the characters to write before and after one line of text to isolate it; empty if it needs none.

    Isolates that the line leaves open are closed after it, and those that it closes without having opened are opened
    before it. Embeddings and overrides end with the isolate around them.
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
    """Return the text with each line isolated that contains such characters."""
    if text.isascii() or not re.search(_MARK, text):
        return text
    return "\n".join(_isolated_line(line) for line in text.split("\n"))


def _isolated_line(line: str) -> str:
    before, after = isolation(line)
    return f"{before}{line}{after}"
