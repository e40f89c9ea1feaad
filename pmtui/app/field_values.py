"""Convert between the value of a field and the text that a user types into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from pmtui.app.editing_session import Place
from pmtui.app.unread_values import UnreadValues, item_of
from pmtui.library.drafts import FieldKey
from pmtui.meeting.own_fields import field_at
from pmtui.meeting.step import Field, Form, Items
from pmtui.meeting.steps import STEPS
from pmtui.session import edits, paths
from pmtui.session.document import Event, Evidence, Session
from pmtui.session.milestones import is_approximate
from pmtui.session.normalise import check_attachment_path
from pmtui.session.sections import by_time
from pmtui.session.times import show_date

if TYPE_CHECKING:
    from pmtui.session.times import TypedTime

# What reads times is imported in functions: a step without times is shown without it.

_AHEAD: Final = ("due", "review_date")
"""Fields whose dates lie in the future; those of all others lie in the past."""


class Read(Struct, frozen=True):
    """The result of reading a field's text: the attributes to change, and a note for the user."""

    changes: dict[str, Any]
    note: str = ""


class Slot(msgspec.Struct, frozen=True):
    """Where the value of a field is stored: in the session, or in an item of a section."""

    field: Field
    place: Place
    section: str | None = None
    item_id: str | None = None

    @property
    def key(self) -> FieldKey:
        """The key of the field; it stays the same while the session changes."""
        return FieldKey(self.section, self.item_id, self.field.path)

    def owner(self, session: Session) -> Any:
        """Return the session or the item that has the field; None where the item does not exist."""
        return session if self.section is None else item_of(session, self.section, self.item_id)

    def value(self, session: Session) -> Any:
        """Return the value; None where the item does not exist."""
        owner = self.owner(session)
        return None if owner is None else paths.get(owner, self.field.path)

    def text(self, session: Session) -> str:
        """Return the value as one would type it."""
        owner = self.owner(session)
        return "" if owner is None else as_text(self.field, owner, paths.get(owner, self.field.path), session)

    def edit(self, changes: dict[str, Any]) -> Callable[[Session], Session]:
        """Return the edit that makes the changes; it does nothing where the item does not exist."""

        def change(session: Session) -> Session:
            if self.section is not None and by_time(self.section) and self.item_id:
                return edits.change_event(session, self.item_id, **changes)
            if self.section is not None and self.item_id:
                return edits.change_item(session, self.section, self.item_id, **changes)
            for path, value in changes.items():
                session = edits.set_field(session, path, value)
            return session

        return change

    def edit_from(self, known: Session, changes: dict[str, Any]) -> Callable[[Session], Session]:
        """Return the edit for changes based on the version `known`. Text that somebody else changed since is merged."""
        plain = self.edit(changes)
        seen = self.value(known)

        def change(session: Session) -> Session:
            if self.value(session) == seen or seen is None:
                return plain(session)
            from pmtui.session.merge import merge  # deferred: the first picture does not need it

            base = self.edit({self.field.path: seen})(session)
            return merge(base, plain(base), session).session

        return change


def slot_of(key: FieldKey, session: Session) -> Slot | None:
    """Return the slot that a key names; None where no step has such a field, or the item does not exist."""
    for step in STEPS:
        for part in step.parts:
            at_home = isinstance(part, Form) if key.section is None else isinstance(part, Items)
            if not at_home or (isinstance(part, Items) and not _holds(part, key, session)):
                continue
            for field in part.fields:
                if field.path == key.field:
                    return Slot(field, Place(step.name, key.item, field.path), key.section, key.item)
    own = field_at(key.field) if key.section is None else None
    return Slot(own, Place("key_details", None, own.path)) if own is not None else None


def unread_slots(unread: UnreadValues, session: Session) -> tuple[tuple[Slot, str], ...]:
    """Return the fields whose text could not be read as a value, with that text."""
    slots = ((slot_of(key, session), unread.text(key)) for key in unread.left(session))
    return tuple((slot, text) for slot, text in slots if slot is not None and text is not None)


def _holds(part: Items, key: FieldKey, session: Session) -> bool:
    """Whether a list shows the item of the key; the parking lot has several lists, by kind."""
    item = item_of(session, key.section or "", key.item)
    return part.section == key.section and item is not None and part.shows(item)


def why_unread(slot: Slot, text: str, session: Session, now: datetime) -> str:
    """Return why a text cannot be read as the field's value; empty where it can."""
    try:
        read(slot.field, slot.owner(session), text, session, now)
    except ValueError as error:
        return str(error)
    return ""


