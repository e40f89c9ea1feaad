"""A library of ten thousand reviews of 30 KB: its index, finding as somebody types, and what else must stay flat."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.capture import call
from benchmarks.measure import Line, by_turns, medians, percentile, timed
from benchmarks.paint import painted
from benchmarks.random_library import LARGE, fill
from benchmarks.samples import SHOWN, keep, with_events
from pmtui.app.library_search import LibrarySearch
from pmtui.index.index_file import IndexFile
from pmtui.index.location import index_path
from pmtui.library.folder import Library

HIGHEST_P95: Final = 16.0
"""Milliseconds of a keystroke."""
IN_SIGHT: Final = 12
"""Reviews of which a terminal of 120×36 shows what was found in them."""
TYPED: Final = (
    "checkout certificate", "database connections", "ops-42", "priya", "rolled back", "tag:dns failover", "café",
    "product:mail after:2024 timed", "expired overnight", '"ran out of"', "severity:sev1 broker", "owner:olu queue",
    "kubernetes restarted by hand", "pragla", "INC-204",
)  # fmt: skip
"""What is typed, letter by letter: words met everywhere and rare ones, numbers, phrases, filters."""


def lines(home: Path, *, times: int, count: int) -> list[Line]:
    """The index, the search, and the verbs and first pictures among many reviews and among few.

    Where there is but one turn no picture is waited for, and little is typed.
    """
    folders = {size: home / f"library-{size}" for size in sorted({10, min(100, count), count})}
    newest = with_events(20)
    for size, folder in folders.items():
        fill(folder, size, events=LARGE)
        keep(folder, newest)
    few, some, many = folders[10], folders[min(100, count)], folders[count]
    with patch.dict(os.environ, {"XDG_CACHE_HOME": str(home / "cache")}):
        return [
            *_index(many, count, times),
            *_keystrokes(some, many, count, TYPED if times > 1 else TYPED[:1]),
            *_verbs(few, many, count, times),
            *(_pictures(few, many, home / "library-0", newest.id, count, times) if times > 1 else ()),
        ]


def _index(folder: Path, count: int, times: int) -> list[Line]:
    library = Library(folder)
    path = index_path(library.place)
    assert path is not None
    index = IndexFile(library, path)
    index.refresh()

    def scan() -> None:
        with os.scandir(folder) as items:
            for item in items:
                item.stat()

    refreshed, scanned = medians(times, lambda: timed(index.refresh), lambda: timed(scan))
    index.close()
    size = path.stat().st_size / 1e6
    whole = sum(file.stat().st_size for file in folder.glob("*.json")) / 1e6
    return [
        Line(f"look for changes, {count:,} reviews", "a stat of each file", refreshed, scanned, goal=1.5),
        Line(f"size of the index, {count:,} reviews", "that of the library", size, whole, goal=0.5, unit="MB"),
    ]


def _keystrokes(some: Path, many: Path, count: int, typed: Sequence[str]) -> list[Line]:
    """From a letter to the answer and the passages in sight, without the picture."""
    searches = [_search(folder) for folder in (some, many)]
    found: list[list[float]] = [[], []]
    for text in typed:
        for end in range(1, len(text) + 1):
            turns = by_turns(1, *(_keystroke(search, text[:end]) for search in searches))
            for numbers, turn in zip(found, turns, strict=True):
                numbers += turn
    for search in searches:
        search.close()
    p95 = percentile(found[1], 0.95)
    floor_is = f"the same among 100; p95 {p95:.0f} ms, to be under {HIGHEST_P95:.0f}"
    floor, ours = map(statistics.median, found)
    note = "" if p95 <= HIGHEST_P95 else "OVER in p95"
    return [Line(f"a keystroke of search, {count:,} reviews", floor_is, ours, floor, goal=1.3, note=note)]


def _search(folder: Path) -> LibrarySearch:
    search = LibrarySearch(Library(folder), lambda: datetime.now(UTC).date())
    search.update(lambda _done, _of: None, lambda: False)
    return search


def _keystroke(search: LibrarySearch, typed: str) -> Callable[[], float]:
    def press() -> None:
        answer = search.find(typed)
        assert answer is not None
        for file in list(answer.hits)[:IN_SIGHT]:
            answer.shown(file)

    return lambda: timed(press)


def _verbs(few: Path, many: Path, count: int, times: int) -> list[Line]:
    made = []
    for what, goal, *arguments in (("log among", 1.2, "log", "rolled back 4.2"), ("list", 3, "list")):
        ours, floor = (call("-m", "pmtui", "--library", str(folder), *arguments) for folder in (many, few))
        made.append(Line(f"{what} {count:,} reviews", "the same among 10", *medians(times, ours, floor), goal=goal))
    return made


def _pictures(few: Path, many: Path, empty: Path, session_id: str, count: int, times: int) -> list[Line]:
    empty.mkdir()
    library, nothing, among_many, among_few = medians(
        times,
        painted(("-m", "pmtui", "--library", str(many)), SHOWN.encode()),
        painted(("-m", "pmtui", "--library", str(empty)), b"No reviews yet"),
        *(
            painted(("-m", "pmtui", "--library", str(folder), "open", session_id), SHOWN.encode())
            for folder in (many, few)
        ),
    )
    return [
        Line(f"first paint, library of {count:,} reviews of 30 KB", "that of an empty library", library, nothing, 1.1),
        Line(f"first paint, a meeting among {count:,} reviews", "the same among 10", among_many, among_few, 1.2),
    ]
