"""Find out what a heading means, whatever its level, numbering, case and decoration."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.inline import plain, words
from pmtui.intake.markdown.other_languages import without_accents
from pmtui.intake.markdown.synonyms import GROUPS, Group
from pmtui.intake.markdown.zones import is_zone_alone, zone_in

_NUMBERING: Final = re.compile(
    r"^(?:§\s*\d+(?:\.\d+)*[.):]?|\d+(?:\.\d+)*[.):]|\d+(?:\.\d+)+|[ivx]+[.)])\s+", re.IGNORECASE
)
_LONGEST: Final = 300
"""In characters: only so much of a heading is examined."""
_FORMAL: Final = frozenset({"s", "es", "optional", "if any", "if applicable"})
"""Words in brackets in the headings of templates."""
_PARENS: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_WIDE: Final = str.maketrans("（）【】：？！", "()[]:?!")
"""Full-width punctuation of Chinese and Japanese, with the ASCII characters for it."""
_SHORTCODE: Final = re.compile(r":[a-z][a-z0-9_+-]{1,40}:")
"""Matches an emoji as GitHub and Slack write it: `:warning:`."""
_OPENING: Final = re.compile(r"([^()\[\]]{3,60}?)\s*[(\[]")
_SPELLINGS: Final = (
    (re.compile(r"\blearnt\b"), "learned"),
    (re.compile(r"\bpost[ -]mortem\b"), "postmortem"),
    (re.compile(r"\bpreventative\b"), "preventive"),
    (re.compile(r"\bfollowups?\b"), "follow ups"),
    (re.compile(r"\bfollow ups? actions\b"), "follow up actions"),
    (re.compile(r"\bdont\b"), "don't"),
    (re.compile(r"\bdidnt\b"), "didn't"),
    (re.compile(r"\bwe'?ve\b"), "we have"),
)
_PREFIX: Final = re.compile(r"^(?:(?:the|our|an?|incident|postmortem|detailed|full|high level|initial|key|outage)\s+)+")
_JOINT: Final = re.compile(r"\s+and\s+|\s*[/+,|]\s*|\s+-\s+|:\s+")
_SURE: Final = (
    "timeline", "root cause", "root causes", "action items", "lessons learned", "what went well", "what went wrong",
    "five whys", "5 whys", "contributing factors", "went well", "went wrong", "got lucky", "corrective actions",
    "open questions", "follow up actions", "impact", "chronology", "next steps", "summary", "attendees",
)  # fmt: skip
"""Phrases that mean the same anywhere in a heading."""


def without_shortcode(title: str) -> str:
    """Return a heading without a leading `:warning:` or the like."""
    found = _SHORTCODE.match(title)
    return title[found.end() :].strip() or title if found else title


class Meaning(NamedTuple):
    """What a heading means."""

    group: Group | None
    """None: it is not known."""
    key: str
    """The heading, normalised."""
    hints: tuple[str, ...]
    """The texts in its brackets."""
    exact: bool
    """Whether the whole heading has the meaning, and not only a part of it."""
    others: tuple[Group, ...] = ()
    """The meanings of the other parts of a combined heading."""


def normalised(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the normalised form of a heading or label, and the texts in its brackets."""
    # A text longer than any heading has no meaning, and the patterns below would be slow on it.
    text = " ".join(plain(text[:_LONGEST]).split()).casefold().replace("’", "'").replace("‘", "'").replace("`", "")
    text = text if text.isascii() else text.translate(_WIDE)
    text = _SHORTCODE.sub(" ", text).strip() or text if text.count(":") > 1 else text
    hints = tuple(hint.strip() for hint in _PARENS.findall(text))
    text = _PARENS.sub(" ", text) if hints and _PARENS.sub("", text).strip() else text
    text = re.sub(r"^[^\w§]+", "", text)
    text = _NUMBERING.sub("", text)
    text = re.sub(r"[-–—_]", " ", text.replace("&", " and ").replace(";", " ")) if " - " not in text else text
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    text = re.sub(r"[^\w']+$", "", re.sub(r"^[^\w]+", "", text))
    return " ".join(text.split()), hints


@lru_cache(maxsize=4096)
def meaning(title: str) -> Meaning:
    """Return what a heading means."""
    key, hints = normalised(title)
    table = _table()
    for form in _forms(key, hints):
        if group := table.get(form):
            return Meaning(group, key, hints, True)
    parts = [
        table.get(form) for part in _JOINT.split(key) for form in (part.strip(), _PREFIX.sub("", part.strip()))[-1:]
    ]
    if len(parts) > 1 and all(parts):
        groups = tuple(dict.fromkeys(part for part in parts if part))
        return Meaning(groups[0], key, hints, True, groups[1:])
    # In `Timeline (all times UTC) 3 May, all approximate` only the words before the bracket are the name.
    opening = _OPENING.match(plain(title[:_LONGEST])) if hints else None
    return Meaning((opening and table.get(normalised(opening[1])[0])) or _by_phrase(key), key, hints, False)


def are_formal(hints: tuple[str, ...]) -> bool:
    """Whether the texts in brackets after a heading or label are only what templates have: a zone, `(s)`."""
    return not any(
        words(hint) and hint not in _FORMAL and not meaning(hint).exact and not _is_zone(hint.upper()) for hint in hints
    )


def _is_zone(text: str) -> bool:
    short = len(words(text)) <= 3 or "TIME" in text.partition(" ")[0] or text.startswith("ALL TIME")
    return zone_in(text) is not None and is_zone_alone(text) and short


def _forms(key: str, hints: tuple[str, ...]) -> list[str]:
    """Return the forms of a heading to look up; the text in brackets first, as it may be more precise."""
    bare = _PREFIX.sub("", key)
    joined = [f"{key} {hint}" for hint in hints[:1]]
    forms = [*joined, key, bare, bare.replace("/", " ")]
    return forms if key.isascii() else [*forms, without_accents(key)]


def _by_phrase(key: str) -> Group | None:
    """Return the meaning of the longest known phrase in a heading; only if it is most of it, or always means
    the same.
    """
    found = [phrase for phrase in _SURE if re.search(rf"\b{phrase}\b", key)]
    length = len(key.split())
    if length <= 8 and found:
        return _table()[max(found, key=len)]
    if length > 5:
        return None
    tokens = key.split()
    for size in range(length - 1, max(1, length // 2), -1):
        for start in range(length - size + 1):
            if group := _table().get(" ".join(tokens[start : start + size])):
                return group
    return None


@cache
def _table() -> dict[str, Group]:
    made: dict[str, Group] = {}
    for groups in (GROUPS, other_languages.GROUPS):
        for group, phrases in groups.items():
            for phrase in re.split(r";\s+", phrases.strip()):
                key = normalised(phrase)[0]
                for form in (key, " ".join(phrase.split()), without_accents(key)):
                    made.setdefault(form, group)
    return made
