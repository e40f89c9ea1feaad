"""Which reader a text is for: its content decides, never the name of its file.

A reader is a line in `readers`; the first whose `looks` says yes reads the text. A session document is no reader's: the
codec reads it (`pmtui/app/import_files.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from pmtui.intake.result import Intake, IntakeContext, NotReadable

_JSON: Final = re.compile(r"\s*(?:\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"\]0-9]|$))")


class Reader(NamedTuple):
    """Reads one kind of text."""

    name: str
    """What the text is, in words for a person."""
    looks: Callable[[str], bool]
    """Whether a text is of this kind, told quickly; what turns out wrong later is `read`'s to refuse."""
    read: Callable[[str, IntakeContext], Intake]
    """Reads it; raises `NotReadable` where it must be refused whole."""


def readers() -> tuple[Reader, ...]:
    """All readers, in the order in which they are asked; the last one is for any text."""
    from pmtui.intake import markdown, own_report  # reading Markdown brings its parser, which other verbs do without

    return (
        Reader("report of pmtui", own_report.looks, own_report.read),
        Reader("Markdown postmortem", markdown.looks, markdown.read),
    )


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON does."""
    return _JSON.match(text) is not None


def read(text: str, context: IntakeContext) -> Intake | None:
    """Read a text by the reader that it is for; None where it is JSON that none of them knows.

    Raises:
        NotReadable: it is refused, or nothing that can be read.
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
