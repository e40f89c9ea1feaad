"""Link an action to what it comes from: an answer of the five whys, a note, or a parked idea."""

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
    """An item that can be linked: its id, its text, and what to show beside it."""

    id: str
    text: str
    aside: str


_RANKS: Final = {"root": 0, "contributing": 1, "answer": 2}
"""Answers are listed first, by rank; then other items in the order of the document."""


def linkable_sources(session: Session, action: Action) -> list[Linkable]:
    """Return the items that an action may come from: root causes, contributing and other answers, notes, ideas."""
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
    """Return the actions that can be linked to an item; those that have no source yet come first."""
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
    """Return the actions whose source is the item."""
    return tuple(action for action in session.actions if action.source == source)


def link(action: Action, source: str) -> Callable[[Session], Session]:
    """Return the edit that links an action to its source, or removes the link where it has that source already."""
    new = None if action.source == source else source
    return lambda session: edits.change_item(session, "actions", action.id, source=new)
