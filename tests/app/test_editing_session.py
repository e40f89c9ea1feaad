"""The editing session: what is half-typed becomes an edit once, whatever comes after."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pmtui.app.editing_session import EditingSession, Place
from pmtui.library.folder import Library
from pmtui.library.open_session import SaveResult
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items

Make = Callable[..., Session]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def editing_session(library: Library, session: Session) -> EditingSession:
    library.add(session)
    return EditingSession(library.open(session.id), lambda: None, lambda: NOW)


def add(text: str) -> Callable[[Session], Session]:
    return lambda session: add_items(session, "timeline", [Event(id=text, text=text)])


def test_half_typed_text_is_saved_on_leaving(library: Library, make_session: Make) -> None:
    session = make_session()
    editing = editing_session(library, session)
    editing.draft("line", add("pager rang"), "add event", Place("timeline"))
    assert editing.state.typing
    assert editing.clear() == ""
    assert [event.text for event in library.read(library.find(session.id)).timeline] == ["pager rang"]


def test_a_message_that_comes_after_leaving_does_nothing_twice(library: Library, make_session: Make) -> None:
    session = make_session()
    editing = editing_session(library, session)
    editing.draft("line", add("pager rang"), "add event", Place("timeline"))
    editing.clear()
    editing.draft("line", add("pager rang, again"), "add event", Place("timeline"))
    assert not editing.do(add("and again"), "add event", Place("timeline"))
    editing.clear()
    assert [event.text for event in library.read(library.find(session.id)).timeline] == ["pager rang"]


def test_a_dropped_draft_leaves_nothing(library: Library, make_session: Make) -> None:
    session = make_session()
    editing = editing_session(library, session)
    editing.draft("line", add("pager rang"), "add event", Place("timeline"))
    editing.drop("line")
    editing.clear()
    assert library.read(library.find(session.id)).timeline == ()


# --- the saving thread ---


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30  # a busy machine takes its time
    while not true():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.01)


def test_whatever_goes_wrong_while_saving_is_said_and_tried_again(
    library: Library, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session()
    editing = editing_session(library, session)
    wrong = [RuntimeError("nobody thought of this")]
    save = editing.opened.save

    def failing(**how: bool) -> SaveResult:
        if wrong:
            raise wrong[0]
        return save(**how)

    monkeypatch.setattr(editing.opened, "save", failing)
    editing.start()
    editing.do(add("pager rang"), "add event", Place("timeline"))
    wait_for(lambda: editing.state.trouble == "RuntimeError: nobody thought of this")
    assert not editing.state.saved
    wrong.clear()
    wait_for(lambda: editing.state.saved and not editing.state.trouble)
    assert [event.text for event in library.read(library.find(session.id)).timeline] == ["pager rang"]
    editing.clear()
