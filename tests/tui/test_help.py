"""Help and the palette: they say what works now, with the person's own keys, and do it where its key would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.app.import_plan import same
from pmtui.library.folder import Library
from pmtui.meeting import commands, keys
from pmtui.session.document import KeyDetails, Session, Why
from pmtui.tui.app import PmtuiApp
from pmtui.tui.home import action_board as board
from pmtui.tui.home import acts as home
from pmtui.tui.home import health, names, trends
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.meeting import acts as meeting
from pmtui.tui.meeting.help import HelpScreen
from pmtui.tui.meeting.palette import Palette
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.editor import Editor
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]


@pytest.fixture
def session(library: Library, make_session: Make) -> Session:
    made = make_session(
        key_details=KeyDetails(product="Checkout"),
        **{
            "root_cause.problem": "Payments were refused",
            "root_cause.whys": (Why(id="w1", text="The certificate had expired"),),
        },
    )
    library.add(made)
    return made


def help_text(sitting: Sitting) -> list[str]:
    assert isinstance(sitting.app.screen, HelpScreen)
    return ["".join(span.text for span in row.lead) + row.text for row in sitting.app.screen.rows]


def line_of(sitting: Sitting, words: str) -> str:
    return next(line for line in help_text(sitting) if words in line)


# --- help ---


async def test_help_begins_with_what_the_step_and_the_field_are_for(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id) as sitting:
        await sitting.go("key_details")
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path.endswith("severity"))
        row.ensure_field().focus()
        await sitting.press("f1")
        text = "\n".join(help_text(sitting))
        assert sitting.meeting.step.purpose in text
        assert text.index("Severity") < text.index("While you type") < text.index("In the meeting")
        assert "SEV2" in text
        await sitting.press("escape")
        assert sitting.app.focused is row.ensure_field()


async def test_help_that_is_folded_into_a_line_ends_with_a_sentence(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id, size=(80, 24)) as sitting:
        await sitting.go("summary")
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.overview")
        row.ensure_field().focus()
        await sitting.until(lambda: "what we do about it." in sitting.screen_text())
        assert "For somebody" not in sitting.screen_text()


async def test_while_one_types_letters_stand_apart_from_the_keys_that_work(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id) as sitting:
        await sitting.go("timeline")
        assert isinstance(sitting.app.focused, Editor)
        await sitting.press("f1")
        assert isinstance(sitting.app.screen, HelpScreen)
        row = next(row for row in sitting.app.screen.rows if row.text == commands.by_id("event.add").what)
        assert [(span.text.strip(), span.style) for span in row.lead[1:]] == [("f6", "bold"), ("e", "dim")]
        only_a_letter = next(row for row in sitting.app.screen.rows if row.text == commands.by_id("timer.toggle").what)
        assert only_a_letter.style == "dim"
        await sitting.press("escape", "escape", "question_mark")
        row = next(row for row in sitting.app.screen.rows if row.text == commands.by_id("event.add").what)
        assert row.lead[1].text == "f6 e"


async def test_help_is_about_the_screen_below(run_app: OpenApp, session: Session) -> None:
    async with run_app() as sitting:
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen) and bool(sitting.app.screen.entry))
        await sitting.press("question_mark")
        text = "\n".join(help_text(sitting))
        assert commands.by_id("session.copy_report").what in text
        assert commands.by_id("event.add").what not in text
        assert commands.by_id("undo").what not in text, "there is nothing to put back"
        await sitting.press("question_mark")
        assert isinstance(sitting.app.screen, LibraryScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 15)])
async def test_help_scrolls_and_its_own_keys_are_always_in_sight(
    run_app: OpenApp, session: Session, size: tuple[int, int]
) -> None:
    async with run_app(session.id, size=size) as sitting:
        await sitting.press("f1")
        screen = sitting.app.screen
        assert isinstance(screen, HelpScreen)
        assert "esc close" in sitting.screen_text()
        await sitting.press("end")
        await sitting.until(lambda: "Save everything and end" in sitting.screen_text())
        assert "esc close" in sitting.screen_text()


async def test_on_an_items_form_help_and_quit_work_too(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id) as sitting:
        await sitting.go("five_whys")
        await sitting.press("up", "down", "ctrl+o")
        assert isinstance(sitting.app.screen, ItemScreen)
        await sitting.press("f1")
        assert isinstance(sitting.app.screen, HelpScreen)
        await sitting.press("escape")
        assert isinstance(sitting.app.screen, ItemScreen)


async def test_help_shows_a_persons_own_keys(run_app: OpenApp, session: Session) -> None:
    own = {"event.add": ("ctrl+e",), "timer.toggle": ("q",)}
    async with run_app(session.id, keys=own) as sitting:
        await sitting.press("escape", "f1")
        assert line_of(sitting, commands.by_id("event.add").what).split()[0] == "ctrl+e"
        assert line_of(sitting, commands.by_id("timer.toggle").what).split()[0] == "q"
        asks = next(line for line in help_text(sitting) if commands.by_id("question.next").what in line)
        assert asks.split()[0] != "q", "its key was taken"


# --- the palette ---


async def test_the_palette_does_an_act_where_its_key_would_have_done_it(run_app: OpenApp, session: Session) -> None:
    """Even one whose only key is a letter, while the add line has the focus."""
    async with run_app(session.id) as sitting:
        await sitting.go("five_whys")
        await sitting.press("down")
        await sitting.press("ctrl+p", *"contrib")
        assert isinstance(sitting.app.screen, Palette)
        assert commands.by_id("why.contributing").what in sitting.screen_text()
        await sitting.press("enter")
        await sitting.until(lambda: sitting.session.root_cause.whys[0].verdict == "contributing")
        assert isinstance(sitting.app.screen, MeetingScreen)


async def test_letters_typed_into_the_palette_are_no_commands(run_app: OpenApp, session: Session) -> None:
    async with run_app(session.id) as sitting:
        await sitting.press("escape")
        before = sitting.session
        await sitting.press("ctrl+p", *"epquvtx")
        assert isinstance(sitting.app.screen, Palette)
        assert sitting.app.screen.field.text == "epquvtx"
        await sitting.press("escape")
        assert same(sitting.session, before)
        assert isinstance(sitting.app.screen, MeetingScreen)


async def test_the_palette_shows_the_keys_and_works_on_the_library(run_app: OpenApp, session: Session) -> None:
    async with run_app(keys={"session.new": ("ctrl+e",)}) as sitting:
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen) and bool(sitting.app.screen.entry))
        await sitting.press("ctrl+p", *"begin")
        line = next(line for line in sitting.screen_text().splitlines() if "Begin a new review" in line)
        assert "ctrl+e" in line
        await sitting.press("enter")
        assert "A new review" in sitting.screen_text()
        await sitting.press("ctrl+p", "ctrl+p")
        assert sum(isinstance(screen, Palette) for screen in sitting.app.screen_stack) == 1


# --- the table ---


def test_every_place_can_do_each_of_its_commands() -> None:
    tables = {
        "list": USUAL,
        "library": home.ACTS,
        "board": board.ACTS,
        "trends": trends.ACTS,
        "health": health.ACTS,
        "names": names.ACTS,
        "meeting": meeting.ACTS,
        "field": meeting.ACTS,
    }
    done = {place: {act.id for act in acts} for place, acts in tables.items()}
    missing = [each.id for each in commands.COMMANDS if each.where in done and each.id not in done[each.where]]
    missing += [each.id for each in commands.at("anywhere") if not hasattr(PmtuiApp, f"action_{each.action}")]
    assert missing == []


def test_a_key_that_is_taken_for_one_act_is_shown_for_no_other() -> None:
    table = {command.id: command.keys for command in keys.in_force({"why.root": ["x"], "step.next": ["?"]})}
    assert table["why.root"] == ("x",)
    assert table["why.ruled_out"] == ("f3",)
    assert table["item.tick"] == ("x",) or "x" not in table["item.tick"]
    assert table["help"] == ("f1",), "what is in reach everywhere gives its key up, too"
    assert table["step.next"] == ("question_mark",)
