"""Which format a text with times has, told by what stands in it, and the reader of that format."""

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
    """What a text is, and how its rows are read."""

    kind: str
    """In words for a person: `Slack export`."""
    rows: Callable[[Given], Iterator[Row]]


def looks(head: str) -> bool:
    """Whether a text may be timeline data, told by its first lines without reading the rest."""
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
    """The format of a text; None where it is no timeline data.

    Raises:
        NotReadable: it cannot be read as what it is.
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
    """Whether a text is JSON rather than a line that begins with a bracket."""
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
            # A payload a line: the reader of that program gets them as one list.
            lines = [parsed(line, number) for number, line in source.lines() if line.strip()]
            text = "\n".join(map(str, lines))
            return _of_value(lines, text) or known
        return Format("JSON, an object a line", partial(json_records.read_lines, source)) if known else None
    text = source.text()
    return _of_value(parsed(text), text)


def _of_value(value: Any, text: str) -> Format | None:
    """The format of JSON by its shape."""
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
