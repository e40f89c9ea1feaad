"""A meeting of an hour on one shared screen of 80x24, from the opening to the report, as a facilitator's keys make it.

The incident is GitLab.com, 31 January 2017. The clock is ours: the hour takes seconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from pmtui.app.meeting_clock import MeetingClock
from pmtui.library.folder import Library
from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.instants import to_datetime
from pmtui.session.order import sort_events
from pmtui.session.paths import walk
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.prompt import PathPrompt
from tests.pressing import press, settled

BEGIN = datetime(2017, 2, 3, 10, 0, tzinfo=UTC)

CAPTURED = (
    Event(id="e1", at="2017-01-31T17:20:00Z", text="LVM snapshot of production taken by hand", kind="change"),
    Event(id="e2", at="2017-01-31T19:00:00Z", text="Database load rises, spam suspected", kind="alert"),
    Event(id="e3", at="2017-01-31T22:00:00Z", text="Replication lags: db2 is 4 GB behind", kind="alert"),
    Event(
        id="e4",
        at="2017-01-31T23:30:00Z",
        precision="about",
        text="The data directory is removed on db1, not db2",
        kind="decision",
        known="both prompts look alike",
    ),
    Event(id="e5", at="2017-02-01T18:00:00Z", text="Service restored with the data of 17:20", kind="action"),
)


class Clock:
    """The room's clock: it goes on when told to."""

    def __init__(self) -> None:
        self.gone = 0.0

    def monotonic(self) -> float:
        return self.gone

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.gone)


