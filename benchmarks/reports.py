"""Export of a long session, against the floor of encoding it."""

from __future__ import annotations

from benchmarks.measure import Line, medians, timed
from benchmarks.samples import with_events
from pmtui.report.formats import export
from pmtui.session.codec import encode


def lines(*, times: int, size: int) -> list[Line]:
    """Markdown and JSON."""
    session = with_events(size)
    markdown, document, floor = medians(
        times,
        lambda: timed(lambda: export(session, "markdown")),
        lambda: timed(lambda: export(session, "json")),
        lambda: timed(lambda: encode(session)),
    )
    what = f"{size:,} events"
    return [
        Line(f"export as JSON, {what}", "encoding them", document, floor),
        Line(f"export as Markdown, {what}", "encoding them", markdown, floor),
    ]
