"""Export of a long session, against encoding it, and against what a parser takes to read the report."""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt

from benchmarks.measure import Line, medians, timed
from benchmarks.samples import with_events
from pmtui.report.formats import export
from pmtui.session.codec import encode

_GOAL: Final = 0.15
"""Of the time that the parser takes; every text is made safe against what stands in it, without being parsed."""


def lines(*, times: int, size: int) -> list[Line]:
    """Markdown and JSON."""
    session = with_events(size)
    text, parser = export(session, "markdown"), MarkdownIt("commonmark").enable("table")
    markdown, document, floor, parse = medians(
        times,
        lambda: timed(lambda: export(session, "markdown")),
        lambda: timed(lambda: export(session, "json")),
        lambda: timed(lambda: encode(session)),
        lambda: timed(lambda: parser.parse(text)),
    )
    what = f"{size:,} events"
    return [
        Line(f"export as JSON, {what}", "encoding them", document, floor),
        Line(f"export as Markdown, {what}", "markdown-it-py's parse of it", markdown, parse, _GOAL),
    ]