class Room:
    """The facilitator's hands, and what the room sees."""

    def __init__(self, app: PmtuiApp, pilot: Pilot[int], clock: Clock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock
        meeting = app.screen
        assert isinstance(meeting, MeetingScreen)
        self.meeting = meeting

    @property
    def session(self) -> Session:
        return self.meeting.editing.session

    @property
    def screen(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def list_in_focus(self) -> str:
        """The section whose list has the focus; empty where none has."""
        focused = self.app.focused
        around = focused.ancestors_with_self if focused is not None else ()
        return next((node.part.section for node in around if isinstance(node, ItemList)), "")

    async def keys(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def says(self, text: str, *then: str) -> None:
        """Type a text into the field that has the focus, then press keys."""
        for character in text:
            self.app.post_message(events.Key(character, character))
        await settled(self.pilot)
        await self.keys(*then)

    async def minutes(self, number: int) -> None:
        """So many minutes go by."""
        for _ in range(number):
            self.clock.gone += 60
            self.meeting.meeting_clock.tick()
        self.meeting.show_top()
        await settled(self.pilot)

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in self.screen for text in texts), lambda: f"{texts} not in\n{self.screen}")

    async def until(self, true: Callable[[], bool], why: Callable[[], str] = lambda: "it never came to be so") -> None:
        for _ in range(400):
            if true():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(why())

    async def on(self, screen: type[object]) -> None:
        await self.until(lambda: isinstance(self.app.screen, screen), lambda: f"{self.app.screen}\n{self.screen}")


@asynccontextmanager
async def room(
    library: Library, session: Session, config: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Room]:
    library.add(session)
    clock = Clock()
    monkeypatch.setattr("pmtui.tui.meeting.open_meeting.MeetingClock", partial(MeetingClock, monotonic=clock.monotonic))
    app = PmtuiApp(library, session.id, Settings(path=config), now=clock.now)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        made = Room(app, pilot, clock)
        yield made
        app.end(0)


async def opening(room: Room) -> None:
    await room.says("Ada K., Jo L., Mo O., Pia S.", "tab")
    await room.says("Ada K.", "tab")
    await room.says("Jo L.", "tab")
    await room.says("Sam P.", "tab", "tab")
    await room.says("How long had the dumps been failing?", "enter")
    await room.says("Who owns restores?", "enter")
    await room.sees("How long had the dumps", "Who owns restores?", "1/11 Opening")
    await room.minutes(5)
    await room.sees("5:00/5")


async def timeline(room: Room) -> None:
    """Walked before the eyes of the room; what is missing is added, what would mend it is parked."""
    await room.keys("ctrl+g")
    await room.says("timel", "enter")
    await room.keys("escape", "home", "v")
    await room.on(PresentScreen)
    await room.sees("LVM snapshot of production")
    await room.minutes(10)
    await room.keys("down", "down")
    await room.sees("+3 h", "4 GB behind")
    await room.keys("down")
    await room.sees("What did we know then?", "both prompts look alike", "Timeline  4/11")
    await room.keys("f9", "shift+tab")
    await room.says("Show the host in every prompt", "enter", "escape")
    await room.keys("f6")
    await room.says("~01-02 00:30 The 17:20 snapshot is the one usable copy", "enter", "escape")
    await room.minutes(12)
    await room.sees("22:00/20")
    await room.keys("escape", "escape")
    await room.on(MeetingScreen)
    assert [event.at for event in sort_events(room.session.timeline, "UTC")][-2:] == [
        "2017-02-01T00:30:00Z",
        "2017-02-01T18:00:00Z",
    ]
    assert [(parked.kind, parked.text) for parked in room.session.parking_lot][-1] == (
        "idea",
        "Show the host in every prompt",
    )


async def board(room: Room) -> None:
    """Four quiet minutes, then one person types what all say, and what they vote."""
    await room.keys("f8", "f8", "f8")
    await room.sees("7/11 Well, wrong, lucky")
    await room.keys("f5")
    await room.sees("4:00 quiet writing")
    await room.minutes(3)
    await room.sees("1:00 quiet writing")
    await room.says("The work was shared in a public document @ak", "enter", "tab")
    await room.says("No restore had ever been tried @mo", "enter")
    await room.says("Dumps silently absent", "enter")
    await room.says("Prompts alike on both hosts @ps", "enter", "tab")
    await room.says("A snapshot by hand six hours before @jl", "enter", "tab")
    await room.says("Nobody had tried a restore", "enter")
    await room.minutes(5)
    await room.keys("shift+tab", "shift+tab")
    await room.until(lambda: room.list_in_focus == "lessons.went_wrong", lambda: f"{room.list_in_focus}\n{room.screen}")
    await room.keys("f2")
    await room.sees("votes")
    await room.keys("home", "4", "down", "5", "down", "S")
    notes = room.session.lessons.went_wrong
    assert [(note.votes, note.author) for note in notes] == [(5, ""), (4, "MO"), (0, "PS")]
    await room.sees("5 Dumps silently absent", " · Prompts alike on both hosts")


async def whys(room: Room) -> None:
    """Two branches; the roots of both, and an action from each."""
    await room.keys("f8")
    await room.says("Six hours of changes were lost", "enter")
    await room.says("The primary's directory was removed", "enter")
    await room.says("Nothing on the screen told the hosts apart", "enter")
    await room.sees("Nothing on the screen told the hosts apart”?")
    await room.keys("f2", "up", "up")
    await room.says("Nothing recent could be restored", "enter")
    await room.says("The dumps had failed for want of a matching version", "enter")
    await room.keys("f2", "f4")
    await room.on(ItemScreen)
    await room.says("Alert when the nightly dump is older than 26 h", "escape")
    await room.on(MeetingScreen)
    await room.minutes(13)
    roots = [why.text for _, why in walk(room.session.root_cause.whys) if why.verdict == "root"]
    assert roots == [
        "Nothing on the screen told the hosts apart",
        "The dumps had failed for want of a matching version",
    ]
    assert len(room.session.root_cause.whys) == 2


async def actions(room: Room) -> None:
    """The parked idea is taken; who, and until when."""
    await room.keys("f8", "f4")
    await room.sees("Show the host in every prompt", "Alert when the nightly dump", "no owner")
    await room.keys("escape", "home", "enter")
    await room.on(ItemScreen)
    await room.keys("tab")
    await room.says("Mo O.", "escape")
    await room.on(MeetingScreen)
    await room.minutes(8)
    assert [(action.text[:10], action.owner) for action in room.session.actions] == [
        ("Alert when", "Mo O."), ("Show the h", ""),
    ]  # fmt: skip
    assert room.session.actions[0].source is not None


async def close(room: Room, report: Path) -> None:
    """The questions of the opening are answered; the rest is said to be open; others may read it now."""
    await room.keys("f8", "f8")
    await room.sees("11/11 Close", "Questions still open", "Who owns restores?")
    await room.keys("home", *["down"] * 6, "enter")  # behind the root and the actions, which matter more
    await room.on(ItemScreen)
    await room.says("Since the upgrade to 9.6, as far back as the logs go", "escape")
    await room.on(MeetingScreen)
    assert room.meeting.name_now == "close"
    await room.minutes(4)
    await room.keys("ctrl+r", "s")
    await room.on(PathPrompt)
    await room.keys("ctrl+u")
    await room.says(str(report), "enter")
    await room.on(MeetingScreen)
    await room.sees("in review")


async def test_an_hour_on_one_shared_screen(
    library: Library, make_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    details = KeyDetails(product="GitLab.com", headline="Six hours of changes lost", severity="SEV2")
    session = make_session(key_details=details, timeline=CAPTURED)
    report = tmp_path / "review.md"
    async with room(library, session, tmp_path / "config.toml", monkeypatch) as here:
        await opening(here)
        await timeline(here)
        await board(here)
        await whys(here)
        await actions(here)
        await close(here, report)
    kept = library.read(library.find(session.id))
    assert kept.status == "in_review"
    (sitting,) = kept.meeting
    assert to_datetime(sitting.held_at or "") == BEGIN
    assert sitting.minutes == {
        "opening": 5, "timeline": 22, "lessons": 8, "five_whys": 13, "actions": 8, "close": 4,
    }  # fmt: skip
    assert [(p.text, p.answer[:9]) for p in kept.parking_lot if p.kind == "question"] == [
        ("How long had the dumps been failing?", "Since the"),
        ("Who owns restores?", ""),
    ]
    text = report.read_text()
    assert text.startswith("# Learning review: GitLab.com")
    for expected in (
        "The dumps had failed for want of a matching version",
        "The 17:20 snapshot is the one usable copy",
        "Alert when the nightly dump is older than 26 h",
        "Prompts alike on both hosts",
        "Who owns restores?",
    ):
        assert expected in text
    assert "quiet" not in text and "PS" not in text
