"""Write the newest reviews as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from pmtui.report.dates import day
from pmtui.report.site.listed import Listed
from pmtui.session.bidi import isolated
from pmtui.session.durations import format_duration
from pmtui.session.text import cleaned

MOST: Final = 50
"""The most entries of a feed; feed readers keep older ones themselves."""
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(reviews: Sequence[Listed], title: str, today: date, url: str = "") -> str:
    """Return the feed.

    Args:
        reviews: the reviews, newest first.
        title: the title of the site.
        today: the time of the last change of a feed without entries.
        url: the address of the site, for feed readers that need absolute links; empty: it is not known.
    """
    newest = sorted(reviews, key=lambda each: (each.updated, each.id), reverse=True)[:MOST]
    updated = newest[0].updated if newest else f"{today.isoformat()}T00:00:00Z"
    base = f' xml:base="{_xml(url.rstrip("/"))}/"' if url else ""
    return "\n".join((
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"{base}>',
        f"<id>{uuid5(NAMESPACE_URL, f'pmtui:site:{url or title}').urn}</id>",
        f"<title>{_xml(title)}</title>",
        f"<updated>{updated}</updated>",
        '<link rel="self" type="application/atom+xml" href="feed.xml"/>',
        '<link rel="alternate" type="text/html" href="index.html"/>',
        f"<author><name>{_xml(title)}</name></author>",
        "<generator>pmtui</generator>",
        *(line for each in newest for line in _entry(each)),
        "</feed>",
        "",
    ))  # fmt: skip


def _entry(review: Listed) -> Iterator[str]:
    lasted = format_duration(review.lasted) if review.lasted is not None else ""
    about = (review.product, day(review.day), review.severity, lasted, *review.causes[:1])
    yield "<entry>"
    yield f"<id>{urn(review.id)}</id>"
    yield f"<title>{_xml(review.title)}</title>"
    yield f"<published>{review.published}</published>"
    yield f"<updated>{review.updated}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_xml(review.address)}"/>'
    yield f"<summary>{_xml(' · '.join(map(isolated, filter(None, about))))}</summary>"
    for tag in review.tags:
        yield f'<category term="{_xml(tag)}"/>'
    yield "</entry>"


def urn(session_id: str) -> str:
    """Return a permanent URN for a session's id; an id that is no UUID is hashed to one."""
    try:
        return UUID(session_id).urn
    except ValueError:
        return uuid5(NAMESPACE_URL, f"pmtui:session:{session_id}").urn


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", cleaned(text)))
