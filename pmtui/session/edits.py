"""Edits: pure functions that take a session and return a new one.

An edit that changes nothing returns the same object. An edit of an item that is gone (somebody else deleted it) changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from pmtui.session.day_events import change_zone
from pmtui.session.document import MAX_DEPTH, Action, Event, Instant, Item, Parked, Session, Sitting, Why
from pmtui.session.own_fields import PATH as OWN_FIELDS
from pmtui.session.own_fields import why_refused
from pmtui.session.paths import get, path_to_why, put, walk

MILESTONES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")


class EditRefused(ValueError):
    """The document does not allow the edit; the message says what to do instead."""


def set_field(session: Session, path: str, value: Any) -> Session:
    """Set the value at a dotted path, such as `key_details.product`. If the time zone changes, events keep their days.

    Raises:
        EditRefused: a field of the team's own cannot have that name.
    """
    if path.startswith(OWN_FIELDS) and (why := why_refused(path.removeprefix(OWN_FIELDS))):
        raise EditRefused(why)
    return change_zone(session, value) if path == "key_details.timezone" else put(session, path, value)


# --- lists ---


def add_items(session: Session, section: str, items: Iterable[Item], *, after: str | None = None) -> Session:
    """Add items to a list: after the item with the id `after`, otherwise at the end."""
    old: tuple[Item, ...] = get(session, section)
    at = next((i + 1 for i, item in enumerate(old) if item.id == after), len(old))
    return put(session, section, (*old[:at], *items, *old[at:]))


def change_item(session: Session, section: str, item_id: str, **changes: Any) -> Session:
    """Change fields of one item of a list or of the tree of whys."""
    if section == "root_cause.whys":
        return _map_why(session, item_id, lambda why: (_changed(why, changes),))
    old: tuple[Item, ...] = get(session, section)
    new = tuple(_changed(item, changes) if item.id == item_id else item for item in old)
    return put(session, section, new)


def delete_items(session: Session, section: str, ids: Iterable[str]) -> Session:
    """Delete items from a list; a why with all answers below it."""
    gone = set(ids)
    if section == "root_cause.whys":
        return put(session, section, _without(session.root_cause.whys, gone))
    old: tuple[Item, ...] = get(session, section)
    return put(session, section, tuple(item for item in old if item.id not in gone))


def move_item(session: Session, section: str, item_id: str, by: int) -> Session:
    """Move an item among its siblings by `by` places (negative: up), at most to the first or last place."""
    if section == "root_cause.whys":
        above = path_to_why(session.root_cause.whys, item_id)
        if not above:
            return session
        if len(above) == 1:
            return put(session, section, _moved(session.root_cause.whys, item_id, by))
        parent = above[-2]
        return _map_why(session, parent.id, lambda why: (_changed(why, {"whys": _moved(why.whys, item_id, by)}),))
    return put(session, section, _moved(get(session, section), item_id, by))


def move_to(session: Session, source: str, target: str, item_id: str) -> Session:
    """Move an item from one list to the end of another list of the same kind, such as from went well to went wrong."""
    item = next((item for item in get(session, source) if item.id == item_id), None)
    if item is None or source == target:
        return session
    return add_items(delete_items(session, source, [item_id]), target, [item])


# --- whys ---


def add_why(session: Session, parent: str | None, why: Why) -> Session:
    """Add an answer to a why (None: to the problem), after its other answers; on the first level if the parent is gone.

    Raises:
        EditRefused: the tree would be deeper than the document allows.
    """
    above = path_to_why(session.root_cause.whys, parent) if parent else ()
    if len(above) + 1 > MAX_DEPTH:
        raise EditRefused(f"{MAX_DEPTH} levels are the limit: add it higher up")
    if not above:
        return put(session, "root_cause.whys", (*session.root_cause.whys, why))
    return _map_why(session, above[-1].id, lambda old: (_changed(old, {"whys": (*old.whys, why)}),))


def reparent_why(session: Session, why_id: str, parent: str | None) -> Session:
    """Move a why with everything below it under another why (None: to the first level).

    Raises:
        EditRefused: under itself, or deeper than the document allows.
    """
    here = path_to_why(session.root_cause.whys, why_id)
    if not here:
        return session
    above = path_to_why(session.root_cause.whys, parent) if parent else ()
    if any(why.id == why_id for why in above):
        raise EditRefused("a why cannot be moved below itself")
    height = max(depth for depth, _ in walk((here[-1],)))
    if len(above) + height > MAX_DEPTH:
        raise EditRefused(f"{MAX_DEPTH} levels are the limit: move it higher up")
    if (here[-2].id if len(here) > 1 else None) == (above[-1].id if above else None):
        return session
    return add_why(delete_items(session, "root_cause.whys", [why_id]), parent, here[-1])


# --- timeline ---


def set_milestone(session: Session, name: str, event: Event | None) -> Session:
    """Set a milestone (such as `started_at`) to the time of an event; if it has that time already, unset it."""
    if name not in MILESTONES:
        raise EditRefused(f"no milestone {name}")
    at = event.at if event else None
    now = getattr(session.key_details, name)
    return put(session, f"key_details.{name}", None if now == at else at)


def change_event(session: Session, event_id: str, **changes: Any) -> Session:
    """Change an event. Milestones at its old time get its new time, unless another event is at the old time."""
    old = next((event for event in session.timeline if event.id == event_id), None)
    changed = change_item(session, "timeline", event_id, **changes)
    if old is None or old.at is None or "at" not in changes or changes["at"] == old.at:
        return changed
    if changes.get("precision") == "day":
        return changed  # the noon of a day is a placeholder, not a time
    if any(event.at == old.at for event in changed.timeline):
        return changed
    for name in MILESTONES:
        if getattr(session.key_details, name) == old.at and changes["at"] is not None:
            changed = put(changed, f"key_details.{name}", changes["at"])
    return changed


# --- readers, votes, the show of hands ---


def add_remark(session: Session, remark_id: str, of: str, text: str, author: str = "") -> Session:
    """Add a reader's remark on an item."""
    return add_items(session, "parking_lot", [Parked(id=remark_id, text=text, author=author, kind="remark", of=of)])


