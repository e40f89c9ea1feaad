"""The next question at hand, and words that judge: said softly beside the typing, or not at all on a shared screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmtui.app.editing_session import Place
from pmtui.meeting.prompts import prompt_for
from pmtui.session.document import Action, Event, Note, Session, Why
from pmtui.session.edits import set_field
from pmtui.settings import remembered
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen, open_item_window
from pmtui.tui.widgets.editor import Editor

Make = Callable[..., Session]

WIDE = (190, 36)
"""A screen on which the guide has its column."""

MISTAKEN = "Data directory removed, mistakenly on db1"


def guide(sitting: Any) -> str:
    """What the guide says, on one line."""
    return " ".join(str(sitting.meeting.guide._text.content).split())


def folded(sitting: Any) -> str:
    """What the lines say into which the guide folds; in the lessons it does at every width."""
    return " ".join(sitting.meeting.meeting_guide.line.lines)


def underlined(sitting: Any) -> set[str]:
    """The underlined words of the screen's lists."""
    found = set()
    for rows in sitting.app.screen.query("Rows"):
        for strip in rows.render_lines(rows.size.region):
            found |= {s.text for s in strip if s.style is not None and s.style.underline}
    return found


async def add_line(sitting: Any) -> Editor:
    await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
    editor = sitting.app.focused
    assert isinstance(editor, Editor)
    return editor


async def test_the_question_follows_what_was_just_typed_and_goes_when_nothing_fits(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(), step="lessons") as sitting:
        editor = await add_line(sitting)
        own = sitting.meeting.step.prompts[0]
        question = prompt_for("we usually skip it")
        assert question is not None
        editor.insert("we usually skip it")
        await sitting.until(lambda: question in folded(sitting))
        assert own not in folded(sitting)
        editor.text = "the dump is four days old"
        await sitting.until(lambda: own in folded(sitting))
        editor.text = "I decided to fail over"
        await sitting.until(lambda: "which other ways" in folded(sitting))
        await sitting.press("enter")
        await sitting.until(lambda: editor.text == "" and not editor.pause.is_waiting)
        assert "which other ways" in folded(sitting), "it is asked of who said it, when the line is free again"
        editor.insert("x")
        await sitting.until(lambda: own in folded(sitting))
        await sitting.press("escape")
        assert own in folded(sitting), "what was asked before is past"


async def test_the_steps_own_questions_are_a_key_away_while_one_fits(open_app: Any, make_session: Make) -> None:
    timeline = (Event(id="a", at="2026-11-18T14:00:00Z", text="Restarted the workers"),)
    async with open_app(make_session(timeline=timeline), size=WIDE, step="timeline") as sitting:
        await sitting.until(lambda: "Which other courses" in guide(sitting))
        await sitting.press("escape", "q")
        await sitting.until(lambda: sitting.meeting.step.prompts[0] in guide(sitting))
        await sitting.press("q")
        await sitting.until(lambda: sitting.meeting.step.prompts[1] in guide(sitting))


async def test_the_quick_line_and_the_fields_are_listened_to_as_well(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=WIDE, step="summary") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.overview")
        row.ensure_field().focus()
        await sitting.until(lambda: sitting.app.focused is row.ensure_field())
        row.ensure_field().insert("It was human error\n\nThe site seemed slow")
        await sitting.until(
            lambda: "Which cue" in guide(sitting) and "“human error” ends at a person" in guide(sitting)
        )
        await sitting.press("f6")
        await sitting.until(lambda: sitting.app.focused is sitting.meeting.quick.field)
        sitting.meeting.quick.field.insert("14:02 paged the vendor")
        await sitting.until(lambda: "whom to ask" in guide(sitting))
        assert "human error" not in guide(sitting)


async def test_a_key_takes_the_neutral_form_while_typing_and_undo_gives_the_words_back(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(), size=WIDE, step="timeline") as sitting:
        editor = await add_line(sitting)
        editor.insert("23:30 " + MISTAKEN)
        await sitting.until(lambda: "“mistakenly” judges ctrl+f leaves it out" in guide(sitting))
        await sitting.press("ctrl+f")
        assert editor.text == "23:30 Data directory removed, on db1"
        assert "mistakenly" not in guide(sitting)
        await sitting.press("ctrl+z")
        assert editor.text == "23:30 " + MISTAKEN


