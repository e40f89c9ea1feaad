"""How a text that is being typed may go on: as a usual word, somebody present, or a name that the library knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.app.action_line import at_name, half_name
from pmtui.app.known_words import Known, KnownWords, known
from pmtui.meeting.gap_wording import people, unless_same
from pmtui.meeting.step import Field, Items
from pmtui.session.document import Action, Event, Session

if TYPE_CHECKING:
    from pmtui.app.known_words import Kind

_KINDS: Final[dict[str, Kind]] = {
    "key_details.product": "product",
    "key_details.team": "team",
    "key_details.customer": "customer",
    "key_details.tags": "tag",
    "summary.services": "service",
    "key_details.attendees": "person",
    "key_details.facilitator": "person",
    "key_details.scribe": "person",
    "key_details.owner": "person",
    "owner": "person",
    "who": "actor",
}
"""What is known of a field, by its path."""
_WHYS: Final = "root_cause.whys"
_FEWEST: Final = 4
"""Letters of a cause before one is offered: a sentence is not interrupted by its first word."""
_ARTICLES: Final = ("the ", "a ", "an ")


class Completion(NamedTuple):
    """The whole text that is offered, and what is shown of it where it does not go on from what was typed."""

    whole: str = ""
    shown: str = ""


def of_field(field: Field, section: str | None, text: str, session: Session, library: KnownWords) -> Completion:
    """How a text in a field may go on; empty where nothing is known that begins like it.

    Args:
        field: where it is typed.
        section: the section of the item that has the field; None for a field of the session.
        text: what stands there.
        session: whose field it is.
        library: the names that it uses.
    """
    if section == _WHYS and field.path == "text":
        return _cause(text, library)
    kind = _KINDS.get(field.path)
    groups = (_folded(field.suggestions), *(_names(kind, session, library) if kind else ()))
    if field.kind != "names":
        return _going_on(text, groups, kind)
    # Of a list the last name is being typed; those that stand there already are not offered again.
    begin = 1 + max(text.rfind(sign) for sign in (",;" if "\n" not in text else "\n"))
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    have = {name.strip() for name in re.split(r"[,;\n]", text[:begin])}
    others = [[one for one in group if one.text not in have] for group in groups]
    made = _going_on(text[begin:], others, kind)
    return Completion(text[:begin] + made.whole, made.shown) if made.whole else made


def of_line(part: Items, text: str, session: Session, library: KnownWords) -> Completion:
    """How a line that is typed into a list may go on: its last word as somebody's name, an answer as a known cause."""
    if part.section == _WHYS:
        return _cause(text, library)
    field = next((field for word, field in part.last_words if word == "name"), "")
    half = half_name(text) if field else None
    if half is None:
        return Completion()
    kind = _KINDS.get(field, "person")
    name = _find(half.text, _names(kind, session, library), kind)
    whole = half.before + at_name(name) if name else ""
    return Completion(whole, name) if whole != text else Completion()


def of_words(text: str, words: Iterable[str]) -> Completion:
    """How a text may go on as one of some words, those that come first before the others."""
    usual = _folded(tuple(dict.fromkeys(word.strip() for word in words if word.strip())))
    return _going_on(text, (usual,))


# --- what is known ---


def _names(kind: Kind, session: Session, library: KnownWords) -> tuple[Sequence[Known], ...]:
    """The names of a kind: first those of this review, then those of the library."""
    if kind == "person":
        return _people(session), library.of(kind)
    if kind == "actor":
        return (*_folded(_actors(session.timeline)), *_people(session)), (*library.of(kind), *library.of("person"))
    return (library.of(kind),)


def _people(session: Session) -> tuple[Known, ...]:
    return (*_folded(people(session)), *_folded(_owners(session.actions)))


def _folded(texts: Sequence[str]) -> tuple[Known, ...]:
    from pmtui.index.words import fold

    return tuple(known(text, fold(text)) for text in texts)


@unless_same
def _actors(timeline: tuple[Event, ...]) -> tuple[str, ...]:
    """Who acts in a timeline, the last first."""
    return tuple(dict.fromkeys(event.who.strip() for event in reversed(timeline) if event.who.strip()))


@unless_same
def _owners(actions: tuple[Action, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action.owner.strip() for action in reversed(actions) if action.owner.strip()))


# --- finding ---


def _going_on(text: str, groups: Sequence[Sequence[Known]], kind: Kind | None = None) -> Completion:
    if not text.strip() or "\n" in text:
        return Completion()
    found = _find(text, groups, kind)
    return Completion(found, found)


def _find(typed: str, groups: Sequence[Sequence[Known]], kind: Kind | None) -> str:
    """The first name that is meant, of the first group that has one; empty where there is none.

    A name is meant by its beginning, by that of one of its words, a person by initials, too. What is typed in full is
    not offered in another spelling.
    """
    from pmtui.index.words import fold

    low = fold(typed)
    if any(one.folded == low and one.text == typed for group in groups for one in group):
        groups = [[one for one in group if one.folded != low] for group in groups]
    for group in groups:
        found = next((one for one in group if one.folded.startswith(low)), None)
        named = kind in ("person", "actor")
        if found is None and (named or len(low) > 1):
            inner = f" {low}"
            found = next((one for one in group if inner in one.words), None)
        if found is None and named:
            found = next((one for one in group if one.initials == low), None)
        if found is not None:
            return found.text
    return ""


def _cause(text: str, library: KnownWords) -> Completion:
    """A cause that begins like a text, with an article or without."""
    from pmtui.index.words import fold

    low = fold(text.lstrip())
    low = next((low.removeprefix(article) for article in _ARTICLES if low.startswith(article)), low)
    if len(low) < _FEWEST or "\n" in text:
        return Completion()
    ways = (low, *(article + low for article in _ARTICLES))
    found = next((one.text for one in library.of("cause") if one.folded.startswith(ways)), "")
    return Completion(found, found) if found != text else Completion()
