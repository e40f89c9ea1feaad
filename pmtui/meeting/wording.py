"""Words that blame, judge or look back, flagged softly with a neutral way to say it. Works offline, by rules.

A rule is one row of `wording_rules`. Quotations, code, addresses and phrases that only look like a judgement ("bad
gateway", "Just Culture") are blanked out first, so that the rules stay simple. A false alarm costs more than a miss:
ambiguous words are flagged only in the company that makes them a judgement.
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

Where = Literal["action", "event", "why", "note", "lucky", "statement"]
"""What kind of text it is: `lucky` may say what would have happened; an action may say what should be."""

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
"""The neutral form to offer, by class."""

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
"""What is said of the flagged words, to stand behind them: “mistakenly” judges."""


class Flag(msgspec.Struct, frozen=True):
    """Words to say otherwise: `text[start:end]`, the class of wording, and a neutral form to offer."""

    start: int
    end: int
    kind: Kind
    offer: str

    @property
    def says(self) -> str:
        """What is said of the words, to stand behind them: “mistakenly” judges."""
        return SAYS[self.kind]


@lru_cache(maxsize=16384)  # every text of a long review, or going through them again would find none of them
def flags(text: str, *, where: Where = "note", names: tuple[str, ...] = ()) -> tuple[Flag, ...]:
    """The words of a text that are better said otherwise, in the order of the text, none overlapping.

    `names` are those of the people in the room: where one of them stands outside an action, its role is asked for.
    """
    if not text.strip():
        return ()
    plain = _blanked(text)
    found = [*_found(_direct(where), plain), *_found(_subject(where, _person_words(names)), plain)]
    if where != "action":
        found += _named(plain, names)
    return _disjoint(found)


def _blanked(text: str) -> str:
    """The text at the same length with everything blanked that is quoted, code, or harmless."""
    return SAFE.sub(lambda match: "\0" * len(match[0]), text)


_Compiled = tuple[re.Pattern[str], tuple[Rule, ...]]


def _found(compiled: _Compiled, text: str) -> Iterator[Flag]:
    pattern, rules = compiled
    for match in pattern.finditer(text):
        number = int((match.lastgroup or "r0")[1:])
        rule = rules[number]
        start, end = match.span(f"s{number}") if rule.inner else match.span()
        yield Flag(start, end, rule.kind, rule.offer or OFFERS[rule.kind])


def _compiled(rules: tuple[Rule, ...], where: Where, before: str = "") -> _Compiled:
    wanted = tuple(rule for rule in rules if rule.applies(where))
    parts = []
    for number, rule in enumerate(wanted):
        words = rule.words.replace("(?P<s>", f"(?P<s{number}>")
        # The empty group comes last, so that `lastgroup` is the rule whether or not it has an inner span.
        parts.append(f"(?:{words})(?P<r{number}>)")
    return re.compile(rf"(?<![\w-]){before}(?:{'|'.join(parts)})", re.IGNORECASE), wanted


@lru_cache(maxsize=16)
def _direct(where: Where) -> _Compiled:
    return _compiled(DIRECT, where)


@lru_cache(maxsize=64)
def _subject(where: Where, person: str) -> _Compiled:
    return _compiled(SUBJECT, where, person)


# --- names ---

_IN_BRACKETS: Final = LazyPattern(r"\(.*?\)|<.*?>|\S+@\S+")


@lru_cache(maxsize=64)
def _person_words(names: tuple[str, ...]) -> str:
    known = sorted({re.escape(part) for name in names for part in _parts(name)}, key=len, reverse=True)
    return rf"(?:{PERSON}{''.join('|' + part for part in known)})"


@lru_cache(maxsize=256)
def _parts(name: str) -> tuple[str, ...]:
    """The name as a whole and its words, without initials and what stands in brackets."""
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
    """In order; of two that overlap the earlier, then the longer one stays."""
    kept: list[Flag] = []
    for flag in sorted(found, key=lambda flag: (flag.start, -flag.end)):
        if not kept or flag.start >= kept[-1].end:
            kept.append(flag)
    return tuple(kept)
