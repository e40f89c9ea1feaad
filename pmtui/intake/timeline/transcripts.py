"""Read transcripts of calls in WebVTT and SRT: what was said when, and by whom."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.timestamps import read_timestamp, zone_of
from pmtui.session.instants import to_datetime, to_instant
from pmtui.session.times import TypedTime, show_time

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
_TIMES: Final = re.compile(rf"\s*{_CLOCK}\s+-->\s+{_CLOCK}(?:\s.*)?", re.ASCII)
_SRT: Final = re.compile(rf"\s*\d+\n{_CLOCK}\s+-->\s+{_CLOCK}", re.ASCII)
_VOICE: Final = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]+)>")
_SPEAKER: Final = re.compile(r"(?:>>\s*)?\[?([^\W\d_][\w .,'’()&/-]{0,40}?)\]?:\s+(?=\S)")
_IN_NAME: Final = re.compile(r"(?:GMT)?(20\d\d)-?(\d\d)-?(\d\d)[-_ T](\d\d)[-:_.]?(\d\d)[-:_.]?(\d\d)?(?!\d)")


def looks(head: str) -> bool:
    """Whether a text is a transcript."""
    return re.match(r"WEBVTT(?:[ \t\n]|$)", head) is not None or _SRT.match(head) is not None


def read(text: str, given: Given) -> Iterator[Row]:
    """Yield an event for each cue.

    Raises:
        NotReadable: a cue has no text or an invalid time, or ends before it begins.
    """
    cues = list(_cues(text))
    began = _began(text, given)
    speakers = {found[1] for _, _, words in cues if (found := _SPEAKER.match(words))}
    for line, offset, words in cues:
        who, said = _spoken(words, speakers)
        if not said:
            yield Row(line, words, None, "cues without words")
            continue
        at = TypedTime(to_instant(began + offset), "exact", "", None)
        yield Row(line, words, event_of(given, at, said, who=who, kind="communication"))


def _cues(text: str) -> Iterator[tuple[int, timedelta, str]]:
    """Yield line number, time since the beginning, and text of each cue."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if "-->" not in lines[at] or lines[at].startswith("NOTE"):
            at += 1
            continue
        found = _TIMES.fullmatch(lines[at])
        if found is None:
            raise NotReadable(f"line {at + 1}: not a time of a cue: {lines[at].strip()[:40]!r}")
        first = at
        words = []
        while (at := at + 1) < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at].strip())
        hours, minutes, seconds, fraction = (int(part or 0) for part in found.groups()[:4])
        parts = timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=fraction)
        yield first + 1, parts, " ".join(words)


def _spoken(words: str, speakers: set[str]) -> tuple[str, str]:
    """Return speaker and text of a cue, without markup; the speaker may be empty."""
    voice = _VOICE.search(words)
    said = html.unescape(re.sub(r"</?[a-z][^>]*>|<\d[\d:.]*>", "", _VOICE.sub("", words))).strip()
    if voice:
        return html.unescape(voice[1]).strip(), said
    named = _SPEAKER.match(said)
    # A single word before a colon may belong to the sentence; a name has two words, or occurs again.
    if named and named[1] in speakers and (" " in named[1] or len(speakers) > 1):
        return named[1].strip(), said[named.end() :]
    return "", said


def _began(text: str, given: Given) -> datetime:
    """Return when the call began, and note where it is from: a comment, the file's name, the incident, or midnight."""
    note = re.search(r"^NOTE\s+(.*\d.*)$", text, re.MULTILINE)
    if note:
        lead = r"^(?:recording|call|meeting)?\s*(?:started|start|began|begins|date)?\s*(?:at|:)?\s*"
        words = re.sub(lead, "", note[1], flags=re.IGNORECASE)
        try:
            return to_datetime(read_timestamp(words, given).at)
        except ValueError:
            pass
    named = _IN_NAME.search(given.name)
    if named:
        year, month, day, hour, minute, second = (int(part or 0) for part in named.groups())
        try:
            zone = UTC if named[0].startswith("GMT") else zone_of(given.context.zone)
            when = datetime(year, month, day, hour, minute, second, tzinfo=zone)
            return _told(when, "as the file's name says", given)
        except ValueError:
            pass
    if given.began:
        return _told(to_datetime(given.began), "when the incident began", given)
    zone = zone_of(given.context.zone)
    on = given.context.date or given.now.astimezone(zone).date()
    return _told(datetime.combine(on, time(), zone), "as nothing says when", given)


def _told(when: datetime, why: str, given: Given) -> datetime:
    shown = show_time(to_instant(when.astimezone(UTC)), given.context.zone)
    mend = "a line “NOTE began 2026-11-18 14:02” below the first says otherwise"
    given.tally.note(f"its times count from {shown}, {why}: {mend}")
    return when.astimezone(UTC)
