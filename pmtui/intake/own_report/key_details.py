"""Read the title and the key details of a report."""

from __future__ import annotations

import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pmtui.intake.markdown.zones import zone_in
from pmtui.intake.own_report.dates import day_written, moment_of, title_day
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.layout import Place
from pmtui.intake.own_report.tables import Row, cell, table
from pmtui.intake.own_report.unescape import split_at, text_of
from pmtui.report import labels
from pmtui.session.document import Instant, KeyDetails, Status
from pmtui.session.edits import MILESTONES
from pmtui.session.own_fields import why_refused
from pmtui.session.times import read_time

_DATE: Final = re.compile(r"(?:^|(?<=\s))\((\d\d-\d\d-\d{4})\)$", re.ASCII)
_FIELDS: Final = {label.casefold(): name for name, label in labels.DETAILS.items()}
_LISTS: Final = ("attendees", "tags")
_LENGTH: Final = re.compile(r"\s*\(after [^()]*\)$")


def read_title(heading: str, *, term_left_out: bool) -> KeyDetails:
    """Return term, product and date of `Learning review: Checkout (18-11-2026)`.

    Args:
        heading: the Markdown of the first heading.
        term_left_out: whether the whole title is the product, because the term is empty.
    """
    found = _DATE.search(heading)
    on = title_day(found[1]) if found else None
    name = heading[: found.start()].rstrip(" ") if found and on else heading
    if term_left_out:
        return KeyDetails(term="", product=text_of(name), incident_date=on)
    term, product = _parted(name)
    return KeyDetails(term=text_of(term), product=text_of(product), incident_date=on)


def _parted(name: str) -> tuple[str, str]:
    """Split the title at the first unescaped colon before a space."""
    at = 0
    while (at := name.find(": ", at)) >= 0:
        backslashes = len(name[:at]) - len(name[:at].rstrip("\\"))
        if backslashes % 2 == 0:
            return name[:at], name[at + 2 :]
        at += 1
    return name, ""


def read_zone(draft: Draft, place: Place) -> str:
    """Return the time zone that the key details name; empty where they name none.

    Raises:
        NotReadable: there is no such zone.
    """
    for row in _rows(draft, place):
        if text_of(cell(row, 0)).casefold() == labels.DETAILS["timezone"].casefold():
            return checked_zone(draft, row.line, text_of(cell(row, 1)))
    return ""


def checked_zone(draft: Draft, line: int, zone: str) -> str:
    """Return the IANA name of a time zone, which may be given as `PST` or `UTC+2`.

    Raises:
        NotReadable: there is no such zone.
    """
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        if (known := zone_in(zone)) and len(zone.split()) == 1:
            return known
        raise draft.refused(line, f"no time zone is called “{zone}”", "write a name such as Europe/London") from None
    return zone


def read_key_details(draft: Draft, place: Place, details: KeyDetails) -> tuple[KeyDetails, Status | None]:
    """Return the key details with the values of their table, and the status (None: the table has none).

    Raises:
        NotReadable: a choice or a time zone cannot be read.
    """
    values: dict[str, Any] = {}
    more: dict[str, str] = {}
    for row in _rows(draft, place):
        label = text_of(cell(row, 0))
        name = _FIELDS.get(label.strip().casefold(), "")
        if name:
            values[name] = _value(draft, row, name)
            if values[name] is None and (words := text_of(cell(row, 1))):
                more[f"{labels.DETAILS[name]} as written"] = words
                draft.unread(row.line, f"{labels.DETAILS[name]} “{words}”", "in a field of its own")
        elif why := why_refused(label):
            if any(row.cells):
                raise draft.refused(row.line, why.partition(": ")[0], "give it a name of its own")
            continue
        else:
            more[label] = text_of(cell(row, 1))
        draft.place(row.line, f"key_details.{name}" if name else f"key_details.more.{label}")
    status = values.pop("status", None)
    values.pop("timezone", None)  # `read_zone` read it
    return replace(details, **values, more=more), status


def _rows(draft: Draft, place: Place) -> list[Row]:
    page = draft.page
    tables = [table(page, part) for part in page.parts(place.first, place.end) if part.kind == "table"]
    return [row for each in tables for row in each.rows]


def _value(draft: Draft, row: Row, name: str) -> Any:
    shown, label = cell(row, 1), labels.DETAILS[name]
    if name == "status":
        return draft.choice(row.line, label, shown, labels.STATUS)
    if name == "audience":
        return draft.choice(row.line, label, shown, labels.AUDIENCE)
    if name in MILESTONES:
        return moment_of(shown, draft.zone) or _milestone(draft, text_of(shown))
    if name == "review_date":
        return day_written(text_of(shown), draft.today)
    return listed(shown) if name in _LISTS else text_of(shown)


def _milestone(draft: Draft, words: str) -> Instant | None:
    """Return the instant of a time as people write it, such as `14:02`; None where it is none."""
    try:
        read = read_time(_LENGTH.sub("", words), zone=draft.zone, now=draft.now, incident_date=draft.on)
    except ValueError:
        return None
    return read.at if read.until is None and read.precision != "day" else None


def listed(markdown: str) -> tuple[str, ...]:
    """Return the short texts in a cell, each once."""
    texts = (text_of(part.strip(" ")) for part in split_at(markdown, ","))
    return tuple(dict.fromkeys(text for text in texts if text))
