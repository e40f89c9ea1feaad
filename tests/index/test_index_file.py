"""The index follows the library, and whatever happens to its file costs nothing but time."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pmtui.index import index_file
from pmtui.index.index_file import IndexFile, Unusable
from pmtui.index.location import facts_without_refresh
from pmtui.index.query import read_query
from pmtui.index.search import search
from pmtui.library.errors import Refused
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Event, Why
from pmtui.session.edits import add_items, add_why, set_field


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three reviews."""
    library = Library(tmp_path / "reviews")
    for headline in ("Cards refused", "Search slow", "Mail lost"):
        library.create(new_session(product="Checkout", headline=headline))
    return library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index.sqlite3"


def found(index: IndexFile, typed: str) -> list[str]:
    return sorted(hit.facts.details.headline for hit in search(index, read_query(typed)))


def test_what_is_new_changed_moved_or_gone_is_noticed_whoever_did_it(library: Library, path: Path) -> None:
    index = IndexFile(library, path)
    assert index.refresh() and not index.refresh()
    assert found(index, "checkout") == ["Cards refused", "Mail lost", "Search slow"]
    entry = next(entry for entry in library.entries() if entry.headline == "Mail lost")
    library.change(entry, lambda session: add_items(session, "timeline", [Event(id="e", text="the queue was full")]))
    assert index.refresh() and found(index, "queue") == ["Mail lost"]
    by_hand = entry.path.read_text().replace("queue", "disk")
    entry.path.write_text(by_hand)
    assert index.refresh() and found(index, "queue") == [] and found(index, "disk") == ["Mail lost"]
    entry.path.rename(library.folder / "2020-01-01-mail-abcdef.json")
    assert index.refresh() and found(index, "disk") == ["Mail lost"]
    (library.folder / "2020-01-01-mail-abcdef.json").unlink()
    assert index.refresh() and found(index, "disk") == [] and len(index.facts()) == 2


