"""Read typed times; used by verbs, add lines, fields, pastes and files alike."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final

from msgspec.structs import replace

from pmtui.session.document import Instant, Precision
from pmtui.session.instants import to_datetime
from pmtui.session.times.clocks import Clock
from pmtui.session.times.date_resolver import DateResolver
from pmtui.session.times.days import scan_day
from pmtui.session.times.scanning import Moment, Scanned, Scanner
from pmtui.session.times.typed_time import TakenTime, TypedTime, UnreadableTime, is_current, quoted
from pmtui.session.times.unread_text import unread_behind

NOON: Final = time(12)

_WORDS: Final = frozenset({
    "now", "a", "about", "an", "approx", "approximately", "around", "ca", "circa", "half", "last", "t", "today",
    "yesterday",
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july",
    "aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
    "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday",
    "fri", "friday", "sat", "saturday", "sun", "sunday",
})  # fmt: skip
"""The words with which a time can begin."""


def read_time(
    text: str,
    *,
    zone: str,
    now: datetime,
    incident_date: date | None,
    newest: Instant | None = None,
    started: Instant | None = None,
    after: Instant | None = None,
) -> TypedTime:
    """Read a text that is only a time, such as `14:02`, `~2:05 pm`, `18 Nov 14:02 UTC`, `now` or a range.

    A time without a date is on the incident's date, unless that is unset, today or yesterday. A date alone is its noon,
    with precision `day`. The end of a range without a date is the next such time after the start.

    Args:
        zone: IANA name of the zone of times that are typed without one.
        now: aware; decides what today is.
        newest: the latest time of day in the timeline, see `reading_context`.
        started: the start of the incident, from which `T+5m` counts.
        after: for the end of an event: a time without a date is the first one at or after this.

    Raises:
        ValueError: one line that says how to write it.
    """
    bare = text.strip()
    if bare[:1] in ("[", "(") and bare[-1:] == {"[": "]", "(": ")"}[bare[0]]:
        bare = bare[1:-1].strip()
    wrong = UnreadableTime(f"not a time: {quoted(bare)}", "write 14:02, ~14:02 or 18-11 14:02")
    try:
        found = Scanner(bare, zone, now, whole=True).scan(0)
        if found is None:
            raise wrong
        if found.end != len(bare):
            unread = (found.until or found.begin).zone
            raise UnreadableTime(unread.note) if unread and unread.note else wrong
        return _typed(
            found, DateResolver(zone, now, incident_date, newest, None, started), to_datetime(after) if after else None
        )
    except OverflowError:
        raise UnreadableTime(f"{quoted(bare)} lies outside the years 1 to 9999") from None


def take_time(
    text: str,
    *,
    zone: str,
    now: datetime,
    incident_date: date | None,
    newest: Instant | None = None,
    started: Instant | None = None,
    above: Instant | None = None,
) -> TakenTime:
    """Take the time off the start of an event's text.

    A start that may be no time stays in the text (`14 servers down`, `4.2 rolled back`, `18-11 nodes`), with a note if
    it looks like one. If nothing would be left, the text keeps the time, so that no event is without words.

    Args:
        zone: IANA name of the zone of times that are typed without one.
        now: aware; decides what today is.
        newest: the latest time of day in the timeline, see `reading_context`.
        started: the start of the incident, from which `T+5m` counts.
        above: the time of the line above, in a paste, a file or a pipe.
    """
    lead = _lead().match(text)
    if lead is None or not _may_begin(text, lead.end()):
        return TakenTime(None, text, _time_behind_at(text, lead.end(), zone, now) if lead else "")
    try:
        scanner = Scanner(text, zone, now, whole=False, opened=(lead["open"] or "").strip())
        found = _now(text, lead, zone, now, incident_date) or scanner.scan(lead.end())
        rest = None if found is None else _text_after(text, found, lead, scanner.opened)
        if found is None or rest is None:
            return TakenTime(None, text, _time_behind_at(text, lead.end(), zone, now))
        typed = _typed(found, DateResolver(zone, now, incident_date, newest, above, started), None)
    except UnreadableTime as error:
        return TakenTime(None, text, f"{error.what}: kept as words")
    except OverflowError:
        return TakenTime(None, text, "")
    unread = unread_behind(text, found, rest)
    return TakenTime(typed, rest or text.strip(), "; ".join(filter(None, (typed.note, unread))))


def _time_behind_at(text: str, at: int, zone: str, now: datetime) -> str:
    """Return a note for a text that begins with `at 14:15`, `@14:25` or `today at 14:15`, which are not read."""
    if text[at : at + 1] not in ("@", "a", "A") and not re.search(r"[\s,](?:at\s|@)", text[at : at + 40], re.I):
        return ""
    try:
        day = scan_day(text, at)
        word = _at().match(text, day[1] if day else at)
        found = Scanner(text, zone, now, whole=False).scan(word.end()) if word else None
    except UnreadableTime as error:
        return f"{error.what}: kept as words"
    if word is None or found is None or found.begin.clock is None or not found.begin.clock.certain:
        return ""
    return f"{quoted(text[at : found.end])} is kept as words: write it without {quoted(word[0].strip())}"


def _may_begin(text: str, at: int) -> bool:
    """Whether a time may begin there; for most texts the first word decides."""
    first = text[at : at + 1]
    if not first.isalpha():
        return first in "~≈" or first.isdecimal()
    word = _first_word().match(text, at)
    return word is not None and word[0].casefold() in _WORDS


def _now(text: str, lead: re.Match[str], zone: str, now: datetime, incident_date: date | None) -> Scanned | None:
    """Read `now` in a review of today or yesterday; if capitalised, only before a separator, not in a sentence."""
    at = lead.end()
    if text[at : at + 3].casefold() != "now" or not is_current(incident_date, zone, now):
        return None
    begin = Moment(at + 3, ago=timedelta())
    if text[at : at + 3] == "now" or re.match(r":\s|\s+[-–—·|]\s|\s*$", text[at + 3 :]):
        return Scanned(begin, None, at + 3)
    return None


def _text_after(text: str, found: Scanned, lead: re.Match[str], opened: str) -> str | None:
    """Return the text after a time; None if what follows shows that it is no time."""
    end = found.end
    if opened:
        closing = re.compile(r"\s*" + re.escape("]" if opened == "[" else ")")).match(text, end)
        if closing is None or text[closing.end() : closing.end() + 1] in ("(", "["):
            _check_end(text, found, lead)
            return None
        end = closing.end()
    parted = _separator().match(text, end)
    # Punctuation of the sentence stays in the text: "14:02, the pager rings".
    if parted is None and not opened and not re.match(r"[,;.!?…–—-]\s+[^\s0-9]", text[end : end + 9]):
        _check_end(text, found, lead)
        return None
    rest = text[parted.end() if parted else end :]
    if lead["row"]:
        rest = re.sub(r"\s*\|\s*$", "", rest)
    return rest if rest.strip() else ""


def _check_end(text: str, found: Scanned, lead: re.Match[str]) -> None:
    """Raise `UnreadableTime` if characters follow that make a certain time invalid; for an uncertain one return."""
    clock = (found.until or found.begin).clock
    if clock is None or not clock.certain or re.match(r":[0-9A-Fa-f]{1,4}\b", text[found.end : found.end + 6]):
        return
    clock.time()
    word = re.match(r"\S*", text[found.end :])
    shown = text[lead.end() : found.end + (word.end() if word else 0)]
    raise UnreadableTime(f"{quoted(shown)} is no time", "write a blank behind it")


# --- scanned times to instants ---


def _typed(found: Scanned, resolver: DateResolver, after: datetime | None) -> TypedTime:
    begin, until = found.begin, found.until
    written = (begin.zone and begin.zone.tz) or (until and until.zone and until.zone.tz) or None
    at = _begin(begin, until, resolver, written or resolver.tz, after)
    end = None if until is None else _end(until, at, begin, resolver, written or resolver.tz)
    if end is not None and end < at:
        raise UnreadableTime("it ends before it begins", "write the earlier time first")
    if found.note:
        resolver.notes.append(found.note)
    for part in (begin, until):
        if part and part.zone and part.zone.note:
            resolver.notes.append(part.zone.note)
        if part and part.clock and part.clock.am_pm and part.clock.hour > 12:
            resolver.notes.append(f"{part.clock.text} is read as {part.clock.hour}:{part.clock.minute:02}")
    by_day = begin.ago is None and begin.since is None and begin.clock is None
    about = begin.about or bool(until and until.about)
    precision: Precision = "day" if by_day else "about" if about else "exact"
    return TypedTime(
        _instant(at, begin.clock),
        precision,
        "; ".join(resolver.notes),
        None if end is None else _instant(end, until.clock if until else None),
    )


def _begin(begin: Moment, until: Moment | None, resolver: DateResolver, tz: tzinfo, after: datetime | None) -> datetime:
    if begin.ago is not None:
        return resolver.now - begin.ago
    if begin.since is not None:
        return resolver.since_start(begin.since)
    if begin.clock is None:
        assert begin.day is not None
        return resolver.at(resolver.day(begin.day, None, resolver.tz), NOON, resolver.tz)
    clock = _begin_clock(begin.clock, until.clock if until else None)
    if begin.day is not None:
        day = resolver.day(begin.day, clock, tz)
    elif after is not None:
        day = resolver.after(after, clock, tz)
    else:
        day = resolver.bare(clock, tz)
    return resolver.at(day, clock, tz)


def _begin_clock(begin: Clock, until: Clock | None) -> time:
    """Return the time of day of the start of a range; in 2:05-2:15 pm it takes am or pm from the end."""
    if until is None or not until.am_pm or not begin.lacks_am_pm:
        return begin.time()
    same = replace(begin, am_pm=until.am_pm).time()
    if same <= until.time():
        return same
    return replace(begin, am_pm="a" if until.am_pm == "p" else "p").time()


def _end(until: Moment, begin: datetime, first: Moment, resolver: DateResolver, tz: tzinfo) -> datetime:
    if until.ago is not None:
        return resolver.now - until.ago
    if until.since is not None:
        return resolver.since_start(until.since)
    tz = (until.zone and until.zone.tz) or tz
    if until.day is not None:
        near = begin.astimezone(tz).date()
        of_range = DateResolver(resolver.zone, resolver.now, near, None, None)
        clock = until.clock.time() if until.clock else NOON
        return resolver.at(of_range.day(until.day, clock, tz), clock, tz if until.clock else resolver.tz)
    assert until.clock is not None
    clocks = [until.clock.time()]
    # In 2pm-2:30, the end is am or pm, whichever comes next.
    if first.clock is not None and first.clock.am_pm and until.clock.lacks_am_pm:
        clocks = [replace(until.clock, am_pm=half).time() for half in "ap"]
    typed = _begin_clock(first.clock, until.clock) if first.clock else None
    plain = DateResolver(resolver.zone, resolver.now, None, None, None)
    days = [(plain.after(begin, clock, tz, typed=typed), clock) for clock in clocks]
    end, day, clock = min((plain.at(day, clock, tz, begin=begin), day, clock) for day, clock in days)
    if plain.notes:
        resolver.at(day, clock, tz, begin=begin)
    # A clock change may have moved the start to after the end.
    return max(end, begin) if typed is not None and typed <= clock else end


def _instant(when: datetime, clock: Clock | None) -> Instant:
    """Return the instant with all typed digits of the fraction."""
    if clock is not None and clock.fraction:
        return f"{when.isoformat()[:19]}.{clock.fraction}Z"
    text = when.astimezone(UTC).isoformat()[:-6]
    return (text.rstrip("0") if "." in text else text) + "Z"


@cache
def _lead() -> re.Pattern[str]:
    """What may precede a time: the start of a table row, a bullet, a bracket."""
    return re.compile(r"\s*(?P<row>\|\s*)?(?:[-*•]\s+)?(?P<open>[\[(]\s*)?")


@cache
def _at() -> re.Pattern[str]:
    """The word or sign before a time that is not read with it."""
    return re.compile(r",?\s*(?:at\s+|@\s*)", re.IGNORECASE)


@cache
def _first_word() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z]+")


@cache
def _separator() -> re.Pattern[str]:
    """What separates the time from the text."""
    return re.compile(r":\s+|\s+(?:[-–—·|]\s+(?=\S))?|:?$")
