"""Completion of a text that is being typed: a usual value, a person of the review, or a name used in the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pmtui.app.action_line import HalfName, Reading, at_name, half_name, take_last_words
from pmtui.app.known_words import Known, KnownWords, known
from pmtui.meeting.gap_wording import cached_by_identity, people
from pmtui.meeting.lazy_patterns import LazyPattern
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
"""The kind of names that complete a field, by the field's path."""
_BRACKETS: Final = LazyPattern(r"(?P<before>.*\S)\s*\((?P<inside>[^()]{2,60})\)\s*")
_LEAD_IN: Final = re.compile(r"(?i)^(?:owner|due|by|until)\b:?\s+")
_WHYS: Final = "root_cause.whys"
_MEASURES: Final = "impact.measures"
_NAME_AND_NUMBER: Final = LazyPattern(
    r"(?P<name>[^:=]*[^:=\s\d]{2}[^:=]*?)\s*(?:=\s*|\s(?:[-–—]\s+)?)"
    r"(?P<number>[^\w\s:=]{0,2}\s?\d[\d,.'’]*\s?(?:%|[^\W\d]{1,8})?)\s*"
)
"""Matches `Orders lost 1,240` and `Pages late = 80000`; not `Orders lost: 1,240`."""
_FEWEST: Final = 4
"""In letters: shorter texts are not completed as causes, so that a sentence is not interrupted by its first word."""
_ZONE_LETTERS: Final = {
    **dict.fromkeys(("pst", "pdt", "pt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("mst", "mdt", "mt"), "America/Denver"),
    **dict.fromkeys(("cst", "cdt", "ct"), "America/Chicago"),
    **dict.fromkeys(("est", "edt", "et", "eastern"), "America/New_York"),
    **dict.fromkeys(("bst", "uk"), "Europe/London"),
    **dict.fromkeys(("cet", "cest"), "Europe/Berlin"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    "jst": "Asia/Tokyo",
    "ist": "Asia/Kolkata",
}
"""Abbreviations that are no IANA names, each with a zone that uses it."""
_ARTICLES: Final = ("the ", "a ", "an ")


class Completion(NamedTuple):
    """A completion: the whole new text, and what to show where that does not begin with the typed text."""

    whole: str = ""
    shown: str = ""


def of_field(
    field: Field, section: str | None, text: str, session: Session, library: KnownWords, now: datetime | None = None
) -> Completion:
    """Return the completion of a text in a field; empty where none is known.

    Args:
        field: the field.
        section: the section of the item that has the field; None for a field of the session.
        text: what was typed so far.
        session: the review.
        library: the names that the library uses.
        now: the present, timezone-aware; None: times are not completed.
    """
    if now is not None and section is None and field.kind == "time":
        from pmtui.app.date_suggestions import of_milestone  # deferred: needed only for fields with a time

        return Completion(*of_milestone(field.path.removeprefix("key_details."), text, session, now))
    if section == _WHYS and field.path == "text":
        return _cause(text, library)
    if field.kind == "zone":
        return _zone(text)
    kind = _KINDS.get(field.path)
    groups = (_folded(field.suggestions), *(_names(kind, session, library) if kind else ()))
    if field.kind != "names":
        return _going_on(text, groups, kind)
    # In a list of names the last one is completed, with names that the list does not have yet.
    begin = 1 + max(text.rfind(sign) for sign in (",;" if "\n" not in text else "\n"))
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    have = {name.strip() for name in re.split(r"[,;\n]", text[:begin])}
    others = [[one for one in group if one.text not in have] for group in groups]
    made = _going_on(text[begin:], others, kind)
    return Completion(text[:begin] + made.whole, made.shown) if made.whole else made


def of_line(part: Items, text: str, session: Session, library: KnownWords, now: datetime | None = None) -> Completion:
    """Return the completion of a line that is typed into a list; empty where none is known.

    Its last word may become a name, an answer a known cause, an event's time one on another day.

    Args:
        part: the list.
        text: what was typed so far.
        session: the review.
        library: the names that the library uses.
        now: the present, timezone-aware; None: times are not completed.
    """
    if part.section == _WHYS:
        return _cause(text, library)
    field = next((field for word, field in part.last_words if word == "name"), "")
    half = half_name(text) if field else None
    if half is None:
        if part.section == _MEASURES:
            return _measure(text)
        return (
            _in_brackets(part, text, session, now) if len(part.last_words) > 1 else _other_day(part, text, session, now)
        )
    typed, behind = _name_before_fields(part, half, session, now)
    kind = _KINDS.get(field, "person")
    groups = (_people(session),) if behind else _names(kind, session, library)
    name = _find(typed, groups, kind)
    whole = half.before + at_name(name) + behind if name else ""
    return Completion(whole, name) if whole != text else Completion()


def _name_before_fields(part: Items, half: HalfName, session: Session, now: datetime | None) -> tuple[str, str]:
    """Split off a typed name and the fields behind it, as in `@priya 18-12 !P1`."""
    name, _, behind = half.text.partition(" ")
    if now is None or not name or not behind.strip():
        return half.text, ""
    today = now.astimezone(ZoneInfo(session.key_details.timezone)).date()
    last = take_last_words(f"{half.before}@{half.text}", dict(part.last_words), Reading(today))
    field = next(field for word, field in part.last_words if word == "name")
    return (name, f" {behind}") if last.values.get(field) == name else (half.text, "")


def _in_brackets(part: Items, text: str, session: Session, now: datetime | None) -> Completion:
    """Complete an action with owner and date in brackets, `Test it (Priya, 18 Dec)`, to `Test it @Priya 18-12`."""
    found = _BRACKETS.fullmatch(text)
    if found is None or now is None:
        return Completion()
    kinds, reading = dict(part.last_words), Reading(now.astimezone(ZoneInfo(session.key_details.timezone)).date())
    words = []
    for piece in filter(None, map(str.strip, re.split("[,;]", found["inside"]))):
        word = _LEAD_IN.sub("", piece)
        present = word if word in people(session) else _find(word, (_people(session),), "person")
        name = "" if re.search(r"\d", word) or len(word) < 2 else present
        last = take_last_words(f"- {word}", kinds, reading)
        if not name and (not last.values or last.text != "-"):
            return Completion()
        words.append(at_name(name) if name else word)
    return Completion(" ".join((found["before"], *words)), " ".join(words)) if words else Completion()


def _measure(text: str) -> Completion:
    """Complete a measure whose number follows its name without a colon: put the colon in."""
    found = _NAME_AND_NUMBER.fullmatch(text)
    return Completion(*(2 * (f"{found['name']}: {found['number']}",))) if found else Completion()


def _other_day(part: Items, text: str, session: Session, now: datetime | None) -> Completion:
    if now is None or part.section != "timeline":
        return Completion()
    from pmtui.app.date_suggestions import of_event_line  # deferred: needed only for events

    return Completion(*of_event_line(text, session, now))


def of_words(text: str, words: Iterable[str]) -> Completion:
    """Return the completion of a text to one of some words; earlier words are preferred."""
    usual = _folded(tuple(dict.fromkeys(word.strip() for word in words if word.strip())))
    return _going_on(text, (usual,))


# --- what is known ---


def _names(kind: Kind, session: Session, library: KnownWords) -> tuple[Sequence[Known], ...]:
    """Return the names of a kind: first those of this review, then those of the library."""
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


@cached_by_identity
def _actors(timeline: tuple[Event, ...]) -> tuple[str, ...]:
    """Return who acted in a timeline, the last one first."""
    return tuple(dict.fromkeys(event.who.strip() for event in reversed(timeline) if event.who.strip()))


@cached_by_identity
def _owners(actions: tuple[Action, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action.owner.strip() for action in reversed(actions) if action.owner.strip()))


# --- finding ---


def _going_on(text: str, groups: Sequence[Sequence[Known]], kind: Kind | None = None) -> Completion:
    if not text.strip() or "\n" in text:
        return Completion()
    found = _find(text, groups, kind)
    return Completion(found, found)


def _find(typed: str, groups: Sequence[Sequence[Known]], kind: Kind | None) -> str:
    """Return the first matching name of the first group that has one; empty where none matches.

    A name matches by its beginning, by the beginning of one of its words, and a person also by initials. A name that
    is typed in full is not completed to another spelling.
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


@cache
def _zones() -> tuple[str, ...]:
    """Return the names of all time zones that are places; read from disk once."""
    names = available_timezones()
    return tuple(sorted(name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))))


def _zone(text: str) -> Completion:
    """Complete a time zone by the beginning of its city or name, or by its abbreviation."""
    typed = text.strip().casefold().replace(" ", "_")
    if len(typed) < 2:
        return Completion()
    names = _zones()
    if typed in (name.casefold() for name in names):
        return Completion()
    usual = _ZONE_LETTERS.get(typed, "")
    city = next((name for name in names if name.rpartition("/")[2].casefold().startswith(typed)), "")
    whole = usual or city or next((name for name in names if name.casefold().startswith(typed)), "")
    return Completion(whole, whole)


def _cause(text: str, library: KnownWords) -> Completion:
    """Complete a text to a known cause that begins like it, with or without an article."""
    from pmtui.index.words import fold

    low = fold(text.lstrip())
    low = next((low.removeprefix(article) for article in _ARTICLES if low.startswith(article)), low)
    if len(low) < _FEWEST or "\n" in text:
        return Completion()
    ways = (low, *(article + low for article in _ARTICLES))
    found = next((one.text for one in library.of("cause") if one.folded.startswith(ways)), "")
    return Completion(found, found) if found != text else Completion()
