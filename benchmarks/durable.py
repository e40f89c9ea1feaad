"""From an edit to the moment when it survives a power cut, with and without another writer."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from benchmarks.measure import Line, medians, timed
from benchmarks.samples import Kept, keep, with_events
from pmtui.library.folder import Library
from pmtui.library.ids import uuid7
from pmtui.session.document import Event
from pmtui.session.edits import add_items, set_field

FLOOR = "dump, write, fsync, rename, fsync of the folder"


def lines(home: Path, *, times: int, sizes: tuple[int, ...]) -> list[Line]:
    """One field edited, alone and after another program wrote."""
    made = []
    for size in sizes:
        kept = keep(home / f"edit-{size}", with_events(size))
        alone, beside, floor = medians(times, _edit(kept, other=False), _edit(kept, other=True), _floor(kept))
        made += [
            Line(f"edit to durable, {size:,} events", FLOOR, alone, floor, goal=1.3),
            Line(f"  another program wrote in between, {size:,} events", FLOOR, beside, floor, goal=2),
        ]
    return made


def _edit(kept: Kept, *, other: bool) -> Callable[[], float]:
    """Change the headline and save; with `other`, somebody adds an event first."""
    opened = kept.library.open(kept.session.id)
    count = itertools.count()
    elsewhere = Library(kept.folder)

    def act() -> float:
        opened.poll()  # what the turn before this one wrote
        if other:
            event = Event(id=uuid7(), at="2026-11-18T15:00:00Z", text=f"from elsewhere {next(count)}")
            elsewhere.change(kept.path, partial(add_items, section="timeline", items=(event,)))
        headline = f"Cards refused, version {next(count)}"

        def edit_and_save() -> None:
            opened.do(lambda session: set_field(session, "key_details.headline", headline), "edit headline")
            opened.save()

        return timed(edit_and_save)

    return act


def _floor(kept: Kept) -> Callable[[], float]:
    """The same bytes, as safely, by hand."""
    tables = msgspec.json.decode(kept.path.read_bytes())
    # Not in the library: there it would be a second file of the same session, which each save merges.
    folder = kept.folder.with_name(f"{kept.folder.name}-floor")
    folder.mkdir()
    target, temporary = folder / "floor.json", folder / "floor.tmp"

    def write() -> None:
        data = msgspec.json.format(msgspec.json.encode(tables), indent=2)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)

    return lambda: timed(write)
