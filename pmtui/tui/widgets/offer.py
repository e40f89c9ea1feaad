"""`OfferScreen`: the suggested items of a list. It stays open until all are taken, or Escape is pressed."""

from __future__ import annotations

from typing import Final

from pmtui import signs
from pmtui.app.suggestions import Offer, Offering
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Span
from pmtui.tui.widgets.status_bar import KeysLine

ALL: Final = "\0all"
"""The id of the row for all suggestions."""


class OfferScreen(Picker):
    """The suggested items of one list."""

    def __init__(self, offering: Offering, title: str, *, everything: str = "All of these") -> None:
        super().__init__(f"{title}: take one after the other", self._match, placeholder="type a few letters")
        self.offering = offering
        self.everything = everything
        self.taken = 0

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for the line of keys."""
        return [
            ("enter", "add it"),
            (signs.UP_DOWN, "choose"),
            ("esc", f"done, {self.taken} added" if self.taken else "close"),
        ]

    def _found(self, query: str) -> list[Offer]:
        words = query.casefold().split()
        offers = self.offering.offers(self.offering.editing.session)
        return [offer for offer in offers if all(word in offer.label.casefold() for word in words)]

    def _match(self, query: str) -> list[Row]:
        found = self._found(query)
        rows = [Row(one.text, one.label, right=(Span(one.aside, "dim"),) if one.aside else ()) for one in found]
        return [*rows, Row(ALL, self.everything, "accent")] if len(found) > 1 else rows

    def take(self) -> None:
        """Add the item under the cursor, or all that are shown; close the window if none is left."""
        chosen = self.list.row_id
        found = self._found(self.field.text)
        wanted = found if chosen == ALL else [one for one in found if one.text == chosen]
        if not wanted:
            return
        if not self.offering.take_offers(wanted):
            self.dismiss(None)  # the line of keys says why it was refused
            return
        self.taken += len(wanted)
        if not self.offering.offers(self.offering.editing.session):
            self.dismiss(None)
            return
        if self.field.text:
            self.field.empty()
        self.list.show(self._match(""))
        self.query_one(KeysLine).refresh()
