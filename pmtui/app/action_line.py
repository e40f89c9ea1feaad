"""The last words of a typed line that say who, until when, how urgent and which ticket: they become fields.

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
"""What a ticket looks like where the config does not say it: letters-digits."""
_NO_TICKETS: Final = ("UTF-", "ISO-", "RFC-", "SHA-", "CVE-")
"""What looks like one and is a standard, a hash or a vulnerability."""


class Reading(Struct, frozen=True):
    """What the words are read against."""

    today: date
    people: Sequence[str] = ()
    """Those present: a name typed in other capitals is written as theirs."""
    ticket_pattern: str = ""
    """A regular expression for the whole of a ticket; empty: letters-digits."""


class LastWords(Struct, frozen=True):
    """What taking the last words off a line came to."""

    text: str
    """What is left, never nothing."""
    values: Mapping[str, Any]
    """What the words say, by attribute."""
    note: str = ""
    """Why a word that ends the line like a date was not read; else empty."""


class _Taken(Struct, frozen=True):
    value: Any
    text: str


def take_last_words(text: str, words: Mapping[LastWord, str], reading: Reading) -> LastWords:
    """Take the last words off a line while each is of one of the kinds, each kind once, in any order.

    Args:
        text: the line.
        words: the kinds that are taken, with the attributes that they fill.
        reading: what they are read against.
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
    """What the words were understood as: `owner Priya · due Fri 18-12-2026 · WAF-1202`.

    Args:
        values: by attribute.
        labels: what the attributes are called, in the order in which they are shown; empty where the value says it.
    """
    words = (f"{label} {_as_text(values[name])}" for name, label in labels.items() if name in values)
    return " · ".join(word.strip() for word in words)


class HalfName(Struct, frozen=True):
    """A name that is being typed at the end of a line."""

    before: str
    """The line up to the `@`."""
    text: str
    """What stands of the name."""


def half_name(text: str) -> HalfName | None:
    """The name that is being typed at the end of a line, as in `Test it @pri`; None where none is."""
    found = _HALF_NAME.search(text)
    return HalfName(text[: found.start("sign")], found["half"]) if found else None


def at_name(name: str) -> str:
    """A name as one types it at the end of a line: `@Priya`, `@"Tom A."`."""
    return f'@"{name}"' if re.search(r"\s", name) else f"@{name}"


def _as_text(value: Any) -> str:
    return f"{value:%a} {show_date(value)}" if isinstance(value, date) else str(value)


# --- the kinds ---


def _last(text: str) -> tuple[str, str]:
    """What stands before the last word, and the last word; the first is empty where there is but one."""
    before, word = text.rsplit(None, 1) if len(text.split(None, 1)) == 2 else ("", text)
    return before.rstrip(), word


def _take_name(text: str, reading: Reading) -> _Taken | None:
    """`@Priya`, `@"Tom A."`; the name of somebody present needs no quotation marks: `@Tom A.`."""
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
    "date": lambda _text, _reading: None,  # dates may be of several words: they are looked for first
}

_QUOTED_NAME: Final = LazyPattern(r"""(?<!\S)@["“](?P<name>[^"“”\n]*)["”]$""")
_NAME: Final = LazyPattern(r"""[^\W\d_][^\s@/"“”]*""")
_HALF_NAME: Final = LazyPattern(r"""(?<!\S)(?P<sign>@)["“]?(?P<half>[^"“”@\n]{0,60})$""")
_PRIORITY: Final = LazyPattern(r"!(?P<priority>\w[\w.-]*)")
