"""The health of the practice as rows: a line for each review and action that needs attention, most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from rich.cells import cell_len

from pmtui import signs
from pmtui.app.board_filter import key_of
from pmtui.app.health import NOTHING, RECENT, TITLES, Health
from pmtui.app.row_layout import Row, Span
from pmtui.app.trend_rows import few_reviews, share_line
from pmtui.app.wrap import fit
from pmtui.index.facts import Facts
from pmtui.meeting.deadlines import in_words
from pmtui.session.document import StepName
from pmtui.session.text import one_line
from pmtui.session.times import show_date

SHOWN: Final = 5
"""At most so many lines of one kind are shown at first; the line below them shows the others."""
MORE: Final = "more/"
"""Prefix of the id of that line; the kind follows."""

_STYLES: Final[Mapping[str, str]] = {
    "late": "danger", "abandoned": "notice", "incomplete": "notice", "overdue": "danger", "praise": "well",
}  # fmt: skip
_NONE: Final[Mapping[str, str]] = {
    "late": "no review past its day", "abandoned": "none left lying", "incomplete": "no sections missing",
    "overdue": "no action overdue",
}  # fmt: skip
_SPACE: Final = "  "


class Target(NamedTuple):
    """What a row opens."""

    session_id: str
    step: StepName | None = None
    action: str = ""
    """The action's key on the board; empty: the row opens the review."""


class _Line(NamedTuple):
    id: str
    day: date | None
    product: str
    text: str
    said: str
    owner: str
    target: Target | None


def rows(found: Health, today: date, width: int, unfolded: Collection[str] = ()) -> list[Row]:
    """Return all findings as lines of `width` cells; empty where there are no reviews.

    Args:
        found: the findings.
        today: the current date, for how late something is.
        width: cells in a line.
        unfolded: the kinds of which all lines are shown.
    """
    reviews = sum(found.by_status.values())
    if not reviews:
        return []
    made = [Row("", "", lead=tuple(line), fixed=True, single=True) for line in few_reviews(reviews)]
    _, *soon = share_line("", found.soon, f"incidents of the last {RECENT} days", width - 3)
    made += [Row("", "", lead=(Span("Reviewed within a week  ", "bold"), *soon), fixed=True, single=True, gap=1)]
    lines = _lines(found, today, unfolded)
    columns = _columns([line for of_kind in lines.values() for line in of_kind], width)
    for kind, shown in lines.items():
        if shown:
            made += _section(kind, shown, len(getattr(found, kind)), columns)
        if kind == "overdue" and (none := [said for name, said in _NONE.items() if not lines[name]]):
            all_well = len(none) == len(_NONE)
            text = NOTHING if all_well else ", ".join(none).capitalize()
            made.append(Row("", text, "well", lead=(Span(f"  {signs.TICK} ", "well"),), fixed=True, gap=1))
    return made


def targets(found: Health, today: date, unfolded: Collection[str] = ()) -> dict[str, Target]:
    """Return what each visible row opens, by row id; rows that open nothing are left out."""
    lines = _lines(found, today, unfolded)
    return {line.id: line.target for of_kind in lines.values() for line in of_kind if line.target}


# --- lines ---


def _shown(found: Health, kind: str, unfolded: Collection[str]) -> tuple[Any, ...]:
    """Return the visible findings of a kind: all of them where only one would be hidden."""
    every: tuple[Any, ...] = getattr(found, kind)
    return every if kind in unfolded or len(every) <= SHOWN + 1 else every[:SHOWN]


def _lines(found: Health, today: date, unfolded: Collection[str]) -> dict[str, list[_Line]]:
    """Return the visible lines by kind, in the order of the page."""
    made = {
        kind: [_of_review(kind, seen.review, seen.brief, seen.step) for seen in _shown(found, kind, unfolded)]
        for kind in ("late", "abandoned", "incomplete")
    }
    made["overdue"] = [
        _Line(
            f"overdue/{key_of(each)}",
            each.action.due,
            _plain(each.review.details.product),
            _plain(each.action.text),
            in_words(each.action.due, today) if each.action.due else "",
            _plain(each.action.owner),
            Target(each.review.id, "actions", key_of(each)),
        )
        for each in _shown(found, "overdue", unfolded)
    ]
    made["praise"] = [
        _of_review("praise", each.review, each.said, None, str(n))
        if each.review
        else _Line(f"praise/{n}", None, "", each.said[:1].upper() + each.said[1:], "", "", None)
        for n, each in enumerate(_shown(found, "praise", unfolded))
    ]
    return made


def _of_review(kind: str, review: Facts, said: str, step: StepName | None, name: str = "") -> _Line:
    details = review.details
    owner = "" if kind == "praise" else _plain(details.owner)
    text = _plain(details.headline) or ("" if details.product.strip() else review.file)
    return _Line(
        f"{kind}/{name or review.id}", review.day, _plain(details.product), text, said, owner, Target(review.id, step)
    )


def _plain(text: str) -> str:
    return one_line(text).strip()


# --- drawing ---


class _Columns(NamedTuple):
    """Widths of the columns in cells; 0 where there is no room. The remark takes at most `said`."""

    day: int
    product: int
    said: int
    owner: int


def _section(kind: str, shown: Sequence[_Line], many: int, columns: _Columns) -> Iterator[Row]:
    """Yield the heading with the count, the lines, and where some are hidden the line that shows them."""
    heading = (Span(TITLES[kind], "bold"), Span(f"{_SPACE}{many:,}", f"{_STYLES[kind]} bold"))
    yield Row("", "", lead=heading, fixed=True, single=True)
    said = min(max((cell_len(line.said) for line in shown), default=0), columns.said)
    more = many - len(shown)
    for n, line in enumerate(shown, 1):
        yield _row(kind, line, columns._replace(said=said), last=n == len(shown) and not more)
    if more:
        yield Row(f"{MORE}{kind}", f"and {more:,} more", "dim", lead=(Span("    "),), single=True, gap=1)


def _columns(lines: Sequence[_Line], width: int) -> _Columns:
    def widest(texts: Iterator[str], most: int) -> int:
        return min(max(map(cell_len, texts), default=0), most)

    return _Columns(
        day=10 if width >= 64 else 0,
        product=widest((line.product for line in lines), 16) if width >= 76 else 0,
        said=max(width * 13 // 50, 22 if width >= 64 else 14),
        owner=widest((line.owner for line in lines), 16 if width >= 110 else 14) if width >= 90 else 0,
    )


def _row(kind: str, line: _Line, columns: _Columns, *, last: bool) -> Row:
    sign = {"praise": signs.TICK, "overdue": signs.OPEN}.get(kind)
    lead = [Span("  "), Span(f"{sign or signs.BULLET} ", _STYLES[kind])]
    text = line.text
    if columns.day and line.day is not None:
        lead.append(Span(fit(show_date(line.day), columns.day) + _SPACE, "dim"))
    if columns.product and line.product:
        lead.append(Span(fit(line.product, columns.product) + _SPACE, "dim" if text else ""))
    elif line.product:
        text = f"{line.product}: {text}" if text else line.product
    right = []
    if columns.said and line.said:
        right.append(Span(fit(line.said, columns.said) + " ", _STYLES[kind] if kind != "praise" else "dim"))
    if columns.owner and kind != "praise":
        right.append(Span((" " if right else "") + fit(line.owner, columns.owner) + " ", "dim"))
    fixed = line.target is None
    # A line that opens nothing can be read only here: it is never cut.
    return Row(line.id, text, lead=tuple(lead), right=tuple(right), single=not fixed, gap=int(last), fixed=fixed)
