"""Clean text for sessions: no control characters, `\\n` as line ending, all other characters unchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeGuard

# Compiled on first use, which most calls never reach.
_UNCLEAN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_LINE_END = r"\r\n?"
_SURROGATE = r"[\ud800-\udfff]"


def clean(text: str) -> tuple[str, int]:
    """Return the text as a session stores it, and the number of control characters removed.

    Removed are terminal control characters (C0 except tab and newline, DEL, C1). `\\r\\n` and a lone `\\r` become
    `\\n`. A lone surrogate (from bytes that are no UTF-8) cannot be written to a file and becomes U+FFFD.
    """
    if text.isprintable() or not re.search(_UNCLEAN, text):
        return text, 0
    text = re.sub(_LINE_END, "\n", text)
    text = re.sub(_SURROGATE, "\ufffd", text)
    return re.subn(_CONTROL, "", text)


def cleaned(text: str) -> str:
    """Return the text of `clean` without the count."""
    return clean(text)[0]


def is_text(character: str | None) -> TypeGuard[str]:
    """Whether the character of a key is text: anything but control characters (`isprintable` also excludes spaces)."""
    if not character:
        return False
    return character.isprintable() or not any(map(_is_no_text, character))


def _is_no_text(character: str) -> bool:
    """Whether it is a control character or a lone surrogate, without a regular expression (1 ms to compile)."""
    return character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff"


def one_line(text: str) -> str:
    """Return the text with each run of white space as one space, for titles, tables and messages."""
    return " ".join(text.split())


def cut(text: str, width: int) -> str:
    """Return the text on one line of at most `width` characters, with an ellipsis at the end if it was cut."""
    text = one_line(text)
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"
