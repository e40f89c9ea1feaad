"""Writers that are killed, and writers that write at once; run as a program of its own, because it forks.

`killing.py kill FOLDER ROUNDS SEED` kills a writer at a random moment, ROUNDS times; `killing.py race FOLDER WRITERS
EACH` lets so many add so many events each. Prints the ids that were acknowledged; the caller looks for them.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
import traceback
from pathlib import Path

from pmtui.library.attachments import attach
from pmtui.library.folder import Library
from pmtui.library.ids import uuid7
from pmtui.session.document import Event, Evidence
from pmtui.session.edits import add_items, set_field


def write_for_ever(folder: Path, out: int) -> None:
    """Change the newest session again and again; say each event's id once it is safe."""
    library = Library(folder)
    loaded = library.load(library.find("latest"))
    while True:
        event = Event(id=uuid7(), text="x" * 200)
        edited = add_items(loaded.session, "timeline", [event])
        if len(edited.timeline) % 5 == 0:
            name = attach(library.attachments(loaded.path), event.id.encode(), "note.txt")
            edited = add_items(edited, "evidence", [Evidence(id=f"e-{event.id}", path=name)])
        if len(edited.timeline) % 7 == 0:
            edited = set_field(edited, "impact.statement", event.id)
        loaded = library.save(loaded, edited)
        os.write(out, f"{event.id}\n".encode())


def write_some(folder: Path, out: int, count: int) -> None:
    """Add so many events, each to the session as it was when this writer saved last."""
    library = Library(folder, patience=60)
    loaded = library.load(library.find("latest"))
    for _ in range(count):
        event = Event(id=uuid7(), text="y")
        loaded = library.save(loaded, add_items(loaded.session, "timeline", [event]))
        os.write(out, f"{event.id}\n".encode())


def start(work: object, *args: object) -> tuple[int, int]:
    """Fork a writer; its process id, and where it says what is safe."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read_end)
            work(args[0], write_end, *args[1:])  # type: ignore[operator]
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(write_end)
    return child, read_end


def said(read_end: int) -> str:
    """All that a writer said until it ended."""
    with os.fdopen(read_end) as lines:
        return lines.read()


def kill(folder: Path, rounds: int, seed: int) -> None:
    """Kill a writer at random moments, from its first breath to its twentieth save."""
    chance = random.Random(seed)
    for _ in range(rounds):
        child, read_end = start(write_for_ever, folder)
        if chance.random() < 0.9:
            select.select([read_end], [], [], 5)
        time.sleep(chance.random() * 0.015)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write(said(read_end))


def race(folder: Path, writers: int, each: int) -> None:
    """Let writers write at once."""
    children = [start(write_some, folder, each) for _ in range(writers)]
    for child, read_end in children:
        sys.stdout.write(said(read_end))
        if os.waitpid(child, 0)[1]:
            raise SystemExit("a writer failed")


if __name__ == "__main__":
    {"kill": kill, "race": race}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
