"""Replace the names of people by “a colleague”, for readers outside.

Full names are always replaced, and so are first and last names alone. A name that is also an ordinary word (Will, Mark,
May) is replaced only where it is certainly a name: after an `@`, within a sentence, or before a verb for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmtui.meeting.person_names import ALSO_WORDS, MONTHS, NO_PERSON, SYSTEMS
from pmtui.session.document import Session

COLLEAGUE: Final = "a colleague"
_SEVERAL: Final = re.compile(r"(?i)\b(?P<first>a) colleague(?:(?:, and |, | and | & |/)a colleague)+\b(?!['’]s)")
_ASIDE: Final = re.compile(r"\(.*?\)|<.*?>|\[.*?\]|\S+@\S+")
_NAME: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_INITIAL: Final = re.compile(r"[^\W\d_]\.?")
_PARTICLES: Final = frozenset(("al", "da", "de", "del", "della", "der", "di", "du", "la", "le", "van", "von", "zu"))
_BEGINS: Final = re.compile(r"(?:^|[.!?:;•|>\n(\"“‘*_–—-]|\d\.)\s*$")
_SENTENCE: Final = re.compile(r"(?:^|[.!?|>\n*]|\d\.)\s*$")
_DATE_BEFORE: Final = re.compile(
    r"(?:\d|\b(?:in|since|until|till|of|from|during|by|last|next|this|early|late|mid|and|to|before|after))[\s\u00a0-]+$",
    re.IGNORECASE,
)
_DATE_BEHIND: Final = re.compile(r"[\s\u00a0-]+\d")
_ARTICLE_BEFORE: Final = re.compile(
    r"\b(?:the|a|an|our|their|your|its|this|that|each|every|no|any|of)\s+$", re.IGNORECASE
)
_VERB_BEHIND: Final = re.compile(
    r"['’]s\b|\s+(?:\w{2,}ed|saw|found|took|ran|went|said|wrote|told|began|sent|got|gave|made|came|had|has|was|is|did|"
    r"knew|thought|brought|left|kept|held|read|chose|built|caught|felt|put)\b|\s+and [A-Z]"
)


class People:
    """The people of a review."""

    def __init__(self, session: Session) -> None:
        details = session.key_details
        no_name = (details.product, details.team, details.customer, *session.summary.services)
        self._things = {word.casefold() for text in no_name for word in text.split()}
        wholes = [*_people(session)]
        given = {name for name in wholes if name.casefold() not in {text.strip().casefold() for text in no_name}}
        self._whole = {name: name for name in given if " " in name}
        self._parts = {part: name for name in sorted(given, reverse=True) for part in self._parts_of(name)}
        words = sorted({*self._whole, *self._parts}, key=len, reverse=True)
        any_of = "|".join(re.escape(word).replace(r"\ ", r"[\s\u00a0]+") for word in words)
        self._pattern = re.compile(rf"(?<![\w@])@?(?:{any_of})(?!\w|[.@-]\w)") if words else None

    def taken_out(self, text: str) -> str:
        """Return the text with “a colleague” for each name."""
        return self._replaced(text)[0]

    def named_in(self, text: str) -> tuple[str, ...]:
        """Return the people whose names `taken_out` replaces in a text, as their names were typed."""
        return self._replaced(text)[1]

    def _replaced(self, text: str) -> tuple[str, tuple[str, ...]]:
        found: dict[str, None] = {}
        if self._pattern is None:
            return text, ()

        def put(match: re.Match[str]) -> str:
            words = " ".join(match[0].lstrip("@").split())
            if words not in self._whole and not self._is_name(match, words):
                return match[0]
            found[self._whole.get(words) or self._parts[words]] = None
            begins = _SENTENCE.search(match.string[max(match.start() - 40, 0) : match.start()])
            return COLLEAGUE.capitalize() if begins else COLLEAGUE

        text = self._pattern.sub(put, text)
        several = _SEVERAL.sub(lambda match: "Colleagues" if match["first"] == "A" else "colleagues", text)
        return several, tuple(found)

    def _is_name(self, match: re.Match[str], word: str) -> bool:
        """Whether a first or last name that stands alone is a name here, and not an ordinary word."""
        low = word.casefold()
        if match[0].startswith("@") or low not in ALSO_WORDS:
            return True
        before, behind = match.string[max(match.start() - 40, 0) : match.start()], match.string[match.end() :][:40]
        if low in MONTHS and (_DATE_BEFORE.search(before) or _DATE_BEHIND.match(behind)):
            return False
        if _BEGINS.search(before) or _ARTICLE_BEFORE.search(before):
            return _VERB_BEHIND.match(behind) is not None
        return True

    def _parts_of(self, name: str) -> Iterator[str]:
        """Yield the first and the last name; a last name that is an ordinary word is left out: `Root CA` is nobody."""
        words = [word for word in name.split() if not _INITIAL.fullmatch(word)]
        for word in dict.fromkeys((words[0], words[-1])) if words else ():
            only_first = word is words[0] or word.casefold() not in ALSO_WORDS
            if len(word) > 1 and word.casefold() not in self._things and only_first and not word.islower():
                yield word
        if len(words) == 1 and name.islower() and len(name) > 2 and name not in ALSO_WORDS:
            yield name


def _people(session: Session) -> Iterator[str]:
    """Yield the names of people: attendees and owners as typed; of those who acted, what looks like a person's name."""
    details = session.key_details
    owners = (action.owner for action in session.actions)
    for typed in (*details.attendees, details.facilitator, details.scribe, details.owner, *owners):
        if name := _name(typed):
            yield name
    for event in session.timeline:
        name = _name(event.who)
        words = name.split()
        capitals = all(not word[0].islower() or word in _PARTICLES for word in words)
        if name and capitals and SYSTEMS.isdisjoint(name.casefold().split()):
            yield name


def _name(typed: str) -> str:
    """Return the name in a typed text without a role after it; empty where it is a role, a team or a system."""
    name = " ".join(_ASIDE.sub(" ", typed.partition(",")[0]).lstrip("@").split())
    words = name.split()
    if not words or len(words) > 5 or not all(_NAME.fullmatch(word) for word in words):
        return ""
    return "" if NO_PERSON.search(name) or name.casefold() in SYSTEMS or len(name) < 2 else name