def settle(session: Session, parked_id: str, settled: bool = True) -> Session:
    """Mark a parked topic or remark as dealt with, or as open again."""
    return change_item(session, "parking_lot", parked_id, settled=settled)


def cast_ballot(session: Session, section: str, note_id: str, voter: str, votes: int) -> Session:
    """Set the number of votes that one voter gives a note; 0 removes the ballot. Other voters' ballots stay.

    Args:
        session: the review.
        section: the list of the note, such as `lessons.went_wrong`.
        note_id: the note's id.
        voter: a name that is unique in the meeting, or a key.
        votes: the number of votes.
    """
    note = next((note for note in get(session, section) if note.id == note_id), None)
    if note is None:
        return session
    others = {name: cast for name, cast in note.ballots.items() if name != voter}
    ballots = note.ballots | {voter: votes} if votes else others
    return change_item(session, section, note_id, ballots=ballots)


def set_show_of_hands(session: Session, now: Instant, **hands: int | None) -> Session:
    """Set the show of hands (`asked`, `learned`, `again`) of the last meeting; add a meeting where there is none.

    Args:
        session: the review.
        now: `held_at` of a meeting that is added.
        hands: the numbers of hands; None where nobody asked.
    """
    *earlier, last = session.meeting or (Sitting(held_at=now),)
    return put(session, "meeting", (*earlier, _changed(last, hands)))


# --- status ---

_OPEN_IN_FINAL = {
    "status": "open", "done_at": None, "owner": "", "due": None, "ticket": "", "description": "",
}  # fmt: skip


def check_allowed(before: Session, after: Session) -> None:
    """Check that an edit of a final session only changes the progress of its actions, or reopens it.

    Raises:
        EditRefused: it changes something else.
    """
    if before.status != "final":
        return
    if after.status != "final" and replace(after, status="final") == before:
        return
    if after.status != "final" or _without_progress(before) != _without_progress(after):
        raise EditRefused("this review is final: reopen it first")


def _without_progress(session: Session) -> Session:
    actions = tuple(replace(action, **_OPEN_IN_FINAL) for action in session.actions)
    return replace(session, actions=actions, updated_at="")


def finish_action(action: Action, today: Any) -> Action:
    """Return the action done as of today, or open again if it was done."""
    if action.status == "done":
        return replace(action, status="open", done_at=None)
    return replace(action, status="done", done_at=today)


# --- helpers ---


def _changed(item: Any, changes: dict[str, Any]) -> Any:
    if all(getattr(item, name) == value for name, value in changes.items()):
        return item
    return replace(item, **changes)


def _moved(items: tuple[Any, ...], item_id: str, by: int) -> tuple[Any, ...]:
    at = next((i for i, item in enumerate(items) if item.id == item_id), None)
    if at is None:
        return items
    rest = [item for item in items if item.id != item_id]
    rest.insert(min(max(at + by, 0), len(rest)), items[at])
    return tuple(rest)


def _without(whys: tuple[Why, ...], gone: set[str]) -> tuple[Why, ...]:
    kept = tuple(_changed(why, {"whys": _without(why.whys, gone)}) for why in whys if why.id not in gone)
    return whys if len(kept) == len(whys) and all(a is b for a, b in zip(kept, whys, strict=True)) else kept


def _map_why(session: Session, why_id: str, change: Callable[[Why], tuple[Why, ...]]) -> Session:
    """Replace one why by what `change` returns for it; branches without it stay the same objects."""
    path = [why.id for why in path_to_why(session.root_cause.whys, why_id)]
    if not path:
        return session

    def on_path(whys: tuple[Why, ...], level: int) -> tuple[Why, ...]:
        made: list[Why] = []
        for why in whys:
            if why.id != path[level]:
                made.append(why)
            elif level == len(path) - 1:
                made.extend(change(why))
            else:
                made.append(_changed(why, {"whys": on_path(why.whys, level + 1)}))
        return tuple(made)

    return put(session, "root_cause.whys", on_path(session.root_cause.whys, 0))
