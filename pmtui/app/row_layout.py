"""A row of a list as data, and its layout as lines at a width. Nothing is drawn here.

A row is compared by identity: rows that are the same objects as before are not measured again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.wrap import drawable, fit, wrap


class Span(msgspec.Struct, frozen=True):
    """Text in one style. `style` is a word of `Rows.STYLES`, or several separated by spaces."""

    text: str
    style: str = ""


class Row(msgspec.Struct, frozen=True, eq=False):
    """One row. `lead` stands before its first line, `cont` before the lines into which its text is wrapped."""

    id: str
    text: str
    style: str = ""
    lead: tuple[Span, ...] = ()
    cont: tuple[Span, ...] | None = None
    """None: blanks as wide as `lead`."""
    inline: tuple[Span, ...] = ()
    """Before the text, and wrapped with it as one paragraph."""
    right: tuple[Span, ...] = ()
    """At the right edge of the first line; wider than three fifths of the line, it stands below the text instead,
    unless the row is `single`."""
    below: tuple[Span, ...] = ()
    """Details below the text, each wrapped on lines of its own."""
    found: tuple[Span, ...] = ()
    """One line below the text in several styles; the caller makes it as wide as the row."""
    more: tuple[Span, ...] = ()
    """Details below all others, shown only while the cursor is on the row; each is cut to one line."""
    single: bool = False
    """Whether the row is always one line: its text is cut, and `right` stays on it."""
    gap: int = 0
    """The number of empty lines after the row."""
    fixed: bool = False
    """Whether the cursor skips the row, as a heading."""
    bullets: tuple[tuple[int, int, str], ...] = ()
    """Parts of the text in another style: start, end, style."""


Line = list[Span]


def _width(spans: Sequence[Span]) -> int:
    return sum(len(span.text) if span.text.isascii() else cell_len(span.text) for span in spans)


def _settled(row: Row, width: int) -> Row:
    """Return the row as it is drawn: a `right` that is too wide is moved below the text."""
    row = _drawable(row)
    if row.single or _width(row.right) * 5 <= max(width - _width(row.lead), 8) * 3:
        return row
    return replace(row, right=(), below=(*(Span(span.text.strip(), span.style) for span in row.right), *row.below))


def _drawable(row: Row) -> Row:
    """Return the row without control characters; positions in its texts stay the same."""
    spans = (*row.lead, *(row.cont or ()), *row.inline, *row.right, *row.below, *row.found, *row.more)
    if row.text.isprintable() and all(span.text.isprintable() for span in spans):
        return row
    return replace(
        row,
        text=drawable(row.text),
        lead=_drawable_spans(row.lead),
        cont=None if row.cont is None else _drawable_spans(row.cont),
        inline=_drawable_spans(row.inline),
        right=_drawable_spans(row.right),
        below=tuple(Span(drawable(span.text), span.style) for span in row.below),
        found=_drawable_spans(row.found),
        more=_drawable_spans(row.more),
    )


def _drawable_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(drawable(span.text).replace("\n", " "), span.style) for span in spans)


def _paragraph(row: Row, width: int) -> list[str]:
    """Wrap the text and what stands before it; the first line leaves room for `right`."""
    lead, right = _width(row.lead), _width(row.right)
    room = max(width - lead, 8)
    first = max(room - (right + 2 if right else 0), 8)
    text = "".join(span.text for span in row.inline) + row.text if row.inline else row.text
    return [fit(text, first).rstrip()] if row.single else wrap(text, room, first)


def height(row: Row, width: int) -> int:
    """Return the number of lines of `lay_out`, without `more`. Rows out of view are only measured."""
    row = _settled(row, width)
    lines = len(_paragraph(row, width)) + bool(row.found) + row.gap
    for span in row.below:
        lines += len(wrap(span.text, max(width - _width(row.lead), 8)))
    return lines


def lines_of(rows: Iterable[Row], width: int, most: int) -> int:
    """Return the number of lines of the rows, at most `most`; rows after that are not measured."""
    lines = 0
    for row in rows:
        lines += height(row, width)
        if lines >= most:
            return most
    return lines


def lay_out(row: Row, width: int, *, more: bool = False) -> list[Line]:
    """Return the lines of the row as spans.

    Args:
        row: the row.
        width: cells in a line.
        more: whether to show the row's `more`.
    """
    row = _settled(row, width)
    lead, right = _width(row.lead), _width(row.right)
    room = max(width - lead, 8)
    cont = row.cont if row.cont is not None else (Span(" " * lead),)
    parts = _parts(row)
    lines: list[Line] = []
    for n, spans in enumerate(styled(_paragraph(row, width), parts)):
        line = [*row.lead] if n == 0 else [*cont]
        line.extend(spans)
        lines.append(line)
    if row.right:
        lines[0] += [Span(" " * max(lead + max(room - right, 10) - _width(lines[0]), 1)), *row.right]
    if row.found:
        lines.append([*cont, *row.found])
    for span in row.below:
        lines.extend([*cont, Span(text, span.style)] for text in wrap(span.text, room))
    if more:
        lines.extend([*cont, Span(fit(span.text, room).rstrip(), span.style)] for span in row.more)
    lines.extend([*cont] if row.cont is not None else [] for _ in range(row.gap))
    return lines


def _parts(row: Row) -> list[Span]:
    """Return the paragraph as spans."""
    parts = [*row.inline]
    at = 0
    for begin, end, style in row.bullets:
        if (begin := max(begin, at)) < end:
            parts += [Span(row.text[at:begin], row.style), Span(row.text[begin:end], style)]
            at = end
    parts.append(Span(row.text[at:], row.style))
    return parts


def styled(lines: Sequence[str], parts: Sequence[Span]) -> Iterator[Line]:
    """Yield the lines of a paragraph in the styles of its spans; blanks at the ends of lines have been dropped."""
    if len(parts) == 1:
        yield from ([Span(line, parts[0].style)] for line in lines)
        return
    text = "".join(part.text for part in parts)
    ends = list(accumulate(len(part.text) for part in parts))
    offset = 0
    for line in lines:
        # The ellipsis at a cut is not part of the text.
        start = max(text.find(line.removesuffix("…"), offset), offset)
        offset = start + len(line)
        spans: Line = []
        for part, end in zip(parts, ends, strict=True):
            a, b = max(end - len(part.text), start), min(end, offset)
            if a < b:
                spans.append(Span(line[a - start : b - start], part.style))
        yield spans
