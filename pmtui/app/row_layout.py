"""One row of a list, as data, and the lines that it takes at a width. Nothing here draws.

A row is cheap to make and is compared by identity: rows that are the same objects as before are not measured again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.wrap import drawable, fit, wrap


class Span(msgspec.Struct, frozen=True):
    """Text in one style; `style` is a word of `Rows.STYLES`, several separated by spaces."""

    text: str
    style: str = ""


class Row(msgspec.Struct, frozen=True, eq=False):
    """One row. Its text wraps under itself; `lead` stands before the first line, `cont` before the others."""

    id: str
    text: str
    style: str = ""
    lead: tuple[Span, ...] = ()
    cont: tuple[Span, ...] | None = None
    """Where it is None, spaces as wide as `lead`."""
    inline: tuple[Span, ...] = ()
    """Before the text, and wrapped with it as one paragraph."""
    right: tuple[Span, ...] = ()
    """At the right edge of the first line; what takes more than three fifths of it stands below the text,
    unless the row is one line."""
    below: tuple[Span, ...] = ()
    """Smaller things under the text, each wrapped on lines of its own."""
    found: tuple[Span, ...] = ()
    """One line under the text, in several styles; it is as wide as the row has room."""
    more: tuple[Span, ...] = ()
    """Smaller things still, below those: seen as long as the cursor is on the row, each cut to a line."""
    single: bool = False
    """Whether the row is one line: its text is cut, and what is at the right stays there."""
    gap: int = 0
    """Empty lines after it."""
    fixed: bool = False
    """Whether the cursor passes over it (headings)."""
    bullets: tuple[tuple[int, int, str], ...] = ()
    """Parts of the text in another style: start, end, style."""


Line = list[Span]


def _width(spans: Sequence[Span]) -> int:
    return sum(len(span.text) if span.text.isascii() else cell_len(span.text) for span in spans)


def _settled(row: Row, width: int) -> Row:
    """The row as it is drawn: what is too wide for the right edge stands below the text."""
    row = _drawable(row)
    if row.single or _width(row.right) * 5 <= max(width - _width(row.lead), 8) * 3:
        return row
    return replace(row, right=(), below=(*(Span(span.text.strip(), span.style) for span in row.right), *row.below))


def _drawable(row: Row) -> Row:
    """The row with nothing in its texts that a terminal would act on; positions in them stay the same."""
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
    """The lines of the text with what stands before it; the first leaves room for what stands at its right."""
    lead, right = _width(row.lead), _width(row.right)
    room = max(width - lead, 8)
    first = max(room - (right + 2 if right else 0), 8)
    text = "".join(span.text for span in row.inline) + row.text if row.inline else row.text
    return [fit(text, first).rstrip()] if row.single else wrap(text, room, first)


def height(row: Row, width: int) -> int:
    """How many lines `lay_out` makes of the row, `more` aside: all that has to be known of rows not in view."""
    row = _settled(row, width)
    lines = len(_paragraph(row, width)) + bool(row.found) + row.gap
    for span in row.below:
        lines += len(wrap(span.text, max(width - _width(row.lead), 8)))
    return lines


def lines_of(rows: Iterable[Row], width: int, most: int) -> int:
    """How many lines the rows take, at most `most`: those behind them are not measured."""
    lines = 0
    for row in rows:
        lines += height(row, width)
        if lines >= most:
            return most
    return lines


def lay_out(row: Row, width: int, *, more: bool = False) -> list[Line]:
    """The row's lines, as spans; what stands at the right is at the right edge of the first line.

    Args:
        row: the row.
        width: cells in a line.
        more: whether what is `more` of the row is shown too.
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
    """The paragraph as pieces of one style each."""
    parts = [*row.inline]
    at = 0
    for begin, end, style in row.bullets:
        if (begin := max(begin, at)) < end:
            parts += [Span(row.text[at:begin], row.style), Span(row.text[begin:end], style)]
            at = end
    parts.append(Span(row.text[at:], row.style))
    return parts


def styled(lines: Sequence[str], parts: Sequence[Span]) -> Iterator[Line]:
    """The lines of a paragraph in the styles of its pieces; spaces at the ends of lines belong to none."""
    if len(parts) == 1:
        yield from ([Span(line, parts[0].style)] for line in lines)
        return
    text = "".join(part.text for part in parts)
    ends = list(accumulate(len(part.text) for part in parts))
    offset = 0
    for line in lines:
        # What was cut ends with a sign that is not in the text.
        start = max(text.find(line.removesuffix("…"), offset), offset)
        offset = start + len(line)
        spans: Line = []
        for part, end in zip(parts, ends, strict=True):
            a, b = max(end - len(part.text), start), min(end, offset)
            if a < b:
                spans.append(Span(line[a - start : b - start], part.style))
        yield spans
