"""A team's own fields of the key details: those in its config, then those that the review has besides."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.meeting.step import Field
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH, why_refused
from pmtui.settings import OwnField


def mistakes(offered: Iterable[OwnField]) -> list[str]:
    """Return a line for each field of the config whose name is not allowed."""
    return [f"fields: {one.name}: {why}" for one in offered if (why := why_refused(one.name))]


def fields(offered: Iterable[OwnField], session: Session) -> tuple[Field, ...]:
    """Return the fields for the form: those of the config in their order, then the others that the review has.

    Args:
        offered: the fields of the config; one whose name is not allowed is left out.
        session: the review.
    """
    known = {one.name: one for one in offered if not why_refused(one.name)}
    names = [*known, *(name for name in session.key_details.more if name not in known)]
    return tuple(_field(known.get(name, OwnField(name))) for name in names)


def field_at(path: str) -> Field | None:
    """Return the field at a path that begins with `key_details.more.`; None for any other path."""
    return _field(OwnField(path.removeprefix(PATH))) if path.startswith(PATH) else None


def _field(one: OwnField) -> Field:
    return Field(PATH + one.name, one.name, help=one.help, suggestions=one.choices)
