"""Export of a long session, and its report read back, against encoding it and a parser that reads the report."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Final

from markdown_it import MarkdownIt

from benchmarks.measure import Line, medians, timed
from benchmarks.samples import postmortem_of_others, with_events
from pmtui.intake import markdown as anybodys
from pmtui.intake.own_report import read
from pmtui.intake.result import IntakeContext
from pmtui.report.formats import export
from pmtui.session.codec import encode

_GOAL: Final = 0.15
"""Of the time that the parser takes; every text is made safe against what stands in it, without being parsed."""
_READING_GOAL: Final = 1.3
"""Of the same: what was read stands in a session, with an account of every line."""

_PAGE_GOAL: Final = 0.4
"""Of the same: links and code in the texts are rendered."""


def lines(*, times: int, size: int) -> list[Line]:
    """Markdown, JSON and HTML, and reading Markdown."""
    session = with_events(size)
    text, parser = export(session, "markdown"), MarkdownIt("commonmark").enable("table")
    ids = count()
    context = IntakeContext(datetime(2026, 11, 20, 9, tzinfo=UTC), "UTC", None, lambda: f"i{next(ids)}")
    others = postmortem_of_others(size)
    markdown, document, floor, parse, reading, page, taken, parse_of_others = medians(
        times,
        lambda: timed(lambda: export(session, "markdown")),
        lambda: timed(lambda: export(session, "json")),
        lambda: timed(lambda: encode(session)),
        lambda: timed(lambda: parser.parse(text)),
        lambda: timed(lambda: read(text, context)),
        lambda: timed(lambda: export(session, "html")),
        lambda: timed(lambda: anybodys.read(others, context)),
        lambda: timed(lambda: parser.parse(others)),
    )
    what = f"{size:,} events"
    return [
        Line(f"export as JSON, {what}", "encoding them", document, floor),
        Line(f"export as Markdown, {what}", "markdown-it-py's parse of it", markdown, parse, _GOAL),
        Line(f"export as HTML, {what}", "markdown-it-py's parse of the Markdown", page, parse, _PAGE_GOAL),
        Line(f"read our own report, {what}", "markdown-it-py's parse of it", reading, parse, _READING_GOAL),
        Line(
            f"read a Markdown postmortem, {what}", "markdown-it-py's parse of it", taken, parse_of_others, _READING_GOAL
        ),
    ]
