"""The status of a review (draft, in review, final): its colours and meanings, and the change to the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pmtui.meeting import vocabulary
from pmtui.session import edits
from pmtui.session.document import Status

if TYPE_CHECKING:
    from pmtui.app.editing_session import EditingSession, Place

STATUS_STYLE: Final[Mapping[str, str]] = {"draft": "notice", "in_review": "accent", "final": "well"}
"""The colour of each status, on every screen; the words are in `vocabulary.STATUS`."""

STATUS_MEANS: Final[dict[Status, str]] = {
    "draft": "everything can be changed",
    "in_review": "others read it; everything can still be changed",
    "final": "closed, but for the progress of its actions",
}
NEXT: Final[dict[Status, Status]] = {"draft": "in_review", "in_review": "final", "final": "draft"}


def turn_status(editing: EditingSession, place: Place) -> str:
    """Set the next status, and return the message for the user.

    Raises:
        EditRefused: the document does not allow the change (at present it allows every one).
    """
    from pmtui.meeting.completeness import gaps  # deferred: the list of reviews does not need it

    new = NEXT[editing.session.status]
    label = "open the review again" if new == "draft" else f"set the status to {vocabulary.STATUS[new]}"
    editing.do(lambda session: edits.set_field(session, "status", new), label, place)
    missing = sum(1 for _ in gaps(editing.session))
    if new == "draft":
        return "Open again, as a draft: everything can be changed"
    if new == "in_review":
        return "In review: others read it, edits go on; once more makes it final"
    noted = f" · {missing} thing{'s' * (missing != 1)} still missing" if missing else ""
    return f"Final: only its actions' progress can change now{noted}; once more opens it again"
