"""In a large library the newest draft and the session that an id means are found without reading it, and rightly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from benchmarks import random_library
from pmtui.library import cached_lookup, entry_cache, lookup, scanning
from pmtui.library.entries import FileEntry
from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.edits import set_field

COUNT = 45
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that counts as large, as another program left it: what it read is kept."""
    monkeypatch.setattr(scanning, "MANY", 20)
    monkeypatch.setattr(cached_lookup, "MANY", 20)
    monkeypatch.setattr(entry_cache, "LATEST", 10)
    random_library.fill(tmp_path / "reviews", COUNT, events=1, seed=5)
    Library(tmp_path / "reviews").entries(quick=True)
    return Library(tmp_path / "reviews", now=lambda: NOW)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose beginnings are read."""
    names: list[str] = []
    real = scanning.read_entry
    monkeypatch.setattr(scanning, "read_entry", lambda path, **how: (names.append(path.name), real(path, **how))[1])
    return names


def draft(library: Library, ago: timedelta) -> FileEntry:
    """A draft begun that long before now."""
    return library.create(new_session(product="Checkout", headline=f"{ago}", now=NOW - ago))


def slowly(library: Library) -> FileEntry | None:
    """The newest draft, by a look at all files."""
    other = Library(library.folder)
    return lookup.newest_draft(other.entries(quick=True), NOW, "", lambda entry: other.read(entry).timeline)


def test_the_newest_draft_is_found_by_reading_what_is_new_alone(large: Library, read: list[str]) -> None:
    made = draft(large, timedelta(hours=1))
    other = Library(large.folder)
    assert other.newest_draft(NOW) == made and read == [made.file]
    read.clear()
    other.change(made, lambda session: set_field(session, "key_details.headline", "Changed"))
    assert read == [], "nor does writing it ask every file whether it holds the same session"
    third = Library(large.folder).newest_draft(NOW)
    assert third and third.headline == "Changed"


def make_final(library: Library, chance: Random) -> None:
    entry = chance.choice(library.entries())
    library.change(entry, lambda session: set_field(session, "status", "final"))


def reopen(library: Library, chance: Random) -> None:
    entry = chance.choice(library.entries())
    library.change(entry, lambda session: set_field(session, "status", "draft"))


def begin(library: Library, chance: Random) -> None:
    draft(library, timedelta(minutes=chance.randint(1, 3000)))


def delete(library: Library, chance: Random) -> None:
    library.trash(chance.choice(library.entries()[:5]))


def rename(library: Library, chance: Random) -> None:
    entry = chance.choice(library.entries()[:5])
    entry.path.rename(library.folder / f"renamed-{chance.randrange(10**6)}.json")


def damage(library: Library, chance: Random) -> None:
    chance.choice(library.entries()[:5]).path.write_text("<<<<<<< ours")


def by_hand(library: Library, chance: Random) -> None:
    entry = chance.choice(library.entries()[:8])
    entry.path.write_text(entry.path.read_text().replace('"status": "final"', '"status": "draft"'))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_others_wrote_the_newest_draft_is_the_one_that_a_look_at_all_files_finds(
    large: Library, seed: int
) -> None:
    chance = Random(seed)
    acts: list[Callable[[Library, Random], None]] = [make_final, reopen, begin, delete, rename, damage, by_hand, begin]
    for act in chance.choices(acts, k=10):
        with_all = Library(large.folder)
        act(with_all, chance)
        try:
            expected = slowly(large)
        except LibraryError as error:
            with pytest.raises(type(error)):
                Library(large.folder).newest_draft(NOW)
        else:
            assert Library(large.folder).newest_draft(NOW) == expected, act.__name__


def test_a_session_is_found_by_all_that_names_it_as_a_look_at_all_files_finds_it(large: Library) -> None:
    newest = draft(large, timedelta(hours=2))
    twin = large.folder / "copied.json"
    every = large.entries(quick=True)
    twin.write_bytes(every[3].path.read_bytes())
    every = Library(large.folder).entries(quick=True)
    for entry in every[::7]:
        for ref in (
            entry.id,
            entry.id[:9],
            entry.id[:2],
            entry.id[-6:].upper(),
            entry.file,
            entry.path.stem,
            "latest",
            "",
        ):
            try:
                expected = lookup.find_entry(every, ref, large.place)
            except LibraryError as error:
                with pytest.raises(type(error)) as caught:
                    Library(large.folder).find(ref)
                assert str(caught.value) == str(error)
            else:
                assert Library(large.folder).find(ref).file == expected.file, ref
    assert Library(large.folder).find("latest") == newest


def test_one_that_is_named_by_its_id_is_found_by_reading_it_alone(large: Library, read: list[str]) -> None:
    entry = large.entries(quick=True)[30]
    read.clear()
    assert Library(large.folder).find(entry.id) == entry and read == [entry.file]
    assert Library(large.folder).find(entry.file) == entry


def test_two_files_of_one_session_are_made_one_by_the_next_save_in_a_large_library_too(large: Library) -> None:
    entry = large.entries(quick=True)[30]
    twin = large.folder / "2020-02-02-twin-000000.json"
    twin.write_bytes(entry.path.read_bytes())
    saved = Library(large.folder).change(entry.path, lambda session: replace(session, status="in_review"))
    assert saved.merged and not twin.exists()
