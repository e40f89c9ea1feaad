"""Every text of a review with its place in the meeting, for whoever looks for one."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.app.editing_session import Place
from pmtui.index.passages import passages
from pmtui.session.document import Session


class Text(NamedTuple):
    """A text on one line, where it is, and what that is called."""

    place: Place
    words: str
    called: str


def texts(session: Session) -> list[Text]:
    """The texts of the forms in the order of the steps, then those of all items that hold any."""
    return [
        Text(Place(found.step, found.item_id, found.field or None), found.text, found.called)
        for found in passages(session)
    ]
