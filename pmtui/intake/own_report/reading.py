"""Read a whole report section by section. Its invisible last line identifies it; text of no section is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar
from urllib.parse import unquote

from msgspec.structs import replace

from pmtui.intake.own_report import item_lists
from pmtui.intake.own_report.actions import read_actions
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.evidence import NUMBER, read_figure
from pmtui.intake.own_report.key_details import read_key_details, read_title, read_zone
from pmtui.intake.own_report.layout import Page, Place, layout
from pmtui.intake.own_report.lists import ListItem
from pmtui.intake.own_report.prose import read_five_whys, read_impact, read_root_cause, read_summary
from pmtui.intake.own_report.timeline import TimelineReader, zone_of_timeline
from pmtui.intake.own_report.unescape import text_of
from pmtui.intake.result import Intake, IntakeContext
from pmtui.report import labels
from pmtui.report.escape import NO_TEXT
from pmtui.session.document import FORMAT, VERSION, Evidence, Item, OwnSection, Session
from pmtui.session.instants import to_instant
from pmtui.session.text import clean

I = TypeVar("I", bound=Item)  # noqa: E741 - an item

KIND: Final = "report of pmtui"
_LAST: Final = re.compile(r"""^\[//\]: # [("']pmtui ([^\s()]+) ([0-9a-f]{12})[)"'][ \t]*\r?$""", re.MULTILINE)
_ORIGIN: Final = re.compile(r"([^\s()]+) ([0-9a-f]{12})")
_TITLE_IS_PRODUCT: Final = "the title is the product"
_SECTIONS: Final = {heading: name for name, heading in labels.SECTIONS.items()}
_LESSONS: Final = {heading: name for name, heading in labels.LESSONS.items()}
_INTRODUCTION: Final = "Introduction"


class Origin(NamedTuple):
    """What the last line of a report names."""

    session_id: str
    revision: str


def looks(text: str) -> bool:
    """Whether a text is a report that pmtui wrote."""
    return origin_of(text) is not None


def origin_of(text: str) -> Origin | None:
    """Return what the last line of a report names; None where the text is no report of pmtui's."""
    found = _LAST.search(text, max(text.rfind("[//]: # "), 0))
    return Origin(unquote(found[1]), found[2]) if found else None


def read(text: str, context: IntakeContext) -> Intake:
    """Read a report that pmtui wrote.

    Raises:
        NotReadable: a choice or time zone is invalid; the message names the line.
    """
    text, removed = clean(text.removeprefix("\ufeff"))
    page = layout(text)
    origin = _origin(page)
    reader = _Reader(Draft(page, context.new_id, context.now, context.zone), context)
    session = reader.session(origin.session_id, to_instant(context.now))
    notes = list(reader.draft.notes)
    if removed:
        notes.append(f"{removed} control {'character' if removed == 1 else 'characters'} taken out")
    account = tuple(sorted(reader.draft.account, key=lambda row: row.line))
    return Intake(KIND, session, account=account, notes=tuple(notes), revision=origin.revision)


def _origin(page: Page) -> Origin:
    found = [match for said in page.markers.values() if (match := _ORIGIN.fullmatch(said))]
    return Origin(unquote(found[-1][1]), found[-1][2]) if found else Origin("", "")


class _Reader:
    """Reads the places of a report in order."""

    def __init__(self, draft: Draft, context: IntakeContext) -> None:
        self.draft, self.context, self.page = draft, context, draft.page
        self.under: dict[str, list[Place]] = {}
        """By section in the document, its places; the first has the section's own heading."""
        self.title = ""
        self.loose: list[Place] = []
        self._sort()

    def _sort(self) -> None:
        section = ""
        titled = False
        for place in self.page.places:
            name = text_of(place.heading)
            if place.level == 1 and not titled:
                titled, self.title = True, place.heading
                section = ""
                self.under.setdefault("title", []).append(place)
            elif place.level == 2:
                section = _SECTIONS.get(name, "")
                if section:
                    self.under.setdefault(section, []).append(place)
                else:
                    self.loose.append(place)
            elif place.level == 3 and section:
                self.under[section].append(place)
            else:
                self.loose.append(place)
                section = section if place.level == 0 else ""

    def session(self, session_id: str, now: str) -> Session:
        """Return the session that the report shows."""
        draft = self.draft
        zone = next((zone for place in self._own("key_details") if (zone := read_zone(draft, place))), "")
        shown_in = next((found for place in self._own("timeline") if (found := zone_of_timeline(draft, place))), "")
        draft.zone = shown_in or zone or draft.zone
        left_out = _TITLE_IS_PRODUCT in self.page.markers.values()
        details = read_title(self.title, term_left_out=left_out)
        details = replace(details, timezone=zone or draft.zone)
        draft.on = details.incident_date or self.context.date
        made = Session(
            format=FORMAT, version=VERSION, id=session_id or draft.new_id(), created_at=now, updated_at=now,
            evidence=self._figures(),
        )  # fmt: skip
        self._introduction()
        for place in self._own("key_details"):
            details, status = read_key_details(draft, place, details)
            made = replace(made, status=status or made.status)
            self._beside(place, "key_details")
        made = replace(made, key_details=details)
        made = self._prose(made)
        made = self._timeline(made)
        made = self._lists(made)
        for place in self.loose:
            self._keep(place)
        summary = replace(made.summary, sections=(*made.summary.sections, *draft.more_sections))
        return replace(made, summary=summary, parking_lot=(*made.parking_lot, *draft.remarks))

    def _own(self, section: str) -> list[Place]:
        """Return the places with the section's own heading."""
        return [place for place in self.under.get(section, ()) if place.level == 2]

    def _below(self, section: str, *known: str) -> list[tuple[str, Place]]:
        """Return the places below a section whose headings are known there; others are kept as own sections."""
        found = []
        for place in self.under.get(section, ()):
            if place.level == 3:
                heading = text_of(place.heading)
                if heading in known:
                    found.append((heading, place))
                else:
                    self.loose.append(place)
        return found

    def _keep(self, place: Place) -> None:
        heading = "" if place.heading == NO_TEXT else text_of(place.heading)
        self.draft.keep(heading, place.first, place.end, at=place.first - 1 if place.level else None)

    def _introduction(self) -> None:
        """Read what is below the title; the first paragraph is the summary line, which is ignored whatever it says."""
        for place in self.under.get("title", ()):
            parts = list(self.page.parts(place.first, place.end))
            if len(parts) > 1:
                self.draft.keep(_INTRODUCTION, parts[1].first, place.end)

    def _beside(self, place: Place, section: str) -> None:
        """Keep text beside the table of a section that consists of a table only."""
        for part in self.page.parts(place.first, place.end):
            if part.kind == "quote":
                self.draft.remark_of_lines(part.first, part.end, None)
            elif part.kind not in ("table", "marker"):
                self.draft.keep(labels.SECTIONS[section], part.first, part.end)
        self._below(section)

    def _figures(self) -> tuple[Evidence, ...]:
        draft, made = self.draft, []
        for place in self.under.get("evidence", ()):
            if place.level == 2:
                draft.keep(labels.SECTIONS["evidence"], place.first, place.end)
            elif number := NUMBER.fullmatch(text_of(place.heading)):
                key = draft.new_id()
                draft.figures.setdefault(number[1], key)
                made.append((place, key))
            else:
                self.loose.append(place)
        return tuple(read_figure(draft, place, key) for place, key in made)

    def _prose(self, made: Session) -> Session:
        draft = self.draft
        summary, impact, cause = made.summary, made.impact, made.root_cause
        for place in self._own("summary"):
            summary = read_summary(draft, place, summary)
        for place in self.under.get("summary", ()):
            if place.level == 3:
                title = "" if place.heading == NO_TEXT else text_of(place.heading)
                text = self.page.text(place.first, place.end)
                summary = replace(
                    summary, sections=(*summary.sections, OwnSection(id=draft.new_id(), title=title, text=text))
                )
                draft.place(place.first - 1, f"summary.sections: {title}")
        for place in self._own("impact"):
            impact = read_impact(draft, place)
        self._below("impact")
        for place in self._own("root_cause"):
            cause = read_root_cause(draft, place)
        for _, place in self._below("root_cause", labels.FIVE_WHYS):
            cause = read_five_whys(draft, place, cause)
        return replace(made, summary=summary, impact=impact, root_cause=cause)

    def _timeline(self, made: Session) -> Session:
        reader = TimelineReader(self.draft, self.context, made.key_details.incident_date)
        for place in self._own("timeline"):
            reader.read_events(place)
        for _, place in self._below("timeline", labels.DECISIONS):
            reader.read_decisions(place)
        return replace(made, timeline=tuple(reader.events))

    def _lists(self, made: Session) -> Session:
        draft = self.draft
        actions = tuple(action for place in self._own("actions") for action in read_actions(draft, place))
        self._below("actions")
        lessons = {"learned": self._list("lessons", "lessons.learned", item_lists.note)}
        for heading, place in self._below("lessons", *_LESSONS):
            name = _LESSONS[heading]
            notes = item_lists.read_list(draft, place, f"lessons.{name}", heading, item_lists.note)
            lessons[name] = (*lessons.get(name, ()), *notes)
        resources = self._list("resources", "resources", item_lists.resource)
        further = self._list("further_reading", "further_reading", item_lists.reading)
        parking = self._list("parking_lot", "parking_lot", item_lists.parked)
        for section in ("resources", "further_reading", "parking_lot"):
            self._below(section)
        return replace(
            made, actions=actions, lessons=replace(made.lessons, **lessons), resources=resources,
            further_reading=further, parking_lot=parking,
        )  # fmt: skip

    def _list(self, section: str, path: str, make: Callable[[str, ListItem], I]) -> tuple[I, ...]:
        title = labels.SECTIONS[section]
        found = (item_lists.read_list(self.draft, place, path, title, make) for place in self._own(section))
        return tuple(item for each in found for item in each)
