"""Join the lines of a chat that was copied from a browser: name and time of a message stand above its text.

A browser gives `Ana Silva  14:02` and the text on the next line, or name, time and text on a line each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


class ChatLine(NamedTuple):
    """A line with its time before the text, and who wrote it; `who` is empty where that is not known."""

    text: str
    who: str = ""


def join_heads(texts: Sequence[str]) -> list[ChatLine]:
    """Put the time of each chat message before its text. Lines that are no such messages are returned as they are."""
    joined: list[ChatLine] = []
    heads = [_head().fullmatch(text) for text in texts]
    several = sum(head is not None for head in heads) > 1
    at = 0
    while at < len(texts):
        head = heads[at]
        if head is not None and _is_words(texts, at + 1) and (several or len(head["gap"]) > 1 or head["half"]):
            joined.append(ChatLine(f"{head['time']} {texts[at + 1]}", head["who"]))
            at += 2
        elif _time().fullmatch(texts[at]) and _is_words(texts, at + 1):
            joined.append(ChatLine(f"{texts[at]} {texts[at + 1]}"))
            at += 2
        elif _name().fullmatch(texts[at]) and _is_time(texts, at + 1) and _is_words(texts, at + 2):
            joined.append(ChatLine(f"{texts[at + 1]} {texts[at + 2]}", texts[at]))
            at += 3
        else:
            joined.append(ChatLine(texts[at]))
            at += 1
    return joined


def _is_time(texts: Sequence[str], at: int) -> bool:
    return at < len(texts) and _time().fullmatch(texts[at]) is not None


def _is_words(texts: Sequence[str], at: int) -> bool:
    """Whether a line has text, and does not begin with a time."""
    return at < len(texts) and not _begins_with_time().match(texts[at]) and not _head().fullmatch(texts[at])


_TIME = r"\[?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?P<half>\s?[AaPp][Mm])?\]?"
_NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,3}"


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"(?P<who>{_NAME})(?P<gap>\s+)(?P<time>{_TIME})")


@cache
def _time() -> re.Pattern[str]:
    return re.compile(_TIME)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(_NAME)


@cache
def _begins_with_time() -> re.Pattern[str]:
    return re.compile(r"[\s\-*•|(\[~]*[0-9]{1,2}[:.h][0-9]{2}|[0-9]{1,2}\s?[ap]m\b|[0-9]{4}-[0-9]{2}-", re.IGNORECASE)
