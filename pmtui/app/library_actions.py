"""Acts on whole reviews: create one, delete it, restore it, copy its report."""

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
    """What the user typed for a new review. `incident_date` is None where the field was emptied."""

    product: str
    headline: str
    incident_date: date | None


def create_review(
    library: SessionStore, new: NewReview, timezone: str, template: Entry | None, term: str = ""
) -> Entry:
    """Create a review, and return its entry.

    Args:
        library: where to create it.
        new: what the user typed.
        timezone: the IANA time zone of the review.
        template: a review to copy the structure of; None: none.
        term: the title, such as `Postmortem`; the template's own title overrides it.

    Raises:
        LibraryError: it cannot be written, or the template cannot be read.
    """
    session = new_session(
        product=new.product,
        headline=new.headline,
        term=term if template is None else "",  # the template has its own
        incident_date=new.incident_date,
        timezone=timezone,
        now=library.now(),
        new_id=library.new_id,
    )
    if template is not None:
        session = from_template(library.read(template), session, library.new_id)
    return library.create(session)


class DeletedReviews:
    """The reviews deleted while the app runs; they can be restored, the last one first."""

    def __init__(self, library: SessionStore) -> None:
        self.library = library
        self._thrown: list[tuple[Trashed, str]] = []

    @property
    def last(self) -> str:
        """The name of the review deleted last; empty where there is none."""
        return self._thrown[-1][1] if self._thrown else ""

    def delete(self, entry: Entry) -> str:
        """Move a review into the trash, and return its name.

        Raises:
            LibraryError: it was not moved.
        """
        name = cut(entry.headline or entry.product or entry.file, 40)
        self._thrown.append((self.library.trash(entry), name))
        return name

    def restore(self) -> Entry:
        """Restore the review deleted last.

        Raises:
            LibraryError: it is not in the trash any more, or cannot be moved.
        """
        thrown, _ = self._thrown.pop()
        return self.library.untrash(thrown)


def copy_report(library: SessionStore, entry: Entry, osc52: Callable[[str], None], ticket_url: str = "") -> str:
    """Copy a review's report to the clipboard, and return the message for the user.

    Raises:
        LibraryError: the review cannot be read.
        ReportError: the report cannot be made.
    """
    from pmtui.app.report_files import on_clipboard  # deferred: it imports what writes reports

    return on_clipboard(library.read(entry), library.attached_files(entry), library, osc52, ticket_url)
