"""A value that cannot be read: the old one stands, the words wait in their field, and the top line says so."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

from pmtui.app.editing_session import Place
from pmtui.library.drafts import Drafts
from pmtui.library.folder import Library
from pmtui.report.markdown import render
from pmtui.session.document import Action, Event, Session
from pmtui.session.edits import change_event, delete_items
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.steps.item_window import ItemScreen, open_item_window
from pmtui.tui.widgets.editor import Editor
from tests.terminal import go_to, terminal
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]
UNTIL = "2026-11-18T14:20:00Z"
KILL = Event(id="e", at="2026-11-18T14:02:00Z", until=UNTIL, text="global kill", kind="action", source="chat")


@pytest.fixture
def review(make_session: Make) -> Session:
    """A review with one event that lasts until 14:20, and an action."""
    return make_session(timeline=(KILL,), actions=(Action(id="a", text="Alert earlier", horizon="short"),))


async def open_item(sitting: Sitting, field: str) -> None:
    """Open the window of the selected item at a field."""
    view = sitting.meeting.view.lists[0]
    open_item_window(view, view.list.row_id, field)
    await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen) and sitting.app.screen.is_mounted)
    await sitting.settled()


async def type_over(sitting: Sitting, text: str) -> None:
    """Put other words into the field with the focus, key by key."""
    field = sitting.app.focused
    assert isinstance(field, Editor)
    field.clear()
    await sitting.press(*(("space" if c == " " else c) for c in text))


async def refuse(sitting: Sitting, field: str, text: str) -> None:
    """Type words that are no value into a field of the selected item, and leave its window."""
    await open_item(sitting, field)
    await type_over(sitting, text)
    await sitting.press("escape")
    await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
    await sitting.settled()


def text_of(sitting: Sitting, path: str) -> str:
    """What stands in a field of the window on top."""
    assert isinstance(sitting.app.screen, ItemScreen)
    row = sitting.app.screen.form.row_of(path)
    assert row is not None and isinstance(row.ensure_field(), Editor)
    return row.ensure_field().text


def kept(library: Library, session: Session) -> dict[str, str]:
    """What is kept on disk, by field."""
    return {key.field: text for key, text in Drafts(library.folder, session.id).read().items()}


async def test_the_old_value_stands_and_the_words_wait_in_the_field(
    open_app: OpenApp, review: Session, library: Library
) -> None:
    async with open_app(review, step="timeline") as sitting:
        await refuse(sitting, "until", "never ever")
        assert sitting.session.timeline[0].until == UNTIL
        assert "1 value not understood" in sitting.screen_text()
        assert "typing" not in sitting.screen_text().splitlines()[0]
        assert "Until “never ever”" in sitting.said
        await sitting.until(lambda: kept(library, review) == {"until": "never ever"})
        await open_item(sitting, "until")
        assert text_of(sitting, "until") == "never ever"
        assert "not a time" in sitting.screen_text()
        await type_over(sitting, "14:30")
        await sitting.press("escape")
        assert sitting.session.timeline[0].until == "2026-11-18T14:30:00Z"
        assert "not understood" not in sitting.screen_text().splitlines()[0]
        await sitting.until(lambda: kept(library, review) == {})


async def test_several_are_all_kept_and_none_comes_into_the_report(
    open_app: OpenApp, run_app: OpenApp, review: Session, library: Library
) -> None:
    async with open_app(review, step="timeline") as sitting:
        await refuse(sitting, "until", "never ever")
        await refuse(sitting, "at", "after lunch")
        await sitting.go("actions")
        await refuse(sitting, "due", "19.77.2027")
        assert "3 values not understood" in sitting.screen_text()
        sitting.app.end(0)
    saved = library.read(library.find(review.id))
    assert saved.timeline == (KILL,)
    assert saved.parking_lot == ()
    assert not any(words in render(saved) for words in ("never ever", "after lunch", "19.77"))
    assert kept(library, review) == {"until": "never ever", "at": "after lunch", "due": "19.77.2027"}
    async with run_app(review.id) as sitting:
        await sitting.go("timeline")
        assert "3 values not understood" in sitting.screen_text()
        await open_item(sitting, "at")
        assert (text_of(sitting, "at"), text_of(sitting, "until")) == ("after lunch", "never ever")


async def test_changing_steps_keeps_them_where_they_are(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"tea", "f8", "f7")
        assert "tea" in sitting.screen_text()
        assert "1 value not understood" in sitting.screen_text()
        assert sitting.session.key_details.started_at is None


async def test_a_key_and_the_close_lead_into_the_very_field(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="timeline") as sitting:
        await refuse(sitting, "until", "never ever")
        await sitting.go("summary")
        await sitting.press("escape", "exclamation_mark")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.settled()
        assert isinstance(sitting.app.focused, Editor)
        assert sitting.app.focused.text == "never ever"
        await sitting.press("escape")
        await sitting.go("close")
        await sitting.until(lambda: "Until of “global kill”: “never ever”" in sitting.screen_text())
        await sitting.press("home", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.settled()
        assert sitting.app.focused.text == "never ever"


async def test_a_time_that_is_cleared_to_type_another_moves_nothing(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="timeline") as sitting:
        await open_item(sitting, "at")
        field = sitting.app.focused
        assert isinstance(field, Editor)
        field.clear()
        form = sitting.app.screen.form
        await sitting.until(lambda: form.row_of("at").timer is not None)
        form._commit(form.row_of("at"), leaving=False)  # the pause
        assert sitting.session.timeline[0].at == KILL.at
        await sitting.press("tab")
        assert sitting.session.timeline[0].at is None, "left empty, it is not known"


async def test_undo_takes_the_words_out_first_and_redo_puts_them_back(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="timeline") as sitting:
        sitting.meeting.editing.do(
            lambda s: change_event(s, "e", source="pager"), "edit source", Place("timeline", "e", "source")
        )
        await refuse(sitting, "until", "never ever")
        await sitting.press("escape", "u")
        assert "not understood" in sitting.said
        assert "not understood" not in sitting.screen_text().splitlines()[0]
        assert sitting.session.timeline[0].source == "pager", "the last edit stays"
        await sitting.press("U")
        assert "1 value not understood" in sitting.screen_text()
        await sitting.press("u", "u")
        assert sitting.session.timeline[0].source == "chat"
        assert sitting.session.timeline[0].until == UNTIL


async def test_undo_in_the_window_shows_the_value_again(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="timeline") as sitting:
        await refuse(sitting, "until", "never ever")
        await open_item(sitting, "until")
        await sitting.press("ctrl+z")
        assert text_of(sitting, "until").endswith("14:20")
        assert "not a time" not in sitting.screen_text()
        await sitting.press("ctrl+y")
        assert text_of(sitting, "until") == "never ever"


async def test_words_of_an_item_that_is_deleted_go_with_it(
    open_app: OpenApp, review: Session, library: Library
) -> None:
    async with open_app(review, step="timeline") as sitting:
        await refuse(sitting, "until", "never ever")
        editing = sitting.meeting.editing
        editing.do(lambda session: delete_items(session, "timeline", ["e"]), "delete", Place("timeline", "e"))
        await sitting.until(lambda: "not understood" not in sitting.screen_text().splitlines()[0])
        sitting.app.end(0)
    assert kept(library, review) == {}
    assert library.read(library.find(review.id)).parking_lot == ()


async def test_a_folder_that_may_not_be_written_is_said_and_ends_nothing(
    open_app: OpenApp, review: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    async with open_app(review, step="timeline") as sitting:
        monkeypatch.setattr(Drafts, "keep", full)
        await refuse(sitting, "until", "never ever")
        await sitting.until(lambda: "not saved: the disk is full" in sitting.screen_text())
        await open_item(sitting, "until")
        assert text_of(sitting, "until") == "never ever"
        monkeypatch.undo()
        await sitting.until(lambda: kept(library, review) == {"until": "never ever"})


def test_they_survive_a_kill(review: Session, library: Library) -> None:
    library.add(review)
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("Opening")
        go_to(app, "started", "Started")
        app.type("after lunch")
        app.until(lambda: kept(library, review) == {"key_details.started_at": "after lunch"})
        app.signal(signal.SIGKILL)
        app.wait()
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("1 value not understood")
        go_to(app, "started", "after lunch")
        app.until("not a time")
