"""Take owner, due date, priority and ticket off the end of a typed line and put them into their fields.

`Measure CPU time of every rule @Priya 18-12 WAF-1202 !P1` is an action with owner, date, ticket and priority.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from pmtui.meeting.actions import PRIORITIES
from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.step import LastWord
from pmtui.session.times import show_date, take_last_date

TICKET: Final = r"[A-Z][A-Z0-9_]*-[0-9]+"
"""The pattern of a ticket where the config has none: letters, a hyphen, digits."""
_NO_TICKETS: Final = ("UTF-", "ISO-", "RFC-", "SHA-", "CVE-")
"""Beginnings that look like tickets, but name standards, hashes or vulnerabilities."""


class Reading(Struct, frozen=True):
    """The context in which last words are read."""

    today: date
    people: Sequence[str] = ()
    """Names of the people of the review: a name is written in their spelling, whatever case was typed."""
    ticket_pattern: str = ""
    """A regular expression that matches a whole ticket; empty: `TICKET`."""


class LastWords(Struct, frozen=True):
    """The result of taking the last words off a line."""

    text: str
    """What is left of the line; never empty."""
    values: Mapping[str, Any]
    """The values of the words, by attribute."""
    note: str = ""
    """Why a word at the end that looks like a date was not read; empty where there is none."""


class _Taken(Struct, frozen=True):
    value: Any
    text: str


def take_last_words(text: str, words: Mapping[LastWord, str], reading: Reading) -> LastWords:
    """Take words off the end of a line for as long as each is of one of the kinds, each kind once and in any order.

    Args:
        text: the line.
        words: the kinds to take, with the attributes that they fill.
        reading: the context in which they are read.
    """
    left, waiting, note = text.strip(), dict(words), ""
    values: dict[str, Any] = {}
    while waiting:
        if "date" in waiting:
            last = take_last_date(left, reading.today)
            note = last.note
            if last.date is not None:
                values[waiting.pop("date")], left = last.date, last.text
                continue
        found = next(((kind, taken) for kind in waiting if (taken := _TAKERS[kind](left, reading))), None)
        if found is None:
            break
        kind, taken = found
        values[waiting.pop(kind)], left = taken.value, taken.text
    return LastWords(left if values else text, values, note)


def shown(values: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return in words how the last words were understood: `owner Priya · due Fri 18-12-2026 · WAF-1202`.

    Args:
        values: the values by attribute.
        labels: attributes in the order to show them, each with its label; an empty label is left out.
    """
    words = (f"{label} {_as_text(values[name])}" for name, label in labels.items() if name in values)
    return " · ".join(word.strip() for word in words)


class HalfName(Struct, frozen=True):
    """A name at the end of a line that is being typed."""

    before: str
    """The line before the `@`."""
    text: str
    """The part of the name that was typed."""


def half_name(text: str) -> HalfName | None:
    """Return the name that is being typed at the end of a line, as in `Test it @pri`; None where there is none."""
    found = _HALF_NAME.search(text)
    return HalfName(text[: found.start("sign")], found["half"]) if found else None


def at_name(name: str) -> str:
    """Return a name as it is typed at the end of a line: `@Priya`, `@"Tom A."`."""
    return f'@"{name}"' if re.search(r"\s", name) else f"@{name}"


def _as_text(value: Any) -> str:
    return f"{value:%a} {show_date(value)}" if isinstance(value, date) else str(value)


# --- the kinds ---


def _last(text: str) -> tuple[str, str]:
    """Split a text before its last word; the first part is empty where there is only one word."""
    before, word = text.rsplit(None, 1) if len(text.split(None, 1)) == 2 else ("", text)
    return before.rstrip(), word


def _take_name(text: str, reading: Reading) -> _Taken | None:
    """Take `@Priya` or `@"Tom A."` off. A name of the people of the review needs no quotation marks: `@Tom A.`."""
    quoted = _QUOTED_NAME.search(text)
    at = quoted.start() if quoted else text.rfind("@")
    before, typed = text[: max(at, 0)], quoted["name"] if quoted else text[at + 1 :]
    name = " ".join(typed.split())
    if not name or not before.strip() or not before[-1].isspace():
        return None
    present = next((known for known in reading.people if known.casefold() == name.casefold()), "")
    if not (present or quoted or _NAME.fullmatch(typed)):
        return None
    return _Taken(present or name, before.rstrip())


def _take_priority(text: str, _: Reading) -> _Taken | None:
    before, word = _last(text)
    found = _PRIORITY.fullmatch(word)
    if found is None or not before:
        return None
    typed = found["priority"]
    return _Taken(next((usual for usual in PRIORITIES if usual.casefold() == typed.casefold()), typed), before)


def _take_ticket(text: str, reading: Reading) -> _Taken | None:
    before, word = _last(text)
    pattern = reading.ticket_pattern or TICKET
    others = [prefix for prefix in _NO_TICKETS if prefix[:-1] not in pattern]
    if not before or word.upper().startswith(tuple(others)) or re.fullmatch(pattern, word) is None:
        return None
    return _Taken(word, before)


_TAKERS: Final[Mapping[LastWord, Callable[[str, Reading], _Taken | None]]] = {
    "name": _take_name,
    "priority": _take_priority,
    "ticket": _take_ticket,
    "date": lambda _text, _reading: None,  # a date may have several words: `take_last_words` looks for it first
}

_QUOTED_NAME: Final = LazyPattern(r"""(?<!\S)@["“](?P<name>[^"“”\n]*)["”]$""")
_NAME: Final = LazyPattern(r"""[^\W\d_][^\s@/"“”]*""")
_HALF_NAME: Final = LazyPattern(r"""(?<!\S)(?P<sign>@)["“]?(?P<half>[^"“”@\n]{0,60})$""")
_PRIORITY: Final = LazyPattern(r"!(?P<priority>\w[\w.-]*)")
