"""Somebody at the keys of the app in a real terminal, who sees in the session's file that each act was kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.meeting.step import Field, Form, Items
from pmtui.meeting.steps import STEPS
from pmtui.session import places
from pmtui.session.document import Session
from tests.terminal import Terminal

END, ERASE, TAB, EDIT = "\x1b[F", "\x15", "\t", "\x0f"


class Hand:
    """Somebody at the keys of the app, who looks into the file to see that each act was kept."""

    def __init__(self, app: Terminal, library: Library) -> None:
        self.app, self.library = app, library

    @property
    def session(self) -> Session:
        """The session as it is on disk."""
        return self.library.read(self.library.find("latest"))

    def kept(self, true: Callable[[Session], object], what: str) -> None:
        """Wait until the file says so."""

        def holds() -> bool:
            try:
                return bool(true(self.session))
            except (LibraryError, StopIteration):
                return False

        try:
            self.app.until(holds, seconds=20)
        except AssertionError as error:
            raise SystemExit(f"{what}: was never kept\n{error}") from None

    # --- going somewhere ---

    def pick(self, key: str, heading: str, typed: str) -> None:
        """Open an overlay, type, take what it finds."""
        self.app.keys(key)
        self.app.until(heading)
        self.app.type(typed)
        self.app.until(lambda: typed[:20] in self.app.text)
        self.app.keys("enter")
        self.app.until(lambda: heading not in self.app.text)
        self.settle()

    def settle(self) -> None:
        """Look until nothing moves any more, as a person does before typing on."""
        seen = -1

        def still() -> bool:
            nonlocal seen
            before, seen = seen, len(self.app.raw)
            time.sleep(0.15)
            return seen == before

        self.app.until(still)

    def go(self, name: str) -> None:
        """Go to a step, a field or a list by its name."""
        self.pick("ctrl+g", "Go to a step or a field", name)

    def find(self, text: str) -> None:
        """Go to an item by its text; the list has the focus then, and letters are commands."""
        self.app.keys("escape")
        self.app.until("] next step")
        self.pick("/", "Find in this review", text)
        self.app.until("] next step")
        self.settle()

    # --- fields ---

    def put(self, path: str, text: str) -> None:
        """Write a field of the session."""
        self.go(f"{field_of(path).label} {step_title(path)}")
        self.write(text)
        self.kept(lambda s: as_typed(places.get(s, path)) == as_typed(text), path)

    def clear(self) -> None:
        """Erase what stands in the field, line by line as it is wrapped."""
        for _ in range(6):
            self.app.keys(END, ERASE, "backspace")

    def write(self, text: str) -> None:
        """Type, or paste what has several lines."""
        if "\n" in text:
            self.app.paste(text)
        else:
            self.app.type(text)

    def choose(self, path: str, value: str) -> None:
        """Take a choice by its first letter."""
        self.go(f"{field_of(path).label} {step_title(path)}")
        self.letter(field_of(path), value, places.get(self.session, path))
        self.kept(lambda s: places.get(s, path) == value, path)

    def letter(self, field: Field, value: str, now: object) -> None:
        """Press the first letter until the choice is taken."""
        wanted = next(c for c in field.choices if c.value == value)
        alike = [c.value for c in field.choices if c.label[0].lower() == wanted.label[0].lower()]
        begin = alike.index(now) + 1 if now in alike else 0
        for _ in range((alike.index(value) - begin) % len(alike) + 1 if value != now else 0):
            self.app.keys(wanted.label[0].lower())

    # --- items ---

    def add(self, section: str, text: str) -> None:
        """Type a line into a list's own line."""
        count = len(places.get(self.session, section))
        self.go(f"{list_of(section).title} {step_title(section)}")
        self.app.type(text)
        self.app.keys("enter")
        self.kept(lambda s: len(places.get(s, section)) == count + 1, text)

    def edit(self, section: str, text: str, values: dict[str, str], step: str = "") -> None:
        """Open an item's form and fill in fields of it."""
        found = next(item for item in places.get(self.session, section) if text in getattr(item, list_of(section).main))
        self.find(text)
        self.app.keys(EDIT)
        self.fill(section, found.id, values, step)

    def item(self, section: str, item_id: str) -> Any:
        """An item as it is on disk."""
        return next(item for item in places.get(self.session, section) if item.id == item_id)

    def fill(self, section: str, item_id: str, values: dict[str, str], step: str = "") -> None:
        """Fill in the fields of the form that lies on top, from the first to the last."""
        self.app.until("esc done")
        self.settle()
        item = self.item(section, item_id)
        wanted: dict[str, object] = {}
        for n, field in enumerate(f for f in list_of(section, step).fields if f.kind != "figures"):
            if n:
                self.app.keys(TAB)
            value = values.get(field.path)
            if not value:
                continue
            wanted[field.path] = True if field.kind == "tick" else as_typed(value)
            if field.kind == "choice":
                self.letter(field, value, getattr(item, field.path))
            elif field.kind == "tick":
                self.app.keys(value[0])
            else:
                if getattr(item, field.path):
                    self.clear()
                self.write(value)
        self.app.keys("escape")
        self.app.until(lambda: "esc done" not in self.app.text)

        def holds(s: Session) -> bool:
            found = next(item for item in places.get(s, section) if item.id == item_id)
            return all(as_typed(getattr(found, path)) == value for path, value in wanted.items())

        self.kept(holds, f"{section} {wanted}")


def field_of(path: str) -> Field:
    """The declaration of a field of the session."""
    return next(f for step in STEPS for p in step.parts if isinstance(p, Form) for f in p.fields if f.path == path)


def list_of(section: str, step: str = "") -> Items:
    """The declaration of a list, in a step where several have it."""
    steps = [each for each in STEPS if step in ("", each.name)]
    return next(p for each in steps for p in each.parts if isinstance(p, Items) and p.section == section)


def step_title(path: str) -> str:
    """The title of the step that a field or list belongs to."""
    for step in STEPS:
        for part in step.parts:
            if (isinstance(part, Items) and part.section == path) or (
                isinstance(part, Form) and any(field.path == path for field in part.fields)
            ):
                return step.title
    raise KeyError(path)


def as_typed(value: object) -> object:
    """A value as one compares it with what was typed."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value).strip() if isinstance(value, str) else value
