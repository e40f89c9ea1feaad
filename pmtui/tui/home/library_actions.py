"""What the library's screen says and does, without the screen: words for its lines, new reviews, the copied report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from textual.content import Content

from pmtui.app.review_preview import ReviewPreview
from pmtui.library.entries import Entry
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.template import from_template
from pmtui.session.text import cut


class NewReview(NamedTuple):
    """What a person types to begin one. `incident_date` is None where the field was emptied."""

    product: str
    headline: str
    incident_date: date | None


_LONGEST: Final = 40
"""Characters of the folder that the top line has room for."""


def where(folder: Path, shown: int, all_of: int, *, narrow: bool) -> Content:
    """`pmtui · sessions/ · 143 reviews`."""
    many = f"{all_of:,} review{'s' * (all_of != 1)}" if all_of else "no reviews yet"
    if shown < all_of:
        many = f"{shown:,} of {many}"
    return Content.assemble((" pmtui", "bold"), (f" · {many}" if narrow else f" · {_short(folder)} · {many}", "$dim"))


def counted(previews: Sequence[ReviewPreview]) -> Content:
    """`2 actions overdue · 11 open`, over the whole library."""
    todo = sum(len(preview.open_actions) for preview in previews)
    late = sum(len(preview.overdue) for preview in previews)
    if not todo:
        return Content("")
    open_ = f"{todo} open" if late else f"{todo} open action{'s' * (todo != 1)}"
    said = [Content.styled(f"{late} action{'s' * (late != 1)} overdue", "$danger")] if late else []
    return Content.assemble(Content.styled(" · ", "$dim").join([*said, Content.styled(open_, "$dim")]), " ")


def empty(folder: Path, key: str) -> Content:
    """What belongs into a library, and how to begin: by `key`, or from a shell."""
    return Content.assemble(
        ("No reviews yet", "bold"),
        "\n\n",
        ("A review goes from the first note of an incident to the published report.\n", "$dim"),
        (f"Each is one file in {_short(folder)}\n\n", "$dim"),
        (key, "bold"), ("   begin one here; in it, ", "$dim"), ("T", "bold"), (" is a short tour\n\n", "$dim"),
        ("In the middle of an incident, from any shell:\n", "$dim"),
        'pmtui log "card payments are refused"\n\n',
        ("One that was written elsewhere:\n", "$dim"),
        "pmtui import postmortem.md",
    )  # fmt: skip


def nothing_matches(query: str) -> Content:
    """What stands where the filter leaves nothing."""
    return Content.assemble(
        (f"Nothing matches “{query.strip()}”.\n", ""), ("esc, then esc again, shows all of them", "$dim")
    )


def begin(library: Library, new: NewReview, timezone: str, template: Entry | None) -> Path:
    """Make a review, from `template` where one is given; returns its file.

    Raises:
        LibraryError: it could not be written, or the template not be read.
    """
    session = new_session(
        product=new.product,
        headline=new.headline,
        incident_date=new.incident_date,
        timezone=timezone,
        now=library.now(),
        new_id=library.new_id,
    )
    if template is not None:
        old = library.read(template)
        session = from_template(old, session, tuple(library.new_id() for _ in old.resources))
    return library.create(session)


class DeletedReviews:
    """What was deleted in this sitting: each can be had back, the last one first."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._thrown: list[tuple[Path, str]] = []

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

    def put_back(self) -> Path:
        """Put back what was deleted last; returns its file.

        Raises:
            LibraryError: it is not in the trash any more, or was not moved.
        """
        path, _ = self._thrown.pop()
        return self.library.untrash(path)


def copy_report(library: Library, entry: Entry, osc52: Callable[[str], None]) -> str:
    """Copy a review's report; returns what to tell the person.

    Raises:
        LibraryError: it could not be read.
        Trouble: there is no report.
    """
    from pmtui.app.report_files import on_clipboard  # what writes reports is loaded when it is asked for

    return on_clipboard(library.read(entry), library.attachments(entry), osc52)


def _short(folder: Path) -> str:
    """The folder as a person writes it; of a long one the end."""
    text = f"{folder}/"
    for base, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if folder.is_relative_to(base) and folder != base:
            text = f"{sign}{folder.relative_to(base)}/"
            break
    return text if len(text) <= _LONGEST else f"…{text[1 - _LONGEST :]}"
