"""Choose the reader for a text by its content, never by the name of its file.

`readers` lists all readers; the first whose `looks` returns True reads the text. Session documents have no reader
here: `pmtui/app/import_files.py` decodes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from pmtui.intake.result import Intake, IntakeContext, NotReadable

_JSON: Final = re.compile(r"\s*(?:\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"\]0-9]|$))")


class Reader(NamedTuple):
    """A reader of one kind of text."""

    name: str
    """The kind of text, in words for the user."""
    looks: Callable[[str], bool]
    """Whether a text looks like this kind; it must be fast, and `read` may still refuse the text."""
    read: Callable[[str, IntakeContext], Intake]
    """Reads the text; raises `NotReadable` where it must be refused as a whole."""


def readers() -> tuple[Reader, ...]:
    """Return all readers in the order in which they are tried; the last one accepts any text."""
    from pmtui.intake import markdown, own_report  # deferred: they import the Markdown parser

    return (
        Reader("report of pmtui", own_report.looks, own_report.read),
        Reader("Markdown postmortem", markdown.looks, markdown.read),
    )


def looks_like_json(text: str) -> bool:
    """Whether a text begins like JSON."""
    return _JSON.match(text) is not None


def read(text: str, context: IntakeContext) -> Intake | None:
    """Read a text with the reader for its kind; None where it is JSON of no known kind.

    Raises:
        NotReadable: it is refused, or has nothing that can be read.
    """
    if not text.strip():
        raise NotReadable("is empty")
    last = readers()[-1]
    for reader in readers():
        if reader.looks(text) and not (reader.name == last.name and looks_like_json(text)):
            return reader.read(text, context)
    if looks_like_json(text):
        return None
    return last.read(text, context)
