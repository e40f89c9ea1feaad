"""Somebody at the keys of the app in a real terminal, who sees in the session's file that each act was kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from example_screen import Seen, letters

from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.meeting.step import Field, Form, Items, Step
from pmtui.meeting.steps import STEPS
from pmtui.session import paths
from pmtui.session.document import Session
from pmtui.tui.steps.item_window import opens_on
from tests.terminal import Terminal

END, ERASE, TAB, EDIT = "\x1b[F", "\x15", "\t", "\x0f"
PATIENCE = 60
"""Seconds: a busy machine takes its time."""


class Hand:
    """Somebody at the keys of the app, who looks at the screen before each key, and into the file after each act."""

    def __init__(self, app: Terminal, library: Library) -> None:
        self.app, self.library = app, library
        self._file = library.folder / library.find("latest").file
        self._read: tuple[object, Session] | None = None

    @property
    def session(self) -> Session:
        """The session as it is on disk; read again where the file is another."""
        found = self._file.stat()
        stamp = (found.st_ino, found.st_mtime_ns)
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, self.library.read(self._file)
        return self._read[1]

    def see(self, true: Callable[[Seen], object], what: str) -> None:
        """Wait until the screen shows it; looked at again where it was drawn again."""
        last = ""

        def holds() -> object:
            nonlocal last
            if (text := self.app.text) is last:
                return False
            last = text
            return true(Seen(self.app))

        try:
            self.app.until(holds, seconds=PATIENCE)
        except AssertionError:
            raise SystemExit(f"{what}: was never seen\n{self.app.text}") from None

    def kept(self, true: Callable[[Session], object], what: str) -> None:
        """Wait until the file says so."""

        def holds() -> bool:
            try:
                return bool(true(self.session))
            except (LibraryError, StopIteration):
                return False

        try:
            self.app.until(holds, seconds=PATIENCE)
        except AssertionError:
            raise SystemExit(f"{what}: was never kept\n{self.app.text}") from None

    # --- going somewhere ---

    def pick(self, key: str, typed: str, wanted: Callable[[str], bool] | None = None) -> None:
        """Open an overlay, type, and take the first row, once it is one that is wanted (else: that holds all of it)."""
        self.app.keys(key)
        self.see(lambda s: s.picking, f"what {key} opens")
        self.app.type(typed)

        def found(s: Seen) -> bool:
            row = s.picked(typed)
            return letters(typed) in letters(row) and (wanted is None or wanted(row))

        self.see(found, f"“{typed}” as what is found first")
        self.app.keys("enter")
        self.see(lambda s: not s.picking, f"“{typed}” taken")

    def go(self, name: str, step: str = "") -> None:
        """Go to a step, or a field or list in one, by its name."""
        whole = f"{name} {step}".strip()
        self.pick("ctrl+g", whole, lambda row: letters(row) == letters(whole))

    def find(self, section: str, text: str) -> None:
        """Go to an item of a section by its text; the list has the focus then, and letters are commands."""
        if not Seen(self.app).commanding:
            self.app.keys("escape")
            self.see(lambda s: s.commanding, "letters as commands")
        name = section.rpartition(".")[2].replace("_", " ")
        self.pick("/", text, lambda row: row.endswith(f" {name}"))
        self.see(lambda s: s.commanding and s.row(text), f"the row of {text}")

    # --- fields ---

    def put(self, path: str, text: str) -> None:
        """Write a field of the session."""
        self.go_to_field(path)
        self.write(text)
        self.kept(lambda s: as_typed(paths.get(s, path)) == as_typed(text), path)

    def choose(self, path: str, value: str) -> None:
        """Take a choice by its number."""
        self.go_to_field(path)
        self.number(field_of(path), value)
        self.kept(lambda s: paths.get(s, path) == value, path)

    def go_to_field(self, path: str) -> None:
        """Go to a field of the session, until it is lit."""
        label = field_of(path).label
        self.go(label, step_title(path))
        self.see(lambda s: s.field(label), label)

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

    def number(self, field: Field, value: str) -> None:
        """Press the number of a choice."""
        values = [choice.value for choice in field.choices if choice.value is not None]
        self.app.keys(str(values.index(value) + 1))

    # --- items ---

    def add(self, section: str, text: str) -> None:
        """Type a line into a list's own line."""
        count = len(paths.get(self.session, section))
        self.go_to_list(section)
        self.app.type(text)
        self.app.keys("enter")
        self.kept(lambda s: len(paths.get(s, section)) == count + 1, text)

    def go_to_list(self, section: str) -> None:
        """Go to a list, until the line that adds to it is lit."""
        title = list_of(section).title
        self.go(title, step_title(section))
        titles = [p.title for p in step_of(section).parts if isinstance(p, Items)]
        self.see(lambda s: s.list(title, titles), f"the line of {title}")

    def edit(self, section: str, text: str, values: dict[str, str], step: str = "") -> None:
        """Open an item's form and fill in fields of it."""
        found = next(item for item in paths.get(self.session, section) if text in getattr(item, list_of(section).main))
        self.find(section, text)
        self.app.keys(EDIT)
        self.fill(section, found.id, values, step)

    def item(self, section: str, item_id: str) -> Any:
        """An item as it is on disk."""
        return next(item for item in paths.get(self.session, section) if item.id == item_id)

    def fill(self, section: str, item_id: str, values: dict[str, str], step: str = "") -> None:
        """Fill in the fields of the form that lies on top, from the one that it opens on to the last that is wanted."""
        item = self.item(section, item_id)
        fields = [field for field in list_of(section, step).fields if field.kind != "figures"]
        first = next((n for n, field in enumerate(fields) if field.path == opens_on(item)), 0)
        fields = fields[first:]
        last = max(n for n, field in enumerate(fields) if values.get(field.path))
        wanted: dict[str, object] = {}
        for n, field in enumerate(fields[: last + 1]):
            if n:
                self.app.keys(TAB)
            self.see(lambda s, field=field: s.form(field.label), f"{section}: {field.label}")
            value = values.get(field.path)
            if not value:
                continue
            wanted[field.path] = True if field.kind == "tick" else as_typed(value)
            if field.kind == "choice":
                self.number(field, value)
            elif field.kind == "tick":
                self.app.keys("1")
            else:
                if getattr(item, field.path):
                    self.clear()
                self.write(value)
        self.app.keys("escape")
        self.see(lambda s: "esc done" not in s.text, "the form is closed")

        def holds(s: Session) -> bool:
            found = next(item for item in paths.get(s, section) if item.id == item_id)
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
    return step_of(path).title


def step_of(path: str) -> Step:
    """The step that a field or list belongs to."""
    for step in STEPS:
        for part in step.parts:
            if (isinstance(part, Items) and part.section == path) or (
                isinstance(part, Form) and any(field.path == path for field in part.fields)
            ):
                return step
    raise KeyError(path)


def as_typed(value: object) -> object:
    """A value as one compares it with what was typed."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value).strip() if isinstance(value, str) else value
