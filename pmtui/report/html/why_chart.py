"""Draw the five whys as SVG: in columns where there are few levels, else as a staircase, which has no depth limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from pmtui.report import labels
from pmtui.report.html.measuring import lines
from pmtui.session.document import RootCause, Why
from pmtui.session.paths import walk
from pmtui.session.text import cleaned

_WIDTH: Final = 880
_SIZE: Final = 12.5
_LINE: Final = 17
_PADDING: Final = 11
_GAP: Final = 14
_BETWEEN: Final = 36
"""The distance of two columns in pixels."""
_MOST_COLUMNS: Final = 5
_STEP: Final = 26
_MOST_LINES: Final = 14
_LARGEST: Final = 80
"""The most answers for a drawing."""
_CAUSES: Final = ("root", "contributing")


@dataclass(slots=True)
class _Box:
    """A box for an answer or the problem, with the answers below it; x, y and width are set when it is placed."""

    text: str
    kind: str
    tag: str
    below: list[_Box] = field(default_factory=list)
    x: float = 0
    y: float = 0
    width: float = 0
    shown: list[str] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The height of the box with its lines, in pixels."""
        return _LINE * (len(self.shown) + bool(self.tag)) + 2 * _PADDING - 4


def why_chart(cause: RootCause, numbers: Mapping[str, int]) -> str:
    """Return the drawing as SVG; empty for fewer than two answers, or too many to see at once.

    Above 80 answers, only the branches to root and contributing causes are drawn, where these are few enough.

    Args:
        cause: the problem and the tree.
        numbers: the figure numbers by the id of the evidence.
    """
    every = [why for _, why in walk(cause.whys)]
    if len(every) > _LARGEST:
        every = [why for why in every if _leads_to_a_cause(why)]
    if not 2 <= len(every) <= _LARGEST:
        return ""
    tops = list(_boxes(cause.whys, {why.id for why in every}, numbers))
    if cause.problem.strip():
        tops = [_Box(cause.problem, "problem", "", tops)]
    depth = max(map(_depth, tops))
    height = _side_by_side(tops, depth) if depth <= _MOST_COLUMNS else _staircase(tops)
    drawn = "".join(_drawn(tops, curved=depth <= _MOST_COLUMNS))
    return f'<svg class="whys" viewBox="0 0 {_WIDTH} {height:.0f}" aria-hidden="true">{drawn}</svg>'


def _leads_to_a_cause(why: Why) -> bool:
    return any(each.verdict in _CAUSES for _, each in walk((why,)))


def _boxes(whys: tuple[Why, ...], kept: set[str], numbers: Mapping[str, int]) -> Iterator[_Box]:
    for why in whys:
        if why.id in kept:
            figures = ", ".join(str(numbers[each]) for each in why.evidence if each in numbers)
            said = (labels.VERDICT[why.verdict] if why.verdict else "", f"Fig. {figures}" if figures else "")
            tag = " · ".join(part for part in said if part)
            yield _Box(why.text, why.verdict or "open", tag, list(_boxes(why.whys, kept, numbers)))


def _depth(box: _Box) -> int:
    return 1 + max(map(_depth, box.below), default=0)


# --- places ---


def _side_by_side(tops: Sequence[_Box], columns: int) -> float:
    """Place each level in a column, and an answer beside the middle of the answers to it. Returns the height of all."""
    pitch = (_WIDTH - 2 + _BETWEEN) / max(columns, 3)

    def put(box: _Box, column: int, top: float) -> float:
        """Place a box and those below it from `top` on; returns where the next one begins."""
        box.x, box.width = 1 + column * pitch, pitch - _BETWEEN
        box.shown = lines(cleaned(box.text), box.width - 2 * _PADDING, _SIZE, _MOST_LINES)
        end = top
        for each in box.below:
            end = put(each, column + 1, end)
        room = end - top - _GAP
        if room <= box.height:
            _shift(box.below, (box.height - room) / 2 if box.below else 0)
            end = top + box.height + _GAP
            box.y = top
            return end
        middle = (box.below[0].y + box.below[-1].y + box.below[-1].height - box.height) / 2
        box.y = min(max(middle, top), end - _GAP - box.height)
        return end

    top = 1.0
    for each in tops:
        top = put(each, 0, top)
    return top - _GAP + 1


def _shift(boxes: Sequence[_Box], down: float) -> None:
    for box in boxes:
        box.y += down
        _shift(box.below, down)


def _staircase(tops: Sequence[_Box]) -> float:
    """Place the answers one below the other, each further to the right than its parent. Returns the height of all."""
    top = 1.0

    def put(box: _Box, level: int) -> None:
        nonlocal top
        box.x = 1 + min(level * _STEP, _WIDTH / 2)
        box.y, box.width = top, min(_WIDTH - 1 - box.x, 600)
        box.shown = lines(cleaned(box.text), box.width - 2 * _PADDING, _SIZE, _MOST_LINES)
        top += box.height + _GAP - 4
        for each in box.below:
            put(each, level + 1)

    for each in tops:
        put(each, 0)
    return top - _GAP + 5


# --- drawing ---


def _drawn(boxes: Sequence[_Box], *, curved: bool) -> Iterator[str]:
    for box in boxes:
        for each in box.below:
            kind = "" if each.kind in ("open", *_CAUSES) else " left"
            yield f'<path class="link{kind}" d="{_curve(box, each) if curved else _elbow(box, each)}"/>'
        yield _box(box)
        yield from _drawn(box.below, curved=curved)


def _curve(box: _Box, below: _Box) -> str:
    x, y = box.x + box.width, box.y + box.height / 2
    to, down = below.x, below.y + below.height / 2
    middle = (x + to) / 2
    return f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {down:.1f} {to:.1f} {down:.1f}"


def _elbow(box: _Box, below: _Box) -> str:
    x, y = box.x + _STEP / 2, box.y + box.height
    down = below.y + min(below.height / 2, 19)
    return f"M{x:.1f} {y:.1f}V{down:.1f}H{below.x:.1f}"


def _box(box: _Box) -> str:
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height}"'
    parts = [f'<g class="box {box.kind}"><rect {place} rx="7"/>']
    x, y = box.x + _PADDING, box.y + _PADDING + 10
    for line in box.shown:
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}">{escape(line)}</text>')
        y += _LINE
    if box.tag:
        parts.append(f'<text class="tag" x="{x:.1f}" y="{y:.1f}">{escape(box.tag)}</text>')
    return "".join((*parts, "</g>"))
