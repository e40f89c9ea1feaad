"""Find out by their names what the columns of a table and the keys of JSON mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from pmtui.session.document import EventKind

Meaning = Literal["time", "date", "until", "text", "who", "source", "kind", "zone"]

_NAMES: Final[dict[Meaning, tuple[str, ...]]] = {
    "time": (
        "timestamp", "@timestamp", "time", "datetime", "date time", "date and time", "when", "at", "ts", "eventtime",
        "event time", "event timestamp", "occurred at", "occurred on", "happened at", "created at", "created on",
        "created", "start time", "started at", "starts at", "start", "begin", "from", "log time", "logged at",
        "sent at", "posted at", "published at", "time stamp", "clock", "event date", "asctime", "realtime timestamp",
        "lasttimestamp", "last timestamp", "eventtimestamp", "firsttimestamp", "creationtimestamp",
    ),
    "date": ("date", "day"),
    "until": ("until", "end", "end time", "ended at", "ends at", "to", "finish", "finished at", "time end"),
    "text": (
        "event", "text", "message", "msg", "description", "what", "what happened", "summary", "details", "detail",
        "note", "notes", "entry", "title", "content", "body", "comment", "log", "activity", "event description",
        "event text", "event message", "happened", "subject", "textpayload", "line", "update", "@message",
        "event name", "operation name",
    ),
    "who": (
        "who", "user", "author", "actor", "by", "name", "username", "user name", "display name", "real name", "person",
        "sender", "speaker", "owner", "reporter", "who what", "acted", "who acted", "from user", "agent", "operator",
        "created by", "posted by",
    ),
    "source": (
        "source", "channel", "origin", "system", "host", "hostname", "where", "tool", "service", "logger",
        "application", "app", "component", "source system", "logname", "log group", "resource", "event source",
        "link", "url",
    ),
    "kind": ("kind", "type", "category", "event type", "event kind"),
    "zone": ("timezone", "time zone", "tz", "zone"),
}  # fmt: skip
"""Names by meaning; of several names with one meaning, the first counts."""

_KINDS: Final[dict[EventKind, tuple[str, ...]]] = {
    "alert": ("alert", "alarm", "page", "detection", "trigger", "monitoring"),
    "action": ("action", "mitigation", "fix", "response", "step"),
    "decision": ("decision",),
    "communication": ("communication", "message", "comms", "chat", "status update", "update"),
    "change": ("change", "deploy", "deployment", "release", "config"),
    "observation": ("observation", "finding", "symptom", "log", "metric"),
}


def meaning_of(name: str) -> tuple[Meaning, int] | None:
    """Return the meaning of a column or key, and the rank of its name for it; None where it has no known meaning."""
    return _BY_NAME.get(_plain(name))


def zone_in(name: str) -> str:
    """Return the time zone in a column's name: `Time (UTC)`, `time_utc`, `Zeit [Europe/Berlin]`; else empty."""
    found = re.search(r"[(\[]([A-Za-z_]+/[A-Za-z_/]+|[A-Z]{1,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?)[)\]]", name)
    if found:
        return found[1]
    return "UTC" if re.search(r"(?:^|[\s_])(?:UTC|utc|gmt|GMT)$", name.strip()) else ""


def columns_of(names: Iterable[str]) -> dict[Meaning, list[str]]:
    """Group names by meaning, the best name first; names without a known meaning are left out."""
    ranked: dict[Meaning, list[tuple[int, int, str]]] = {}
    for place, name in enumerate(names):
        known = meaning_of(name)
        if known:
            ranked.setdefault(known[0], []).append((known[1], place, name))
    return {meaning: [name for _, _, name in sorted(found)] for meaning, found in ranked.items()}


def has_time_and_text(columns: Mapping[Meaning, list[str]]) -> bool:
    """Whether records with such columns are events."""
    return bool(columns.get("text")) and bool(columns.get("time") or columns.get("date"))


def kind_of(word: str) -> EventKind:
    """Return the kind of event that a word means; `other` where it means none."""
    return _BY_KIND.get(_plain(word), "other")


def _plain(name: str) -> str:
    """Return a name without brackets, case and separators: `createdAt` and `Created_at (UTC)` become the same."""
    name = re.sub(r"[(\[].*?[)\]]", "", name)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    name = re.sub(r"[\s_\-./:]+", " ", name).strip().lower()
    return re.sub(r" (?:utc|gmt)$", "", name)


_BY_NAME: Final = {name: (meaning, rank) for meaning in get_args(Meaning) for rank, name in enumerate(_NAMES[meaning])}
_BY_KIND: Final = {word: kind for kind, words in _KINDS.items() for word in words}
