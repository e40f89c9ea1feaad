"""The timeline of a report: the table of events, and the table of decisions with what was known then and now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmtui.report import labels
from pmtui.report.dates import event_time, the_year
from pmtui.report.escape import cell
from pmtui.report.tables import table, wide, without_empty_columns
from pmtui.session.document import Event, Session
from pmtui.session.edits import MILESTONES
from pmtui.session.order import sort_events

_OPTIONAL: Final = frozenset({"Who", "Kind", "Source", "What is known now"})


def timeline(session: Session) -> str:
    """Return the table of events in chronological order, and the table of decisions."""
    zone = session.key_details.timezone
    events = sort_events(session.timeline, zone)
    year = the_year(events, zone)
    numbers = figure_numbers(session)
    rows = [
        (event_time(event, zone, year=not year), with_figures(cell(event.text), event.evidence, numbers))
        for event in events
    ]
    time = f"Date and time ({cell(zone)}{f', {year}' if year else ''})"
    header = (time, wide("Event"), "Who", "Kind", "Source")
    marks = {key: f"**{', '.join(names)}:** " for key, names in milestone_names(session, events).items()}
    full = [
        (at, marks.get(event.id, "") + text, cell(event.who), labels.EVENT_KIND[event.kind], cell(event.source))
        for (at, text), event in zip(rows, events, strict=True)
    ]
    parts = [table(*without_empty_columns(header, full, _OPTIONAL))]
    if decisions := _decisions(rows, events):
        told = (time, "Decision", "What was known", "What is known now")
        parts.append(f"### {labels.DECISIONS}\n\n" + table(*without_empty_columns(told, decisions, _OPTIONAL)))
    return "\n\n".join(part for part in parts if part)


def figure_numbers(session: Session) -> dict[str, int]:
    """Return the figure numbers by the id of the evidence."""
    return {item.id: n for n, item in enumerate(session.evidence, 1)}


def with_figures(escaped: str, evidence: tuple[str, ...], numbers: Mapping[str, int]) -> str:
    """Return an escaped text followed by links to its figures in parentheses; unknown figures are left out.

    A typed text cannot imitate these links, as typed links always lead to the web.
    """
    if not evidence:
        return escaped
    shown = ", ".join(f"[Fig. {numbers[each]}](#fig-{numbers[each]})" for each in evidence if each in numbers)
    return f"{escaped} ({shown})".lstrip() if shown else escaped


def milestone_names(session: Session, events: tuple[Event, ...]) -> dict[str, list[str]]:
    """Return the names of milestones (`started` …) by the id of the first event at the milestone's time."""
    words: dict[str, list[str]] = {}
    for name in MILESTONES:
        at = getattr(session.key_details, name)
        if at is not None and (event := next((each for each in events if each.at == at), None)):
            words.setdefault(event.id, []).append(name.removesuffix("_at"))
    return words


def _decisions(rows: list[tuple[str, str]], events: tuple[Event, ...]) -> list[tuple[str, str, str, str]]:
    """Return the rows of events with something known; one with the same text as another event brings that one along.

    Otherwise nobody could tell to which of them it belongs.
    """
    told = {row for row, event in zip(rows, events, strict=True) if event.known or event.known_now}
    return [
        (*row, cell(event.known), cell(event.known_now)) for row, event in zip(rows, events, strict=True) if row in told
    ]
