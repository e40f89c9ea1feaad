"""Flag words that blame, judge or use hindsight, and offer a neutral form. Works offline, by rules.

A rule is one row of `wording_rules`. Quotations, code, addresses and harmless phrases ("bad gateway", "Just Culture")
are blanked out first, which keeps the rules simple. A false alarm is worse than a miss: ambiguous words are flagged
only in a context in which they judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec

from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.person_names import ALSO_WORDS, NO_PERSON
from pmtui.meeting.wording_rules import DIRECT, PERSON, SAFE, SUBJECT, Kind, Rule

TextKind = Literal["action", "event", "why", "note", "lucky", "statement"]
"""The kinds of text: a `lucky` note may say what would have happened; an `action` may say what should be."""

OFFERS: Final[dict[Kind, str]] = {
    "counterfactual": "At that time … was visible; … was not.",
    "negation": "… was not done: nothing prompted it, or the signal was …",
    "judging": "Say what could be seen, and measured.",
    "person": "The change did …; the tool accepted it because …",
    "name": "Say the role rather than the name.",
    "who": "What, or how: what made it possible?",
    "hindsight": "What was known then, and to whom?",
    "absolute": "Say how often, or when.",
    "vague": "A verb, an object, and how one sees that it is done.",
    "emotive": "A number says more.",
    "passive": "Which system or role did it?",
}
"""What to write instead, for each kind of flag."""

SAYS: Final[dict[Kind, str]] = {
    "counterfactual": "tells what did not happen",
    "negation": "makes a cause of what was not done",
    "judging": "judges",
    "person": "ends at a person",
    "name": "is a name",
    "who": "asks who",
    "hindsight": "is easy to say now",
    "absolute": "is rarely so",
    "vague": "has no end",
    "emotive": "is a feeling",
    "passive": "hides who or what acted",
}
"""What is wrong with flagged words, to follow them in a sentence: “mistakenly” judges."""


class Flag(msgspec.Struct, frozen=True):
    """Flagged words, `text[start:end]`, with the kind of flag and what to write instead."""

    start: int
    end: int
    kind: Kind
    offer: str

    @property
    def says(self) -> str:
        """What is wrong with the words, to follow them in a sentence: “mistakenly” judges."""
        return SAYS[self.kind]


@lru_cache(maxsize=16384)  # holds every text of a long review: with fewer entries each pass would evict the next one's
def flags(text: str, *, where: TextKind = "note", names: tuple[str, ...] = ()) -> tuple[Flag, ...]:
    """Return the flagged words of a text in their order; none overlap.

    Args:
        text: plain text or Markdown.
        where: what kind of text it is, which decides what rules apply.
        names: the people of the review; outside actions, a name is flagged so that the role is written instead.
    """
    if not text.strip():
        return ()
    plain = _blanked(text)
    found = [*_found(_direct(where), plain), *_found(_subject(where, _person_words(names)), plain)]
    if where != "action":
        found += _named(plain, names)
    return _disjoint(found)


def _blanked(text: str) -> str:
    """Replace quotations, code and harmless phrases by NUL characters of the same length."""
    return SAFE.sub(lambda match: "\0" * len(match[0]), text)


_Compiled = tuple[re.Pattern[str], tuple[Rule, ...]]


def _found(compiled: _Compiled, text: str) -> Iterator[Flag]:
    pattern, rules = compiled
    for match in pattern.finditer(text):
        number = int((match.lastgroup or "r0")[1:])
        rule = rules[number]
        start, end = match.span(f"s{number}") if rule.inner else match.span()
        yield Flag(start, end, rule.kind, rule.offer or OFFERS[rule.kind])


def _compiled(rules: tuple[Rule, ...], where: TextKind, before: str = "") -> _Compiled:
    wanted = tuple(rule for rule in rules if rule.applies(where))
    parts = []
    for number, rule in enumerate(wanted):
        words = rule.words.replace("(?P<s>", f"(?P<s{number}>")
        # The empty group stands last, so that `lastgroup` names the rule even where it has an inner group.
        parts.append(f"(?:{words})(?P<r{number}>)")
    return re.compile(rf"(?<![\w-]){before}(?:{'|'.join(parts)})", re.IGNORECASE), wanted


@lru_cache(maxsize=16)
def _direct(where: TextKind) -> _Compiled:
    return _compiled(DIRECT, where)


@lru_cache(maxsize=64)
def _subject(where: TextKind, person: str) -> _Compiled:
    return _compiled(SUBJECT, where, person)


# --- names ---

_IN_BRACKETS: Final = LazyPattern(r"\(.*?\)|<.*?>|\S+@\S+")


@lru_cache(maxsize=64)
def _person_words(names: tuple[str, ...]) -> str:
    known = sorted({re.escape(part) for name in names for part in _parts(name)}, key=len, reverse=True)
    return rf"(?:{PERSON}{''.join('|' + part for part in known)})"


@lru_cache(maxsize=256)
def _parts(name: str) -> tuple[str, ...]:
    """Return the whole name and its words, without initials and what stands in brackets; empty for a role or team."""
    if NO_PERSON.search(name):
        return ()
    whole = " ".join(_IN_BRACKETS.sub(" ", name).split())
    words = [word for word in whole.split() if len(word) > 1 and not word.endswith(".") and word[0].isupper()]
    return tuple(dict.fromkeys([whole, *words])) if words else ()


@lru_cache(maxsize=64)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    known = {part for name in names for part in _parts(name)}
    if not known:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(known, key=len, reverse=True))) + r")(?!\w)")


def _named(text: str, names: tuple[str, ...]) -> Iterator[Flag]:
    pattern = _names_pattern(names)
    for match in pattern.finditer(text) if pattern else ():
        if match[0].casefold() in ALSO_WORDS and _begins_sentence(text, match.start()):
            continue
        yield Flag(match.start(), match.end(), "name", OFFERS["name"])


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:\0"


def _disjoint(found: list[Flag]) -> tuple[Flag, ...]:
    """Return flags in order without overlaps: the earlier one stays, of two at one place the longer one."""
    kept: list[Flag] = []
    for flag in sorted(found, key=lambda flag: (flag.start, -flag.end)):
        if not kept or flag.start >= kept[-1].end:
            kept.append(flag)
    return tuple(kept)
