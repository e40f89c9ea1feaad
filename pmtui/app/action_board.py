"""The actions of all reviews: what was promised, by whom, until when, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from pmtui.index.facts import Facts
from pmtui.index.words import words
from pmtui.library.errors import Ambiguous, NotFound
from pmtui.report.actions import actions_in_order
from pmtui.session.document import Action, Session
from pmtui.session.text import cut

_STATUS_ORDER: Final = {"open": 0, "done": 1, "dropped": 2}


class BoardAction(NamedTuple):
    """An action with the review that it came from."""

    action: Action
    review: Facts
    overdue: bool


def board(
    reviews: Iterable[Facts], today: date, *, open_only: bool = False, overdue_only: bool = False, owner: str = ""
) -> list[BoardAction]:
    """The actions of these reviews: open ones by their due date, those without one behind them, then what is done.

    Args:
        reviews: the newest first, which decides where nothing else does.
        today: what is due before it is overdue.
        open_only: leave out what is done or dropped.
        overdue_only: leave out what is not overdue.
        owner: a part of the owner's name, in any case; empty: anybody's.
    """
    found = [
        BoardAction(action, review, is_overdue(action, today))
        for review in reviews
        for action in review.actions
        if action.text.strip() and owned_by(action, owner)
    ]
    if open_only or overdue_only:
        found = [each for each in found if each.action.status == "open" and (each.overdue or not overdue_only)]
    return sorted(found, key=lambda each: (_STATUS_ORDER[each.action.status], each.action.due or date.max))


def owned_by(action: Action, owner: str) -> bool:
    """Whether every word of `owner` is a part of the owner's name, in any case."""
    name = " ".join(words(action.owner)) if owner else ""
    return all(word in name for word in words(owner))


def is_overdue(action: Action, today: date) -> bool:
    """Whether an action is open and was due before today."""
    return action.status == "open" and action.due is not None and action.due < today


def actions_meant(session: Session, refs: Sequence[str]) -> list[Action]:
    """The actions that are named, each once; without names those that are open, in the order of the report.

    Raises:
        NotFound: one of them is none.
        Ambiguous: several answer to one of them.
    """
    if refs:
        return list({action.id: action for action in (action_meant(session, ref) for ref in refs)}.values())
    return [each for each in actions_in_order(session.actions) if each.status == "open" and each.text.strip()]


def action_meant(session: Session, ref: str) -> Action:
    """The action of a review that a person means: by its ticket, its number in the report, or a part of its id.

    Raises:
        NotFound: there is none.
        Ambiguous: several answer to it.
    """
    numbered = actions_in_order(session.actions)
    found = [action for action in numbered if action.ticket.strip().casefold() == ref.strip().casefold() != ""]
    if not found and ref.isdecimal() and 0 < int(ref) <= len(numbered):
        found = [numbered[int(ref) - 1]]
    if not found and ref:
        short = ref.lower()
        found = [a for a in numbered if a.id.lower().startswith(short) or (len(ref) == 6 and a.id.endswith(short))]
    if not found:
        raise NotFound(f"{ref!r}: no such action in this review: name its ticket, its number in the report or its id")
    if len(found) > 1:
        shown = ", ".join(f"{numbered.index(action) + 1} ({cut(action.text, 30)})" for action in found[:3])
        raise Ambiguous(f"{ref!r} could be number {shown}: give the number")
    return found[0]
