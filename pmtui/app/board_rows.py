"""The board of actions as rows: one line for each action, its details, and rows to choose a due date or an owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from pmtui import signs
from pmtui.app.action_board import BoardAction
from pmtui.app.board_filter import Group, Widest, group_of, key_of
from pmtui.app.row_layout import Row, Span
from pmtui.app.wrap import fit
from pmtui.index.words import words
from pmtui.meeting.deadlines import in_words
from pmtui.session.document import Action
from pmtui.session.text import cut, one_line
from pmtui.session.times import read_date, show_date

_SPACE: Final = "  "


# --- drawing ---


class Columns(NamedTuple):
    """The widths of the columns in cells; 0 where the list has no room for a column."""

    group: int
    state: int
    owner: int
    ticket: int
    review: int


def columns(width: int, group: Group, widest: Widest) -> Columns:
    """Return the columns of a board of that width: as wide as their content, as far as there is room."""
    owner, ticket, product = widest
    grouped = {"owner": owner, "product": product}.get(group, 0)
    return Columns(
        group=0 if group == "day" else min(max(grouped, 9), 18 if width >= 90 else 12),
        state=7 if width >= 60 else 0,
        owner=0 if group == "owner" else min(max(owner, 8), 20 if width >= 110 else 14 if width >= 90 else 10),
        ticket=min(ticket, 10) if width >= 70 else 0,
        review=0 if group == "product" or width < 90 else min(34 + width - 140, 60) if width >= 140 else 14,
    )


def line(each: BoardAction, cols: Columns, group: Group, *, first: bool = False) -> Row:
    """Return the row of an action, one line. The group's name is highlighted on the `first` action of a group."""
    action = each.action
    sign, sign_style = {"done": (signs.TICK, "well"), "dropped": (signs.DROPPED, "dim")}.get(
        action.status, (signs.OPEN, "danger" if each.overdue else "dim")
    )
    lead = [Span(f"{sign} ", sign_style)]
    if cols.group:
        name = group_of(each, group) or f"no {group}"
        lead.insert(0, Span(fit(name, cols.group) + _SPACE, "bold" if first else "dim"))
    lead += _when(each, cols)
    if cols.owner:
        owner = one_line(action.owner).strip()
        lead.append(Span(fit(owner or "nobody", cols.owner) + _SPACE, "" if owner else "notice"))
    right = []
    if cols.ticket:
        right.append(Span(fit(action.ticket.strip(), cols.ticket) + " ", "dim"))
    if cols.review:
        right.append(Span((" " if right else "") + fit(_review(each, cols.review), cols.review) + " ", "dim"))
    style = {"done": "dim", "dropped": "struck"}.get(action.status, "")
    return Row(key_of(each), one_line(action.text), style, lead=tuple(lead), right=tuple(right), single=True)


def _when(each: BoardAction, cols: Columns) -> list[Span]:
    """Return the due date and how late it is in words; where there is little room only one of them."""
    action = each.action
    day = show_date(action.due) if action.due else "no date"
    style = "danger" if each.overdue else "dim" if action.due or action.status != "open" else "notice"
    state = "overdue" if each.overdue else action.status if action.status != "open" else ""
    if not cols.state:
        return [Span(fit(state or day, 10) + " ", f"{style} bold" if each.overdue else style)]
    return [
        Span(fit(day, 10) + _SPACE, style),
        Span(fit(state, cols.state) + _SPACE, "danger bold" if each.overdue else "dim"),
    ]


def _review(each: BoardAction, width: int) -> str:
    details = each.review.details
    product, headline = one_line(details.product).strip(), one_line(details.headline).strip()
    if width < 20 or not headline:
        return product or headline
    return f"{cut(product, 12)}: {headline}" if product else headline


def detail(each: BoardAction, today: date) -> list[Row]:
    """Return all details of an action, for which its line has no room."""
    action, details = each.action, each.review.details
    first = next((text for text in action.description.splitlines() if text.strip()), "")
    day = show_date(each.review.day)
    review = " · ".join(text for text in (day, one_line(details.product), one_line(details.headline)) if text.strip())
    more = [text for text in (_due_words(action, today), action.owner and f"of {one_line(action.owner)}",
                              action.ticket, action.priority, f"{action.horizon} term") if text]  # fmt: skip
    rows = [
        Row("", one_line(action.text), "bold", fixed=True),
        Row("", " · ".join(more), "danger" if each.overdue else "dim", fixed=True, single=True),
        Row("", f"From the review {review}", "dim", fixed=True, single=True),
    ]
    return [*rows, Row("", one_line(first), "dim", fixed=True, single=True)] if first else rows


def _due_words(action: Action, today: date) -> str:
    if action.status == "done":
        return f"done {show_date(action.done_at)}" if action.done_at else "done"
    if action.status == "dropped":
        return "dropped"
    if action.due is None:
        return "no date"
    said = in_words(action.due, today)
    return f"due {show_date(action.due)}, {said}" if action.due < today else said


# --- what can be typed about one ---


def due_rows(typed: str, today: date) -> list[Row]:
    """Return the row for a typed due date. Its id is the date as `2026-12-04`, or `-` for no date."""
    text = typed.strip()
    if not text:
        return [Row("", "18-12, friday, in 2 weeks; or - for no date.", "dim", fixed=True)]
    if text in ("-", "–", "none"):
        return [Row("-", "No date")]
    try:
        day = read_date(text, today, forward=True)
    except ValueError as error:
        return [Row("", str(error), "notice", fixed=True)]
    past = (Span("that is past already", "notice"),) if day < today else ()
    return [Row(day.isoformat(), f"Due {day:%A} {show_date(day)}", right=past)]


def owner_rows(typed: str, owners: Sequence[str]) -> list[Row]:
    """Return the owners that a typed text may mean: known owners first, then the text itself; the id `-` is nobody."""
    text = one_line(typed).strip()
    if text in ("-", "–"):
        return [Row("-", "Nobody")]
    asked = words(text)
    meant = [name for name in owners if all(f" {word}" in f" {' '.join(words(name))}" for word in asked)]
    exact = [name for name in meant if words(name) == asked]
    named = list(dict.fromkeys((*exact, *meant)))
    rows = [Row(name, name) for name in named]
    if text and text not in named:
        rows.append(Row(text, text, right=(Span("a new name", "dim"),)))
    if not text:
        rows.append(Row("-", "Nobody", "dim"))
    return rows
