"""A review as the beginning of the next one: what a team would type again each time, and nothing of the incident."""

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
    """The new session with the template's people, product, zone, tags and own fields, and with what its items hand on:
    its resources, none of them secured, and the titles of its own sections.

    Args:
        template: what to take from.
        new: an empty session; what its key details say already stands.
        new_id: gives an id for each item that is handed on.
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
