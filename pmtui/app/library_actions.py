"""What is done with whole reviews: begin one, delete it and have it back, copy its report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from pmtui.library.entries import Entry
from pmtui.library.ids import new_session
from pmtui.library.protocol import SessionStore, Trashed
from pmtui.session.template import from_template
from pmtui.session.text import cut


class NewReview(NamedTuple):
    """What a person types to begin one. `incident_date` is None where the field was emptied."""

    product: str
    headline: str
    incident_date: date | None


def begin(library: SessionStore, new: NewReview, timezone: str, template: Entry | None, term: str = "") -> Entry:
    """Make a review, from `template` where one is given; `term` is what it is called.

    Raises:
        LibraryError: it could not be written, or the template not be read.
    """
    session = new_session(
        product=new.product,
        headline=new.headline,
        term=term if template is None else "",  # else that of the template
        incident_date=new.incident_date,
        timezone=timezone,
        now=library.now(),
        new_id=library.new_id,
    )
    if template is not None:
        session = from_template(library.read(template), session, library.new_id)
    return library.create(session)


class DeletedReviews:
    """What was deleted in this sitting: each can be had back, the last one first."""

    def __init__(self, library: SessionStore) -> None:
        self.library = library
        self._thrown: list[tuple[Trashed, str]] = []

    @property
    def last(self) -> str:
        """The name of what was deleted last; empty where there is nothing."""
        return self._thrown[-1][1] if self._thrown else ""

    def throw(self, entry: Entry) -> str:
        """Move a review into the trash folder; returns its name.

        Raises:
            LibraryError: it was not moved.
        """
        name = cut(entry.headline or entry.product or entry.file, 40)
        self._thrown.append((self.library.trash(entry), name))
        return name

    def put_back(self) -> Entry:
        """Put back what was deleted last.

        Raises:
            LibraryError: it is not in the trash any more, or was not moved.
        """
        thrown, _ = self._thrown.pop()
        return self.library.untrash(thrown)


def copy_report(library: SessionStore, entry: Entry, osc52: Callable[[str], None], ticket_url: str = "") -> str:
    """Copy a review's report; returns what to tell the person.

    Raises:
        LibraryError: it could not be read.
        Trouble: there is no report.
    """
    from pmtui.app.report_files import on_clipboard  # what writes reports is loaded when it is asked for

    return on_clipboard(library.read(entry), library.attached_files(entry), library, osc52, ticket_url)
