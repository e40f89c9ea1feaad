"""In a large library the beginnings of the files are read once, not by every program anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.library import scanning
from pmtui.library.entry_cache import FILE, MANY
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.edits import set_field

LONG_AGO = 1_700_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with many files, none of which was written just now."""
    library = Library(tmp_path_factory.mktemp("large"))
    data = library.create(new_session(product="Checkout", headline="Cards refused")).path.read_bytes()
    (first,) = library.folder.glob("*.json")
    for n in range(MANY + 1):
        (library.folder / f"2020-01-01-incident-{n:06x}.json").write_bytes(
            data.replace(b'"id": "0', b'"id": "%d-0' % n)
        )
    first.unlink()
    for file in library.folder.glob("*.json"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return library.folder


def test_the_next_program_reads_only_what_changed(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Library(large).entries(quick=True)
    assert len(before) == MANY + 1 and (large / FILE).is_file()
    read: list[str] = []
    real = scanning.read_entry
    monkeypatch.setattr(scanning, "read_entry", lambda path, **how: (read.append(path.name), real(path, **how))[1])
    assert Library(large).entries(quick=True) == before and read == []
    entry = before[7]
    Library(large).change(entry, lambda session: set_field(session, "key_details.headline", "Changed"))
    read.clear()
    changed = {each.file: each for each in Library(large).entries(quick=True)}
    assert changed[entry.file].headline == "Changed" and read == [entry.file]


@pytest.mark.parametrize("noise", [b"", b"\x93\x01", b"\xff" * 5000, b"null", b"\x92\x63\x90"])
def test_whatever_stands_in_the_file_the_list_is_right(large: Path, noise: bytes) -> None:
    (large / FILE).write_bytes(noise)
    assert len(Library(large).entries(quick=True)) == MANY + 1


def test_what_was_written_just_now_is_read_again(large: Path) -> None:
    (large / FILE).unlink(missing_ok=True)
    file = sorted(large.glob("*.json"))[3]
    data = file.read_bytes()
    file.write_bytes(data)
    Library(large).entries(quick=True)
    here = file.stat()
    file.write_bytes(data.replace(b"Cards refused", b"Cards REFUSED"))
    os.utime(file, ns=(here.st_atime_ns, here.st_mtime_ns))
    assert {entry.headline for entry in Library(large).entries(quick=True) if entry.file == file.name} == {
        "Cards REFUSED"
    }


def test_a_small_library_keeps_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path / "small")
    library.create(new_session(product="Checkout"))
    Library(library.folder).entries(quick=True)
    assert not (library.folder / FILE).exists()


def test_a_file_whose_name_is_no_text_is_listed_among_many_and_read_each_time(large: Path) -> None:
    (large / FILE).unlink(missing_ok=True)
    odd = large / os.fsdecode(b"2020-01-01-caf\xe9.json")
    odd.write_bytes(min(large.glob("*.json")).read_bytes())
    os.utime(odd, (LONG_AGO, LONG_AGO))
    try:
        assert odd.name in {entry.file for entry in Library(large).entries(quick=True)}
        assert odd.name in {entry.file for entry in Library(large).entries(quick=True)} and (large / FILE).is_file()
    finally:
        odd.unlink()