def test_what_one_program_looked_at_the_next_need_not_read(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    IndexFile(library, path).refresh()
    monkeypatch.setattr(Library, "read", lambda *_: pytest.fail("it was read again"))
    index = IndexFile(library, path)
    assert not index.refresh()
    assert len(index.facts()) == 3 and found(index, "search") == ["Search slow"]


def test_a_file_that_cannot_be_read_is_passed_over_until_it_changes(library: Library, path: Path) -> None:
    broken = library.folder / "2026-01-01-broken-123456.json"
    broken.write_text("{")
    index = IndexFile(library, path)
    index.refresh()
    assert len(index.facts()) == 3
    broken.write_bytes(library.entries()[0].path.read_bytes())
    assert index.refresh() and len(index.facts()) == 3, "it is a copy: one session counts once"


def test_facts_say_what_boards_and_trends_need(library: Library, path: Path) -> None:
    entry = library.entries()[0]

    def fill(session):  # type: ignore[no-untyped-def]
        session = add_why(session, None, Why(id="w", text="No alarm", verdict="root"))
        session = add_items(session, "actions", [Action(id="a", text="Alarm", owner="Ana", source="w")])
        return set_field(session, "key_details.started_at", "2026-11-18T14:02:00Z")

    library.change(entry, fill)
    index = IndexFile(library, path)
    index.refresh()
    (facts,) = [each for each in index.facts() if each.actions]
    assert facts.roots == ("No alarm",) and facts.actions[0].owner == "Ana"
    assert facts.details.started_at == "2026-11-18T14:02:00Z" and {"root", "actions", "open"} <= set(facts.has)


def damage_noise(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_inside(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(bytes(data))


def damage_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")


def damage_gone(path: Path) -> None:
    path.unlink()


def damage_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage", [damage_noise, damage_cut, damage_inside, damage_version, damage_gone, damage_folder]
)
def test_a_damaged_index_is_built_anew_or_done_without(
    library: Library, path: Path, damage: Callable[[Path], None]
) -> None:
    first = IndexFile(library, path)
    first.refresh()
    first.close()
    damage(path)
    index = IndexFile(library, path)
    index.refresh()
    assert found(index, "checkout") == ["Cards refused", "Mail lost", "Search slow"]
    assert len(index.facts()) == 3


@pytest.mark.parametrize("damage", [damage_noise, damage_cut, damage_inside, damage_gone])
def test_an_index_that_is_damaged_while_it_is_in_use_answers_all_the_same(
    library: Library, path: Path, damage: Callable[[Path], None]
) -> None:
    index = IndexFile(library, path)
    index.refresh()
    damage(path)
    library.create(new_session(product="Checkout", headline="New one"))
    index.refresh()
    index.refresh()
    assert found(index, "new") == ["New one"]


def test_a_cache_folder_that_cannot_be_made_means_an_index_in_memory(library: Library, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, where a folder was wanted")
    index = IndexFile(library, tmp_path / "cache" / "index.sqlite3")
    index.refresh()
    assert found(index, "search") == ["Search slow"]


def test_a_cache_on_a_full_disk_means_an_index_in_memory_and_leaves_nothing_there(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = index_file._connect

    def full(name: str) -> sqlite3.Connection:
        db = connect(name)
        if name != ":memory:":
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(index_file, "_connect", full)
    texts = [Event(id=f"e{n}", text=f"word{n} " * 500) for n in range(40)]
    library.change(library.entries()[0], lambda session: add_items(session, "timeline", texts))
    index = IndexFile(library, path)
    assert index.refresh() and found(index, "word7") and len(found(index, "checkout")) == 3
    assert not path.exists()


def test_programs_that_look_and_write_at_once_all_find_everything(library: Library, path: Path) -> None:
    def look(n: int) -> list[str]:
        index = IndexFile(library, path)
        library.create(new_session(product="Checkout", headline=f"Extra {n}"))
        index.refresh()
        return found(index, f'"extra {n}"')

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(8))) == [[f"Extra {n}"] for n in range(8)]
    index = IndexFile(library, path)
    index.refresh()
    assert len(index.facts()) == 11


def test_words_that_another_program_indexed_are_found_at_once(library: Library, path: Path) -> None:
    index, other = IndexFile(library, path), IndexFile(library, path)
    index.refresh()
    assert found(index, "zeb") == found(index, "checkout zeb") == []
    library.create(new_session(product="Checkout", headline="Zebras in the queue"))
    other.refresh()
    assert found(index, "zeb") == found(index, "checkout zeb") == ["Zebras in the queue"]


def test_few_and_many_words_with_one_beginning_are_found(library: Library, path: Path) -> None:
    index = IndexFile(library, path)
    for n in range(20):
        library.create(new_session(product="Stock", headline=f"Node xylo{n} lost"))
        index.refresh()
        assert len(found(index, "xyl")) == len(found(index, "node-xyl")) == len(found(index, "xyl los")) == n + 1


def test_progress_is_told_and_what_was_ended_is_read_the_next_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "_BATCH", 1)
    told: list[tuple[int, int]] = []
    index = IndexFile(library, None)
    index.refresh(lambda done, of: told.append((done, of)), ended=lambda: True)
    assert told == [(1, 3)] and len(index.facts()) == 1
    assert index.refresh(lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (1, 2), (2, 2)] and len(index.facts()) == 3


LOOKS_AND_WRITES = """
import sys
from pathlib import Path
from pmtui.index.index_file import IndexFile, Unusable
from pmtui.index.location import facts_without_refresh
from pmtui.index.query import read_query
from pmtui.index.search import search
from pmtui.library.folder import Library
from pmtui.library.ids import new_session

library = Library(Path(sys.argv[1]))
index = IndexFile(library, Path(sys.argv[2]))
for n in range(5):
    library.create(new_session(product="Checkout", headline=f"{sys.argv[3]} {n}"))
    index.refresh()
    assert len(search(index, read_query(sys.argv[3]))) == n + 1, n
"""


def test_two_programs_may_index_and_write_at_once(library: Library, path: Path) -> None:
    command = [sys.executable, "-c", LOOKS_AND_WRITES, str(library.folder), str(path)]
    running = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in ("one", "other")]
    assert [program.communicate()[1] for program in running] == ["", ""]
    index = IndexFile(library, path)
    index.refresh()
    assert len(found(index, "checkout")) == 13 and len(found(index, "one")) == 5


