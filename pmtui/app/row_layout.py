"""One row of a list, as data, and the lines that it takes at a width. Nothing here draws.

A row is cheap to make and is compared by identity: rows that are the same objects as before are not measured again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.wrap import drawable, wrap


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
    """Before the text, on its first line."""
    right: tuple[Span, ...] = ()
    """At the right edge of the last line."""
    below: tuple[Span, ...] = ()
    """Smaller things under the text, each wrapped on lines of its own."""
    gap: int = 0
    """Empty lines after it."""
    fixed: bool = False
    """Whether the cursor passes over it (headings)."""
    bullets: tuple[tuple[int, int, str], ...] = ()
    """Parts of the text in another style: start, end, style."""


Line = list[Span]


def _width(spans: Sequence[Span]) -> int:
    return sum(len(span.text) if span.text.isascii() else cell_len(span.text) for span in spans)


def _drawable(row: Row) -> Row:
    """The row with nothing in its texts that a terminal would act on; positions in them stay the same."""
    spans = (*row.lead, *(row.cont or ()), *row.inline, *row.right, *row.below)
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
    )


def _drawable_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(drawable(span.text).replace("\n", " "), span.style) for span in spans)


def height(row: Row, width: int) -> int:
    """How many lines `lay_out` makes of the row: all that has to be known of rows that are not in view."""
    row = _drawable(row)
    lead, right = _width(row.lead), _width(row.right)
    room = max(width - lead - (right + 2 if right else 0), 8)
    lines = len(wrap(row.text, room, room - _width(row.inline))) + row.gap
    for span in row.below:
        lines += len(wrap(span.text, max(width - lead, 8)))
    return lines


def lay_out(row: Row, width: int) -> list[Line]:
    """The row's lines, as spans; the right column stands at the right edge of the last line of text."""
    row = _drawable(row)
    lead = _width(row.lead)
    right = _width(row.right)
    room = max(width - lead - (right + 2 if right else 0), 8)
    inline = _width(row.inline)
    texts = wrap(row.text, room, room - inline)
    cont = row.cont if row.cont is not None else (Span(" " * lead),)
    lines: list[Line] = []
    offset = 0
    for n, text in enumerate(texts):
        line = [*row.lead, *row.inline] if n == 0 else [*cont]
        line.extend(_styled(row, text, offset) if row.bullets else [Span(text, row.style)])
        offset = row.text.find(text, offset) + len(text) if row.bullets else 0
        lines.append(line)
    if row.right:
        used = _width(lines[-1])
        lines[-1] += [Span(" " * max(lead + room + 2 - used, 1)), *row.right]
    for span in row.below:
        lines.extend([*cont, Span(text, span.style)] for text in wrap(span.text, max(width - lead, 8)))
    lines.extend([*cont] if row.cont is not None else [] for _ in range(row.gap))
    return lines


def _styled(row: Row, text: str, offset: int) -> list[Span]:
    """One line of the text with its underlined parts."""
    start = row.text.find(text, offset)
    spans: list[Span] = []
    at = 0
    for begin, end, style in row.bullets:
        a, b = max(begin - start, at), min(end - start, len(text))
        if a < b:
            spans += [Span(text[at:a], row.style), Span(text[a:b], style)]
            at = b
    spans.append(Span(text[at:], row.style))
    return spans
