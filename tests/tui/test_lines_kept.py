"""What stands in an add line is on disk a moment after the last key, and stands there again after a kill."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from pmtui.app.saving import SaveState
from pmtui.library.bookmarks import read_bookmark
from pmtui.library.drafts import ADD_LINE, QUICK_LINE, Drafts, FieldKey
from pmtui.library.folder import Library
from pmtui.session import edits
from pmtui.session.document import Action, Session, Why
from pmtui.tui.steps.item_window import open_item_window
from pmtui.tui.widgets.status_bar import saved_words
from tests.terminal import Terminal, go_to, terminal
from tests.tui.conftest import OpenApp

Make = Callable[..., Session]
EVENT = FieldKey("timeline", None, ADD_LINE)
WHY = FieldKey("root_cause.whys", "w", ADD_LINE)
QUICK_EVENT = FieldKey("timeline", "event", QUICK_LINE)
QUICK_IDEA = FieldKey("parking_lot", "idea", QUICK_LINE)


@pytest.fixture
def review(make_session: Make) -> Session:
    """A review with a problem and two answers."""
    made = make_session(**{"root_cause.problem": "Cards were refused"})
    for why_id, text in (("w", "It expired"), ("v", "Nobody looked")):
        made = edits.add_why(made, None, Why(id=why_id, text=text))
    return made


def kept(library: Library, session: Session) -> dict[FieldKey, str]:
    """What is kept on disk."""
    return Drafts(library.folder, session.id).read()


def to_timeline(app: Terminal) -> None:
    go_to(app, "timel", "▸ Timeline")


def to_first_answer(app: Terminal) -> None:
    go_to(app, "five", "▸ Five whys")
    app.keys("escape", "home", "down")
    app.until("“It expired”")
    app.keys("a")


def to_quick_event(app: Terminal) -> None:
    app.keys("f6")
    app.until("14:09 alert fired")


def to_quick_idea(app: Terminal) -> None:
    app.keys("f9")
    app.until("Park a topic")
    app.keys("shift+tab")
    app.until("Park an idea")


@pytest.mark.parametrize(
    ("way", "typed", "key"),
    [
        (to_timeline, "14:09 rolled ba", EVENT),
        (to_first_answer, "Nothing warned u", WHY),
        (to_quick_event, "14:20 all is we", QUICK_EVENT),
        (to_quick_idea, "Renew by mach", QUICK_IDEA),
    ],
)
def test_a_line_survives_a_kill(
    review: Session, library: Library, way: Callable[[Terminal], None], typed: str, key: FieldKey
) -> None:
    library.add(review)
    before = library.find(review.id).path.read_bytes()
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("Opening")
        way(app)
        app.type(typed)
        app.until("✓ saved · 1 line not added")
        assert kept(library, review) == {key: typed}
        app.signal(signal.SIGKILL)
        app.wait()
    assert library.find(review.id).path.read_bytes() == before
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("✓ saved · 1 line not added")
        app.until("esc commands")
        app.keys("escape")
        app.until(lambda: "esc commands" not in app.text)
        app.keys("!")
        app.until(typed)
        if key == WHY:
            app.until("“It expired”?")
        app.type(" on")
        app.until(f"{typed} on")
        app.keys("enter")
        app.until(lambda: "✓ saved" in app.text and "not added" not in app.text)
        app.until(lambda: kept(library, review) == {})
    assert f"{typed.partition(' ')[2]} on" in str(library.read(library.find(review.id)))


async def test_what_is_added_or_erased_leaves_nothing(open_app: OpenApp, review: Session, library: Library) -> None:
    async with open_app(review, step="timeline") as sitting:
        await sitting.press(*"page")
        await sitting.until(lambda: kept(library, review) == {EVENT: "page"})
        await sitting.press("ctrl+u")
        await sitting.until(lambda: kept(library, review) == {})
        await sitting.press(*"page")
        await sitting.until(lambda: kept(library, review) == {EVENT: "page"})
        await sitting.press("enter")
        await sitting.until(lambda: kept(library, review) == {})
        assert [event.text for event in sitting.session.timeline] == ["page"]


async def test_an_orderly_end_makes_an_item_of_it(open_app: OpenApp, review: Session, library: Library) -> None:
    async with open_app(review, step="timeline") as sitting:
        await sitting.press(*"page")
        await sitting.until(lambda: kept(library, review) == {EVENT: "page"})
        sitting.app.end(0)
    assert [event.text for event in library.read(library.find(review.id)).timeline] == ["page"]
    assert kept(library, review) == {}
    assert not list((library.folder / ".pmtui" / "drafts").iterdir())


async def test_a_second_program_leaves_the_line_of_the_first_alone(
    open_app: OpenApp, run_app: OpenApp, review: Session, library: Library
) -> None:
    async with open_app(review, step="timeline") as first:
        await first.press(*"page")
        await first.until(lambda: kept(library, review) == {EVENT: "page"})
        async with run_app(review.id) as second:
            await second.go("timeline")
            assert second.meeting.editing.state.lines == 0
        await first.press("enter")
        await first.until(lambda: kept(library, review) == {})
    assert [event.text for event in library.read(library.find(review.id)).timeline] == ["page"]


async def test_the_close_leads_to_the_line(open_app: OpenApp, review: Session) -> None:
    async with open_app(review, step="timeline") as sitting:
        await sitting.press(*"page")
        await sitting.go("close")
        await sitting.until(lambda: "Typed and not added" in sitting.screen_text())
        await sitting.press("home", "enter")
        await sitting.until(lambda: sitting.meeting.name_now == "timeline")
        assert sitting.app.focused is sitting.meeting.view.lists[0].add


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_full_disk_is_said_as_for_edits(
    open_app: OpenApp, review: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(review, step="timeline") as sitting:
        monkeypatch.setattr(Drafts, "keep", full)
        await sitting.press(*"page")
        await sitting.until(lambda: "✗ not saved: the disk is full" in sitting.screen_text())
        monkeypatch.undo()
        await sitting.until(lambda: "1 line not added" in sitting.screen_text())
        assert kept(library, review) == {EVENT: "page"}


async def test_a_line_that_was_added_before_there_was_room_is_no_trouble_any_more(
    open_app: OpenApp, review: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(review, step="timeline") as sitting:
        monkeypatch.setattr(Drafts, "keep", full)
        await sitting.press(*"page")
        await sitting.until(lambda: "✗ not saved: the disk is full" in sitting.screen_text())
        await sitting.press("enter")
        await sitting.until(lambda: "✓ saved" in sitting.screen_text())


async def test_a_window_over_the_meeting_leaves_its_quick_line_alone(open_app: OpenApp, make_session: Make) -> None:
    review = make_session(actions=(Action(id="a", text="Alert earlier"),))
    async with open_app(review, step="actions") as sitting:
        await sitting.press("f6", *"page", "escape")
        view = sitting.meeting.view.lists[0]
        open_item_window(view, "a")
        await sitting.until(lambda: sitting.app.screen is not sitting.meeting and sitting.app.screen.is_mounted)
        await sitting.settled()
        assert sitting.meeting.editing.state.lines == 1
        sitting.app.end(0)
        assert [event.text for event in sitting.session.timeline] == ["page"]


def test_a_line_is_forgotten_only_once_what_was_made_of_it_is_on_disk(library: Library) -> None:
    from pmtui.app.unread_values import UnreadValues

    words = UnreadValues(Drafts(library.folder, "s"))
    words.keep(EVENT, "page")
    words.write()
    words.forget(EVENT)
    words.write(may_forget=lambda: False)
    assert Drafts(library.folder, "s").read() == {EVENT: "page"}
    words.write()
    assert Drafts(library.folder, "s").read() == {}


@pytest.mark.parametrize(("room", "shown"), [
    (80, "✓ saved · 3 values not understood · 2 lines not added"), (40, "✓ saved · 3 not read · 2 not added"),
    (28, "✓ · 3 not read · 2 not added"), (12, "✓ · 5 open"), (3, "✓ · 5 open"),
])  # fmt: skip
def test_what_waits_takes_the_room_there_is(room: int, shown: str) -> None:
    assert saved_words(SaveState(saved=True, unread=3, lines=2), narrow=False, room=room).plain == shown


@pytest.mark.parametrize("size", [(80, 24), (50, 15)])
async def test_the_name_of_the_step_is_whole_beside_it(
    open_app: OpenApp, review: Session, size: tuple[int, int]
) -> None:
    async with open_app(review, size=size, step="lessons") as sitting:
        await sitting.press(*"calm")
        await sitting.until(lambda: sitting.screen_text().splitlines()[0].count("✓ ") == 1)
        await sitting.until(lambda: any(w in sitting.screen_text() for w in ("1 line not added", "1 open")))
        top = sitting.screen_text().splitlines()[0]
        assert sitting.meeting.step.title in top and "✓" in top and cell_len(top) <= size[0]


async def test_after_a_kill_the_app_opens_where_one_was(open_app: OpenApp, review: Session, library: Library) -> None:
    async with open_app(review, step="actions") as sitting:
        await sitting.until(lambda: read_bookmark(library.folder, review.id) == "actions")


def test_the_projectors_line_stands_in_the_list_after_a_kill(review: Session, library: Library, tmp_path: Path) -> None:
    library.add(review)
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("Opening")
        go_to(app, "acti", "▸ Actions")
        app.keys("escape")
        app.until(" a add ")
        app.keys("v")
        app.until("v leaves")
        app.keys("a")
        app.until("esc leaves the field")
        app.type("Alert earl")
        app.until("· 1 not added")
        # It says so from the first letter on; the last one is on the disk a moment later.
        app.until(lambda: "Alert earl" in library.drafts(review.id).read().values())
        app.signal(signal.SIGKILL)
        app.wait()
    with terminal("--library", library.folder, "open", review.id) as app:
        app.until("1 line not added")
        app.until("▸ Actions")
        app.until("Alert earl")
