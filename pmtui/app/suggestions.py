"""Suggestions for a list: its usual items, which the user accepts one by one."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from pmtui.app.editing_session import EditingSession
from pmtui.session.document import Session


class Offer(Struct, frozen=True):
    """A suggestion: the line that it adds, its label, and what to show beside it."""

    text: str
    label: str
    aside: str = ""


class Offering(Protocol):
    """A list that has suggestions."""

    editing: EditingSession

    def offers(self, session: Session) -> list[Offer]:
        """Return the usual items that the list does not have yet."""

    def take_offers(self, offers: list[Offer]) -> bool:
        """Add suggestions to the list; returns False where that was refused."""
