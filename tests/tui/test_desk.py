"""The desk: what is half-typed becomes an edit once, whatever comes after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from pmtui.library.folder import Library
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items
from pmtui.tui.desk import Desk, Place

Make = Callable[..., Session]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def at_the_desk(library: Library, session: Session) -> Desk:
    library.add(session)
    return Desk(library.open(session.id), lambda: None, lambda: NOW)


def add(text: str) -> Callable[[Session], Session]:
    return lambda session: add_items(session, "timeline", [Event(id=text, text=text)])


def test_half_typed_text_is_saved_on_leaving(library: Library, make_session: Make) -> None:
    session = make_session()
    desk = at_the_desk(library, session)
    desk.draft("line", add("pager rang"), "add event", Place("timeline"))
    assert desk.state.typing
    assert desk.clear() == ""
    assert [event.text for event in library.read(library.find(session.id)).timeline] == ["pager rang"]


def test_a_message_that_comes_after_leaving_does_nothing_twice(library: Library, make_session: Make) -> None:
    session = make_session()
    desk = at_the_desk(library, session)
    desk.draft("line", add("pager rang"), "add event", Place("timeline"))
    desk.clear()
    desk.draft("line", add("pager rang, again"), "add event", Place("timeline"))
    assert not desk.do(add("and again"), "add event", Place("timeline"))
    desk.clear()
    assert [event.text for event in library.read(library.find(session.id)).timeline] == ["pager rang"]


def test_a_dropped_draft_leaves_nothing(library: Library, make_session: Make) -> None:
    session = make_session()
    desk = at_the_desk(library, session)
    desk.draft("line", add("pager rang"), "add event", Place("timeline"))
    desk.drop("line")
    desk.clear()
    assert library.read(library.find(session.id)).timeline == ()
