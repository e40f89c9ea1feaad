"""Converts between a field's value and the text that a person types into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
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
from pmtui.session.codec import check_attachment_path
from pmtui.session.document import Event, Evidence, Session
from pmtui.session.milestones import is_about
from pmtui.session.sections import by_time
from pmtui.session.times import Typed, read_date, read_time, reading_context, show_date, show_instant, show_typed

_AHEAD: Final = ("due", "review_date")
"""Fields whose days lie ahead; those of all others are past."""


class Read(Struct, frozen=True):
    """What a field's text came to: attributes to change (the field's own and others), and a note for the person."""

    changes: dict[str, Any]
    note: str = ""


class Slot(msgspec.Struct, frozen=True):
    """Where the value of a field lives: in the session, or in an item of a section."""

    field: Field
    place: Place
    section: str | None = None
    item_id: str | None = None

    @property
    def key(self) -> FieldKey:
        """The key of the field, which stays the same while the session changes."""
        return FieldKey(self.section, self.item_id, self.field.path)

    def owner(self, session: Session) -> Any:
        """The session, or the item; None where the item is gone."""
        return session if self.section is None else item_of(session, self.section, self.item_id)

    def value(self, session: Session) -> Any:
        """The value, or None where the item is gone."""
        owner = self.owner(session)
        return None if owner is None else paths.get(owner, self.field.path)

    def text(self, session: Session) -> str:
        """The value as one would type it."""
        owner = self.owner(session)
        return "" if owner is None else as_text(self.field, owner, paths.get(owner, self.field.path), session)

    def edit(self, changes: dict[str, Any]) -> Callable[[Session], Session]:
        """The edit that puts the changes there."""

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
        """The edit, made on what the person saw: where somebody else changed the same text since, both are kept."""
        plain = self.edit(changes)
        seen = self.value(known)

        def change(session: Session) -> Session:
            if self.value(session) == seen or seen is None:
                return plain(session)
            from pmtui.session.merge import merge  # the first picture does without

            base = self.edit({self.field.path: seen})(session)
            return merge(base, plain(base), session).session

        return change


def slot_of(key: FieldKey, session: Session) -> Slot | None:
    """The slot that a key names, as the steps declare it; None where no step has such a field or the item is gone."""
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
    """The fields that were left with words that could not be read, and the words."""
    slots = ((slot_of(key, session), unread.text(key)) for key in unread.left(session))
    return tuple((slot, text) for slot, text in slots if slot is not None and text is not None)


def _holds(part: Items, key: FieldKey, session: Session) -> bool:
    """Whether a list shows the item; the parking lot's are several, by kind."""
    item = item_of(session, key.section or "", key.item)
    return part.section == key.section and item is not None and part.shows(item)


def why_unread(slot: Slot, text: str, session: Session, now: datetime) -> str:
    """Why what was typed cannot be read as the field's value; empty where it can."""
    try:
        read(slot.field, slot.owner(session), text, session, now)
    except ValueError as error:
        return str(error)
    return ""


def as_text(field: Field, owner: Any, value: Any, session: Session) -> str:
    """A value as one would type it."""
    details = session.key_details
    if value is None:
        return ""
    if field.kind == "time":
        if isinstance(owner, Event) and field.path == "at":
            return show_typed(owner, details.timezone, details.incident_date)
        about = owner is session and is_about(session, value)
        return show_instant(value, details.timezone, precision="about" if about else "exact")
    if field.kind == "date":
        return show_date(value)
    if field.kind == "names":
        if not any(sign in name for name in value for sign in ",;\n"):
            return ", ".join(value)
        # A name a line; behind a single one the line ends, which says that it is one.
        return "\n".join(value) + "\n" * (len(value) == 1)
    return str(value)


def read(field: Field, owner: Any, text: str, session: Session, now: datetime) -> Read:
    """Read typed text as a value of the field.

    Raises:
        ValueError: one line that says how to write it.
    """
    bare = text.strip()
    if field.kind == "time":
        return _time(field, owner, bare, session, now)
    if field.kind == "date":
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
    context = reading_context(session, now)
    if isinstance(owner, Event) and field.path == "until":
        # A time of day alone is the next such time, as at the end of a range.
        typed = read_time(bare, **context, after=owner.at)
        _check_single(typed, by_day=owner.precision == "day")
        about = {"precision": "about"} if typed.precision == "about" and owner.precision == "exact" else {}
        return Read({field.path: typed.at} | about, typed.note)
    typed = read_time(bare, **context)
    if is_event:
        # The field shows the end of a range too: where that was taken away, there is none any more.
        return Read({field.path: typed.at, "precision": typed.precision, "until": typed.until}, typed.note)
    _check_single(typed)
    if typed.precision == "about" and not (owner is session and is_about(session, typed.at)):
        exact = bare.lstrip("~ ") if bare.startswith("~") else "14:02"
        where = f", or add ~{exact} to the timeline and press f2 there" if owner is session else ""
        raise ValueError(f"only exact times here: type {exact}{where}")
    return Read({field.path: typed.at}, typed.note)


def _check_single(typed: Typed, *, by_day: bool = False) -> None:
    """Refuse what the field has no room for, so that no half of it is read.

    Raises:
        ValueError: it is a range, or a day without its time.
    """
    if typed.until is not None:
        raise ValueError("one time belongs here, not two: type 14:02")
    if typed.precision == "day" and not by_day:
        raise ValueError("a day alone is no time: type 18-11 14:02")


def _kind_of_lines(figure: Evidence, text: str) -> dict[str, Any]:
    """Lines that come into a figure's text, where there were none, are a log, as in the line that adds."""
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
