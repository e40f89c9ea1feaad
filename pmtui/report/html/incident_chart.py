"""Draw the incident to scale as SVG: a bar of its phases, milestones above it, events and hours below it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Final, NamedTuple

from pmtui.report.html.measuring import width as text_width
from pmtui.session.document import Instant, Session
from pmtui.session.durations import format_duration
from pmtui.session.edits import MILESTONES
from pmtui.session.instants import to_datetime
from pmtui.session.milestones import is_approximate
from pmtui.session.outliers import outliers
from pmtui.session.times import local

_SIZE: Final = 12.5
_ROW: Final = 19
_EDGE: Final = 6
_BAR: Final = 12
_BUCKET: Final = 4
_EVENTS: Final = 18
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS: Final = (
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)), *(n * _HOUR for n in (1, 2, 3, 6, 12)),
    *(n * _DAY for n in (1, 2, 7, 14, 30, 90, 365)),
)  # fmt: skip
_LABEL_EVERY: Final = 96
"""The least distance of two labels of the hours, in pixels."""


class _Span(NamedTuple):
    """The time that is drawn, in seconds, and the width in pixels."""

    begin: float
    end: float
    width: int
    zone: str

    def x(self, second: float) -> float:
        share = (second - self.begin) / ((self.end - self.begin) or 1.0)
        return round(_EDGE + share * (self.width - 2 * _EDGE), 1)


def incident_chart(session: Session, width: int) -> str:
    """Return the drawing as SVG, `width` pixels wide; empty where fewer than two times are known.

    Events so far from the others that they would squeeze them together are left out; milestones never are.
    """
    span = _span(session, width)
    if span is None:
        return ""
    marks = tuple(_marks(session))
    flags = _flags(marks, span)
    bar = (max((flag.row for flag in flags), default=-1) + 1) * _ROW + 8
    phases = tuple(_phases(session))
    named = list(_phase_names(phases, span, bar + _BAR + 14))
    lane = bar + _BAR + (22 if named else 8)
    height = lane + _EVENTS + 22
    parts = [
        f'<svg class="incident" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(_said(marks))}">',
        f'<rect class="track" x="{_EDGE}" y="{bar}" width="{width - 2 * _EDGE}" height="{_BAR}" rx="{_BAR / 2}"/>',
        *_phase_bars(phases, span, bar),
        *_mark_lines(flags, bar),
        *named,
        *_event_bars(session, span, lane),
        *_hours(span, lane + _EVENTS),
        "</svg>",
    ]
    return "".join(parts)


# --- what is drawn ---


def _span(session: Session, width: int) -> _Span | None:
    kept = [_seconds(at) for name in MILESTONES if (at := getattr(session.key_details, name)) is not None]
    times = sorted([*kept, *(_seconds(e.at) for e in session.timeline if e.at and e.precision != "day")])
    if len(set(times)) < 2:
        return None
    early, late = outliers(times, kept)
    return _Span(times[early], times[-1 - late], width, session.key_details.timezone)


def _seconds(at: Instant) -> float:
    return to_datetime(at).timestamp()


def _marks(session: Session) -> Iterator[tuple[str, float]]:
    """Yield label and second of each milestone in order; those at one time share a label: `started, detected 19:00`."""
    details = session.key_details
    named: dict[Instant, list[str]] = {}
    for name in MILESTONES:
        at = getattr(details, name)
        if at is not None:
            named.setdefault(at, []).append(name.removesuffix("_at"))
    for at in sorted(named, key=_seconds):
        about = "~" if is_approximate(session, at) else ""
        yield f"{', '.join(named[at])} {about}{local(at, details.timezone):%H:%M}", _seconds(at)


def _phases(session: Session) -> Iterator[tuple[str, str, float, float]]:
    """Yield CSS class, label, begin and end of each phase: until detected, until mitigated, until resolved."""
    details = session.key_details
    start, detected = details.started_at, details.detected_at
    mitigated, resolved = details.mitigated_at, details.resolved_at
    phases = (
        ("unseen", "unnoticed", start, detected),
        ("known", "until mitigated" if mitigated else "until resolved", detected or start, mitigated or resolved),
        ("eased", "until resolved", mitigated, resolved),
    )
    for kind, name, begin, end in phases:
        if begin is not None and end is not None and to_datetime(begin) < to_datetime(end):
            length = format_duration(to_datetime(end) - to_datetime(begin))
            yield kind, f"{name}, {length}", _seconds(begin), _seconds(end)


def _said(marks: tuple[tuple[str, float], ...]) -> str:
    return "The incident to scale" + (f": {'; '.join(text for text, _ in marks)}" if marks else "")


# --- drawing ---


def _phase_bars(phases: tuple[tuple[str, str, float, float], ...], span: _Span, y: int) -> Iterator[str]:
    for kind, _, begin, end in phases:
        left, right = span.x(begin), span.x(end)
        yield f'<rect class="{kind}" x="{left}" y="{y}" width="{max(right - left, 2):.1f}" height="{_BAR}"/>'


def _phase_names(phases: tuple[tuple[str, str, float, float], ...], span: _Span, y: int) -> Iterator[str]:
    """Yield the label of each phase below its part of the bar, where it fits."""
    for _, name, begin, end in phases:
        left, right = span.x(begin), span.x(end)
        if text_width(name, _SIZE) <= right - left:
            yield _text("phase", (left + right) / 2, y, name, "middle")


class _Flag(NamedTuple):
    """A label beside the line of a milestone: left and right end, and its row (0 is next to the bar)."""

    text: str
    x: float
    left: float
    right: float
    row: int
    turned: bool = False
    """Whether it is to the left of the line."""


def _flags(marks: tuple[tuple[str, float], ...], span: _Span) -> list[_Flag]:
    """Return the labels, placed in rows so that none covers another or its line.

    Labels at the right edge are to the left of their lines; they come last, so that they are drawn on top.
    """
    placed: list[_Flag] = []
    standing = [_Flag(text, x := span.x(at), x + 4, x + 4 + text_width(text, _SIZE), 0) for text, at in marks]
    turned = [flag for flag in standing if flag.right > span.width]
    turned_round = (flag._replace(left=2 * flag.x - flag.right, right=flag.x - 4, turned=True) for flag in turned)
    for flag in (*reversed([flag for flag in standing if flag not in turned]), *turned_round):
        beside = {each.row for each in placed if each.left - 8 < flag.right and flag.left < each.right + 8}
        above = max((each.row for each in placed if flag.left <= each.x <= flag.right), default=-1)
        row = next(n for n in range(above + 1, above + len(placed) + 2) if n not in beside)
        placed.append(flag._replace(row=row))
    return placed


def _mark_lines(flags: list[_Flag], bar: int) -> Iterator[str]:
    for flag in flags:
        base = bar - 10 - flag.row * _ROW
        yield f'<line class="mark" x1="{flag.x}" y1="{base - 10}" x2="{flag.x}" y2="{bar + _BAR + 4}"/>'
        edge, anchor = (flag.right, "end") if flag.turned else (flag.left, "start")
        yield _text("label", edge, base, flag.text, anchor)


def _event_bars(session: Session, span: _Span, y: int) -> Iterator[str]:
    """Yield a bar for the events of every few pixels, higher for more events."""
    counts: dict[int, int] = {}
    pinned: set[int] = set()
    for event in session.timeline:
        if event.at is None or event.precision == "day":
            continue
        second = _seconds(event.at)
        if span.begin <= second <= span.end:
            bucket = int(span.x(second) // _BUCKET)
            counts[bucket] = counts.get(bucket, 0) + 1
            if event.pinned:
                pinned.add(bucket)
    most = max(counts.values(), default=1)
    for bucket, count in sorted(counts.items()):
        high = 5 + round((_EVENTS - 5) * math.log(count) / math.log(most)) if most > 1 else 7
        kind = "pinned" if bucket in pinned else "event"
        yield f'<rect class="{kind}" x="{bucket * _BUCKET}" y="{y + _EVENTS - high}" width="3" height="{high}" rx="1"/>'


def _hours(span: _Span, y: int) -> Iterator[str]:
    """Yield the axis: hours or days, with the date at the first one of each day."""
    yield f'<line class="axis" x1="{_EDGE}" y1="{y}" x2="{span.width - _EDGE}" y2="{y}"/>'
    most = max(span.width // _LABEL_EVERY, 2)
    step = next((step for step in _STEPS if (span.end - span.begin) / step <= most), _STEPS[-1])
    offset = _local(span.begin, span.zone).utcoffset() or timedelta()
    ahead = offset.total_seconds()
    second = math.ceil((span.begin + ahead) / step) * step - ahead
    day, end = "", -10.0
    while second <= span.end:
        when = _local(second, span.zone)
        date = f"{when.day} {when:%b}"
        text = date if step >= _DAY else f"{when:%H:%M}" if date == day else f"{date} {when:%H:%M}"
        wide = text_width(text, _SIZE)
        left = min(max(span.x(second) - wide / 2, 0), max(span.width - wide, 0))
        right = left + wide
        if left >= end + 8:
            yield f'<line class="axis" x1="{span.x(second)}" y1="{y}" x2="{span.x(second)}" y2="{y + 4}"/>'
            yield _text("hour", (left + right) / 2, y + 17, text, "middle")
            day, end = date, right
        second += step


def _local(second: float, zone: str) -> datetime:
    return local(f"{(datetime(1970, 1, 1) + timedelta(seconds=int(second))).isoformat()}Z", zone)


def _text(kind: str, x: float, y: float, text: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
