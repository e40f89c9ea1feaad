"""Make a static site of a library's final reviews: which reviews, their pages, and what they would reveal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from pmtui.app.report_files import what_to_show
from pmtui.app.report_secrets import MaskedFiles, must_ask, secrets_in_files, secrets_in_report, without_secrets
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.library.lookup import without_duplicates
from pmtui.library.protocol import AttachedFiles, SessionStore
from pmtui.meeting.step import Gap
from pmtui.report.site.listed import listed, page_name
from pmtui.report.site.pages import LISTS, lists, review_page
from pmtui.session.document import Session

TITLE: Final = "Learning reviews"
_SECRET: Final = "secret-"


class Kept(NamedTuple):
    """A final review, the name of its file, and its attached files."""

    session: Session
    file: str
    files: AttachedFiles


class FinalReviews(NamedTuple):
    """The reviews of a library for a site."""

    reviews: tuple[Kept, ...]
    unreadable: tuple[str, ...]
    """The pages of sessions that cannot be read now: existing ones stay."""
    said: tuple[str, ...]
    """A sentence for each thing that was left out."""


class Look(NamedTuple):
    """The title of a site, its address for feeds, and the address of tickets."""

    title: str = TITLE
    url: str = ""
    ticket_url: str = ""


def final_reviews(store: SessionStore) -> FinalReviews:
    """Return the final reviews of a library."""
    reviews: list[Kept] = []
    unreadable: list[str] = []
    said: list[str] = []
    entries = store.entries()
    for entry in entries:
        if entry.unreadable:
            unreadable.append(page_name(entry.file))
            said.append(f"{entry.file}: left out: {entry.unreadable}")
    for entry in without_duplicates(entries):
        if entry.status != "final":
            continue
        try:
            kept, notices = _kept(store, entry)
        except LibraryError as error:
            unreadable.append(page_name(entry.file))
            said.append(f"left out: {error}")
            continue
        said += notices
        # Another program may have reopened the review since it was listed.
        reviews += [kept] if kept.session.status == "final" else []
    return FinalReviews(tuple(reviews), tuple(unreadable), tuple(said))


def _kept(store: SessionStore, entry: Entry) -> tuple[Kept, list[str]]:
    loaded = store.load(entry)
    files = store.attached_files(loaded)
    session, left_out = what_to_show(loaded.session, files, "html")
    return Kept(session, loaded.file, files), [*loaded.notices, *(f"{loaded.file}: {line}" for line in left_out)]


def site_names(reviews: Iterable[Kept]) -> frozenset[str]:
    """Return the names of the site's files, relative to its folder."""
    return frozenset((*LISTS, *(page_name(each.file) for each in reviews)))


def site_texts(reviews: Sequence[Kept], today: date, look: Look) -> Iterator[tuple[str, str]]:
    """Yield the name (relative to the site's folder) and the content of each file: pages first, then the lists.

    Raises:
        DocumentError: the evidence names a file outside the attachment folder.
        ValueError: a template cannot be used.
    """
    for each in reviews:
        yield page_name(each.file), _page(each, look)
    shown = [listed(each.session, each.file) for each in reviews]
    yield from lists(shown, look.title, today, look.url, look.ticket_url).items()


def secrets_on_page(review: Kept, today: date, look: Look, allowed: tuple[str, ...]) -> tuple[Gap, ...]:
    """Return what the page of a review would reveal.

    For technical readers these are likely secrets; for managers and customers also personal data.
    """

    def write(session: Session) -> str:
        changed = review._replace(session=session)
        return "".join(text for _, text in site_texts([changed], today, look))

    session = review.session
    found = (*secrets_in_report(session, write, allowed), *secrets_in_files(session, write, review.files, allowed))
    asked = must_ask(review.session, "html", None)
    return tuple(gap for gap in found if asked or gap.code.startswith(_SECRET))


def masked_reviews(reviews: Iterable[Kept], allowed: tuple[str, ...]) -> tuple[Kept, ...]:
    """Return the reviews with secrets and personal data masked."""
    return tuple(
        each._replace(session=without_secrets(each.session, allowed), files=MaskedFiles(each.files, allowed))
        for each in reviews
    )


def _page(review: Kept, look: Look) -> str:
    return review_page(review.session, look.title, ticket_url=look.ticket_url, read_file=review.files.read)
