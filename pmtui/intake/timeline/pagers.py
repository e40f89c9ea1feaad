"""Read the log of an incident from a pager's API: PagerDuty's log entries, Opsgenie's alert logs.

Trigger, acknowledgement and resolution are offered as milestones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.json_values import Places, text_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.timestamps import read_timestamp
from pmtui.session.document import EventKind


class _Entry(NamedTuple):
    at: Any
    text: str
    who: str
    kind: EventKind
    act: str
    """`trigger`, `acknowledge`, `resolve` or another word."""


_MILESTONES: Final = {"trigger": "detected_at", "acknowledge": "acknowledged_at", "resolve": "resolved_at"}
_KINDS: Final[dict[str, EventKind]] = {
    "trigger": "alert", "acknowledge": "action", "resolve": "action", "escalate": "action", "assign": "action",
    "delegate": "action", "snooze": "action", "reassign": "action", "notify": "communication",
    "annotate": "communication", "note": "communication", "status_update": "communication", "priority_change": "change",
}  # fmt: skip


# --- PagerDuty ---


def pagerduty_entries(value: Any) -> list[dict[str, Any]]:
    """Return the log entries of PagerDuty's API or webhooks, or a list of entries; empty where the value has none."""
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        # Webhooks of version 2: a message contains its log entries.
        logs = [each.get("log_entries") for each in value["messages"] if isinstance(each, dict)]
        value = [entry for log in logs if isinstance(log, list) for entry in log]
    if isinstance(value, dict):
        for key in ("log_entries", "log_entry", "event", "timeline"):
            if key in value:
                value = value[key]
                break
    found = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    found = [each["event"] if isinstance(each.get("event"), dict) else each for each in found]
    fits = [_is_pagerduty(each) for each in found]
    return found if fits and all(fits) else []


def _is_pagerduty(entry: dict[str, Any]) -> bool:
    if "created_at" in entry and re.search(r"_log_entry(?:_reference)?$", text_of(entry.get("type"))):
        return True
    return "occurred_at" in entry and text_of(entry.get("event_type")).startswith(("incident.", "service."))


def read_pagerduty(text: str, entries: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield PagerDuty's log entries as rows.

    Raises:
        NotReadable: an entry has no time.
    """
    yield from _rows(text, [_pagerduty(entry) for entry in entries], "PagerDuty", given)


def _pagerduty(entry: dict[str, Any]) -> _Entry:
    kind = text_of(entry.get("type")).removesuffix("_reference").removesuffix("_log_entry")
    event = text_of(entry.get("event_type")).rpartition(".")[2]
    act = {"triggered": "trigger", "acknowledged": "acknowledge", "resolved": "resolve"}.get(event, event or kind)
    channel, data = _inner(entry, "channel"), _inner(entry, "data")
    details = _inner(entry, "event_details")
    # The channel has the text of an alert or note; the summary only says how it arrived.
    said = (
        text_of(entry.get("summary")) or text_of(channel.get("summary")) or act.replace("_", " ").capitalize(),
        text_of(details.get("description")) or text_of(data.get("title")),
        text_of(channel.get("summary")) if act in ("trigger", "annotate", "note") else "",
        text_of(channel.get("content")) if act in ("annotate", "note") else "",
        text_of(_inner(entry, "incident").get("summary")) if act == "trigger" else "",
    )
    who = text_of(_inner(entry, "agent").get("summary")) or text_of(_inner(entry, "agent").get("name"))
    return _Entry(
        entry.get("created_at") or entry.get("occurred_at"), _joined(said), who, _KINDS.get(act, "other"), act
    )


# --- Opsgenie ---


def opsgenie_entries(value: Any) -> list[dict[str, Any]]:
    """Return the entries of an alert's log from Opsgenie's API; empty where the value has none."""
    if isinstance(value, dict):
        value = value.get("data", value.get("logs"))
    if isinstance(value, dict):
        value = value.get("logs", value.get("entries"))
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return []
    fits = [
        ("log" in each and ("createdAt" in each or "logTime" in each)) or _is_incident_entry(each) for each in value
    ]
    return value if fits and all(fits) else []


def _is_incident_entry(entry: dict[str, Any]) -> bool:
    return "eventTime" in entry and "title" in entry


def read_opsgenie(text: str, entries: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield Opsgenie's entries as rows.

    Raises:
        NotReadable: an entry has no time.
    """
    yield from _rows(text, [_opsgenie(entry) for entry in entries], "Opsgenie", given)


_OPSGENIE_ACTS: Final = (
    ("acknowledge", re.compile(r"\b(?:alert|incident)?\s*(?:is\s+)?acknowledged\b", re.IGNORECASE)),
    ("resolve", re.compile(r"\b(?:alert|incident)\b.*\b(?:closed|resolved)\b", re.IGNORECASE)),
    ("trigger", re.compile(r"\b(?:alert|incident)\b.*\bcreated\b", re.IGNORECASE)),
    ("escalate", re.compile(r"\bescalat", re.IGNORECASE)),
    ("assign", re.compile(r"\b(?:assigned|ownership|added .* as)\b", re.IGNORECASE)),
    ("notify", re.compile(r"\b(?:notif|sent|called|e-?mail|sms|push)", re.IGNORECASE)),
    ("note", re.compile(r"\b(?:note|comment)", re.IGNORECASE)),
)


def _opsgenie(entry: dict[str, Any]) -> _Entry:
    title, words = entry.get("title"), entry.get("description")
    heading = text_of(title.get("content")) if isinstance(title, dict) else text_of(title)
    said = text_of(entry.get("log")) or heading
    more = text_of(words.get("content")) if isinstance(words, dict) else text_of(words)
    act = next((name for name, pattern in _OPSGENIE_ACTS if pattern.search(said)), "other")
    if re.search(r"\bun-?acknowledged\b|\bnot acknowledged\b", said, re.IGNORECASE):
        act = "other"
    who = text_of(entry.get("owner")) or text_of(_inner(entry, "actor").get("name"))
    at = entry.get("createdAt") or entry.get("logTime") or entry.get("eventTime")
    return _Entry(at, _joined((said, more)), who, _KINDS.get(act, "other"), act)


# --- both ---


def _rows(text: str, entries: list[_Entry], source: str, given: Given) -> Iterator[Row]:
    places = Places(text)
    for entry in entries:
        line = places.line(entry.at)
        try:
            at = read_timestamp(entry.at or "", given)
        except ValueError as error:
            raise NotReadable(f"line {line}: {error}") from None
        milestone = _MILESTONES.get(entry.act)
        if milestone:
            # Of several resolutions the last one ended the incident.
            given.tally.milestone(milestone, at.at, last=entry.act == "resolve")
        event = event_of(given, at, entry.text, who=entry.who, source=source, kind=entry.kind)
        yield Row(line, entry.text, event)


def _inner(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _joined(parts: tuple[str, ...]) -> str:
    """Join the non-empty parts without repetitions, one on each line."""
    lines: list[str] = []
    for part in parts:
        if part.strip() and not any(part.strip() in line for line in lines):
            lines.append(part.strip())
    return "\n".join(lines)
