"""What a line in an add field becomes: items, and the edit that adds them. The same for every way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from pmtui.library.ids import uuid7
from pmtui.meeting.step import Items
from pmtui.meeting.timeline import KINDS
from pmtui.session import edits
from pmtui.session.document import (
    Action,
    Event,
    Evidence,
    Item,
    Measure,
    Note,
    Parked,
    Reading,
    Resource,
    Session,
    Why,
)  # fmt: skip
from pmtui.session.text import cut
from pmtui.session.times import reading_context, show_noted, take_time

MAKERS: dict[str, type[Item]] = {
    "impact.measures": Measure, "timeline": Event, "resources": Resource, "actions": Action,
    "lessons.learned": Note, "lessons.went_well": Note, "lessons.went_wrong": Note, "lessons.got_lucky": Note,
    "evidence": Evidence, "further_reading": Reading, "parking_lot": Parked, "root_cause.whys": Why,
}  # fmt: skip


_KINDS: Final = frozenset(choice.value for choice in KINDS) - {"other"}
"""Words that say the kind of an event where they lead it: `14:02 decision: fail over`."""

_CAPTION: Final = 80
"""Characters of a pasted text's first line that make its caption."""
_LINK: Final = re.compile(r"(?:https?|s3|gs|ftp|file)://\S", re.IGNORECASE)


class NewItems(NamedTuple):
    """What was typed, ready to be added."""

    items: tuple[Any, ...]
    edit: Callable[[Session], Session]
    label: str
    note: str = ""


def lines(text: str) -> list[str]:
    """The lines of a paste, each an item; empty ones are none."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def entry(part: Items, texts: list[str], *, session: Session, after: str | None, now: datetime) -> NewItems:
    """The items that lines make in a list, behind the item `after` where their place is not their time's."""
    defaults = dict(part.defaults)
    items: Sequence[Item]
    if part.section == "timeline":
        items, note = _events(texts, defaults, session, now)
    else:
        items, note = [_item(part, text, defaults) for text in texts], ""
    # An event with a time stands where its time is; one without stands behind the one that was selected.
    behind = after if part.section != "timeline" or any(getattr(item, "at", None) is None for item in items) else None
    label = f"add {part.noun} “{cut(texts[0], 24)}”" if len(texts) == 1 else f"add {len(texts)} {part.noun}s"

    def edit(session: Session) -> Session:
        return edits.add_items(session, part.section, items, after=behind)

    return NewItems(tuple(items), edit, label, note)


_INITIALS: Final = re.compile(r"(?s)(?P<text>.*\S)\s+@(?P<who>[^\W\d_]{1,4})")


def split_initials(text: str) -> tuple[str, str]:
    """A note, and the initials at its end (`The team stayed calm @JL`); they are empty where it has none."""
    found = _INITIALS.fullmatch(text.strip())
    if found is None:
        return text, ""
    who = found["who"]
    return found["text"], who.upper() if who.islower() else who


def lone_initials(text: str) -> str | None:
    """`@JL` alone says whose the next notes are, `@` that they are nobody's; None for anything else."""
    if text.strip() == "@":
        return ""
    return split_initials(f"· {text}")[1] or None if text.startswith("@") else None


def note_entry(part: Items, texts: list[str], author: str) -> NewItems:
    """Notes for the board: each is by the initials at its end; without them, by `author`."""
    notes = []
    for typed in texts:
        text, who = split_initials(typed)
        notes.append(Note(id=uuid7(), text=text, author=who or author))
    label = f"add note “{cut(notes[0].text, 24)}”" if len(notes) == 1 else f"add {len(notes)} notes"

    def edit(session: Session) -> Session:
        return edits.add_items(session, part.section, notes)

    return NewItems(tuple(notes), edit, label)


def why_entry(texts: list[str], parent: str | None) -> NewItems:
    """Answers to a why, or to the problem (None)."""
    whys = [Why(id=uuid7(), text=text) for text in texts]
    label = f"add “{cut(texts[0], 24)}”" if len(texts) == 1 else f"add {len(texts)} answers"

    def edit(session: Session) -> Session:
        for why in whys:
            session = edits.add_why(session, parent, why)
        return session

    return NewItems(tuple(whys), edit, label)


def _events(texts: list[str], defaults: dict[str, object], session: Session, now: datetime) -> tuple[list[Event], str]:
    """The events that lines make, and what there is to say: what was understood, or what was not."""
    context = reading_context(session, now)
    made: list[Event] = []
    remark, above = "", None
    for text in texts:
        typed, rest, note = take_time(text, **context, above=above)
        remark = remark or note
        values: dict[str, Any] = {"id": uuid7(), **defaults}
        if typed is not None:
            values |= {"at": typed.at, "precision": typed.precision, "until": typed.until}
            above = typed.at if typed.precision != "day" else above
        kind, separator, words = rest.partition(": ")
        if separator and words.strip() and kind.lower() in _KINDS:
            values["kind"], rest = kind.lower(), words.strip()
        made.append(Event(text=rest, **values))
    said = _noted(made[0], context["zone"]) if len(made) == 1 else _counted(made)
    # Of one line the remark says all; of many, how many there are comes first.
    return made, f"{said}; {remark}" if remark and (len(made) > 1 or made[0].at) else remark or said


def _noted(event: Event, zone: str) -> str:
    if event.at is None:
        return "noted, its time is not known"
    return f"noted {show_noted(event.at, zone, precision=event.precision, until=event.until)}"


def _counted(events: list[Event]) -> str:
    without = sum(event.at is None for event in events)
    return f"{len(events)} added" + (f", {without} without a time" if without else "")


def _item(part: Items, text: str, defaults: dict[str, object]) -> Item:
    made: dict[str, Any] = {"id": uuid7(), **defaults}
    if part.section == "impact.measures":
        name, separator, value = text.partition(":")
        if separator and value.strip():
            made["value"], text = value.strip(), name.strip()
    elif part.section == "further_reading" and "://" in text:
        title, _, url = text.rpartition(" ")
        if "://" in url:
            made["url"], text = url, title.strip() or url
    elif part.section == "evidence":
        return figure(text)
    made[part.main] = text
    return MAKERS[part.section](**made)


def figure(text: str, caption: str = "") -> Evidence:
    """A figure: of several lines, a log with every line kept as it was; with an address at its end, a link."""
    found = lines(text)
    if len(found) > 1:
        return Evidence(id=uuid7(), caption=caption or cut(found[0], _CAPTION), kind="log", body=text)
    before, url = split_link(text)
    if url:
        return Evidence(id=uuid7(), caption=caption or before, kind="link", url=url)
    return Evidence(id=uuid7(), caption=text)


def split_link(text: str) -> tuple[str, str]:
    """The words before an address, and the address; it is empty where the text does not end in one."""
    before, _, last = text.strip().rpartition(" ")
    return (before.strip(), last) if _LINK.match(last) else (text, "")
