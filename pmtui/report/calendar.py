"""Write the review date and the due dates of open actions as iCalendar (RFC 5545), as all-day entries.

The ids of session and actions are the UIDs: a calendar that imports the file again updates its entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pmtui.report.actions import ticket_address
from pmtui.session.bidi import isolated
from pmtui.session.document import Action, Instant, Session
from pmtui.session.instants import to_datetime
from pmtui.session.text import cleaned, one_line

_LONGEST: Final = 75
"""The longest line in bytes, without its end."""


def calendar(session: Session, ticket_url: str) -> str:
    """Return the calendar; without any date it has no entries.

    Args:
        session: the review.
        ticket_url: the address of a ticket, with `{}` for its name; empty: entries have no address.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pmtui//pmtui//EN", "CALSCALE:GREGORIAN"]
    title = _title(session)
    if when := session.key_details.review_date:
        lines += _entry(session.id, when, session.updated_at, title)
    for action in session.actions:
        if action.status == "open" and action.due:
            url = ticket_address(action.ticket, ticket_url)
            owner = f" ({_words(action.owner)})" if action.owner else ""
            summary = f"{_words(action.text) or 'Action'}{owner}"
            lines += _entry(action.id, action.due, session.updated_at, summary, _description(action, title), url)
    return "".join(f"{_folded(cleaned(line))}\r\n" for line in (*lines, "END:VCALENDAR"))


def _title(session: Session) -> str:
    details = session.key_details
    name = ": ".join(part for part in (_words(details.term), _words(details.product)) if part) or "Review"
    return f"{name}, {_words(details.headline)}" if details.headline else name


def _words(text: str) -> str:
    return isolated(one_line(text))


def _description(action: Action, title: str) -> str:
    said = (("", title), ("Ticket: ", action.ticket), ("Priority: ", action.priority), ("", action.description))
    return "\n".join(f"{name}{isolated(text)}" for name, text in said if text)


def _entry(uid: str, when: date, changed: Instant, summary: str, description: str = "", url: str = "") -> Iterator[str]:
    """Yield the lines of an all-day entry; `changed` tells a calendar which version of the entry is newer."""
    stamp = to_datetime(changed)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{max(int(stamp.timestamp()) // 60, 0)}"
    yield f"DTSTART;VALUE=DATE:{_day(when)}"
    if when < date.max:
        yield f"DTEND;VALUE=DATE:{_day(when + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(summary)}"
    if description:
        yield f"DESCRIPTION:{_escaped(description)}"
    if url:
        yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(when: date) -> str:
    return when.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line into pieces of at most 75 bytes without splitting a character; later pieces begin with a space."""
    if len(line.encode()) <= _LONGEST:
        return line
    pieces, piece, room = [], "", _LONGEST
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _LONGEST - 1
        piece += char
        room -= size
    return "\r\n ".join((*pieces, piece))
