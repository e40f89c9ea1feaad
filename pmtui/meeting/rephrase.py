"""Replace flagged wording by a neutral form, where that can be done automatically; most flags only have advice.

Only words that add a judgement and no fact are removed ("mistakenly", "of course"): without its adverb, "poorly
documented" would say the opposite.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.wording import Flag


class Change(Struct, frozen=True):
    """Replace `[start:end]` of a text by `text`."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        """Return the text with the replacement made."""
        return text[: self.start] + self.text + text[self.end :]


_LEFT_OUT: Final = LazyPattern(
    r"(?:careless|sloppi|lazi|stupid|reckless|hasti|negligent|incompetent|unprofessional|foolish|irresponsib|clumsi|"
    r"thoughtless|inexcusab|mistaken|accidental|obvious|clear|simp|predictab|horrib|terrib|awful|insane|ridiculous|"
    r"shocking|embarrassing|disastrous|catastrophical)ly|by mistake|of course|in a panic",
    re.IGNORECASE,
)
"""Words that can be removed without changing what is said."""

_INSTEAD: Final = tuple(
    (LazyPattern(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"culprit(s?)", r"cause\1"),
        (r"just (needed|need|had|have|needs|has) to", r"\1 to"),
        (r"(could|can|should) just", r"\1"),
        (r"(?:yet|once) again", "again"),
    )
)

# Next to these words, removing the adverb would break the sentence or change its meaning.
_BOUND_BEFORE: Final = LazyPattern(
    r"(?:\b(?:not|never|no|nor|neither|without|how|so|too|as|more|less|most|very|quite|rather|and|or|but|only|because)"
    r"|n[’']t|/|-)$",
    re.IGNORECASE,
)
_BOUND_AFTER: Final = LazyPattern(r"^(?:[-/]|\s*(?:enough|and|or|but|not)\b)", re.IGNORECASE)
_ENDS: Final = LazyPattern(r"^\s*(?:[.,;:!?)]|$)")
_BE: Final = LazyPattern(r"\b(?:is|was|are|were|be|been|being|['’]s|['’]re)$", re.IGNORECASE)
_ARTICLE: Final = LazyPattern(r"\b(an?) $", re.IGNORECASE)


def neutral_form(text: str, flag: Flag) -> Change | None:
    """Return the replacement for flagged words; None where there is only advice (`flag.offer`)."""
    words = text[flag.start : flag.end]
    for pattern, instead in _INSTEAD:
        if match := pattern.fullmatch(words):
            new = match.expand(instead)
            return Change(flag.start, flag.end, new[:1].upper() + new[1:] if words[:1].isupper() else new)
    return _without(text, flag.start, flag.end) if _LEFT_OUT.fullmatch(words) else None


def _without(text: str, start: int, end: int) -> Change | None:
    before, after = text[:start], text[end:]
    bare = before.rstrip()
    ends = _ENDS.match(after) is not None
    if not (bare or after.strip()) or _BOUND_BEFORE.search(bare) or _BOUND_AFTER.match(after):
        return None
    if ends and (_BE.search(bare) or (text[start].isupper() and not after.startswith(","))):
        return None
    if text[start:end].lower() == "in a panic" and not ends:
        return None
    if article := _ARTICLE.search(before):
        return _with_article(article[1], article.start(1), after, end)
    if text[start].isupper():
        return _from_its_start(start, end, after)
    if bare.endswith(",") and after.startswith(","):
        return Change(len(bare) - 1, end + 1, "")
    if ends:
        return Change(len(bare), end, "")
    # The space after the word is removed with it; the one before stays.
    return Change(start, end + 1 if before.endswith((" ", "\n")) or not before else end, "")


def _from_its_start(start: int, end: int, after: str) -> Change | None:
    """Remove a word that begins a sentence: the next word gets the capital."""
    rest = after.lstrip(" ,")
    if not rest[:1].isalpha():
        return None
    return Change(start, end + len(after) - len(rest) + 1, rest[0].upper())


def _with_article(article: str, at: int, after: str, end: int) -> Change | None:
    """Remove a word after an article and adapt the article: `an obviously broken link` becomes `a broken link`."""
    rest = after.lstrip(" ")
    first = rest[:1].lower()
    if not first.isalpha() or first in "uh":
        return None  # "an hour", "a user": only the sound decides
    new = "an" if first in "aeio" else "a"
    return Change(at, end + len(after) - len(rest), (new.capitalize() if article[0].isupper() else new) + " ")
