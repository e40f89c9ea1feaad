"""The rows of a list: the items it shows and how each is drawn. Rows of unchanged items are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from msgspec.structs import replace

from pmtui import signs
from pmtui.app.row_layout import Row, Span
from pmtui.meeting.evidence import remarked
from pmtui.meeting.step import Items
from pmtui.session import paths
from pmtui.session.document import Session
from pmtui.session.text import cut
from pmtui.session.times import show_date, show_time
from pmtui.tui.widgets.identity import same, same_parts
from pmtui.tui.widgets.rows import WIDEST

DrawItem = Callable[[Session, Any, int], Row]
"""Makes the row of an item, from the session, the item and its index in the list."""


class ListRows(Protocol):
    """The rows of one list. `width` is in columns; it is 0 before the list is laid out."""

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items in the order of the rows."""

    def made_of(self, session: Session, width: int) -> object:
        """Return what the rows depend on; if it equals the last value, nothing is drawn."""

    def rows(self, session: Session, items: Sequence[Any], width: int) -> list[Row]:
        """Return the rows. Those of items have the item's id; others, such as headings, are `fixed`."""


class KeptRows:
    """Rows by id, each with the values that it was made of."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[tuple[Any, ...], Row]] = {}

    def row(self, row_id: str, made_of: tuple[Any, ...], make: Callable[[], Row]) -> Row:
        """Return the kept row if it was made of the same values; else make it."""
        old = self._rows.get(row_id)
        if old is not None and len(old[0]) == len(made_of) and all(map(same, old[0], made_of)):
            return old[1]
        row = make()
        self._rows[row_id] = made_of, row
        return row


class ItemRows:
    """One row for each item of a section.

    Args:
        part: the declaration of the list.
        draw: makes the row of an item; None: its text, and the fields that the declaration names.
        titled: whether a title above the list says what belongs into it; an empty list then does not.
    """

    def __init__(self, part: Items, draw: DrawItem | None = None, *, titled: bool = False) -> None:
        self.part = part
        self.titled = titled
        self.draw = draw or partial(draw_item, part)
        self.kept = KeptRows()

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items of the section; if the declaration has defaults, only items with these values."""
        found: tuple[Any, ...] = paths.get(session, self.part.section)
        return tuple(item for item in found if self.part.shows(item)) if self.part.defaults else found

    def made_of(self, session: Session, width: int) -> object:
        """Return the section, the evidence and the key details, which has the time zone."""
        return same_parts(paths.get(session, self.part.section), session.evidence, session.key_details)

    def rows(self, session: Session, items: Sequence[Any], width: int) -> list[Row]:
        """Return a row for each item; for an empty list, one row that says what belongs into it."""
        made = [self.kept.row(it.id, (it, n), partial(self.draw, session, it, n)) for n, it in enumerate(items)]
        return made or [NOTHING if self.titled else empty_row(self.part)]


class Room(NamedTuple):
    """The space for the text below one item."""

    lines: int
    """The lines for the text of one item; 0: as few as possible."""
    columns: int


class FittedRows:
    """One row for each item of a section, with as much of its text as fits into the list.

    Args:
        part: the declaration of the list.
        draw: makes the row of an item; the last argument is the space for its text.
        lines: returns the number of lines for all texts together.
        has_text: returns whether an item has a text.
        titled: whether a title above the list says what belongs into it; an empty list then does not.
    """

    def __init__(
        self,
        part: Items,
        draw: Callable[[Session, Any, int, Room], Row],
        lines: Callable[[Session], int],
        has_text: Callable[[Any], bool],
        *,
        titled: bool = False,
    ) -> None:
        self.usual = ItemRows(part, titled=titled)
        self.draw, self.lines, self.has_text = draw, lines, has_text

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items of the section."""
        return self.usual.items(session)

    def made_of(self, session: Session, width: int) -> object:
        """Return what the rows of the section depend on, and the space for their texts."""
        return self.usual.made_of(session, width), self._room(session, width)

    def rows(self, session: Session, items: Sequence[Any], width: int) -> list[Row]:
        """Return a row for each item; for an empty list, one row that says what belongs into it."""
        if not items:
            return self.usual.rows(session, items, width)
        room, kept = self._room(session, width), self.usual.kept
        return [kept.row(it.id, (it, n, *room), partial(self.draw, session, it, n, room)) for n, it in enumerate(items)]

    def _room(self, session: Session, width: int) -> Room:
        texts = sum(map(self.has_text, self.items(session)))
        return Room(max(self.lines(session), 0) // max(texts, 1), min(max(width, 1), WIDEST))


NOTHING: Final = Row("", "Nothing yet.", "dim", fixed=True)
"""The row of an empty list."""


def empty_row(part: Items) -> Row:
    """Return the row of an empty list, which says what belongs into it."""
    if not part.subtitle:
        return NOTHING
    return Row("", f"Nothing yet: {part.subtitle}{'' if part.subtitle.endswith('…') else '.'}", "dim", fixed=True)


class WithRemarks:
    """The rows of a list with a sign at the items that have an open remark."""

    def __init__(self, rows: ListRows) -> None:
        self.of = rows
        self.kept = KeptRows()

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items of the list."""
        return self.of.items(session)

    def made_of(self, session: Session, width: int) -> object:
        """Return what the rows depend on, and the items with an open remark."""
        return self.of.made_of(session, width), remarked(session)

    def rows(self, session: Session, items: Sequence[Any], width: int) -> list[Row]:
        """Return the rows; a row with a sign is kept as long as the row without it is the same."""
        made, about = self.of.rows(session, items, width), remarked(session)
        if not about:
            return made
        return [self.kept.row(row.id, (row,), partial(_with_sign, row)) if row.id in about else row for row in made]


def _with_sign(row: Row) -> Row:
    sign = Span(f"{signs.REMARK} remark", "notice")
    return replace(row, right=(sign, Span("  "), *row.right) if row.right else (sign,))


_STATUS_SIGNS: Final = {"done": f"{signs.TICK} ", "dropped": f"{signs.DROPPED} "}


def draw_item(part: Items, session: Session, item: Any, number: int) -> Row:
    """Return the row of an item: its text, and the fields that the declaration names."""
    lead: tuple[Span, ...] = ()
    text, style = str(getattr(item, part.main)), ""
    right: list[Span] = []
    if part.numbered:
        lead = (Span(f"Fig. {number + 1}  ", "dim"),)
    for name in part.columns:
        value = getattr(item, name)
        if name == "secured":
            lead = (Span(f"{signs.TICK} " if value else f"{signs.OPEN} ", "well" if value else "dim"), *lead)
            right.append(Span("secured" if value else "not secured", "well" if value else "notice"))
        elif name == "status":
            lead = (Span(_STATUS_SIGNS.get(value, f"{signs.OPEN} "), "well" if value == "done" else "dim"),)
            style = "struck" if value == "dropped" else ""
            right += [Span(f"  {value}", "dim")] if value != "open" else []
        elif value not in (None, "", 0):
            right.append(Span(("  " if right else "") + _short(value, session), "dim"))
    return Row(item.id, text or "(no text)", style or ("" if text else "dim"), lead=lead, right=tuple(right))


def _short(value: object, session: Session) -> str:
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, str) and value.endswith("Z") and value[10:11] == "T":
        return show_time(value, session.key_details.timezone)
    return cut(str(value), 28)