def test_an_index_that_may_only_be_read_is_done_without(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = IndexFile(library, path)
    index.refresh()
    real = sqlite3.connect

    def read_only(name: str, **how: Any) -> sqlite3.Connection:
        return real(name if name == ":memory:" else f"file:{name}?mode=ro", uri=True, **how)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    library.create(new_session(product="Checkout", headline="New one"))
    other = IndexFile(library, path)
    assert found(other, "search") == ["Search slow"], "what was known is found all the same"
    other.refresh()
    assert found(other, "new") == ["New one"] and len(other.facts()) == 4
    index.refresh()
    assert found(index, "new") == ["New one"], "who may write goes on"


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_what_stands_beside_the_index_may_be_gone_while_it_is_in_use(library: Library, path: Path, ending: str) -> None:
    index = IndexFile(library, path)
    index.refresh()
    Path(f"{path}{ending}").unlink()
    library.create(new_session(product="Checkout", headline="New one"))
    index.refresh()
    assert found(index, "new") == ["New one"]
    other = IndexFile(library, path)
    other.refresh()
    assert found(other, "new") == ["New one"] and len(other.facts()) == 4


def damage_a_review(path: Path, column: str) -> None:
    """What SQLite itself does not see: other bytes where those of a review stood."""
    db = sqlite3.connect(path)
    with db:
        db.execute(f"UPDATE held SET {column} = substr({column}, 1, 20) WHERE n = (SELECT min(n) FROM held)")
    db.close()


def test_the_bytes_of_a_review_that_are_damaged_are_built_anew(library: Library, path: Path) -> None:
    index = IndexFile(library, path)
    index.refresh()
    damage_a_review(path, "facts")
    assert len(index.facts()) == 3
    assert len(IndexFile(library, path).facts()) == 3


@pytest.mark.parametrize(("column", "without"), [("facts", 0), ("texts", 1)])
def test_a_review_that_is_found_and_whose_texts_are_damaged_is_listed_without_a_passage(
    library: Library, path: Path, column: str, without: int
) -> None:
    index = IndexFile(library, path)
    index.refresh()
    damage_a_review(path, column)
    hits = search(index, read_query("checkout"))
    assert sorted(len(hit.snippet().marks) for hit in hits) == [1 - without, 1, 1]


def test_where_the_library_cannot_be_read_either_a_damaged_index_is_unusable(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = IndexFile(library, path)
    index.refresh()
    damage_a_review(path, "facts")

    def refuse() -> dict[str, object]:
        raise Refused("the library: permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(library, "states", refuse)
        with pytest.raises(Unusable, match="permission denied"):
            index.facts()
    assert index.refresh() and len(index.facts()) == 3


def test_who_lets_go_of_an_index_that_is_built_anew_does_not_wait_for_all_of_the_library(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()
    read: list[object] = []
    whole = library.read

    class Lock:
        """A lock that tells when the one who lets go stands before it."""

        def __init__(self) -> None:
            self._lock = threading.RLock()

        def __enter__(self) -> None:
            if threading.current_thread() is closing:
                waits.set()
            self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    def read_and_let_go(entry: Any) -> Any:
        if not read:
            closing.start()
            assert waits.wait(10)
        read.append(entry)
        return whole(entry)

    monkeypatch.setattr(index_file, "_BATCH", 1)
    monkeypatch.setattr(index_file, "threading", SimpleNamespace(RLock=Lock))
    index = IndexFile(library, path)
    closing = threading.Thread(target=index.close)
    index.refresh()
    damage_a_review(path, "facts")
    monkeypatch.setattr(library, "read", read_and_let_go)
    with pytest.raises(Unusable):
        index.facts()
    closing.join()
    assert len(read) == 1


def test_an_index_that_was_let_go_of_leaves_its_file_to_the_next(library: Library, path: Path) -> None:
    index = IndexFile(library, path)
    index.refresh()
    index.close()
    with pytest.raises(Unusable):
        index.facts()
    assert len(IndexFile(library, path).facts()) == 3


def test_where_the_cache_may_not_be_looked_into_nothing_is_known_of_the_library(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", f"/{'x' * 300}")
    assert facts_without_refresh(library) == []
