"""What a second reading found: text changed, lost or doubled, and acts that hit another item than was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.field_values import Slot, read
from pmtui.meeting.step import Field
from pmtui.meeting.steps import step
from pmtui.session import edits
from pmtui.session.document import Event, Evidence, Session, StepName
from pmtui.session.paths import get
from pmtui.tui.meeting import report_actions
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.prompt import PathPrompt
from pmtui.tui.widgets.rows import Row, Rows

Make = Callable[..., Session]


async def test_a_list_of_names_is_typed_with_a_pause_behind_the_comma(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, "summary.services"))
        await sitting.press(*"Shop,", "space")
        await sitting.until(lambda: sitting.session.summary.services == ("Shop",))
        await sitting.until(lambda: not sitting.meeting.editing.state.typing)
        await sitting.press("b")
        await sitting.until(lambda: sitting.session.summary.services not in ((), ("Shop",)))
        assert sitting.session.summary.services == ("Shop", "b")


async def test_a_time_is_typed_with_a_pause_in_it(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"18-11")
        await sitting.until(
            lambda: sitting.meeting.editing.unread.waiting is False and sitting.meeting.editing.unread.typing
        )
        assert sitting.session.key_details.started_at is None, "a day alone is no time"
        await sitting.press(*"-2025 14:02")
        await sitting.until(lambda: sitting.session.key_details.started_at == "2025-11-18T14:02:00Z")
        assert sitting.app.focused.text == "18-11-2025 14:02"
        field = sitting.app.focused
        await sitting.press("backspace")
        assert field.text == "18-11-2025 14:0"
        await sitting.press("2", "enter")
        await sitting.until(lambda: sitting.app.focused is not field)
        assert sitting.session.key_details.started_at == "2025-11-18T14:02:00Z"


async def test_a_value_is_shown_as_it_was_understood_once_the_field_is_left(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, "summary.services"))
        field = sitting.app.focused
        await sitting.press(*"a;b")
        await sitting.until(lambda: sitting.session.summary.services == ("a", "b"))
        await sitting.until(lambda: not sitting.meeting.editing.state.typing)
        assert field.text == "a;b"
        await sitting.press("tab")
        await sitting.until(lambda: field.text == "a, b")


def test_a_name_with_a_comma_stays_one_name(make_session: Make) -> None:
    for names in (("Smith, Jo",), ("a; b",), ("Smith, Jo", "Ann"), ("Ann", "Bo"), ()):
        session = make_session(**{"summary.services": names})
        slot = Slot(_field("summary", "summary.services"), Place("summary"))
        got = read(slot.field, session, slot.text(session), session, session_now())
        assert got.changes == {"summary.services": names}


def test_an_end_without_a_date_is_the_next_such_time(make_session: Make) -> None:
    event = Event(id="a", at="2026-11-18T23:50:00Z", text="load")
    session = make_session(timeline=(event,))
    field = _field("timeline", "until")
    assert read(field, event, "00:10", session, session_now()).changes == {"until": "2026-11-19T00:10:00Z"}
    assert read(field, event, "23:55", session, session_now()).changes == {"until": "2026-11-18T23:55:00Z"}


def test_a_range_whose_end_is_taken_away_has_no_end_any_more(make_session: Make) -> None:
    event = Event(id="a", at="2026-11-18T10:00:00Z", until="2026-11-18T10:20:00Z", text="load")
    session = make_session(**{"timeline": (event,), "key_details.incident_date": date(2026, 11, 18)})
    slot = Slot(_field("timeline", "at"), Place("timeline"), "timeline", "a")
    assert slot.text(session) == "10:00–10:20"
    changes = read(slot.field, event, "10:00", session, session_now()).changes
    assert changes == {"at": "2026-11-18T10:00:00Z", "precision": "exact", "until": None}


@pytest.mark.parametrize("text", [".", "..", "/etc/passwd", "graphs/"])
def test_what_cannot_be_a_file_of_the_review_is_refused_where_it_is_typed(make_session: Make, text: str) -> None:
    figure = Evidence(id="f", caption="Load")
    with pytest.raises(ValueError, match="use a plain file name"):
        read(_field("evidence", "path"), figure, text, make_session(evidence=(figure,)), session_now())


def test_a_time_that_occurs_twice_is_read_as_it_is_shown(make_session: Make) -> None:
    for at in ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"):
        session = make_session(**{"key_details.timezone": "Europe/London", "key_details.started_at": at})
        slot = Slot(_field("key_details", "key_details.started_at"), Place("key_details"))
        got = read(slot.field, session, slot.text(session), session, session_now())
        assert got.changes == {"key_details.started_at": at}


async def test_undo_in_the_form_of_an_item_is_refused_with_a_word(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(timeline=(Event(id="a", text="load"),)), step="timeline") as sitting:
        editing = sitting.meeting.editing
        editing.do(lambda s: edits.change_event(s, "a", text="loads"), "edit", Place("timeline", "a"))
        editing.do(lambda s: edits.set_field(s, "status", "final"), "", Place("close"))
        await sitting.press("escape", "enter")
        assert isinstance(sitting.app.screen, ItemScreen)
        await sitting.press("ctrl+z", "ctrl+y")
        assert sitting.app.is_running
        assert sitting.session.timeline[0].text == "loads"


async def test_the_problem_is_edited_by_the_key_that_says_so(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**{"root_cause.problem": "it fell"}), step="five_whys") as sitting:
        await sitting.press("escape", "enter")
        assert isinstance(sitting.app.screen, ItemScreen)
        await sitting.press("!", "escape")
        assert sitting.session.root_cause.problem == "it fell!"


@pytest.mark.parametrize("keys", [["f4"], ["x"], ["shift"]])
async def test_an_act_hits_the_event_it_was_asked_for(open_app: Any, make_session: Make, keys: list[str]) -> None:
    events = tuple(Event(id=name, at=f"2026-11-18T14:0{n}:00Z", text=name) for n, name in enumerate("abc"))
    session = make_session(timeline=events, **{"key_details.started_at": "2026-11-18T10:00:00Z"})
    async with open_app(session, step="timeline") as sitting:
        view = sitting.meeting.view.active_list()
        view.go_to("b")
        await view.do_act({"f4": "event.kind", "x": "event.milestone", "shift": "event.shift"}[keys[0]])
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        sitting.meeting.editing.do(lambda s: edits.delete_items(s, "timeline", ["b"]), "", Place("timeline"))
        await sitting.until(lambda: view.item_id != "b")
        await sitting.press(*{"f4": "alert", "x": "started", "shift": "5"}[keys[0]], "enter")
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert sitting.session.timeline == (events[0], events[2])
        assert sitting.session.key_details.started_at == "2026-11-18T10:00:00Z"


async def test_what_is_half_typed_on_the_projector_stays_with_its_list(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="lessons") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("a", *"calm", "tab")
        assert sitting.app.screen.view.part.section == "lessons.went_wrong"
        await sitting.press(*"late", "enter")
        await sitting.press(*"and slow")
        await sitting.press("escape", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("a", *"deaf", "enter")
        sitting.app.end(0)
        sections = ("lessons.went_well", "lessons.went_wrong", "lessons.got_lucky")
        found = {section: [note.text for note in get(sitting.session, section)] for section in sections}
        assert sorted(text for texts in found.values() for text in texts) == ["and slow", "calm", "deaf", "late"]
        assert found["lessons.went_well"] == ["calm"]


async def test_what_is_refused_on_the_projector_stands_in_the_line(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(status="final"), size=(80, 24), step="resources") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        screen = sitting.app.screen
        screen.field.take_paste("one\ntwo")
        await sitting.until(lambda: screen.field.text == "one\ntwo")


async def test_where_leaving_fails_nothing_is_added_twice(
    open_app: Any, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(make_session(), step="resources") as sitting:
        await sitting.press(*"db logs")
        app = sitting.app
        with monkeypatch.context() as broken:
            broken.setattr(EditingSession, "clear", _fails(EditingSession.clear))
            await app.close_session()
        assert isinstance(app.screen, MeetingScreen)
        await sitting.settled()
        app.end(0)
        assert [resource.text for resource in sitting.session.resources] == ["db logs"]


def _fails(clear: Callable[[EditingSession], str]) -> Callable[[EditingSession], str]:
    def failing(editing: EditingSession) -> str:
        clear(editing)
        return "no room on the disk"

    return failing


async def test_a_path_that_cannot_be_looked_at_is_said(
    open_app: Any, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(make_session(), step="close") as sitting:
        for path in ("~nobody-of-that-name/report.md", "x" * 300 + ".md"):
            report_actions.save_report(sitting.meeting)
            await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
            prompt = sitting.app.screen
            prompt.field.put(path)
            await sitting.press("enter")
            assert sitting.app.screen is prompt
            assert str(prompt.said.render())
            await sitting.press("escape")


def test_the_cursor_does_not_rest_on_a_heading() -> None:
    rows = Rows()
    rows.show([Row("", "Nothing is missing", fixed=True)])
    rows.show([Row("", "Timeline", fixed=True), Row("gap", "no event")])
    assert rows.row_id == "gap"


def session_now() -> datetime:
    return datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _field(name: StepName, path: str) -> Field:
    parts = step(name).parts
    return next(field for part in parts for field in part.fields if field.path == path)
