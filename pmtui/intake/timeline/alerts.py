"""Read alerts: webhook payloads of Alertmanager and Grafana, and lists of Alertmanager's API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.json_values import Places, text_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.timestamps import read_timestamp
from pmtui.session.times import TypedTime


def alerts_in(value: Any) -> list[dict[str, Any]]:
    """Return the alerts of one payload, of several, or of a list; empty where the value has none."""
    payloads = value if isinstance(value, list) else [value]
    found: list[dict[str, Any]] = []
    for payload in payloads:
        if not isinstance(payload, dict):
            return []
        alerts = payload.get("alerts")
        each = alerts if isinstance(alerts, list) else [payload]
        if not all(isinstance(alert, dict) and "startsAt" in alert and "labels" in alert for alert in each):
            return []
        found += each
    return found


def read(text: str, alerts: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield an event at the start of each alert, and one at its end.

    Raises:
        NotReadable: an alert has no time.
    """
    source = "Grafana" if '"orgId"' in text or '"dashboardURL"' in text else "Alertmanager"
    places = Places(text)
    for alert in alerts:
        line = places.line(alert["startsAt"])
        name, words = _label(alert, "alertname"), _words(alert)
        said = ": ".join(filter(None, (name, words))) or "an alert without a name"
        who = next(filter(None, (_label(alert, key) for key in ("service", "job", "instance"))), "")
        began = _at(alert["startsAt"], line, given)
        if began is None:
            raise NotReadable(f"line {line}: an alert that does not say when it began")
        yield Row(line, said, event_of(given, began, said, who=who, source=source, kind="alert"))
        ended = _at(alert.get("endsAt"), line, given) if alert.get("status") == "resolved" else None
        if ended is not None:
            over = f"resolved: {said}"
            yield Row(line, over, event_of(given, ended, over, who=who, source=source, kind="observation"))


def _at(value: Any, line: int, given: Given) -> TypedTime | None:
    """Return a time of an alert; None for the year 1, which stands for an unknown time."""
    if not value or text_of(value).startswith("0001-"):
        return None
    try:
        return read_timestamp(value, given)
    except ValueError as error:
        raise NotReadable(f"line {line}: {error}") from None


def _label(alert: dict[str, Any], name: str) -> str:
    labels = alert.get("labels")
    return text_of(labels.get(name)) if isinstance(labels, dict) else ""


def _words(alert: dict[str, Any]) -> str:
    """Return the summary of an alert, then its description where that says more."""
    inner = alert.get("annotations")
    notes = inner if isinstance(inner, dict) else {}
    said = [text_of(notes.get(key)).strip() for key in ("summary", "message", "description")]
    return "\n".join(dict.fromkeys(filter(None, said)))
