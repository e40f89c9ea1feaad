"""Fields that may hold block Markdown, written anew in one form that all readers read alike.

Renderers differ at the edges of Markdown, so nothing of such a field is passed through: it is parsed, and what was
understood is written in the plainest form there is. Paragraphs, lists, quotes, tables, closed fences, emphasis, links
and code stay Markdown. Headings, raw HTML, reference and footnote definitions, unclosed fences and links to anything
but the web and mailboxes are shown as they were typed. What is written so and read again is written the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pmtui.report.canonical import markdown_of
from pmtui.report.escape import flow
from pmtui.session.text import cleaned

SPLIT: Final = "[//]: # (pmtui)"
"""Invisible; ends a text that could be mistaken for what the report itself says after it."""

# Words, and what punctuates them: nothing for a parser to find. Lines begin with a letter and do not end in spaces.
_PROSE: Final = re.compile(r"(?:[^\W\d_](?:[^\W_]|[ ,;.'\"()%/?!–—…+-])*(?<! )(?:\n+|$))+")


def block(text: str) -> str:
    """A field of block Markdown, safe to stand between blank lines; empty where it would show nothing."""
    return _block(text)[0]


def is_shown_as_typed(text: str) -> bool:
    """Whether a field of block Markdown is too tangled to be read, so that reports show it as it was typed."""
    return _block(text)[1]


def sets_apart(text: str, own: str, *starts: str) -> str:
    """A block and what the report itself says after it; `SPLIT` between them where one could be taken for the other.

    Args:
        text: made by `block`.
        own: the report's own Markdown; empty where it says nothing.
        starts: how the lines begin that the report may say there.
    """
    mistakable = any(line.startswith(starts) for line in text.split("\n"))
    return "\n\n".join(part for part in (text, SPLIT if mistakable else "", own) if part)


@lru_cache(maxsize=64)
def _block(text: str) -> tuple[str, bool]:
    text = cleaned(text)
    if not text.strip():
        return "", False
    text = text.strip("\n")
    if _PROSE.fullmatch(text) and "www." not in text.lower():
        return text, False
    try:
        return markdown_of(text), False
    except Exception:  # whatever a text does to the parser or to us, its words reach the report
        return flow(text), True
