"""Tell the user what a report lacks because the app could not read it yet: unread field values, unadded lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.library.protocol import SessionStore
    from pmtui.session.document import Session

_LONGEST: Final = 40


def say_unread_values(library: SessionStore, session: Session, missing_from: str) -> None:
    """Say how many typed values were not understood, how many lines were not added, and quote the first of each.

    Nothing is printed where there are none.

    Args:
        library: the library that keeps them as drafts.
        session: the session that they belong to.
        missing_from: what lacks them, in words: `the report`, `the document`.
    """
    kept = library.drafts(session.id).read()
    if not kept:
        return
    # Deferred: it imports the steps, and mostly there are no drafts.
    from pmtui.app.field_values import slot_of

    values = [
        f"{slot.field.label}: {out.quote(cut(text, _LONGEST))}"
        for key, text in kept.items()
        if not key.is_line and (slot := slot_of(key, session)) is not None
    ]
    lines = [out.quote(cut(text, _LONGEST)) for key, text in kept.items() if key.is_line]
    for found, what, why in ((values, "value", "not understood"), (lines, "line", "not added yet")):
        if found:
            count = f"1 {what} {why} is" if len(found) == 1 else f"{len(found)} {what}s {why} are"
            first = f"“{found[0]}”" if len(found) == 1 else f"the first: “{found[0]}”"
            out.say(f"{count} not in {missing_from} ({first}): open it and press !")
