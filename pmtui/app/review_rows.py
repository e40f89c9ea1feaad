"""A review as rows: its line in the list, and the preview beside the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from rich.cells import cell_len

from pmtui import signs
from pmtui.app.review_preview import ReviewPreview
from pmtui.app.review_text import STATUS, day_of
from pmtui.app.row_layout import Row, Span
from pmtui.app.wrap import fit
from pmtui.library.entries import Entry
from pmtui.session.date_format import show_date
from pmtui.session.document import Action
from pmtui.session.text import cut, one_line

_HEADLINE: Final = 24
"""Cells that a headline has before other columns come."""
_DAY: Final = 12
"""Cells of the day, with the two behind it."""
_STATUS: Final = 9
_ROOT: Final = Span(f"{signs.ROOT} ", "notice")
_FILE: Final = re.compile(r"(\d{4}-\d\d-\d\d)-(.*?)(?:-[0-9a-f]{6}(?:-\d+)?)?\.json")


class Columns(NamedTuple):
    """The widths of the columns in cells; 0 where the list has no room for a column."""

    product: int
    severity: int
    status: int
    progress: int
    actions: int


def columns(width: int, entries: Sequence[Entry]) -> Columns:
    """Return the columns of a list of that width; product and severity are as wide as their content."""
    # Of ten thousand reviews few have a product or severity that no other has.
    product = max(map(cell_len, {entry.product for entry in entries}), default=0)
    severity = max(map(cell_len, {entry.severity for entry in entries}), default=0)
    severity = min(severity, 8) if width >= 60 else 0
    actions = 3 if width >= 56 else 0
    # The headline comes first: the other columns become smaller, or go, until it has its cells. Without a column of
    # its own, the product is shown where there is no headline.
    for widest, progress in ((18, 13), (12, 5), (12, 0)):
        found = Columns(min(max(product, 8), widest), severity, _STATUS, progress, actions)
        if width - _taken(found) >= _HEADLINE:
            return found
    return Columns(0, severity, _STATUS, 0, actions)


def _taken(cols: Columns) -> int:
    """The cells that a line's columns take, with the two beside each."""
    others = (cols.product, cols.severity, cols.progress, cols.actions)
    return _DAY + _STATUS + 2 + sum(cells + 2 for cells in others if cells)


def guessed(file: str) -> Entry:
    """Return an entry with what a file's name tells, to show until its header is read."""
    found = _FILE.fullmatch(file)
    day = None
    if found:
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            found = None
    product = found[2].replace("-", " ") if found else file.removesuffix(".json")
    return Entry(file, product=product, incident_date=day)


def line(entry: Entry, preview: ReviewPreview | None, cols: Columns, width: int) -> Row:
    """Return the row of a review: one line of `width` cells."""
    if entry.unreadable:
        return Row(entry.file, fit(f"{entry.file} · cannot be read: {entry.unreadable}", width), "dim")
    lead = (
        Span(day_of(entry) + "  ", "" if entry.incident_date else "dim"),
        Span(fit(entry.product or "–", cols.product) + "  ", "bold"),
    )[: 2 if cols.product else 1]
    right = tuple(_right(entry, preview, cols))
    room = width - 2 - sum(cell_len(span.text) for span in (*lead, *right))
    text = entry.headline or _instead(entry, preview, cols)
    style = "" if entry.headline else "dim"
    return Row(entry.file, fit(text, max(room, 1)), style, lead=lead, right=right, single=True)


def _instead(entry: Entry, preview: ReviewPreview | None, cols: Columns) -> str:
    """Return what to show without a headline: the product, or the first text of the timeline."""
    if preview is not None and preview.begins:
        return one_line(preview.begins)
    if not cols.product and entry.product:
        return entry.product
    return "(no headline)" if entry.status else ""


def _right(entry: Entry, preview: ReviewPreview | None, cols: Columns) -> Iterator[Span]:
    if cols.severity:
        yield Span(fit(entry.severity, cols.severity) + "  ", "dim")
    word, style = STATUS.get(entry.status, (entry.status, "dim"))
    if not cols.progress and _is_late(entry, preview):
        word, style = "late", "notice"
    yield Span(fit(word, cols.status), style)
    if cols.progress:
        yield Span("  " + fit(*_progress(entry, preview, cols.progress)), _deadline_style(preview))
    if cols.actions:
        many = len(preview.open_actions) if preview else 0
        late = bool(preview and preview.overdue)
        yield Span(
            "  " + f"{many or '·'}{'!' if late else ' '}".rjust(cols.actions),
            "danger" if late else "" if many else "dim",
        )


