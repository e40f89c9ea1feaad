"""Rewrite fields of block Markdown in a canonical form that all Markdown renderers show alike.

Renderers differ in details, so the text of such a field is never copied: it is parsed and written again. Paragraphs,
lists, quotes, tables, closed fences, emphasis, links and code stay Markdown. Headings, raw HTML, reference and
footnote definitions, unclosed fences, and links to anything but http, https and mailto are escaped, so that they show
as they were typed. The canonical form is stable: rewriting it again changes nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pmtui.report.canonical import markdown_of
from pmtui.report.escape import flow
from pmtui.session.text import cleaned

SPLIT: Final = "[//]: # (pmtui)"
"""An invisible line after a text that could be mistaken for what the report itself writes next."""

# Letters and punctuation that no parser acts on; lines begin with a letter and do not end with a space.
_PROSE: Final = re.compile(r"(?:[^\W\d_](?:[^\W_]|[ ,;.'\"()%/?!–—…+-])*(?<! )(?:\n+|$))+")


def block(text: str) -> str:
    """Return a field of block Markdown in canonical form, to stand between blank lines; empty where it shows
    nothing.
    """
    return _block(text)[0]


def is_shown_as_typed(text: str) -> bool:
    """Whether a field cannot be parsed as Markdown, so that the report shows it as it was typed."""
    return _block(text)[1]


def sets_apart(text: str, own: str, *starts: str) -> str:
    """Join a field and what the report writes after it, with `SPLIT` between them where they could be confused.

    Args:
        text: the field, as `block` returned it.
        own: the report's own Markdown; empty where there is none.
        starts: how lines of the report begin that may follow the field.
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
    except Exception:  # whatever fails in the parser, the text must reach the report
        return flow(text), True