def as_text(field: Field, owner: Any, value: Any, session: Session) -> str:
    """Return a value as one would type it."""
    details = session.key_details
    if value is None:
        return ""
    if field.kind == "time":
        from pmtui.session.times import show_instant, show_typed

        if isinstance(owner, Event) and field.path == "at":
            return show_typed(owner, details.timezone, details.incident_date)
        about = owner is session and is_approximate(session, value)
        return show_instant(value, details.timezone, precision="about" if about else "exact")
    if field.kind == "date":
        return show_date(value)
    if field.kind == "names":
        if not any(sign in name for name in value for sign in ",;\n"):
            return ", ".join(value)
        # One name a line; a single name ends with a newline, which shows that it is a list.
        return "\n".join(value) + "\n" * (len(value) == 1)
    return str(value)


def read(field: Field, owner: Any, text: str, session: Session, now: datetime) -> Read:
    """Read typed text as a value of the field.

    Args:
        field: the field.
        owner: the session or item that has the field.
        text: the typed text.
        session: the review, with its time zone and dates.
        now: the present, timezone-aware.

    Raises:
        ValueError: one line that says how to write it.
    """
    bare = text.strip()
    if field.kind == "time":
        return _time(field, owner, bare, session, now)
    if field.kind == "date":
        from pmtui.session.times import read_date

        today = now.astimezone(ZoneInfo(session.key_details.timezone)).date()
        forward = field.path.endswith(_AHEAD)
        return Read({field.path: read_date(bare, today, forward=forward) if bare else None})
    if field.kind == "names":
        parts = text.split("\n") if "\n" in text else re.split(r"[,;]", text)
        return Read({field.path: tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))})
    if field.kind == "zone":
        return Read({field.path: _zone(bare)})
    if isinstance(owner, Evidence) and field.path == "body":
        return Read({"body": text} | _kind_of_lines(owner, text))
    if isinstance(owner, Evidence) and field.path == "path" and bare:
        check_attachment_path(bare, "no file of this review")
        return Read({field.path: bare})
    return Read({field.path: text})


def _time(field: Field, owner: Any, bare: str, session: Session, now: datetime) -> Read:
    is_event = isinstance(owner, Event) and field.path == "at"
    if not bare:
        return Read({field.path: None} | ({"precision": "exact", "until": None} if is_event else {}))
    from pmtui.session.times import read_time, reading_context

    context = reading_context(session, now)
    if isinstance(owner, Event) and field.path == "until":
        # A time of day alone is the next such time after the beginning, as at the end of a range.
        typed = read_time(bare, **context, after=owner.at)
        _check_single(typed, by_day=owner.precision == "day")
        about = {"precision": "about"} if typed.precision == "about" and owner.precision == "exact" else {}
        return Read({field.path: typed.at} | about, typed.note)
    typed = read_time(bare, **context)
    if is_event:
        # The field shows the end of a range, too: without it in the text, the end is removed.
        return Read({field.path: typed.at, "precision": typed.precision, "until": typed.until}, typed.note)
    _check_single(typed)
    if typed.precision == "about" and not (owner is session and is_approximate(session, typed.at)):
        exact = bare.lstrip("~ ") if bare.startswith("~") else "14:02"
        where = f", or add ~{exact} to the timeline and press f2 there" if owner is session else ""
        raise ValueError(f"only exact times here: type {exact}{where}")
    return Read({field.path: typed.at}, typed.note)


def _check_single(typed: TypedTime, *, by_day: bool = False) -> None:
    """Refuse a typed time for which the field has no room.

    Raises:
        ValueError: it is a range, or a date without a time.
    """
    if typed.until is not None:
        raise ValueError("one time belongs here, not two: type 14:02")
    if typed.precision == "day" and not by_day:
        raise ValueError("a day alone is no time: type 18-11 14:02")


def _kind_of_lines(figure: Evidence, text: str) -> dict[str, Any]:
    """Return the kind `log` for a figure that gets its first lines of text, as the add line does."""
    no_file = figure.kind == "file" and not figure.path and not figure.url
    return {"kind": "log"} if no_file and _has_lines(text) and not _has_lines(figure.body) else {}


def _has_lines(text: str) -> bool:
    return "\n" in text.strip()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"no time zone “{name}”: write a name such as Europe/London or UTC") from None
    return name
