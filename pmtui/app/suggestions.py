"""The usual items of a list, which may be taken one after the other."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from pmtui.app.editing_session import EditingSession
from pmtui.session.document import Session


class Offer(Struct, frozen=True):
    """One of the usual items: the line that it adds, and how it is shown."""

    text: str
    label: str
    aside: str = ""


class Offering(Protocol):
    """A list for which there are usual items."""

    editing: EditingSession

    def offers(self, session: Session) -> list[Offer]:
        """The usual items that the list does not have yet."""

    def take_offers(self, offers: list[Offer]) -> bool:
        """Add some of the usual items; False if that was refused."""
