"""A review as the beginning of the next one: what a team would type again each time, and nothing of the incident."""

from __future__ import annotations

from msgspec.structs import replace

from pmtui.session.document import KeyDetails, Resource, Session

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
)


def from_template(template: Session, new: Session, resource_ids: tuple[str, ...]) -> Session:
    """The new session with the template's people, product, zone and tags, and its resources, none of them secured.

    Args:
        template: what to take from.
        new: an empty session; what its key details say already stands.
        resource_ids: an id for each of the template's resources.
    """
    empty = KeyDetails()
    taken = {
        name: getattr(template.key_details, name)
        for name in _KEPT
        if name == "timezone" or getattr(new.key_details, name) == getattr(empty, name)
    }
    resources = tuple(
        Resource(id=new_id, text=old.text, location=old.location)
        for old, new_id in zip(template.resources, resource_ids, strict=True)
    )
    return replace(new, key_details=replace(new.key_details, **taken), resources=resources)
