"""The page of a review on the site (its report for its audience, with a link to the index), and the site's lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from pmtui.report.formats import export
from pmtui.report.html.page import with_way_back
from pmtui.report.html.pictures import Pictures, ReadFile
from pmtui.report.html.text import words
from pmtui.report.site.feed import feed
from pmtui.report.site.index_page import index_page
from pmtui.report.site.listed import Listed
from pmtui.session.document import Evidence, Session

LISTS: Final = ("index.html", "feed.xml")
"""The files that `lists` returns."""


def review_page(session: Session, title: str, *, ticket_url: str = "", read_file: ReadFile | None = None) -> str:
    """Return the page of a review, for a folder below that of the index.

    Args:
        session: the review.
        title: the title of the site.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
        read_file: returns the content of an attached file by its name.

    Raises:
        DocumentError: a file of the evidence lies outside the attachment folder.
        ValueError: its template cannot be used.
    """
    pictures = Pictures(read_file)
    shown = replace(session, evidence=tuple(_without_file(each, pictures) for each in session.evidence))
    text = export(shown, "html", ticket_url=ticket_url, read_file=read_file)
    return with_way_back(text, "../index.html", words(title))


def lists(reviews: Sequence[Listed], title: str, today: date, url: str = "", ticket_url: str = "") -> dict[str, str]:
    """Return the index and the feed by file name.

    Args:
        reviews: the reviews, in any order.
        title: the title of the site.
        today: open actions that were due before this day are overdue.
        url: the address of the site; empty: it is not known.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
    """
    newest = sorted(reviews, key=lambda each: each.newest_first, reverse=True)
    return {"index.html": index_page(newest, title, today, ticket_url), "feed.xml": feed(newest, title, today, url)}


def _without_file(figure: Evidence, pictures: Pictures) -> Evidence:
    """Return a figure without a link to its file, unless the file is an embedded picture; the file is only named."""
    if not figure.path or pictures.data_uri(figure.path)[0]:
        return figure
    told = f"{figure.path}: kept with the review, not on this site"
    return replace(figure, path="", caption=f"{figure.caption} ({told})" if figure.caption else told)
