"""Times and dates typed into the app: add lines say what they understood, fields hold what they can."""

from datetime import UTC, date, datetime

import pytest
from textual import events

from pmtui.app import field_values
from pmtui.meeting.step import Field
from pmtui.session.document import Event, Session
from tests.tui.conftest import OpenApp, Sitting


def times(sitting: Sitting) -> list[tuple[str | None, str]]:
    return [(event.at, event.text) for event in sitting.session.timeline]


async def type_line(sitting: Sitting, text: str) -> None:
    await sitting.press(*text, "enter")


NOVEMBER_18 = {"key_details.incident_date": date(2026, 11, 18), "key_details.timezone": "Europe/London"}


async def test_the_add_line_says_what_it_understood(open_app: OpenApp, make_session: type[Session]) -> None:
    async with open_app(make_session(**NOVEMBER_18), step="timeline") as sitting:
        await type_line(sitting, "2:07 pm global kill")
        assert times(sitting) == [("2026-11-18T14:07:00Z", "global kill")]
        assert "noted 18 Nov 2026 14:07 Europe/London" in sitting.screen_text()
        await type_line(sitting, "somebody called")
        assert "noted, its time is not known" in sitting.screen_text()
        await type_line(sitting, "99:99 wrong time")
        assert times(sitting)[-1] == (None, "99:99 wrong time")
        assert "99:99 is no time: kept as words" in sitting.screen_text()


PASTE = """- 23:41 pager rings
* [23:52] first response
| 00:09 | deploy rolled back |
Oct 25 03:47:00 host kernel: out of memory
2026-10-25 04:46:10,123 ERROR db-2 lost
someone calls the vendor

04:50: all well
"""


async def test_a_paste_keeps_its_times_and_says_how_many_lines_have_none(
    open_app: OpenApp, make_session: type[Session]
) -> None:
    session = make_session(**{"key_details.incident_date": date(2026, 10, 24)})
    async with open_app(session, step="timeline") as sitting:
        sitting.app.screen.focused.post_message(events.Paste(PASTE))
        await sitting.until(lambda: len(sitting.session.timeline) == 7)
        assert {text: at for at, text in times(sitting)} == {
            "pager rings": "2026-10-24T23:41:00Z",
            "first response": "2026-10-24T23:52:00Z",
            "deploy rolled back": "2026-10-25T00:09:00Z",
            "host kernel: out of memory": "2026-10-25T03:47:00Z",
            "ERROR db-2 lost": "2026-10-25T04:46:10.123Z",
            "someone calls the vendor": None,
            "all well": "2026-10-25T04:50:00Z",
        }
        await sitting.settled()
        assert "7 added, 1 without a time" in sitting.screen_text()


async def test_the_line_for_an_event_from_any_step_says_what_it_understood(
    open_app: OpenApp, make_session: type[Session]
) -> None:
    async with open_app(make_session(**NOVEMBER_18), step="impact") as sitting:
        await sitting.press("f6")
        await type_line(sitting, "14.02 alert")
        assert "✓ in the timeline: noted 18 Nov 2026 14:02 Europe/London" in sitting.screen_text()


async def field(sitting: Sitting, path: str, text: str) -> None:
    """Type into a field of the key details, and leave it."""
    await sitting.go("key_details")
    editor = next(row.ensure_field() for row in sitting.app.screen.query("FieldRow") if row.slot.field.path == path)  # type: ignore[attr-defined]
    editor.focus()
    await sitting.press("ctrl+a", *text, "tab")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("1:45pm", "2026-11-18T13:45:00Z"),
        ("14h07", "2026-11-18T14:07:00Z"),
        ("14:52 UTC", "2026-11-18T14:52:00Z"),
        ("25-10-2026 01:05 GMT", "2026-10-25T01:05:00Z"),
    ],
)
async def test_a_milestone_is_read_like_every_time(
    open_app: OpenApp, make_session: type[Session], typed: str, at: str
) -> None:
    async with open_app(make_session(**NOVEMBER_18)) as sitting:
        await field(sitting, "key_details.detected_at", typed)
        assert sitting.session.key_details.detected_at == at


