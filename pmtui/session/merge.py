"""Three-way merge of sessions: the changes of both sides since their common base, in one session.

It is used wherever two versions meet: a save beside another program, a git merge, reading back an edited report, undo.
No text is lost: where both sides changed one field, ours is kept and theirs is added to the parking lot.

Parts that are the same object on both sides, or on one side and in base, are not compared.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pmtui.session.day_events import in_merged_zone
from pmtui.session.document import VERSION, Parked, Session
from pmtui.session.instants import sort_key
from pmtui.session.merging.conflicts import ConflictPlace, Conflicts
from pmtui.session.merging.fields import same_or_new
from pmtui.session.merging.ids import with_unique_ids
from pmtui.session.merging.sections import PARTS, merge_part_of_session
from pmtui.session.merging.three_way import Sides


class Merged(NamedTuple):
    """The result of a merge."""

    session: Session
    """The object of ours or theirs where the result equals it."""
    parked: tuple[Parked, ...]
    """The conflicts that this merge added to the parking lot."""
    notices: tuple[str, ...]
    """One sentence, without capital and full stop, for each thing that the user should check."""


class DifferentSessions(ValueError):
    """The sessions have different ids, so they are not versions of one session."""


def merge(base: Session | None, ours: Session, theirs: Session, *, park: bool = True) -> Merged:
    """Merge the changes of both sides since `base`.

    Args:
        base: the common version; None where there is none.
        ours: its value is kept where both sides changed a field.
        theirs: the other version.
        park: add theirs of a conflicting text to the parking lot. False is for undo, where theirs is the session before
            the edit: nothing is parked, and what ours deleted stays deleted although theirs differs from base.

    Raises:
        DifferentSessions: the ids of ours and theirs differ.
    """
    if ours.id != theirs.id:
        raise DifferentSessions(
            f"these are two sessions, {ours.id} and {theirs.id}: only versions of one can be merged"
        )
    later = max(ours.updated_at, theirs.updated_at, key=sort_key)
    sides = in_merged_zone(Sides(base or _nothing(ours.id), ours, theirs))
    conflicts = Conflicts(undoing=not park)
    made, parked = _merge(sides, conflicts)
    if again := with_unique_ids(made, sides):
        conflicts = Conflicts(undoing=not park)
        made, parked = _merge(again, conflicts)
    return Merged(same_or_new(ours, theirs, made | {"updated_at": later}), parked, tuple(conflicts.notices))


def _nothing(session_id: str) -> Session:
    """Return an empty session, the base of two sessions without a common version."""
    return Session(format="pmtui-session", version=VERSION, id=session_id)


def _merge(sides: Sides[Session], conflicts: Conflicts) -> tuple[dict[str, Any], tuple[Parked, ...]]:
    """Return the fields of the merged session except id and `updated_at`, and the parked texts."""
    session_id = sides.ours.id
    made: dict[str, Any] = {name: _value(sides, name, conflicts) for name in ("status", "created_at")}
    for name in PARTS:
        made[name] = merge_part_of_session(name, sides.field(name), session_id, conflicts)
    there = {item.id for item in made["parking_lot"]}
    parked = tuple(item for key, item in conflicts.parked.items() if key not in there)
    if parked:
        made["parking_lot"] = (*made["parking_lot"], *parked)
    return made, parked


def _value(sides: Sides[Session], name: str, conflicts: Conflicts) -> Any:
    values = sides.field(name)
    if settled := values.resolved():
        return settled[0]
    if name != "created_at":
        conflicts.value(ConflictPlace("session", sides.ours.id, None, name), values.theirs)
    return values.ours
