"""The rows of the tree of whys: the problem, and below it the answers with guides that connect them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pmtui import signs
from pmtui.app.item_parsing import PROBLEM
from pmtui.app.verdict_styles import VERDICT_SPANS
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.session.document import Session, Why
from pmtui.session.paths import figure_words, walk
from pmtui.tui.lists.item_rows import KeptRows
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.rows import Row, Span


class WhyRows:
    """The rows of the problem and of the tree of answers."""

    def __init__(self) -> None:
        self.kept = KeptRows()
        self._answers = cached_by_identity(lambda whys: tuple(why for _, why in walk(whys)))

    def items(self, session: Session) -> tuple[Why, ...]:
        """Return all answers, parents first."""
        return self._answers(session.root_cause.whys)

    def made_of(self, session: Session, width: int) -> object:
        """Return the tree, the problem, and the order of the figures."""
        return same_parts(session.root_cause, session.evidence)

    def rows(self, session: Session, items: Sequence[Why], width: int) -> list[Row]:
        """Return a row for the problem, and one for each answer."""
        problem = session.root_cause.problem
        head = Row(PROBLEM, problem or "Nothing yet.", "bold" if problem else "dim")
        rows = [self.kept.row(PROBLEM, (problem,), lambda: head)]
        limit = max(width, 40) // 2
        for why, before, last in _branches(session.root_cause.whys, ""):
            words = figure_words(session, why.evidence)
            made_of = (why, before, last, words, limit)
            rows.append(self.kept.row(why.id, made_of, partial(_row, *made_of)))
        return rows


def _branches(whys: tuple[Why, ...], before: str) -> Iterator[tuple[Why, str, bool]]:
    """Return each why with the guides before it, and whether it is the last of its siblings."""
    for n, why in enumerate(whys):
        last = n == len(whys) - 1
        yield why, before, last
        yield from _branches(why.whys, before + ("   " if last else signs.TRUNK))


def _row(why: Why, before: str, last: bool, figures: str, limit: int) -> Row:
    if len(before) > limit:
        # A level deeper than the screen is wide is shown as a number with the nearest guides.
        before = f"{signs.BACK}{len(before) // 3 + 1} ".ljust(6) + before[-limit + 6 :]
    lead = before + (signs.LAST_BRANCH if last else signs.BRANCH)
    cont = before + ("   " if last else signs.TRUNK)
    right = [Span(figures, "dim")] if figures else []
    verdict = VERDICT_SPANS.get(why.verdict or "")
    if verdict is not None:
        right += [Span("  ")] if right else []
        right.append(verdict)
    style = "struck" if why.verdict == "ruled_out" else "dim" if why.verdict == "not_followed" else ""
    return Row(why.id, why.text, style, lead=(Span(lead, "guide"),), cont=(Span(cont, "guide"),), right=tuple(right))
