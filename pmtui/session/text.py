"""Text as it may stand in a session: control characters out, line endings `\\n`, everything else to the character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeGuard

# Compiled when the first text comes that needs them, which for most calls is never.
_UNCLEAN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_LINE_END = r"\r\n?"
_SURROGATE = r"[\ud800-\udfff]"


def clean(text: str) -> tuple[str, int]:
    """The text as a session keeps it, and how many control characters were taken out.

    Terminal control characters (C0 but tab and newline, DEL, C1) go; `\\r\\n` and a lone `\\r` become `\\n`.
    A lone surrogate (bytes that were no UTF-8) cannot be written to a file and becomes U+FFFD.
    """
    if text.isprintable() or not re.search(_UNCLEAN, text):
        return text, 0
    text = re.sub(_LINE_END, "\n", text)
    text = re.sub(_SURROGATE, "\ufffd", text)
    return re.subn(_CONTROL, "", text)


def cleaned(text: str) -> str:
    """`clean` for those who need not say how many."""
    return clean(text)[0]


def is_text(character: str | None) -> TypeGuard[str]:
    """Whether a key's character is text: any but control characters; Python's `isprintable` leaves out spaces, too."""
    if not character:
        return False
    return character.isprintable() or not any(map(_is_no_text, character))


def _is_no_text(character: str) -> bool:
    """Whether it is a control character or a lone surrogate: without a pattern, which takes 1 ms to be compiled."""
    return character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff"


def one_line(text: str) -> str:
    """The text with every run of white space as one space: for titles, tables and messages."""
    return " ".join(text.split())


def cut(text: str, width: int) -> str:
    """The text on one line, at most `width` characters, ending in an ellipsis where it was cut."""
    text = one_line(text)
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"
