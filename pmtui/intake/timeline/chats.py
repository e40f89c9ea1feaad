"""Read chats and notes as people copy them: `14:02 text`, and messages of Slack or Teams below name and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from pmtui.intake.timeline.column_meanings import kind_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.timestamps import read_timestamp, zone_of
from pmtui.session.document import EventKind, Instant
from pmtui.session.times import TypedTime, read_date, take_time

_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = (
    r"(?:[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{2,4})?|(?i:today|yesterday)(?:\sat)?"
    r"|[A-Za-z]{3,9}\.?,?\s[0-9A-Za-z ,]{1,20}?)"
)
_WHEN = rf"(?:{_DAY},?\s+(?:at\s)?)?{_CLOCK}"
_NAME = r"[^\W\d_a-z][\w.'’()-]*(?:[ ,]{1,2}[^\W\d_a-z(][\w.'’()-]*){0,4}"
_HEADS: Final = (
    re.compile(rf"(?P<who>{_NAME})(?:\s+(?:APP|BOT))?(?:\s+[-–—·|]\s*|,?\s+)\[?(?P<when>{_WHEN})\]?(?:\s*\(edited\))?"),
    re.compile(rf"\[(?P<when>{_WHEN})\]\s+(?P<who>{_NAME}):?"),
    re.compile(rf"(?P<when>{_WHEN})\s+[-–—]\s+(?P<who>{_NAME}):"),
)
"""Patterns of a line above a message: `Ana Silva  2:02 PM`, `[18/11/2026 14:02] Ana Silva`."""
_LEAD: Final = re.compile(rf"(?:\[(?P<b>{_WHEN})\]|(?P<d>{_WHEN})\s+[-–—])\s+(?P<who>{_NAME}):\s+(?P<text>\S.*)")
"""Matches a message on one line: `[14:02] Ana Silva: text`, `18/11/2026, 14:02 - Ana Silva: text`."""
_IRC: Final = re.compile(r"<[@+ ]?([^<>\s]{1,40})>\s+(?=\S)")
_SPEAKER: Final = re.compile(r"(?P<who>@?[^\W\d][\w.'’-]*(?: [^\W\d][\w.'’-]*){0,2}): +(?=\S)")
"""Matches the name at the beginning of a message: `14:02 ana: text`."""
_NO_NAMES: Final = frozenset({
    "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "note", "todo", "status", "result",
    "question", "idea", "symptom", "impact", "cause", "start", "end", "resolved", "detected", "fixed",
})  # fmt: skip
_TIMED: Final = re.compile(
    r"[-*•\[(|\s~]*(?:[0-9]{1,2}[:.h][0-9]{2}\b|[0-9]{1,2}\s?[ap]m\b|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4},?\s)",
    re.IGNORECASE,
)
_ONLY_TIME: Final = re.compile(rf"\[?(?P<when>{_WHEN})\]?")
_ONLY_NAME: Final = re.compile(_NAME)


class _Line(NamedTuple):
    """A line with its number (from 1) and role; `begins`: it begins a message; `is_day`: it is only a date."""

    number: int
    raw: str
    typed: TypedTime | None = None
    who: str = ""
    text: str = ""
    begins: bool = False
    is_day: bool = False


def looks(head: str) -> bool:
    """Whether a text is a chat: it begins with a message, or most lines begin with a time."""
    lines = [line.strip() for line in head.split("\n")[:400] if line.strip()]
    if not lines or any(_is_heading(line) for line in lines[:60]):
        return False
    while len(lines) > 1 and _is_day(lines[0]):
        del lines[0]
    begins = [_begins(line, lines[at + 1] if at + 1 < len(lines) else "") for at, line in enumerate(lines)]
    return bool(begins[0]) or sum(begins) * 2 > len(lines)


def read(text: str, given: Given) -> Iterator[Row]:
    """Yield the messages. Lines without a time belong to the message above; before the first they are events."""
    lines = _with_speakers(list(_classified(text.split("\n"), given)))
    message: list[_Line] = []
    for line in lines:
        if line.begins or line.is_day:
            yield from _message(message, given)
            message = []
        if line.is_day:
            yield Row(line.number, line.raw)
        elif message or line.raw.strip():
            message.append(line)
    yield from _message(message, given)


def _with_speakers(lines: list[_Line]) -> list[_Line]:
    """Take `ana: ` off the texts where every message of several begins so: only then it is somebody who speaks."""
    found = [_SPEAKER.match(line.text) for line in lines if line.begins and not line.who]
    if len(found) < 2 or not all(each and _speaks(each["who"]) for each in found):
        return lines
    said = iter(found)
    return [
        line._replace(who=each["who"], text=line.text[each.end() :])
        if line.begins and not line.who and (each := next(said))
        else line
        for line in lines
    ]


def _speaks(name: str) -> bool:
    """Whether a word before a colon may be a name: no kind of event, level of a log, or word in capitals."""
    return _is_name(name) and name.casefold() not in _NO_NAMES and not (len(name) > 3 and name.isupper())


def _is_heading(line: str) -> bool:
    """Whether a line is a heading, which makes the text a Markdown document."""
    return re.match(r"#{1,6}\s|={3,}$|-{3,}$|\|", line) is not None


def _message(lines: list[_Line], given: Given) -> Iterator[Row]:
    if not lines:
        return
    first = lines[0]
    raw = "\n".join(line.raw for line in lines).rstrip()
    if not first.begins:
        for line in lines:
            if line.raw.strip():
                yield Row(line.number, line.raw, event_of(given, None, line.raw.strip()))
        return
    words = "\n".join(filter(None, [first.text, *(line.raw.strip("\r") for line in lines[1:])])).strip()
    if not words:
        yield Row(first.number, raw, None, "messages without words")
        return
    who = first.who
    kind: EventKind = "communication" if who else "other"
    lead, colon, rest = words.partition(": ")
    if not who and colon and kind_of(lead) != "other" and rest.strip():
        kind, words = kind_of(lead), rest.strip()
    yield Row(first.number, raw, event_of(given, first.typed, words, who=who, kind=kind))


def _classified(lines: list[str], given: Given) -> Iterator[_Line]:
    """Yield each line with its role; its time is on the current date of the chat."""
    clock = _Clock(given)
    who, at = "", 0
    while at < len(lines):
        raw = lines[at]
        bare = raw.strip()
        number = at + 1
        at += 1
        if not bare or (raw[:1] in " \t" and not _looks_timed(bare)):
            yield _Line(number, raw)
        elif _is_day(bare):
            clock.turn_to(bare)
            yield _Line(number, raw, is_day=True)
        elif (head := _head(bare)) is not None and (typed := clock.read(head["when"])):
            who = head["who"]
            yield _Line(number, raw, typed, who, begins=True)
        elif (
            (lead := _LEAD.fullmatch(bare)) and (typed := clock.read(lead["b"] or lead["d"])) and _is_name(lead["who"])
        ):
            who = lead["who"]
            yield _Line(number, raw, typed, who, lead["text"], begins=True)
        elif _ONLY_NAME.fullmatch(bare) and (when := _time_below(lines, at)):
            typed = clock.read(when[1])
            who = bare if typed else who
            yield _Line(number, "\n".join(lines[number - 1 : when[0]]), typed, who, begins=typed is not None)
            at = when[0] if typed else at
        elif (only := _ONLY_TIME.fullmatch(bare)) and (typed := clock.read(only["when"])):
            yield _Line(number, raw, typed, who, begins=True)
        else:
            yield clock.timed_line(number, raw)


class _Clock:
    """Reads the times of a chat in order: on the last date that was named, or the next day after midnight."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._above: Instant | None = None
        self._half = ""
        """Whether the last message's time was am or pm; empty where it had neither."""

    def turn_to(self, day: str) -> None:
        """Set the date of the following lines."""
        try:
            self._given = _on(self._given, day)
        except ValueError:
            return
        self._above = None

    def read(self, text: str) -> TypedTime | None:
        text = re.sub(r"(?<=\w),?\s+at\s+", " ", text)
        half = re.search(r"(?i)([ap])\.?m\.?$", text)
        self._half = half[1].lower() if half else self._half
        if not half and self._half and re.fullmatch(r"(?:1[0-2]|0?[1-9])[:.][0-9]{2}", text):
            # Between messages with am and pm, a short form has only the time.
            both = filter(None, (self._stamp(f"{text} {each}m") for each in "ap"))
            return self._kept(min(both, key=self._behind, default=None))
        return self._kept(self._stamp(text))

    def _stamp(self, text: str) -> TypedTime | None:
        try:
            return read_timestamp(text, self._given, self._above)
        except ValueError:
            return None

    def _kept(self, typed: TypedTime | None) -> TypedTime | None:
        if typed is not None and typed.precision != "day":
            self._above = typed.at
        return typed

    def _behind(self, typed: TypedTime) -> tuple[bool, str]:
        """Return the key that orders possible times: first those that are not before the last message."""
        return (self._above is not None and typed.at < self._above, typed.at)

    def timed_line(self, number: int, raw: str) -> _Line:
        """Return a line with a time before its text; a line without one belongs to the message above."""
        context = self._given.context
        taken = take_time(raw, zone=context.zone, now=context.now, incident_date=context.date, above=self._above)
        if taken.typed is None:
            self._given.tally.note(f"line {number}: {taken.note}" if taken.note else "")
            return _Line(number, raw)
        self._above = taken.typed.at if taken.typed.precision != "day" else self._above
        said = _IRC.match(taken.text)
        text = taken.text[said.end() :] if said else taken.text
        return _Line(number, raw, taken.typed, said[1] if said else "", text, begins=True)


