"""What an action comes from, said after the fact: it may be linked to an answer, a note or a parked thought."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from pmtui import signs
from pmtui.session import edits
from pmtui.session.document import Action, Note, Parked, Session, Why
from pmtui.session.paths import all_items
from pmtui.session.sections import section
from pmtui.session.text import cut


class Linkable(NamedTuple):
    """Something to link: its id, its text, and what is said beside it."""

    id: str
    text: str
    aside: str


_RANKS: Final = {"root": 0, "contributing": 1, "answer": 2}
"""Answers come first, in this order; then the rest as the document has it."""


def linkable_sources(session: Session, action: Action) -> list[Linkable]:
    """What an action may come from: the roots first, then contributing and other answers, notes, parked ideas."""
    found = sorted(_sources(session), key=lambda one: _RANKS.get(one.aside, len(_RANKS)))
    return [one._replace(aside=_marked(one.aside, one.id == action.source)) for one in found if one.text.strip()]


def _sources(session: Session) -> Iterator[Linkable]:
    for path, item in all_items(session):
        if isinstance(item, Why) and item.verdict != "ruled_out":
            yield Linkable(item.id, item.text, item.verdict if item.verdict in ("root", "contributing") else "answer")
        elif isinstance(item, Note):
            yield Linkable(item.id, item.text, section(path).name.replace("_", " "))
        elif isinstance(item, Parked) and item.kind == "idea":
            yield Linkable(item.id, item.text, "idea")


def linkable_actions(session: Session, source: str) -> list[Linkable]:
    """The actions that may be linked to an answer: those without a source first."""
    texts = {item.id: str(getattr(item, "text", "")) for _, item in all_items(session)}
    actions = sorted(session.actions, key=lambda action: bool(action.source) and action.source != source)
    return [Linkable(each.id, each.text, _from(each, source, texts)) for each in actions]


def _from(action: Action, source: str, texts: dict[str, str]) -> str:
    if action.source == source:
        return _marked("", True)
    return f"from “{cut(texts.get(action.source or '', ''), 24)}”" if action.source else ""


def _marked(aside: str, linked: bool) -> str:
    return " · ".join(filter(None, (aside, f"{signs.TICK} linked: again takes it off" if linked else "")))


def actions_from(session: Session, source: str) -> tuple[Action, ...]:
    """The actions that come from an item."""
    return tuple(action for action in session.actions if action.source == source)


def link(action: Action, source: str) -> Callable[[Session], Session]:
    """The edit that links an action to its source, or takes the link off where it has that one."""
    new = None if action.source == source else source
    return lambda session: edits.change_item(session, "actions", action.id, source=new)
