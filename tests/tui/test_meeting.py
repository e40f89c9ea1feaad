"""The meeting as a whole: free movement, undo across steps, honest saving, two writers on one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmtui.library.errors import DiskFull
from pmtui.library.folder import Library
from pmtui.session.document import Event, Session, Why
from pmtui.session.edits import set_field
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.steps.item_window import ItemScreen, open_item_window
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import Picker

Make = Callable[..., Session]


async def test_every_step_is_open_at_any_time_and_takes_text_at_once(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session()) as sitting:
        seen = [sitting.meeting.name_now]
        for _ in range(10):
            await sitting.press("f8")
            seen.append(sitting.meeting.name_now)
            await sitting.until(lambda: sitting.app.focused is not None or sitting.meeting.name_now == "close")
        assert seen == [step.name for step in sitting.meeting.steps]
        await sitting.press("f7")
        assert sitting.meeting.name_now == "evidence"


async def test_escape_leaves_the_field_and_never_the_meeting(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="resources") as sitting:
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press("l", "o", "g", "s", "escape", "escape", "escape")
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert not isinstance(sitting.app.focused, Editor)
        assert "logs" in sitting.screen_text(), "what was typed is kept"
        state = sitting.meeting.editing.state
        assert state.typing or state.lines == 1, "it is being written down, or waits in its line"


async def test_go_to_a_field_by_a_few_letters(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session()) as sitting:
        await sitting.press("ctrl+g")
        assert isinstance(sitting.app.screen, Picker)
        await sitting.press(*"headl", "enter")
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press(*"Down")
        await sitting.until(lambda: sitting.session.key_details.headline == "Down")


async def test_a_visit_to_a_field_is_one_edit_for_undo_and_undo_goes_there(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session()) as sitting:
        await sitting.meeting.go_to(sitting.meeting.view.field_rows()[3].slot.place)
        await sitting.press(*"Sam")
        await sitting.until(lambda: sitting.session.key_details.owner == "Sam")
        await sitting.press(*" P")
        await sitting.until(lambda: sitting.session.key_details.owner == "Sam P")
        await sitting.press("f8", "f8")
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press("ctrl+z")
        await sitting.until(lambda: "Undid: owner" in sitting.said)
        assert sitting.session.key_details.owner == ""
        assert sitting.meeting.name_now == "opening"
        await sitting.press("escape", "U")
        await sitting.until(lambda: sitting.session.key_details.owner == "Sam P")


async def test_what_another_program_wrote_into_the_field_being_typed_in_is_kept(
    open_app: Any, make_session: Make, library: Library
) -> None:
    session = make_session(**{"key_details.headline": "Cards"})
    async with open_app(session, step="key_details") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "key_details.headline")
        row.ensure_field().focus()
        await sitting.until(lambda: sitting.app.focused is row.ensure_field())
        row.dirty = True  # half a word stands there while the other program writes
        row.ensure_field().insert(" refused")
        library.change(session.id, lambda s: set_field(s, "key_details.headline", "Cards declined"))
        await sitting.until(lambda: sitting.session.key_details.headline in ("Cards declined", "Cards refused"))
        await sitting.until(lambda: sitting.session.key_details.headline == "Cards refused")
        assert [p.text for p in sitting.session.parking_lot if p.kind == "conflict"] == ["Cards declined"]


async def test_a_full_disk_is_said_until_it_is_put_right_and_nothing_is_lost(
    open_app: Any, make_session: Make, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session()
    async with open_app(session, step="resources") as sitting:
        save = type(library).save

        def full(*args: Any, **kwargs: Any) -> Any:
            raise DiskFull("the disk is full: make room")

        monkeypatch.setattr(type(library), "save", full)
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press(*"logs", "enter")
        await sitting.until(lambda: "not saved" in sitting.screen_text())
        assert "disk is full" in sitting.screen_text()
        await sitting.press(*"more", "enter")
        monkeypatch.setattr(type(library), "save", save)
        await sitting.until(lambda: "✓ saved" in sitting.screen_text())
        assert [resource.text for resource in library.read(library.find(session.id)).resources] == ["logs", "more"]


HOSTILE = "| ## <b> [red] [/oops] [link=x]y[/] ``` \\ $accent {x} \u202e abc \t| 日本語 👩‍👩‍👧 e\u0301"


def hostile_session(make_session: Make) -> Session:
    """Every text of a session is hostile."""
    import msgspec

    from pmtui.session.document import (
        Action,
        Evidence,
        KeyDetails,
        Measure,
        Note,
        Parked,
        Reading,
        Resource,
    )

    n = iter(range(1000))

    def item(made: type[Any], /, **more: Any) -> Any:
        texts = {
            field.name: HOSTILE
            for field in msgspec.structs.fields(made)
            if field.default == "" and field.name not in ("path", "id")
        }
        return made(id=f"id{next(n)}", **(texts | more))

    return make_session(
        **{
            "key_details": KeyDetails(
                **{f.name: HOSTILE for f in msgspec.structs.fields(KeyDetails) if f.default == ""},
                attendees=(HOSTILE,),
                tags=(HOSTILE,),
                term=HOSTILE,
            ),
            "summary.overview": HOSTILE,
            "summary.services": (HOSTILE,),
            "impact.statement": HOSTILE,
            "impact.measures": (item(Measure),),
            "root_cause.problem": HOSTILE,
            "root_cause.statement": HOSTILE,
            "root_cause.not_found": HOSTILE,
            "root_cause.whys": (item(Why, verdict="root", whys=(item(Why),)),),
            "timeline": (item(Event, at="2026-11-18T14:02:00Z", kind="decision"), item(Event)),
            "resources": (item(Resource),),
            "actions": (item(Action), item(Action, status="dropped")),
            "lessons.learned": (item(Note, group=HOSTILE),),
            "lessons.went_well": (item(Note),),
            "lessons.went_wrong": (item(Note),),
            "lessons.got_lucky": (item(Note),),
            "evidence": (item(Evidence), item(Evidence, kind="log")),
            "further_reading": (item(Reading),),
            "parking_lot": tuple(item(Parked, kind=kind) for kind in ("topic", "idea", "question", "conflict")),
        }
    )


@pytest.mark.parametrize("size", [(120, 36), (50, 15)])
async def test_hostile_text_is_shown_on_every_step_and_in_every_form(
    open_app: Any, make_session: Make, size: tuple[int, int]
) -> None:
    async with open_app(hostile_session(make_session), size=size) as sitting:
        for step in sitting.meeting.steps:
            await sitting.go(step.name)
            for view in sitting.meeting.view.lists:
                for found in view.items(sitting.session) if size == (120, 36) else ():
                    view.go_to(found.id)
                    sitting.meeting.show_guide()
                    open_item_window(view, found.id)
                    await sitting.settled()
                    if isinstance(sitting.app.screen, ItemScreen):
                        sitting.app.screen.action_close()
                        await sitting.settled()
            if step.name not in ("opening", "close", "impact"):
                assert "[/oops]" in sitting.screen_text(), step.name
        await sitting.press("escape", "slash")
        await sitting.press(*"oops")
        assert "[/oops]" in sitting.screen_text()
        await sitting.press("escape")
        sitting.meeting.say(f"\x1b]0;evil {HOSTILE}")
        assert "\x1b" not in sitting.screen_text(), "a message is text, whatever a file or a folder is called"
        sitting.app.notify(HOSTILE, markup=False)
        await sitting.settled()


async def test_live_resizes_lose_nothing(open_app: Any, make_session: Make) -> None:
    async with open_app(hostile_session(make_session), step="five_whys") as sitting:
        for size in ((80, 24), (50, 15), (20, 5), (1, 1), (120, 36)):
            await sitting.pilot.resize_terminal(*size)
            await sitting.settled()
        assert "[/oops]" in sitting.screen_text()