def _on(given: Given, day: str) -> Given:
    context = given.context
    today = context.now.astimezone(zone_of(context.zone)).date()
    known = read_date(re.sub(r"^[-–—\s]+|[-–—\s]+$", "", day), context.date or today)
    return replace(given, context=context._replace(date=known))


def _head(line: str) -> re.Match[str] | None:
    found = next(filter(None, (head.fullmatch(line) for head in _HEADS)), None)
    return found if found and _is_name(found["who"]) else None


def _said(line: str) -> re.Match[str] | None:
    found = _LEAD.fullmatch(line)
    return found if found and _is_name(found["who"]) else None


def _is_name(name: str) -> bool:
    return kind_of(name) == "other" and len(name) <= 60


def _is_day(line: str) -> bool:
    """Whether a line is only a date, as between the days of a chat."""
    bare = line.strip("-–— \t")
    if len(bare) > 40 or not re.search(r"[0-9]|today|yesterday", bare, re.IGNORECASE) or ":" in bare:
        return False
    try:
        read_date(bare, date(2000, 1, 1))
    except ValueError:
        return False
    return not re.fullmatch(r"\d+", bare)


def _time_below(lines: list[str], at: int) -> tuple[int, str] | None:
    """Return the line after a time that stands alone below a name, and the time; None where there is none."""
    for below in range(at, min(at + 3, len(lines))):
        bare = lines[below].strip()
        if found := _ONLY_TIME.fullmatch(re.sub(r"^(?:APP|BOT)\s+", "", bare)):
            return below + 1, found["when"]
        if bare and bare not in ("APP", "BOT"):
            return None
    return None


def _looks_timed(line: str) -> bool:
    return re.match(rf"[-*•\[(|\s]*(?:{_WHEN}|[0-9]{{4}}-)", line) is not None


def _begins(line: str, below: str) -> bool:
    """Whether a message begins on a line."""
    if _head(line) or _ONLY_TIME.fullmatch(line):
        return True
    if _ONLY_NAME.fullmatch(line) and _ONLY_TIME.fullmatch(re.sub(r"^(?:APP|BOT)\s*", "", below)):
        return True
    return _TIMED.match(line) is not None