async def test_in_a_doubled_hour_a_field_shows_the_offset(open_app: OpenApp, make_session: type[Session]) -> None:
    details = {**NOVEMBER_18, "key_details.started_at": "2026-10-25T00:10:00Z"}
    async with open_app(make_session(**details), step="key_details") as sitting:
        assert "25-10-2026 01:10 +01:00" in sitting.screen_text()


@pytest.mark.parametrize(
    ("typed", "said"), [("~13:50", "only exact times here"), ("13:50-14:10", "one time"), ("18-11-2026", "a day alone")]
)
async def test_a_milestone_takes_no_half_of_what_was_typed(
    open_app: OpenApp, make_session: type[Session], typed: str, said: str
) -> None:
    async with open_app(make_session(**NOVEMBER_18)) as sitting:
        await field(sitting, "key_details.acknowledged_at", typed)
        assert sitting.session.key_details.acknowledged_at is None
        assert said in sitting.screen_text()


async def test_enter_stays_at_a_time_that_is_not_taken_and_right_takes_the_one_that_is_offered(
    open_app: OpenApp, make_session: type[Session]
) -> None:
    async with open_app(make_session(**NOVEMBER_18), step="key_details") as sitting:
        row = next(
            row for row in sitting.app.screen.query("FieldRow") if row.slot.field.path == "key_details.detected_at"
        )  # type: ignore[attr-defined]
        row.ensure_field().focus()
        await sitting.press(*"about 13:50", "enter")
        assert row.ensure_field().has_focus
        assert "only exact times here" in sitting.screen_text()
        await sitting.press("right", "enter")
        assert sitting.session.key_details.detected_at == "2026-11-18T13:50:00Z"
        assert not row.ensure_field().has_focus
        row.ensure_field().focus()
        await sitting.press("ctrl+u", *"soon", "enter", "enter")
        assert not row.ensure_field().has_focus, "Enter once more goes on"


async def test_a_milestone_of_an_approximate_event_stays_approximate(
    open_app: OpenApp, make_session: type[Session]
) -> None:
    event = Event(id="e", at="2026-11-18T13:50:00Z", precision="about", text="first page")
    details = {**NOVEMBER_18, "timeline": (event,), "key_details.acknowledged_at": event.at}
    async with open_app(make_session(**details), step="key_details") as sitting:
        assert "18-11-2026 ~13:50" in sitting.screen_text()
        await field(sitting, "key_details.started_at", "~13:50")
        assert sitting.session.key_details.started_at == event.at


@pytest.mark.parametrize(
    ("name", "typed", "day"),
    [
        ("review_date", "18 Nov", date(2027, 11, 18)),
        ("review_date", "friday", date(2026, 11, 27)),
        ("incident_date", "21 Nov", date(2025, 11, 21)),
        ("incident_date", "friday", date(2026, 11, 13)),
    ],
)
async def test_a_review_lies_ahead_and_what_happened_lies_behind(
    open_app: OpenApp, make_session: type[Session], name: str, typed: str, day: date
) -> None:
    async with open_app(make_session()) as sitting:  # on a Friday, 20-11-2026
        await field(sitting, f"key_details.{name}", typed)
        assert getattr(sitting.session.key_details, name) == day


# --- the window of an event ---


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ("14:10", {"until": "2026-11-18T14:10:00Z"}),
        ("00:10", {"until": "2026-11-19T00:10:00Z"}),
        ("~14:10", {"until": "2026-11-18T14:10:00Z", "precision": "about"}),
        ("2:10 pm", {"until": "2026-11-18T14:10:00Z"}),
    ],
)
def test_until_is_the_next_such_time(make_session: type[Session], typed: str, changes: dict[str, str]) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z")
    session = make_session(**NOVEMBER_18, timeline=(event,))
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert field_values.read(Field("until", "Until", kind="time"), event, typed, session, now).changes == changes


def test_a_time_that_is_taken_away_leaves_nothing_of_itself(make_session: type[Session]) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", until="2026-11-18T14:10:00Z", precision="about")
    session = make_session(**NOVEMBER_18, timeline=(event,))
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    changes = field_values.read(Field("at", "When", kind="time"), event, "", session, now).changes
    assert changes == {"at": None, "until": None, "precision": "exact"}
