"""Use a review as a template for a new one: copy what a team would type each time, nothing about the incident."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pmtui.session import paths
from pmtui.session.document import KeyDetails, Session
from pmtui.session.sections import SECTIONS

_KEPT = (
    "term",
    "product",
    "severity",
    "team",
    "facilitator",
    "scribe",
    "owner",
    "attendees",
    "audience",
    "timezone",
    "tags",
    "more",
)


def from_template(template: Session, new: Session, new_id: Callable[[], str]) -> Session:
    """Fill a new session from a template: people, product, time zone, tags, own fields, resources, own sections.

    Of the sections only the titles are copied, and the resources are not secured.

    Args:
        template: the review to copy from.
        new: an empty session; key details that it has already are kept, except the time zone.
        new_id: returns an id for each copied item.
    """
    empty = KeyDetails()
    taken = {
        name: getattr(template.key_details, name)
        for name in _KEPT
        if name == "timezone" or getattr(new.key_details, name) == getattr(empty, name)
    }
    new = replace(new, key_details=replace(new.key_details, **taken))
    for section in SECTIONS:
        if section.reused:
            items = (
                section.item(id=new_id(), **{name: getattr(old, name) for name in section.reused})
                for old in paths.get(template, section.path)
            )
            new = paths.put(new, section.path, tuple(items))
    return new
