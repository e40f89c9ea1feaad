"""All texts of a review with their places, for searching within a meeting."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.app.editing_session import Place
from pmtui.index.passages import passages
from pmtui.session.document import Session


class Text(NamedTuple):
    """A text on one line, its place, and the name of that place."""

    place: Place
    words: str
    called: str


def texts(session: Session) -> list[Text]:
    """Return the texts of the forms in the order of the steps, then those of all items."""
    return [
        Text(Place(found.step, found.item_id, found.field or None), found.text, found.called)
        for found in passages(session)
    ]
