"""Parse search queries: words, phrases and filters, all of which must match. No input is an error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Final, NamedTuple

from pmtui.index.words import fold, stem, words
from pmtui.session.times import read_date

SEVERITY_LETTERS: Final = "sevpriotylu- "
"""Letters that may precede the number of a severity: `severity:1` matches SEV1, P1 and Priority 1."""
FILTERS: Final = ("product", "severity", "tag", "after", "before", "has", "owner", "status", "team")
HAS: Final = (
    "summary", "impact", "timeline", "decision", "resources", "whys", "root", "contributing", "actions", "open",
    "learned", "well", "wrong", "lucky", "evidence", "reading", "parked", "meeting",
)  # fmt: skip
"""The values of the filter `has:`."""

_STATUSES: Final = ("draft", "in_review", "final")
_SHORT: Final = {"sev": "severity", "prod": "product", "tags": "tag", "since": "after"}
"""Other names for filters."""
_PART: Final = re.compile(r'(?:([^\W\d_]+):)?(?:"([^"]*)"?|(\S+))')
_MONTH: Final = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2}))?|(?P<first>\d{1,2})[-/.](?P<last>\d{4})")
_UNFINISHED: Final = re.compile(r"\d{0,4}|\d{4}-\d?|\d{4}-\d\d-\d?|\d{1,2}[-./]\d{0,3}|\d{1,2}[-./]\d{1,2}[-./]\d{0,3}")
"""An incomplete date in digits."""
_DAY_WORDS: Final = (
    "today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class Term(NamedTuple):
    """Consecutive words; the last one is a prefix."""

    words: tuple[str, ...]
    exact: bool = False
    """Whether it was in quotes: its words are matched exactly."""


class Filter(NamedTuple):
    """A condition on a column of the index."""

    name: str
    value: str
    """Folded text; for `after` the first day that matches, as `2026-11-18`, for `before` the first that does not."""
    is_prefix: bool = False
    """Whether the value is a prefix, because the user is still typing it."""


class Query(NamedTuple):
    """A search query; without terms and filters it matches everything."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()


def read_query(text: str, today: date | None = None, *, typing: bool = False) -> Query:
    """Parse a query.

    Args:
        text: the typed text, complete or not.
        today: the day that relative dates refer to; without it, only years, months and `2026-11-18` are read.
        typing: whether the last filter may be incomplete: `tag:exp` matches `tag:expired`, and `after:20` is ignored.
    """
    terms, filters = [], []
    for part in _PART.finditer(text):
        name, phrase, word = (group or "" for group in part.groups())
        value = phrase or word
        known = _filter_of(name)
        last = typing and part.end() == len(text)
        if known in FILTERS and (meant := _filter(known, value, today)):
            filters.append(meant._replace(is_prefix=last and not phrase))
            continue
        if last and _is_incomplete(known, value):
            continue
        if name:
            terms += _terms(name, exact=False)
        terms += _terms(value, exact=bool(phrase))
    return Query(tuple(terms), tuple(filters))


def hints(text: str, today: date, statuses: Sequence[str] = _STATUSES) -> list[str]:
    """Return a hint for each filter that cannot match, saying how to write it.

    The hints explain an empty result; what looks like a filter may also be a word of a text.
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


def _is_incomplete(name: str, value: str) -> bool:
    """Whether an incomplete text may become a filter, and is ignored until then."""
    if name in ("after", "before"):
        return bool(_UNFINISHED.fullmatch(value)) or any(word.startswith(fold(value)) for word in _DAY_WORDS)
    return value.endswith(":") and _filter_of(value[:-1]) in FILTERS


def _terms(text: str, *, exact: bool) -> list[Term]:
    found = words(text)
    if not found:
        return []
    last = found[-1] if exact or len(found) > 1 else stem(found[-1])
    return [Term((*found[:-1], last), exact)]


def _filter(name: str, value: str, today: date | None) -> Filter | None:
    """Return the filter; None if its value is invalid (or incomplete), so that the text is searched as words."""
    if name in ("after", "before"):
        day = _day(value, today)
        return Filter(name, day.isoformat()) if day else None
    if name == "severity" and value.strip().isdecimal():
        return Filter("level", value.strip())
    bare = " ".join(words(value)) if name in ("product", "owner", "tag", "team") else fold(value).strip()
    return Filter(name, bare.replace("-", "_").replace(" ", "_") if name == "status" else bare) if bare else None


def _day(value: str, today: date | None) -> date | None:
    """Return the day of a date; of a year or month the first day."""
    if found := _MONTH.fullmatch(value):
        try:
            return date(int(found["year"] or found["last"]), int(found["month"] or found["first"] or 1), 1)
        except ValueError:
            return None
    try:
        return read_date(value, today) if today else date.fromisoformat(value)
    except ValueError:
        return None


def without_filters(text: str, today: date) -> str:
    """Return the text without its filters, for a search without filters; an invalid filter stays, as words."""
    return _PART.sub(lambda found: " " if _is_filter(found, today) else found[0], text)


def _is_filter(part: re.Match[str], today: date) -> bool:
    name, colon, value = part[0].partition(":")
    known = _filter_of(name)
    if known in ("after", "before"):
        day = value.strip('"')
        return bool(colon) and (_is_incomplete(known, day) or _day(day, today) is not None)
    return bool(colon) and known in FILTERS


def _filter_of(name: str) -> str:
    """Return the name of a filter for the word before a colon; the word itself if there is none."""
    known = fold(name)
    return _SHORT.get(known, known)
