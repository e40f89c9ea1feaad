"""The three-way merge of sessions: what each of two people changed since they last agreed, in one session.

It answers every meeting of two versions: saving beside another program, a git merge, reading back an edited report,
and undo. No text is lost: where both wrote into one field, ours stands and theirs goes to the parking lot.

What is the same object on both sides, or on one side and in base, is not looked at.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pmtui.session.day_events import in_one_zone
from pmtui.session.document import VERSION, Parked, Session
from pmtui.session.instants import sort_key
from pmtui.session.merging.conflicts import ConflictPlace, Contests
from pmtui.session.merging.fields import shared
from pmtui.session.merging.ids import each_id_once
from pmtui.session.merging.sections import PARTS, merge_part_of_session
from pmtui.session.merging.three_way import Sides


class Merged(NamedTuple):
    """What came of a merge."""

    session: Session
    """Ours or theirs itself where it equals that."""
    parked: tuple[Parked, ...]
    """The conflicts that this merge put into the parking lot."""
    notices: tuple[str, ...]
    """A sentence, without a capital or a full stop, for each thing that somebody should look at."""


class DifferentSessions(ValueError):
    """Two sessions that are not versions of one."""


def merge(base: Session | None, ours: Session, theirs: Session, *, park: bool = True) -> Merged:
    """Merge what either side changed since `base`.

    Args:
        base: the version that both started from; None where there is none.
        ours: what stands where both changed one field.
        theirs: the other version.
        park: keep theirs of a contested text in the parking lot. False is for undo, where theirs is what was before
            an edit: then nothing is parked, and what ours deleted stays deleted though theirs differs from base.

    Raises:
        DifferentSessions: the ids of ours and theirs differ.
    """
    if ours.id != theirs.id:
        raise DifferentSessions(
            f"these are two sessions, {ours.id} and {theirs.id}: only versions of one can be merged"
        )
    later = max(ours.updated_at, theirs.updated_at, key=sort_key)
    sides = in_one_zone(Sides(base or _nothing(ours.id), ours, theirs))
    contests = Contests(undoing=not park)
    made, parked = _merge(sides, contests)
    if again := each_id_once(made, sides):
        contests = Contests(undoing=not park)
        made, parked = _merge(again, contests)
    return Merged(shared(ours, theirs, made | {"updated_at": later}), parked, tuple(contests.notices))


def _nothing(session_id: str) -> Session:
    """What two sessions without a common base started from."""
    return Session(format="pmtui-session", version=VERSION, id=session_id)


def _merge(sides: Sides[Session], contests: Contests) -> tuple[dict[str, Any], tuple[Parked, ...]]:
    """The fields of the merged session but its id and `updated_at`, and what was parked."""
    session_id = sides.ours.id
    made: dict[str, Any] = {name: _value(sides, name, contests) for name in ("status", "created_at")}
    for name in PARTS:
        made[name] = merge_part_of_session(name, sides.field(name), session_id, contests)
    there = {item.id for item in made["parking_lot"]}
    parked = tuple(item for key, item in contests.parked.items() if key not in there)
    if parked:
        made["parking_lot"] = (*made["parking_lot"], *parked)
    return made, parked


def _value(sides: Sides[Session], name: str, contests: Contests) -> Any:
    values = sides.field(name)
    if settled := values.settled():
        return settled[0]
    if name != "created_at":
        contests.value(ConflictPlace("session", sides.ours.id, None, name), values.theirs)
    return values.ours
