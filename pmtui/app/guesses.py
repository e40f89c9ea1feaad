"""Guess the value of an empty field; the user accepts it with one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pmtui.meeting.gap_wording import cached_by_identity, is_empty
from pmtui.meeting.step import Field
from pmtui.session import paths
from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.instants import sort_key
from pmtui.session.times import local, show_date

DETAILS: Final = "key_details."
_TEAM: Final = ("attendees", "facilitator", "scribe", "owner", "customer")
"""Fields that are guessed from the last review of the same team or product."""


def guess(field: Field, session: Session, earlier: Sequence[KeyDetails]) -> str:
    """Return the probable value of an empty field, as one would type it; empty where there is no guess.

    Args:
        field: the field.
        session: the review.
        earlier: the key details of earlier reviews, newest first.
    """
    if not field.path.startswith(DETAILS) or not is_empty(paths.get(session, field.path)):
        return ""
    name = field.path.removeprefix(DETAILS)
    if name == "incident_date":
        day = _first_day(session.timeline, session.key_details.timezone)
        return show_date(day) if day else ""
    if name == "product":
        return next((each.product for each in earlier if each.product.strip()), "")
    alike = [each for each in earlier if _is_alike(session.key_details, each)]
    if name == "team":
        return next((each.team for each in alike if each.team.strip()), "")
    if name not in _TEAM:
        return ""
    value = next((value for each in alike if not is_empty(value := getattr(each, name))), "")
    return value if isinstance(value, str) else ", ".join(value)


def _is_alike(now: KeyDetails, before: KeyDetails) -> bool:
    """Whether an earlier review has the same team, or without a team the same product; True where neither is known."""
    if now.team.strip():
        return now.team.strip().casefold() == before.team.strip().casefold()
    return not now.product.strip() or now.product.strip().casefold() == before.product.strip().casefold()


@cached_by_identity
def _first_day(timeline: tuple[Event, ...], zone: str) -> date | None:
    """Return the date of the earliest event in a time zone; None where no event has a time."""
    first = min((event.at for event in timeline if event.at is not None), key=sort_key, default=None)
    return local(first, zone).date() if first is not None else None
