"""Check how a review reads: narratives instead of bullets, fixes among the causes, jargon for its audience."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from pmtui.checks.jargon import found_jargon
from pmtui.checks.texts import Text, texts
from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.step import Gap
from pmtui.session.document import Session, StepName

LONG: Final = 120
"""A paragraph of more words is too long."""
LONG_ITEM: Final = 60
LONG_OVERVIEW: Final = 260
"""An overview of more words takes longer than two minutes to read for somebody new to the matter."""
STORY: Final = 60
"""A paragraph of at least so many words, with at least `_LEADS_ON` words such as "then", tells a story."""
_LEADS_ON: Final = 4

_BLOCKS: Final = frozenset({"summary.overview", "impact.statement", "root_cause.statement", "root_cause.not_found"})
_ITEMS: Final = frozenset({("timeline", "text"), ("five_whys", "text"), ("actions", "text"), ("lessons", "text")})

_ON: Final = LazyPattern(
    r"\b(?:and then|then|next|after that|afterwards?|thereafter|meanwhile|eventually|finally|suddenly|at first|at last|"
    r"a (?:bit|while|few minutes) later|later on|soon(?: after)?|shortly (?:after|before)|by then|by that time|"
    r"in the end|once (?:we|he|she|they|it)|when (?:we|he|she|they)|as soon as|until|luckily|unfortunately|"
    r"to our surprise|at (?:about |around )?\d{1,2}[:.]\d\d)\b",
    re.IGNORECASE,
)
_NO_PROSE: Final = re.compile(r"\s*(?:[-*+>|#]|\d{1,9}[.)]\s|```|~~~|\t|    )")
_FIX: Final = LazyPattern(
    r"^\W*(?:we|they|the team|one) (?:should|need to|needs to|must|have to|will|ought to|are going to) (?!have\b)\w"
    r"|^\W*(?:let[’']?s|please|todo:?|action:|fix:) \w",
    re.IGNORECASE,
)
_OUTAGE: Final = LazyPattern(r"\boutages?\b", re.IGNORECASE)


class _Shape(NamedTuple):
    """Measures of a text."""

    words: int
    longest: int
    """The number of words of its longest paragraph, without lists, tables, quotations and code."""
    story: bool


def readability_gaps(session: Session) -> Iterator[Gap]:
    """Yield what makes the review hard to read, in the order of the document."""
    audience = session.key_details.audience
    for text in texts(session):
        if _is_block(text):
            yield from _block(text)
        elif (text.step, text.field) in _ITEMS:
            yield from _item(text)
        if audience != "technical" and _is_read_outside(text):
            yield from _jargon(text, audience)
    if session.summary.effect in ("degradation", "none"):
        yield from _outage(session)


def _is_block(text: Text) -> bool:
    return text.field in _BLOCKS or (text.step == "summary" and text.item_id is not None and text.field == "text")


def _is_read_outside(text: Text) -> bool:
    """Whether a report for readers outside engineering shows the text."""
    return text.field in ("key_details.headline", *_BLOCKS) or (
        text.step in ("actions", "impact") and text.field in ("text", "name")
    )


def _gap(text: Text, code: str, words: str, many: str = "", mend: str = "") -> Gap:
    return Gap(
        step=text.step, code=code, text=words, item_id=text.item_id, field=text.field, many=many, mend=mend,
        heading="How it reads",
    )  # fmt: skip


def _block(text: Text) -> Iterator[Gap]:
    shape = _shape(text.text)
    if text.field == "summary.overview" and shape.words > LONG_OVERVIEW:
        yield _gap(text, "long-overview", f"The overview has {shape.words} words: two or three sentences are read")
    if shape.story:
        words = f"{quoted(text.text)} tells a story: times go to the timeline, and one fact is a bullet"
        yield _gap(text, "story", words)
    elif shape.longest > LONG:
        words = f"{quoted(text.text)} has a paragraph of {shape.longest} words: split it, or make bullets of it"
        yield _gap(text, "long-paragraph", words)


def _item(text: Text) -> Iterator[Gap]:
    shape = _shape(text.text)
    if shape.longest > LONG_ITEM:
        words = f"{quoted(text.text)} has {shape.words} words: one fact an item"
        yield _gap(text, "long-item", words, "items have more than 60 words: one fact an item")
    if text.step in ("five_whys", "lessons") and _FIX.search(text.text):
        words = f"{quoted(text.text)} says what to do: say what was, and make an action of the rest"
        yield _gap(text, "fix-among-causes", words, "causes or notes say what to do: make actions of it")


@lru_cache(maxsize=16384)
def _shape(text: str) -> _Shape:
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", text) if part and not _NO_PROSE.match(part)]
    lengths = [len(part.split()) for part in paragraphs]
    story = any(
        length >= STORY and len(_ON.findall(part)) >= _LEADS_ON
        for part, length in zip(paragraphs, lengths, strict=True)
    )
    return _Shape(len(text.split()), max(lengths, default=0), story)


def _jargon(text: Text, audience: str) -> Iterator[Gap]:
    found = found_jargon(text.text)
    if found:
        named = ", ".join(f"“{word}”" for word in list(found)[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        whom = "a customer" if audience == "customer" else "a manager"
        instead = "; ".join(f"{word}: {plain}" for word, plain in list(found.items())[:3] if plain)
        words = f"{named}{more} may say nothing to {whom}" + (f" ({instead})" if instead else "")
        yield _gap(text, "jargon", words, mend=f"Say what {whom} would see{f': {instead}' if instead else ''}.")


def _outage(session: Session) -> Iterator[Gap]:
    said: tuple[tuple[StepName, str, str], ...] = (
        ("key_details", "key_details.headline", session.key_details.headline),
        ("summary", "summary.overview", session.summary.overview),
        ("impact", "impact.statement", session.impact.statement),
    )
    for step, field, text in said:
        if _OUTAGE.search(text):
            words = f"{quoted(text)} says outage, and the effect is {session.summary.effect}"
            yield Gap(step=step, code="says-outage", text=words, field=field, heading="How it reads")