async def test_folded_into_lines_the_guide_says_at_once_what_fits_the_words_just_typed(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        (await add_line(sitting)).insert("23:30 " + MISTAKEN)
        await sitting.until(lambda: "“mistakenly” judges: ctrl+f leaves it out" in sitting.screen_text())
        assert "Which other courses were open" in sitting.screen_text()
        await sitting.press("ctrl+f")
        await sitting.until(lambda: "judges" not in sitting.screen_text())
        await sitting.go("summary")
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.overview")
        row.ensure_field().focus()
        await sitting.until(lambda: sitting.meeting.meeting_guide.line.text.startswith("What happened, how it ended"))
        row.ensure_field().insert("The site seemed slow")
        await sitting.until(lambda: sitting.meeting.meeting_guide.line.text.startswith("Which cue"))
        assert "What happened, how it ended" in sitting.screen_text()


async def test_advice_is_shown_and_nothing_is_replaced(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="lessons") as sitting:
        editor = await add_line(sitting)
        editor.insert("We should have tested the restore")
        await sitting.until(lambda: "“should have tested” tells what did not happen" in folded(sitting))
        assert "neutral form" not in sitting.said
        await sitting.press("ctrl+f")
        assert editor.text == "We should have tested the restore"


async def test_of_the_selected_item_the_neutral_form_is_one_edit(open_app: Any, make_session: Make) -> None:
    timeline = (Event(id="a", at="2026-11-18T14:00:00Z", text=MISTAKEN, kind="action", source="chat"),)
    async with open_app(make_session(timeline=timeline), step="timeline") as sitting:
        await sitting.press("escape")
        assert underlined(sitting) == {"mistakenly"}
        await sitting.press("w")
        await sitting.until(lambda: sitting.session.timeline[0].text == "Data directory removed, on db1")
        assert sitting.session.timeline[0].source == "chat"
        await sitting.until(lambda: underlined(sitting) == set())
        await sitting.press("u")
        await sitting.until(lambda: sitting.session.timeline[0].text == MISTAKEN)


async def test_every_list_that_people_speak_in_underlines(open_app: Any, make_session: Make) -> None:
    whys = (
        Why(id="w", text="Obviously the wrong host"),
        Why(id="x", text="It was careless", verdict="ruled_out"),
    )
    values: dict[str, Any] = {
        "root_cause.problem": "A disaster", "root_cause.whys": whys,
        "lessons.went_wrong": (Note(id="n", text="They never test it", author="Jonas W."),),
        "lessons.got_lucky": (Note(id="l", text="It would have taken the backups too"),),
        "actions": (Action(id="a", text="Be more careful"), Action(id="b", text="Show the host in every prompt")),
        "key_details.attendees": ("Jonas W.",),
    }  # fmt: skip
    async with open_app(make_session(**values), size=WIDE, step="five_whys") as sitting:
        await sitting.until(lambda: underlined(sitting) == {"disaster", "Obviously"})
        await sitting.go("lessons")
        await sitting.until(lambda: underlined(sitting) == {"never test"})
        await sitting.go("actions")
        await sitting.until(lambda: underlined(sitting) == {"Be more careful"})
        assert guide(sitting).count("has no end") == 1
        assert "Care cannot be finished" not in guide(sitting), "it is said once"


async def test_who_is_named_among_those_present_is_marked_from_then_on(open_app: Any, make_session: Make) -> None:
    whys = (Why(id="w", text="Jonas restarted db1"),)
    session = make_session(**{"root_cause.problem": "Data was lost", "root_cause.whys": whys})
    async with open_app(session, step="five_whys") as sitting:
        assert underlined(sitting) == set()
        sitting.meeting.editing.do(
            lambda s: set_field(s, "key_details.attendees", ("Jonas Weber",)), "name", Place("opening")
        )
        await sitting.until(lambda: underlined(sitting) == {"Jonas"})


async def test_in_the_form_of_an_item_the_words_are_named_below_it(open_app: Any, make_session: Make) -> None:
    actions = (Action(id="a", text="Obviously, alert at 80 % disk"),)
    values = {
        "key_details.facilitator": "Sam",
        "lessons.went_wrong": (Note(id="n", text="Obviously, disk alerts fail"),),
    }
    async with open_app(make_session(actions=actions, **values), step="lessons") as sitting:
        wrong = next(view for view in sitting.meeting.view.lists if view.part.section == "lessons.went_wrong")
        open_item_window(wrong, "n")
        await sitting.until(
            lambda: isinstance(sitting.app.screen, ItemScreen) and "is easy to say now" in sitting.screen_text()
        )
        await sitting.press("ctrl+f")
        await sitting.until(lambda: sitting.session.lessons.went_wrong[0].text == "Disk alerts fail")
        assert "is easy to say now" not in sitting.screen_text()


async def test_silent_on_a_shared_screen_hints_are_counted_and_wait_for_the_close(
    open_app: Any, make_session: Make, tmp_path: Path
) -> None:
    values: dict[str, Any] = {
        "timeline": (Event(id="a", at="2026-11-18T14:00:00Z", text=MISTAKEN),),
        "root_cause.problem": "Data was lost",
        "root_cause.whys": (Why(id="w", text="It was human error"),),
    }
    async with open_app(make_session(**values), size=WIDE, step="timeline") as sitting:
        await sitting.press("escape")
        assert underlined(sitting) == {"mistakenly"}
        await sitting.press("W")
        await sitting.until(lambda: "2 hints wait for the close" in guide(sitting))
        assert underlined(sitting) == set()
        assert "judges" not in guide(sitting)
        await sitting.press("a")
        editor = await add_line(sitting)
        editor.insert("23:40 Obviously we restarted it")
        await sitting.until(lambda: "does everybody here know it" in guide(sitting))
        assert "is easy to say now" not in guide(sitting), "the question is for the room, the hint is not"
        await sitting.press("enter")
        await sitting.until(lambda: "3 hints wait" in guide(sitting))
        await sitting.go("five_whys")
        assert "person" not in guide(sitting)
        await sitting.go("close")
        await sitting.until(lambda: any("human error" in row.text for row in sitting.meeting.view.missing.rows))
        assert "hints wait" not in guide(sitting)
        await sitting.go("timeline")
        await sitting.press("escape", "W")
        await sitting.until(lambda: "mistakenly" in underlined(sitting))
        await sitting.press("W")
        assert remembered({"PMTUI_CONFIG": str(tmp_path / "config.toml")})["hints"] == "silent"
    async with open_app(make_session(timeline=values["timeline"]), size=WIDE, step="timeline") as sitting:
        await sitting.until(lambda: "1 hint waits" in guide(sitting))
        assert underlined(sitting) == set(), "it is remembered"


async def test_a_projector_shows_no_hint(open_app: Any, make_session: Make) -> None:
    timeline = (Event(id="a", at="2026-11-18T14:00:00Z", text=MISTAKEN),)
    async with open_app(make_session(timeline=timeline), step="timeline") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert "judges" not in sitting.screen_text()
        assert "hints" not in sitting.screen_text()
        open_item_window(sitting.meeting.view.lists[0], "a")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.settled()
        assert "judges" not in sitting.screen_text(), "what lies over it is on the projector too"


async def test_ordinary_sentences_of_a_real_incident_show_no_underline(open_app: Any, make_session: Make) -> None:
    rows = [line.split("\t") for line in Path(__file__).with_name("neutral.tsv").read_text("utf-8").splitlines()]
    texts = {where: [text for of, text in rows if of == where] for where, _ in rows}
    values = {
        "timeline": tuple(
            Event(id=f"e{n}", at=f"2026-11-18T14:{n:02}:00Z", text=text) for n, text in enumerate(texts["event"])
        ),
        "root_cause.problem": "Data of six hours was lost",
        "root_cause.whys": tuple(Why(id=f"w{n}", text=text) for n, text in enumerate(texts["why"])),
        "lessons.went_wrong": tuple(Note(id=f"n{n}", text=text) for n, text in enumerate(texts["wrong"])),
        "lessons.got_lucky": tuple(Note(id=f"l{n}", text=text) for n, text in enumerate(texts["lucky"])),
        "actions": tuple(Action(id=f"a{n}", text=text) for n, text in enumerate(texts["action"])),
        "key_details.attendees": ("Jonas Weber", "Priya N.", "Will R."),
    }
    async with open_app(make_session(**values), size=(160, 90), step="timeline") as sitting:
        for step, last in (("timeline", "event"), ("five_whys", "why"), ("lessons", "lucky"), ("actions", "action")):
            await sitting.go(step)
            await sitting.until(lambda last=last: texts[last][-1][:20] in sitting.screen_text())
            assert underlined(sitting) == set()