def _progress(entry: Entry, preview: ReviewPreview | None, width: int) -> tuple[str, int]:
    """Return the deadline where there is one, else the number of steps with content; and the width of it.

    Final reviews show neither.
    """
    if preview is None or not preview.steps or entry.status == "final":
        return "", width
    if preview.deadline and cell_len(preview.deadline) <= width:
        return preview.deadline, width
    if _is_late(entry, preview):
        return "late", width
    blocks = min(width, 10)
    full = preview.filled * blocks // preview.steps
    return signs.FILLED * full + signs.UNFILLED * (blocks - full), width


def _is_late(entry: Entry, preview: ReviewPreview | None) -> bool:
    """Whether it is past the day by which it should be final."""
    return preview is not None and entry.status != "final" and preview.deadline.endswith("late")


def _deadline_style(preview: ReviewPreview | None) -> str:
    return "notice" if preview and preview.deadline.endswith("late") else "dim"


# --- beside the list ---


def preview(entry: Entry, preview: ReviewPreview | None, known: Mapping[str, Entry]) -> list[Row]:
    """Return the preview of a review as rows; `known` are the library's entries by id."""
    if entry.unreadable or (preview and preview.trouble):
        return _unreadable(entry, entry.unreadable or (preview.trouble if preview else ""))
    rows = [Row("", entry.product or "(no product)", "bold", fixed=True)]
    rows.append(Row("", entry.headline or "(no headline)", "" if entry.headline else "dim", fixed=True, gap=1))
    if preview is None:
        return rows
    if preview.due:
        words = f"{preview.deadline} ({show_date(preview.due)})"
        rows.append(Row("", words[:1].upper() + words[1:], _deadline_style(preview), fixed=True))
    rows += _facts(preview)
    rows += _section("Roots", [Row("", root, lead=(_ROOT,), fixed=True) for root in preview.roots])
    rows += _section("Open actions", [_action(action, action.id in preview.overdue) for action in preview.open_actions])
    rows += _section("Seen before", [_before(known[id_]) for id_ in preview.before if id_ in known], "bold notice")
    if not (preview.facts or preview.roots or preview.open_actions):
        rows.append(Row("", "No severity, no root and no action noted yet.", "dim", fixed=True))
    return rows


def _unreadable(entry: Entry, why: str) -> list[Row]:
    return [
        Row("", entry.file, "bold", fixed=True, gap=1),
        Row("", f"It cannot be read: {why}.", "notice", fixed=True, gap=1),
        Row("", "pmtui leaves it as it is.", "dim", fixed=True),
    ]


def _facts(preview: ReviewPreview) -> list[Row]:
    rows = [Row("", " · ".join(preview.facts), "dim", fixed=True)] if preview.facts else []
    numbers = [(name, value) for name, value in (*preview.lengths, *preview.measures[:4]) if name or value]
    wide = min(max((cell_len(name) for name, _ in numbers), default=0), 16)
    for name, value in numbers:
        rows.append(Row("", value, "bold", lead=(Span(fit(name, wide) + "  ", "dim"),), fixed=True))
    return [*rows, _space()] if rows else []


def _action(action: Action, late: bool) -> Row:
    aside = (Span(f"overdue since {show_date(action.due)}", "danger"),) if late and action.due else ()
    lead = (Span("! " if late else f"{signs.OPEN} ", "danger" if late else "dim"),)
    right = (Span(action.ticket, "dim"),) if 0 < len(action.ticket) <= 10 else ()
    return Row("", action.text or "(no text)", lead=lead, right=right, below=aside, fixed=True)


def _before(entry: Entry) -> Row:
    return Row("", f"{day_of(entry)} {entry.product}: {cut(entry.headline, 80)}", "dim", fixed=True)


def _section(title: str, rows: list[Row], style: str = "bold") -> list[Row]:
    most = 8
    more = [Row("", f"and {len(rows) - most} more", "dim", lead=(Span("  "),), fixed=True)] if len(rows) > most else []
    return [Row("", title, style, fixed=True), *rows[:most], *more, _space()] if rows else []


def _space() -> Row:
    return Row("", "", fixed=True)
