"""Recognise the format of a text with times by its content, and choose the reader for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from pmtui.intake.timeline import (
    alerts,
    chats,
    journal,
    json_records,
    kubernetes,
    log_styles,
    logs,
    pagers,
    slack,
    tables,
    transcripts,
)
from pmtui.intake.timeline.json_values import parsed
from pmtui.intake.timeline.row import Given, Row
from pmtui.intake.timeline.source import Source


class Format(NamedTuple):
    """The format of a text, and how to read its rows."""

    kind: str
    """In words for the user: `Slack export`."""
    rows: Callable[[Given], Iterator[Row]]


def looks(head: str) -> bool:
    """Whether the first lines of a text look like timeline data."""
    head = head.removeprefix("\ufeff")
    bare = head.lstrip()
    if bare.startswith(("{", "[")) and _is_json(bare):
        return '"pmtui-session"' not in head
    return bool(
        transcripts.looks(bare)
        or tables.separator_of(head)
        or kubernetes.looks(head)
        or log_styles.style_of(head)
        or chats.looks(head)
    )


def format_of(source: Source) -> Format | None:
    """Return the format of a text; None where it is no timeline data.

    Raises:
        NotReadable: its format is recognised, but it cannot be read.
    """
    head = source.head()
    bare = head.lstrip()
    if bare.startswith(("{", "[")) and _is_json(bare):
        return _json(source, bare)
    if transcripts.looks(bare):
        return Format("transcript", lambda given: transcripts.read(source.text(), given))
    if separator := tables.separator_of(head):
        name = "TSV table" if separator == "\t" else "CSV table"
        return Format(name, partial(tables.read, source, separator))
    if kubernetes.looks(head):
        return Format("events of Kubernetes", partial(kubernetes.read, source))
    if style := log_styles.style_of(head):
        return Format(style.name, partial(logs.read, source, style))
    if chats.looks(head):
        return Format("lines with times", lambda given: chats.read(source.text(), given))
    return None


def _is_json(bare: str) -> bool:
    """Whether a text is JSON, and not a line of another format that begins with a bracket."""
    behind = bare[1:].lstrip()[:1]
    return behind == "" or behind in ('"}' if bare[0] == "{" else '{["]')


def _json(source: Source, bare: str) -> Format | None:
    first, _, rest = bare.partition("\n")
    if first.startswith("{") and first.rstrip().endswith("}") and rest.strip():
        value = parsed(first, 1)
        if journal.is_entry(value):
            return Format("journald (JSON)", partial(journal.read, source))
        known = _of_value(value, first)
        if known is not None and known.kind != "JSON":
            # A payload on each line: give them to the program's reader as one list.
            lines = [parsed(line, number) for number, line in source.lines() if line.strip()]
            text = "\n".join(map(str, lines))
            return _of_value(lines, text) or known
        return Format("JSON, an object a line", partial(json_records.read_lines, source)) if known else None
    text = source.text()
    return _of_value(parsed(text), text)


def _of_value(value: Any, text: str) -> Format | None:
    """Return the format of a JSON value by its shape; None where it is not known."""
    if journal.is_entry(value):
        value = [value]
    if isinstance(value, list) and value and all(map(journal.is_entry, value)):
        return Format("journald (JSON)", partial(journal.read_list, value))
    if messages := slack.messages_in(value):
        return Format("Slack export", partial(slack.read, text, messages))
    if found := pagers.pagerduty_entries(value):
        return Format("PagerDuty log", partial(pagers.read_pagerduty, text, found))
    if found := alerts.alerts_in(value):
        return Format("alerts", partial(alerts.read, text, found))
    if found := pagers.opsgenie_entries(value):
        return Format("Opsgenie log", partial(pagers.read_opsgenie, text, found))
    if events := kubernetes.events_in(value):
        return Format("events of Kubernetes", partial(kubernetes.read_objects, text, events))
    if records := json_records.records_in(value):
        return Format("JSON", partial(json_records.read, text, records))
    return None
