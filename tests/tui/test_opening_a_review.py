"""A review is opened from a disk that takes its time, or never answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.library.entries import Entry
from pmtui.library.ids import new_session
from pmtui.library.protocol import LoadedSession
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Event, Evidence, KeyDetails, Session
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.open_meeting import starting_step
from tests.memory_store import MemoryStore
from tests.pressing import send
from tests.tui.conftest import NOW, Sitting

RANG, GRAPH = Event(id="e", text="pager rings"), Evidence(id="f", caption="errors")


class SlowStore(MemoryStore):
    """A store whose sessions are read when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answers = threading.Event(), threading.Event()

    def load(self, entry: Entry, *, like: LoadedSession | None = None) -> LoadedSession:
        self.asked.set()
        assert self.answers.wait(60)
        return super().load(entry, like=like)


@pytest.mark.parametrize("direct", [False, True], ids=["from the list", "at once"])
async def test_what_is_typed_before_the_disk_answers_goes_into_the_meeting(tmp_path: Path, direct: bool) -> None:
    store = SlowStore()
    entry = store.create(new_session(product="Checkout", headline="Card payments refused"))
    store.set_bookmark(entry.id, "timeline")
    app = PmtuiApp(store, entry.id if direct else None, Settings(path=tmp_path / "config.toml"), now=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        sitting = Sitting(app, pilot)
        if not direct:
            await sitting.until(lambda: "Card payments refused" in sitting.screen_text())
            send(app, "enter")
        await sitting.until(store.asked.is_set)
        for key in (*"rang", "enter"):
            send(app, key)
        store.answers.set()
        await sitting.until(lambda: [event.text for event in store.read(entry).timeline] == ["rang"])


async def test_where_the_disk_never_answers_it_is_said_and_the_app_can_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmtui.tui.meeting.open_meeting.LATE_SECONDS", 0.01)
    store = SlowStore()
    entry = store.create(new_session(product="Checkout", headline="Card payments refused"))
    app = PmtuiApp(store, entry.id, Settings(path=tmp_path / "config.toml"), now=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        sitting = Sitting(app, pilot)
        await sitting.until(store.asked.is_set)
        await sitting.until(lambda: "disk has not answered yet" in " ".join(sitting.screen_text().split()))
        send(app, "ctrl+q")
        await sitting.until(lambda: not app.is_running or app.return_code == 0)
        store.answers.set()
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"timeline": (RANG,)}, "timeline"),
        ({"timeline": (RANG,), "evidence": (GRAPH,)}, "timeline"),
        ({"evidence": (GRAPH,)}, "opening"),
        ({"timeline": (RANG,), "impact.statement": "Nobody could pay"}, "opening"),
    ],
    ids=["logged", "logged and attached", "attached", "written further"],
)
def test_a_review_of_what_was_noted_in_the_incident_opens_on_the_timeline(
    make_session: Callable[..., Session], given: dict[str, object], shown: str
) -> None:
    noted = make_session(key_details=KeyDetails(), **given)
    assert starting_step(noted, "", STEPS) == shown
    assert starting_step(noted, "impact", STEPS) == "impact", "where the last sitting ended"
