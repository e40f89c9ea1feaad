"""The actions of all reviews in one list: filtered, sorted, and looked up as users name them."""

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
    """An action, the review that it belongs to, and whether it is overdue."""

    action: Action
    review: Facts
    overdue: bool


def board(
    reviews: Iterable[Facts], today: date, *, open_only: bool = False, overdue_only: bool = False, owner: str = ""
) -> list[BoardAction]:
    """Return the actions of these reviews: open ones by due date, those without a date last, then done, then dropped.

    Args:
        reviews: newest first, which is the order of actions that are otherwise equal.
        today: an open action that was due before this day is overdue.
        open_only: leave out done and dropped actions.
        overdue_only: leave out actions that are not overdue.
        owner: a part of the owner's name, in any case; empty: any owner.
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
    """Return the actions that the user named, each once; without names the open ones, in the order of the report.

    Raises:
        NotFound: there is no such action.
        Ambiguous: a name fits several actions.
    """
    if refs:
        return list({action.id: action for action in (action_meant(session, ref) for ref in refs)}.values())
    return [each for each in actions_in_order(session.actions) if each.status == "open" and each.text.strip()]


def action_meant(session: Session, ref: str) -> Action:
    """Return the action that the user named by its ticket, its number in the report, or a part of its id.

    Raises:
        NotFound: there is none.
        Ambiguous: the name fits several.
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
