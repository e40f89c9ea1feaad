"""What a report lacks because it waits in a field of the app: values that were typed and could not be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pmtui.cli import out
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.session.document import Session

_LONGEST: Final = 40


def say_waiting_values(library: Path, session: Session, missing_from: str) -> None:
    """Say how many values of a session were not understood, and which is the first; nothing where there are none.

    Args:
        library: the folder that the session lies in.
        session: whose fields.
        missing_from: what does not hold them: `the report`, `the review`.
    """
    from pmtui.library.drafts import Drafts

    kept = Drafts(library, session.id).read()
    if not kept:
        return
    # Deferred: the steps name their fields, and there is mostly nothing to name.
    from pmtui.app.field_values import slot_of

    found = [(slot, text) for key, text in kept.items() if (slot := slot_of(key, session)) is not None]
    if not found:
        return
    slot, text = found[0]
    count = "1 value not understood is" if len(found) == 1 else f"{len(found)} values not understood are"
    shown = f"{slot.field.label}: {out.quote(cut(text, _LONGEST))}"
    first = f"“{shown}”" if len(found) == 1 else f"the first: “{shown}”"
    out.say(f"{count} not in {missing_from} ({first}): open it and press !")
