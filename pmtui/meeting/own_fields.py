"""The team's own fields of the key details: those that the config offers, then those that the review has already."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.meeting.step import Field
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH, why_refused
from pmtui.settings import OwnField


def mistakes(offered: Iterable[OwnField]) -> list[str]:
    """A line for each field of the config that cannot have its name."""
    return [f"fields: {one.name}: {why}" for one in offered if (why := why_refused(one.name))]


def fields(offered: Iterable[OwnField], session: Session) -> tuple[Field, ...]:
    """The fields of the form: the offered ones in their order, then others that the review has.

    Args:
        offered: those of the config; one whose name is refused is left out.
        session: the review.
    """
    known = {one.name: one for one in offered if not why_refused(one.name)}
    names = [*known, *(name for name in session.key_details.more if name not in known)]
    return tuple(_field(known.get(name, OwnField(name))) for name in names)


def field_at(path: str) -> Field | None:
    """The field at a path that begins with `key_details.more.`; None for any other path."""
    return _field(OwnField(path.removeprefix(PATH))) if path.startswith(PATH) else None


def _field(one: OwnField) -> Field:
    return Field(PATH + one.name, one.name, help=one.help, suggestions=one.choices)
