"""Read the timeline of a report: the table of events, and the table of decisions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from pmtui.intake.markdown.event_kinds import kind_of_word
from pmtui.intake.own_report.dates import When, when_of
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.key_details import checked_zone
from pmtui.intake.own_report.layout import Place
from pmtui.intake.own_report.prose import without_figures
from pmtui.intake.own_report.tables import Row, Table, cell, table
from pmtui.intake.own_report.unescape import text_of
from pmtui.intake.result import IntakeContext
from pmtui.report import labels
from pmtui.session.document import Event, EventKind
from pmtui.session.edits import MILESTONES
from pmtui.session.times import read_time

_TIME: Final = re.compile(r"(?:Date and )?[Tt]ime \((?P<zone>.*?)(?:, (?P<year>\d{4}))?\)")
_STAGES: Final = "|".join(name.removesuffix("_at") for name in MILESTONES)
_MARK: Final = re.compile(rf"(?:\*\*|__)(?:{_STAGES})(?:, (?:{_STAGES}))*:(?:\*\*|__)(?: |$)")
_KINDS: Final[dict[str, Any]] = {word.casefold(): key for key, word in labels.EVENT_KIND.items()}

Key = tuple[str, str]
"""The time and text of a row, which are the same in both tables."""


def zone_of_timeline(draft: Draft, place: Place) -> str:
    """Return the time zone in the header of the timeline; empty where it has none.

    Raises:
        NotReadable: there is no such zone.
    """
    for part in draft.page.parts(place.first, place.end):
        if part.kind == "table":
            found = _TIME.fullmatch(table(draft.page, part).header[0])
            return checked_zone(draft, part.first, text_of(found["zone"])) if found and found["zone"] else ""
    return ""


class TimelineReader:
    """Reads the events, and what was known at the decisions among them."""

    def __init__(self, draft: Draft, context: IntakeContext, on: date | None) -> None:
        self.draft, self.context, self.on = draft, context, on
        self.events: list[Event] = []
        self._keys: list[Key] = []

    def read_events(self, place: Place) -> None:
        """Read the table of events."""
        page, last, found = self.draft.page, None, None
        for part in page.parts(place.first, place.end):
            if part.kind == "table":
                found = table(page, part, found)
                year, columns = _year(found), _columns(found)
                for row in found.rows:
                    if any(row.cells):
                        self.events.append(self._event(row, year, columns))
                        self._keys.append((cell(row, 0), self._bare(row)))
                        last = self.events[-1].id
            elif part.kind == "quote":
                self.draft.remark_of_lines(part.first, part.end, last)
            elif part.kind != "marker":
                self.draft.keep(labels.SECTIONS["timeline"], part.first, part.end)

    def read_decisions(self, place: Place) -> None:
        """Read the table of decisions; each row belongs to the next event with the same time and text."""
        page = self.draft.page
        taken: set[int] = set()
        last, found = None, None
        for part in page.parts(place.first, place.end):
            if part.kind == "quote":
                self.draft.remark_of_lines(part.first, part.end, last)
            elif part.kind != "table":
                self.draft.keep(labels.DECISIONS, part.first, part.end)
            else:
                found = table(page, part, found)
                year = _year(found)
                known, now = found.column("What was known"), found.column("What is known now")
                for row in found.rows:
                    if any(row.cells):
                        n = self._at(row, year, taken)
                        taken.add(n)
                        self.events[n] = replace(
                            self.events[n], known=text_of(cell(row, known)), known_now=text_of(cell(row, now))
                        )
                        last = self.events[n].id

    def _at(self, row: Row, year: str, taken: set[int]) -> int:
        """Return the index of the event of a decision; a new event where none has its time or text."""
        key = (cell(row, 0), self._bare(row))
        free = [n for n in range(len(self._keys)) if n not in taken]
        ways: tuple[Callable[[int], bool], ...] = (
            lambda n: self._keys[n] == key,
            lambda n: self._keys[n][0] == key[0] and self.events[n].kind == "decision",
            lambda n: self._keys[n][1] == key[1],
            lambda n: self._keys[n][0] == key[0],
        )
        for alike in ways:
            if (n := next((n for n in free if alike(n)), None)) is not None:
                if self._keys[n][1] != key[1]:
                    self.draft.notes.append(
                        f"line {row.line + 1}: the timeline calls this decision otherwise: its words there stay"
                    )
                return n
        self.events.append(replace(self._event(row, year, {"event": 1}), kind="decision"))
        self._keys.append(key)
        return len(self.events) - 1

    def _bare(self, row: Row) -> str:
        """Return the Markdown of an event without the milestones before it, which only one of the tables shows."""
        shown = cell(row, 1)
        found = _MARK.match(shown) if shown[:1] in "*_" else None
        return shown[found.end() :] if found else shown

    def _event(self, row: Row, year: str, columns: dict[str, int]) -> Event:
        draft = self.draft
        draft.place(row.line, "timeline")
        shown, evidence = without_figures(draft, self._bare(row))
        text = text_of(shown)
        when = when_of(cell(row, 0), draft.zone, year)
        if when is None:
            when, text = self._typed(row, text)
        shown_kind = cell(row, columns.get("kind", -1))
        kind: EventKind | None = _KINDS.get(shown_kind.casefold())
        if kind is None and (kind := kind_of_word(text_of(shown_kind))) is None:
            text, kind = f"{text_of(shown_kind)}: {text}", "other"
            draft.unread(row.line, f"the kind “{text_of(shown_kind)}”", "in the text of the event")
        return Event(
            id=draft.new_id(), at=when.at, until=when.until, precision=when.precision, text=text, kind=kind,
            who=text_of(cell(row, columns.get("who", -1))), source=text_of(cell(row, columns.get("source", -1))),
            evidence=evidence,
        )  # fmt: skip

    def _typed(self, row: Row, text: str) -> tuple[When, str]:
        """Read a time that somebody wrote in another form; words that cannot be read go into the text."""
        words = text_of(cell(row, 0)).strip()
        if not words:
            return When(), text
        above = next((event.at for event in reversed(self.events) if event.at), None)
        on = date.fromisoformat(above[:10]) if above else self.on
        try:
            read = read_time(words, zone=self.draft.zone, now=self.context.now, incident_date=on)
        except ValueError:
            self.draft.notes.append(f"line {row.line + 1}: the time “{words}” was not read: it stays in the text")
            return When(), f"{words} {text}".strip()
        return When(read.at, read.until, read.precision), text


def _year(found: Table) -> str:
    header = _TIME.fullmatch(found.header[0])
    return (header["year"] or "") if header else ""


def _columns(found: Table) -> dict[str, int]:
    return {name: found.column(name) for name in ("who", "kind", "source")}
