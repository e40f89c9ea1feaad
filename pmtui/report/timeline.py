"""The timeline of a report: what happened when, and what was known at each decision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pmtui.report import labels
from pmtui.report.dates import event_time
from pmtui.report.escape import cell
from pmtui.report.tables import table, without_empty_columns
from pmtui.session.document import Event, Session
from pmtui.session.order import in_order

_LIKE_FIGURES: Final = re.compile(r"\((?=Fig\. \d+(?:, Fig\. \d+)*\)$)", re.ASCII)


def timeline(session: Session) -> str:
    """The table of events in their order, and the table of decisions."""
    zone = session.key_details.timezone
    events = in_order(session.timeline, zone)
    numbers = figure_numbers(session)
    rows = [(event_time(event, zone), with_figures(cell(event.text), event.evidence, numbers)) for event in events]
    time = f"Date and time ({cell(zone)})"
    header = (time, "Event", "Kind", "Source")
    full = [(*row, labels.EVENT_KIND[event.kind], cell(event.source)) for row, event in zip(rows, events, strict=True)]
    parts = [table(*without_empty_columns(header, full, frozenset({"Kind", "Source"})))]
    if decisions := _decisions(rows, events):
        parts.append("### Decisions\n\n" + table((time, "Decision", "What was known"), decisions))
    return "\n\n".join(part for part in parts if part)


def figure_numbers(session: Session) -> dict[str, int]:
    """n of "Fig. n" for each id of the evidence."""
    return {item.id: n for n, item in enumerate(session.evidence, 1)}


def with_figures(escaped: str, evidence: tuple[str, ...], numbers: Mapping[str, int]) -> str:
    """An escaped text with "(Fig. 1, Fig. 3)" behind it; one that ends like that itself is told apart by a backslash.

    References to evidence that is not there are left out.
    """
    escaped = _LIKE_FIGURES.sub(r"\\(", escaped) if escaped.endswith(")") else escaped
    shown = ", ".join(f"Fig. {numbers[each]}" for each in evidence if each in numbers)
    return f"{escaped} ({shown})".lstrip() if shown else escaped


def _decisions(rows: list[tuple[str, str]], events: tuple[Event, ...]) -> list[tuple[str, str, str]]:
    """The events at which something was known. One that looks like another event brings that one along, without which
    nobody could tell whose it was."""
    told = {row for row, event in zip(rows, events, strict=True) if event.known}
    return [(*row, cell(event.known)) for row, event in zip(rows, events, strict=True) if row in told]
