"""What a report lacks because it waits in the app: values that could not be read, and lines that were not added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.library.protocol import SessionStore
    from pmtui.session.document import Session

_LONGEST: Final = 40


def say_waiting_values(library: SessionStore, session: Session, missing_from: str) -> None:
    """Say how many values of a session were not understood, how many lines not added, and which is the first.

    Nothing is said where there are none.

    Args:
        library: where the session is kept.
        session: whose fields.
        missing_from: what does not hold them: `the report`, `the review`.
    """
    kept = library.drafts(session.id).read()
    if not kept:
        return
    # Deferred: the steps name their fields, and there is mostly nothing to name.
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
