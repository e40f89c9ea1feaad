"""What a person types to find reviews: words, phrases and filters, joined by *and*. Nothing typed is an error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Final, NamedTuple

from pmtui.index.words import beginning, fold, words
from pmtui.session.times import read_date

SEVERITY_LETTERS: Final = "sevpriotylu- "
"""What may stand before the number of a severity: `severity:1` finds SEV1, P1 and Priority 1."""
FILTERS: Final = ("product", "severity", "tag", "after", "before", "has", "owner", "status", "team")
HAS: Final = (
    "summary", "impact", "timeline", "decision", "resources", "whys", "root", "contributing", "actions", "open",
    "learned", "well", "wrong", "lucky", "evidence", "reading", "parked", "meeting",
)  # fmt: skip
"""What `has:` may name."""

_STATUSES: Final = ("draft", "in_review", "final")
_SHORT: Final = {"sev": "severity", "prod": "product", "tags": "tag", "since": "after"}
"""Other names that people write for a filter."""
_PART: Final = re.compile(r'(?:([^\W\d_]+):)?(?:"([^"]*)"?|(\S+))')
_MONTH: Final = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2}))?|(?P<first>\d{1,2})[-/.](?P<last>\d{4})")
_UNFINISHED: Final = re.compile(r"\d{0,4}|\d{4}-\d?|\d{4}-\d\d-\d?|\d{1,2}[-./]\d{0,3}|\d{1,2}[-./]\d{1,2}[-./]\d{0,3}")
"""The beginning of a day in digits."""
_DAY_WORDS: Final = (
    "today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class Term(NamedTuple):
    """Words that follow each other; the last may go on."""

    words: tuple[str, ...]
    exact: bool = False
    """A phrase in quotes: its words are taken as they are."""


class Filter(NamedTuple):
    """A condition on a column of the index."""

    name: str
    value: str
    """Folded; of `after` a day as `2026-11-18`, the first that counts, of `before` the first that does not."""
    begun: bool = False
    """Whether the value may go on: somebody is typing it."""


class Query(NamedTuple):
    """What is looked for; without terms and filters it is everything."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()


def read_query(text: str, today: date | None = None, *, typing: bool = False) -> Query:
    """What a person means.

    Args:
        text: as it was typed, finished or not.
        today: days as people write them are read against it; without it only years, months and `2026-11-18` are.
        typing: whether the last filter may go on: `tag:exp` finds what `tag:expired` does, and `after:20` asks nothing.
    """
    terms, filters = [], []
    for part in _PART.finditer(text):
        name, phrase, word = (group or "" for group in part.groups())
        value = phrase or word
        known = _filter_of(name)
        last = typing and part.end() == len(text)
        if known in FILTERS and (meant := _filter(known, value, today)):
            filters.append(meant._replace(begun=last and not phrase))
            continue
        if last and _may_go_on(known, value):
            continue
        if name:
            terms += _terms(name, exact=False)
        terms += _terms(value, exact=bool(phrase))
    return Query(tuple(terms), tuple(filters))


def remarks(text: str, today: date, statuses: Sequence[str] = _STATUSES) -> list[str]:
    """What was meant as a filter and is none that can be met, each in a line that says how to write it.

    They explain why nothing is found: what is written so may also be a word of a text.
    """
    said = []
    for part in _PART.finditer(text):
        name, value = part[1] or "", (part[2] or part[3] or "").strip()
        known = _filter_of(name)
        if not name or not value:
            continue
        if known in ("after", "before"):
            if _day(value, today) is None:
                said.append(f"{name}:{value} is no date: write {name}:2026, {name}:2026-11 or {name}:18-11-2026")
        elif known in ("has", "status"):
            choice = HAS if known == "has" else statuses
            if fold(value).replace("-", "_").replace(" ", "_") not in choice:
                said.append(f"{name}:{value} is not known: write {known}: and one of {', '.join(choice)}")
        elif known not in FILTERS and (close := get_close_matches(known, (*FILTERS, *_SHORT), 1, 0.75)):
            said.append(f"{name}: is no filter: write {close[0]}:{value}")
    return said


def _may_go_on(name: str, value: str) -> bool:
    """Whether what is being typed may still become a filter, and asks nothing until then."""
    if name in ("after", "before"):
        return bool(_UNFINISHED.fullmatch(value)) or any(word.startswith(fold(value)) for word in _DAY_WORDS)
    return value.endswith(":") and _filter_of(value[:-1]) in FILTERS


def _terms(text: str, *, exact: bool) -> list[Term]:
    found = words(text)
    if not found:
        return []
    last = found[-1] if exact or len(found) > 1 else beginning(found[-1])
    return [Term((*found[:-1], last), exact)]


def _filter(name: str, value: str, today: date | None) -> Filter | None:
    """The filter; None where its value says nothing (yet), so that what was typed is looked for as words."""
    if name in ("after", "before"):
        day = _day(value, today)
        return Filter(name, day.isoformat()) if day else None
    if name == "severity" and value.strip().isdecimal():
        return Filter("level", value.strip())
    bare = " ".join(words(value)) if name in ("product", "owner", "tag", "team") else fold(value).strip()
    return Filter(name, bare.replace("-", "_").replace(" ", "_") if name == "status" else bare) if bare else None


def _day(value: str, today: date | None) -> date | None:
    """The day: of a year or month its first."""
    if found := _MONTH.fullmatch(value):
        try:
            return date(int(found["year"] or found["last"]), int(found["month"] or found["first"] or 1), 1)
        except ValueError:
            return None
    try:
        return read_date(value, today) if today else date.fromisoformat(value)
    except ValueError:
        return None


def words_alone(text: str, today: date) -> str:
    """What was typed without its filters, for a search that knows none; a day that is none stays, and is not found."""
    return _PART.sub(lambda found: " " if _is_filter(found, today) else found[0], text)


def _is_filter(part: re.Match[str], today: date) -> bool:
    name, colon, value = part[0].partition(":")
    known = _filter_of(name)
    if known in ("after", "before"):
        day = value.strip('"')
        return bool(colon) and (_may_go_on(known, day) or _day(day, today) is not None)
    return bool(colon) and known in FILTERS


def _filter_of(name: str) -> str:
    """The name of the filter that a word before a colon means; the word where it means none."""
    known = fold(name)
    return _SHORT.get(known, known)
