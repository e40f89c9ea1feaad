"""`log` where something is in its way: the note finds another place, or its words are repeated."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.library import folder_reader
from pmtui.library.folder import Library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def begun(run: Run, library: Library) -> Path:
    """The file of a review that was begun just now."""
    run("log", "pager rings")
    return library.find("latest").path


@pytest.mark.parametrize("left", [0, 40, 3000], ids=["emptied", "its beginning", "all but its end"])
def test_a_damaged_draft_does_not_stand_in_the_way(
    run: Run, library: Library, begun: Path, left: int, session_of: Any
) -> None:
    run("log", "x" * 6000)
    damaged = begun.read_bytes()[:left]
    begun.write_bytes(damaged)
    found = run("log", "a replica lags")
    assert found.status == 0
    assert "began a new review: session " in found.err
    assert [event.text for event in session_of().timeline] == ["a replica lags"]
    assert begun.read_bytes() == damaged
    # The next one goes to the new review without a word about the old one.
    found = run("log", "the replica is back")
    assert "began" not in found.err
    assert begun.name not in found.err
    assert len(library.names()) == 2


def test_which_draft_was_damaged_is_said(run: Run, begun: Path) -> None:
    run("log", "x" * 6000)
    begun.write_bytes(begun.read_bytes()[:3000])
    said = run("log", "a replica lags").err
    assert f"{begun.name}: cannot be read: " in said
    assert "a new review is begun instead" in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_file_that_the_machine_does_not_hand_out_is_the_machine_s_refusal(
    run: Run, begun: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    session_id = run("list", "--json").json[0]["id"]
    opened = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path) == str(begun):
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    for ref in (session_id, session_id[-6:], begun.name, begun.stem):
        run("log", "-s", ref, "a replica lags").refused(
            begun.name, "cannot be read", status=3, repeated="a replica lags"
        )
    run("export", begun.name).refused(begun.name, "cannot be read", status=3)


def test_a_file_that_fails_only_when_it_is_read_in_full(
    run: Run, begun: Path, monkeypatch: pytest.MonkeyPatch, session_of: Any
) -> None:
    def refuse(path: Any) -> Any:
        if str(path) == str(begun):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return opened(path)

    opened = folder_reader.open_version
    with monkeypatch.context() as patch:
        patch.setattr(folder_reader, "open_version", refuse)
        run("log", "-s", "latest", "one").refused(begun.name, status=3, repeated="one")
        assert run("log", "two").status == 0
    assert [event.text for event in session_of().timeline] == ["two"]


def test_an_id_that_several_have_repeats_the_text(run: Run) -> None:
    first = run("new", "--no-open").lines[0]
    run("new", "--no-open")
    run("log", "-s", first[:6], "the words").refused("could be", repeated="the words")
    run("log", "-s", first[:6], "-", stdin="the words\n").refused("could be", repeated="the words")


def test_lines_that_meet_a_wrong_call_are_all_repeated(run: Run) -> None:
    found = run("log", "-s", "nothing", "-", stdin="one\n\ntwo\n")
    assert found.status == 2
    assert found.err.splitlines()[1:] == ["not noted: one", "not noted: ", "not noted: two"]
    found = run("log", "--at", "soon", "-", stdin="one\ntwo\n")
    assert found.status == 2
    assert [line for line in found.err.splitlines() if "not noted" in line] == ["not noted: one", "not noted: two"]
    run("log", "-s", "nothing", "-").refused("'nothing'")


@pytest.mark.parametrize("below", ["", "sessions"])
def test_a_library_that_is_a_file_is_a_wrong_call(run: Run, tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / below)
    run("--library", folder, "log", "the words").refused("is a file", repeated="the words")
    run("--library", folder, "list").refused("is a file")
    run("--library", folder, "new", "--no-open").refused("is a file")


def test_an_interrupted_note_is_repeated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "begin", interrupt)
    run("log", "the words").refused("interrupted", status=130, repeated="the words")


def test_many_lines_of_text_are_repeated_as_they_are(run: Run) -> None:
    assert "not noted: one\n  two\n" in run("log", "-s", "nothing", "one\n  two").err
