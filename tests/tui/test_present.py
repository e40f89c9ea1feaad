"""Present mode: large, on the meeting's own list and cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pmtui.library.folder import Library
from pmtui.session.document import Action, Event, Evidence, Note, Parked, Session, Why
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen

Make = Callable[..., Session]


async def test_the_tree_grows_on_the_projector(open_app: Any, make_session: Make) -> None:
    session = make_session(**{"root_cause.problem": "Data was lost"})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert "Data was lost?" in sitting.screen_text()
        await sitting.press("a", *"dumps failed", "enter")
        await sitting.until(lambda: "dumps failed?" in sitting.screen_text())
        await sitting.press("f2")
        assert sitting.session.root_cause.whys[0].verdict == "root"
        await sitting.press("escape", "escape")
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert "dumps failed" in sitting.screen_text()


async def test_the_timeline_is_walked_one_event_after_another(open_app: Any, make_session: Make) -> None:
    timeline = (
        Event(id="a", at="2026-11-18T14:00:00Z", text="load rises"),
        Event(id="b", at="2026-11-18T14:45:00Z", text="failover begun", kind="decision", known="both looked alike"),
        Event(id="c", at="2026-11-18T16:45:00Z", text="service is back"),
    )
    async with open_app(make_session(timeline=timeline), size=(200, 60), step="timeline") as sitting:
        await sitting.press("escape", "home", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.until(lambda: "load rises" in sitting.screen_text())
        assert "failover" not in sitting.screen_text()
        scale = next(line for line in sitting.screen_text().split("\n") if "14:00" in line)
        assert "16:45" in scale and 40 < len(scale) - len(scale.lstrip()) < 50, "one line, in the middle of the screen"
        await sitting.press("down")
        text = sitting.screen_text()
        assert "failover begun" in text
        assert "+45 min" in text
        assert "What did we know then?" in text
        assert "both looked alike" in text
        bar = text.count("━")
        await sitting.press("down")
        assert sitting.screen_text().count("━") > bar, "two hours are drawn longer than 45 minutes"


async def test_half_typed_text_is_kept_when_the_app_ends(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="resources") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("a", *"db logs")
        await sitting.until(lambda: sitting.meeting.editing.state.typing)
        sitting.meeting.editing.clear()
        assert [resource.text for resource in sitting.session.resources] == ["db logs"]


async def test_the_why_of_the_tree_is_the_one_selected_below(open_app: Any, make_session: Make) -> None:
    whys = (Why(id="a", text="Dumps failed", whys=(Why(id="b", text="Nobody saw it"),)),)
    session = make_session(**{"root_cause.problem": "Data was lost", "root_cause.whys": whys})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        sitting.meeting.view.lists[0].go_to("b")
        await sitting.press("escape", "v")
        await sitting.until(lambda: "Nobody saw it?" in sitting.screen_text())
        assert "Dumps failed" in sitting.screen_text()


async def present(sitting: Any, *keys: str) -> PresentScreen:
    """Enter present mode out of any field, press keys, give back its screen."""
    await sitting.press("escape", "v")
    await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
    await sitting.settled()
    await sitting.press(*keys)
    screen = sitting.app.screen
    assert isinstance(screen, PresentScreen)
    return screen


def bottom(sitting: Any) -> str:
    """The last line of the screen."""
    return str(sitting.screen_text().rstrip().split("\n")[-1])


async def test_the_opening_is_read_card_by_card(open_app: Any, make_session: Make) -> None:
    parked = (
        Parked(id="q", text="Who tests restores?", kind="question", owner="Ada"),
        Parked(id="t", text="staging", kind="topic"),
    )
    session = make_session(**{"key_details.facilitator": "Mo", "parking_lot": parked})
    async with open_app(session, size=(80, 24), step="opening") as sitting:
        await present(sitting)
        assert "We are here to learn how the work really happens." in sitting.screen_text()
        assert "The timer is a guide" in sitting.screen_text(), "the rules are all in view"
        assert "card 1 of 3" in bottom(sitting)
        await sitting.press("space")
        assert "who does what?" in sitting.screen_text()
        assert "Facilitator     Mo" in sitting.screen_text()
        await sitting.press("right")
        text = sitting.screen_text()
        assert "Who tests restores?" in text
        assert "Ada finds out" in text
        assert "staging" not in text
        await sitting.press("a", *"How long?", "enter")
        assert [item.text for item in sitting.session.parking_lot if item.kind == "question"][-1] == "How long?"
        await sitting.press("escape", "left", "left")
        assert "We are here to learn" in sitting.screen_text()


async def test_a_question_of_a_form_is_answered_over_the_slide(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="summary") as sitting:
        await present(sitting, "right", "down", "down")
        assert "Was data lost?" in sitting.screen_text()
        await sitting.press("enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press("right", "tab", *"orders of an hour", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert sitting.session.summary.data_loss.detail == "orders of an hour"
        assert "orders of an hour" in sitting.screen_text()
        assert sitting.meeting.name_now == "summary"


async def test_markdown_is_read_as_words(open_app: Any, make_session: Make) -> None:
    session = make_session(
        **{"summary.overview": "## In short\n\nThe *only* copy was on **db1**, see `a*b*c` and 2*3*4"}
    )
    async with open_app(session, size=(80, 24), step="summary") as sitting:
        await present(sitting)
        assert "The only copy was on db1, see a*b*c and 2*3*4" in sitting.screen_text()
        assert "#" not in sitting.screen_text()


async def test_letters_stay_letters_from_step_to_step(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="timeline") as sitting:
        await present(sitting, *["right_square_bracket"] * 5)
        assert sitting.meeting.name_now == "actions"
        await sitting.press("left_square_bracket")
        assert sitting.meeting.name_now == "five_whys"
        await sitting.press("a", *"Cards were refused", "f8", *"Renew by machine", "f7")
        await sitting.press("escape", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        assert "Cards were refused" in sitting.screen_text(), "half-typed text stays with its step"
        await sitting.go("actions")
        assert "Renew by machine" in sitting.screen_text()


async def test_what_is_chosen_is_in_view_and_the_line_says_that_there_is_more(
    open_app: Any, make_session: Make
) -> None:
    actions = tuple(Action(id=f"a{n}", text=f"Action number {n}", owner="Mo") for n in range(30))
    async with open_app(make_session(actions=actions), size=(80, 24), step="actions") as sitting:
        screen = await present(sitting, "home")
        assert "space: more" in bottom(sitting)
        for _ in range(12):
            await sitting.press("down")
        assert f"Action number {screen.view.item_id[1:]}\n" in sitting.screen_text() + "\n"
        assert screen.view.item_id == "a12"
        await sitting.press("f2")
        assert sitting.session.actions[12].horizon == "long", "acts are done on what is chosen"
        await sitting.press("space")
        assert int(screen.view.item_id[1:]) > 13, "space goes on by a screenful"
        await sitting.press("end")
        assert "Action number 29" in sitting.screen_text()
        await sitting.until(lambda: "space: more" not in bottom(sitting))


async def test_a_long_figure_is_paged_and_the_next_one_begins_at_its_top(open_app: Any, make_session: Make) -> None:
    body = "\n".join(f"line {n}." for n in range(1, 101))
    figures = (
        Evidence(id="a", caption="The log", kind="log", body=body),
        Evidence(id="b", caption="The chat", kind="chat", body=body),
    )
    async with open_app(make_session(evidence=figures), size=(80, 24), step="evidence") as sitting:
        await present(sitting, "home")
        assert "Fig. 1" in sitting.screen_text()
        assert "The chat" not in sitting.screen_text()
        assert "space: more" in bottom(sitting)
        await sitting.press("space")
        assert "The log" in sitting.screen_text(), "the caption stays"
        assert "line 1." not in sitting.screen_text()
        await sitting.press("pageup")
        assert "line 1." in sitting.screen_text()
        await sitting.press("space", "down")
        assert "Fig. 2" in sitting.screen_text()
        assert "line 1." in sitting.screen_text()
        for _ in range(10):
            await sitting.press("space")
        assert "line 100." in sitting.screen_text()


async def test_the_facilitators_prompts_are_hidden_by_a_key(open_app: Any, make_session: Make) -> None:
    timeline = (Event(id="a", at="2026-11-18T14:00:00Z", text="failover", kind="decision", known="both alike"),)
    async with open_app(make_session(timeline=timeline), size=(80, 24), step="timeline") as sitting:
        await present(sitting)
        assert "What did we know then?" in sitting.screen_text()
        await sitting.press("i")
        assert "What did we know then?" not in sitting.screen_text()
        assert "both alike" in sitting.screen_text()
        await sitting.press("right_square_bracket", "right_square_bracket")
        assert "What would a customer have seen?" not in sitting.screen_text()
        await sitting.press("i")
        assert "What would a customer have seen?" in sitting.screen_text()


async def test_the_line_of_the_walk_is_there_when_it_is_asked_for(open_app: Any, make_session: Make) -> None:
    timeline = (Event(id="a", at="2026-11-18T14:00:00Z", text="load rises"),)
    async with open_app(make_session(timeline=timeline), size=(80, 24), step="timeline") as sitting:
        screen = await present(sitting)
        assert not screen.field.display
        await sitting.press("a", *"18-11 14:10 page", "enter")
        assert [event.text for event in sitting.session.timeline] == ["load rises", "page"]
        await sitting.until(lambda: "2 of 2" in bottom(sitting))
        assert "+10 min" in sitting.screen_text()
        await sitting.press("ctrl+z")
        assert "load rises" in sitting.screen_text()
        await sitting.press("escape")
        assert not screen.field.display


async def test_an_answer_that_is_taken_back_leads_back_to_what_it_answered(open_app: Any, make_session: Make) -> None:
    whys = (Why(id="a", text="Dumps failed"), Why(id="b", text="Nobody saw it"))
    session = make_session(**{"root_cause.problem": "Data was lost", "root_cause.whys": whys})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        sitting.meeting.view.lists[0].go_to("a")
        await present(sitting, "a", *"versions differ", "enter")
        assert "versions differ?" in sitting.screen_text()
        await sitting.press("ctrl+z")
        assert "Dumps failed?" in sitting.screen_text()


async def test_the_whole_tree_comes_behind_the_last_answer(open_app: Any, make_session: Make) -> None:
    whys = (Why(id="a", text="Dumps failed", whys=(Why(id="b", text="Nobody saw it", verdict="root"),)),)
    session = make_session(**{"root_cause.problem": "Data was lost", "root_cause.whys": whys})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        await present(sitting, "end", "down")
        text = sitting.screen_text()
        assert "How it came about" in text
        assert text.index("Data was lost") < text.index("Dumps failed") < text.index("◆ root")
        await sitting.press("end", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"Two versions", "escape")
        assert sitting.session.root_cause.statement == "Two versions"


async def test_the_close_shows_what_the_room_has_to_settle_and_mends_it_there(
    open_app: Any, make_session: Make
) -> None:
    actions = (
        Action(id="a", text="Be more careful", due=date(2026, 12, 1), ticket="X-1"),
        Action(id="b", text="Page when a dump is late", owner="Ada", due=date(2026, 12, 1)),
    )
    timeline = (Event(id="e", at="2026-11-18T14:00:00Z", text="load rises"),)
    question = (Parked(id="q", text="Who tests restores?", kind="question"),)
    session = make_session(actions=actions, timeline=timeline, parking_lot=question)
    async with open_app(session, size=(80, 24), step="close") as sitting:
        await present(sitting, "home", "home")
        text = sitting.screen_text()
        assert "● draft" in text
        assert "Who tests restores? Who finds out?" in text
        assert "“Be more careful” has no owner" in text
        assert "source" not in text, "what one person adds later is not for the room"
        assert "ticket" not in text
        assert "Care cannot be finished" not in text, "no hint on wording before everybody's eyes"
        await sitting.press("enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"Pia tried one", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert sitting.session.parking_lot[0].answer == "Pia tried one"
        assert sitting.meeting.name_now == "close"
        assert "Who tests restores?" not in sitting.screen_text()
        await sitting.press("right")
        assert "What surprised you?" in sitting.screen_text()
        assert "Page when a dump is late" in sitting.screen_text()


async def test_what_earlier_reviews_left_open_is_a_card_of_the_opening(
    open_app: Any, make_session: Make, library: Library
) -> None:
    left = Action(id="a", text="Renew by machine", owner="Ada", due=date(2026, 10, 1))
    library.add(make_session(**{"key_details.product": "Checkout", "actions": (left,)}))
    session = make_session(**{"key_details.product": "Checkout"})
    async with open_app(session, size=(80, 24), step="opening") as sitting:
        await sitting.until(lambda: bool(sitting.meeting.earlier_reviews.earlier.left_open))
        await present(sitting, "right", "right")
        assert "Renew by machine" in sitting.screen_text()
        assert "01-10-2026 overdue" in sitting.screen_text()


async def test_no_step_goes_beyond_a_small_screen(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(50, 15), step="opening") as sitting:
        await present(sitting)
        for n in range(1, 12):
            assert f"{n}/11" in bottom(sitting)
            assert all(len(line) <= 50 for line in sitting.screen_text().split("\n"))
            await sitting.press("f8")


async def test_behind_the_board_all_notes_stand_by_their_votes(open_app: Any, make_session: Make) -> None:
    lessons = {
        "lessons.went_well": (Note(id="a", text="calm", votes=2), Note(id="b", text="shared")),
        "lessons.went_wrong": (Note(id="c", text="dumps absent", votes=5),),
    }
    async with open_app(make_session(**lessons), size=(80, 24), step="lessons") as sitting:
        await present(sitting, "left")
        text = sitting.screen_text()
        assert "What do we want to speak about?" in text
        assert text.index("5  dumps absent") < text.index("2  calm") < text.index("·  shared")
        await sitting.press("right")
        assert "What went well" in sitting.screen_text()
        await sitting.press("right", "right", "right", "right")
        assert "What do we want" in sitting.screen_text(), "it comes behind the last column"
        await sitting.press("left")
        assert "What we learned" in sitting.screen_text()


async def test_keys_that_edit_a_field_never_reach_the_list_behind_it(open_app: Any, make_session: Make) -> None:
    notes = (Note(id="n1", text="flags"), Note(id="n2", text="the runbook"))
    session = make_session(**{"lessons.went_well": notes})
    async with open_app(session, size=(80, 24), step="lessons") as sitting:
        await sitting.press("escape", "v", "a", "x", "y", "backspace")
        assert sitting.app.focused.text == "x"
        await sitting.press("backspace", "backspace", "delete", "home", "end", "ctrl+u", "ctrl+k")
        assert [note.text for note in sitting.session.lessons.went_well] == ["flags", "the runbook"]
        await sitting.press("escape", "backspace")
        assert len(sitting.session.lessons.went_well) == 1, "out of the field it is the key that deletes"


@pytest.mark.parametrize("text", [">- <pre\n", "```\n```\xa0", "> - " * 200 + "deep", "a `b\n<a href='`'><div>"])
async def test_no_text_of_a_field_ends_the_projector(open_app: Any, make_session: Make, text: str) -> None:
    fields = {
        "summary.overview": text, "impact.statement": text, "root_cause.problem": "Why?",
        "root_cause.statement": text, "root_cause.not_found": text,
        "timeline": (Event(id="e1", text="failover", kind="decision", known=text),),
        "evidence": (Evidence(id="f1", caption="A graph", body=text),),
        "actions": (Action(id="a1", text="alert earlier", description=text),),
        "parking_lot": (Parked(id="p1", text="Since when?", kind="question", answer=text),),
    }  # fmt: skip
    async with open_app(make_session(**fields), step="opening") as sitting:
        await present(sitting)
        for step in sitting.meeting.steps:
            assert sitting.meeting.name_now == step.name
            await sitting.press("right", "right")
            assert sitting.app.is_running and isinstance(sitting.app.screen, PresentScreen)
            await sitting.press("f8")
