"""What a line in an add field becomes: items, and the edit that adds them. The same for every way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from pmtui.library.ids import uuid7
from pmtui.meeting.evidence import figure_fields
from pmtui.meeting.step import Items, Parsed
from pmtui.session import edits
from pmtui.session.document import Evidence, Note, Session, Why
from pmtui.session.sections import section
from pmtui.session.text import cut


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
    known = section(part.section)
    parsed = part.parse(texts, session, now) if part.parse else Parsed([{part.main: text} for text in texts])
    defaults = dict(part.defaults)
    items = [known.item(**{"id": uuid7(), **defaults, **made}) for made in parsed.items]
    # An event with a time stands where its time is; one without stands behind the one that was selected.
    behind = after if not known.by_time or any(getattr(item, "at", None) is None for item in items) else None
    label = f"add {part.noun} “{cut(texts[0], 24)}”" if len(texts) == 1 else f"add {len(texts)} {part.noun}s"

    def edit(session: Session) -> Session:
        return edits.add_items(session, part.section, items, after=behind)

    return NewItems(tuple(items), edit, label, parsed.note)


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


def figure(text: str, caption: str = "") -> Evidence:
    """The figure that a text makes, with the caption where one is given."""
    made = figure_fields(text)
    return Evidence(id=uuid7(), **made | {"caption": caption or made["caption"]})
