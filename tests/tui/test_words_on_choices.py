"""Words that are typed where a choice has the focus are text: they are kept, and flip nothing."""

from __future__ import annotations

import pytest
from textual import events

from pmtui.session.document import Action, Event, Parked
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.choice import HESITATION, ChoiceField
from pmtui.tui.widgets.editor import Editor

SENTENCE = "Only one region, no data was lost, all by hand"
FILLED = {"summary.overview": "No card went through.", "summary.services": ("checkout-api",)}
EVENT = Event(id="e", at="2026-11-20T08:00:00Z", text="global kill", source="chat")


def focus(sitting, path):
    """Put the focus on a field of what lies on top."""
    screen = sitting.app.screen
    rows = screen.form.rows if isinstance(screen, ItemScreen) else list(screen.view.field_rows())
    field = next(row.ensure_field() for row in rows if row.slot.field.path.endswith(path))
    screen.set_focus(field)
    return field


async def test_a_sentence_typed_on_entering_the_summary_is_kept_and_answers_nothing(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        assert isinstance(sitting.app.focused, ChoiceField)
        await sitting.press(*SENTENCE)
        assert sitting.meeting.quick.field.text == SENTENCE
        before = sitting.session.summary
        await sitting.press("enter")
        await sitting.until(lambda: [each.text for each in sitting.session.parking_lot] == [SENTENCE])
        assert sitting.session.summary == before
        assert (before.overview, before.effect, before.data_loss.answer) == (FILLED["summary.overview"], None, None)


async def test_words_on_a_question_go_to_its_own_detail(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        focus(sitting, "data_loss.answer")
        await sitting.press(*"no, orders came twice", "tab")
        assert sitting.session.summary.data_loss.detail == "no, orders came twice"
        focus(sitting, "data_loss.answer")
        await sitting.press(*"more words")
        assert sitting.session.summary.data_loss.detail == "no, orders came twice"
        assert sitting.meeting.quick.field.text == "more words"


async def test_key_details_with_everything_filled_stay_as_they_are(open_app, make_session):
    names = (
        "product",
        "headline",
        "severity",
        "reference",
        "customer",
        "term",
        "team",
        "facilitator",
        "scribe",
        "owner",
    )
    filled = {f"key_details.{name}": name for name in names} | {"key_details.attendees": ("Sam P.",)}
    async with open_app(make_session(**filled), step="key_details") as sitting:
        before = sitting.session.key_details
        focus(sitting, "audience")
        await sitting.press(*"for the business people, please")
        assert sitting.meeting.quick.field.text == "for the business people, please"
        await sitting.press("escape")
        assert isinstance(sitting.app.focused, ChoiceField)
        assert sitting.session.key_details == before


async def test_words_that_are_parked_leave_what_was_half_typed_in_that_line(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press("f6", *"14:02 al", "escape")
        await sitting.press(*"Only us", "enter")
        await sitting.until(lambda: [event.text for event in sitting.session.timeline] == ["al", "Only us"])


async def test_one_undo_takes_the_carried_words_whole(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press(*"Only one region")
        await sitting.press("ctrl+z")
        assert sitting.app.focused.text == ""


async def test_the_footer_says_where_the_words_went_only_as_long_as_they_are_typed_there(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        focus(sitting, "data_loss.answer")
        await sitting.press("o")
        await sitting.until(lambda: "the words go to “Which data”" in sitting.said)
        await sitting.press("tab")
        await sitting.until(lambda: "the words go" not in sitting.said)
        focus(sitting, "recurrence.answer")
        await sitting.press("o")
        await sitting.until(lambda: "the words go to “When, how alike”" in sitting.said)
        await sitting.press("f8")
        await sitting.until(lambda: "the words go" not in sitting.said)


@pytest.mark.parametrize("words", [SENTENCE, "14:07 all is well", "12 orders", "2pm", " a blank first", "日本語"])
async def test_words_that_begin_with_a_number_are_words(open_app, make_session, words):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        for letter in words:
            sitting.app.post_message(events.Key(letter if letter.isalnum() else "x", letter))
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.settled()
        assert sitting.app.focused.text.strip() == words.strip()
        await sitting.press("tab")
        assert sitting.session.summary.effect is None


async def test_it_is_said_where_the_words_went(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press("o")
        await sitting.until(lambda: "1–3 picks: the words go to the line below, enter parks them" in sitting.said)


async def test_a_number_chooses_and_words_a_while_later_leave_it_so(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        choice = sitting.app.focused
        choice.post_message(events.Key("2", "2"))
        await sitting.until(lambda: sitting.session.summary.effect == "degradation")
        later = events.Key("o", "o")
        later.time += HESITATION + 1
        choice.post_message(later)
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        assert sitting.session.summary.effect == "degradation"


async def test_a_paste_on_a_choice_is_kept(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        sitting.app.post_message(events.Paste(SENTENCE))
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor) and sitting.app.focused.text == SENTENCE)
        assert sitting.session.summary.effect is None


async def test_a_question_opens_on_its_answer_and_keeps_its_kind(open_app, make_session):
    parked = Parked(id="q", text="Why was nobody paged?", kind="question")
    async with open_app(make_session(parking_lot=(parked,)), step="evidence") as sitting:
        await sitting.press("tab", "tab", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"Alerts did it once.", "escape")
        (found,) = sitting.session.parking_lot
        assert (found.kind, found.answer) == ("question", "Alerts did it once.")


async def test_words_typed_on_the_kind_of_a_question_are_kept(open_app, make_session):
    parked = Parked(id="q", text="Why was nobody paged?", kind="question")
    async with open_app(make_session(parking_lot=(parked,)), step="evidence") as sitting:
        await sitting.press("tab", "tab", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        focus(sitting, "kind")
        await sitting.press(*"Alerts did it once.", "escape")
        (found,) = sitting.session.parking_lot
        assert (found.kind, found.answer) == ("question", "Alerts did it once.")


async def test_words_typed_on_the_kind_of_an_answered_question_are_parked(open_app, make_session):
    parked = Parked(id="q", text="Why was nobody paged?", kind="question", answer="Alerts were off.")
    async with open_app(make_session(parking_lot=(parked,)), step="evidence") as sitting:
        await sitting.press("tab", "tab", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        window = sitting.app.screen
        focus(sitting, "kind")
        await sitting.press(*"Who was on call?")
        assert window.quick.field.text == "Who was on call?"
        await sitting.press("enter")
        await sitting.until(lambda: len(sitting.session.parking_lot) == 2)
        assert sitting.session.parking_lot[0] == parked
        assert sitting.session.parking_lot[1].text == "Who was on call?"
        await sitting.press("escape")
        assert sitting.app.screen is window
        assert isinstance(sitting.app.focused, ChoiceField)


async def test_words_in_the_line_of_a_window_that_goes_stand_in_the_meetings_own(open_app, make_session):
    parked = Parked(id="q", text="Why was nobody paged?", kind="question", answer="Alerts were off.")
    async with open_app(make_session(parking_lot=(parked,)), step="evidence") as sitting:
        await sitting.press("tab", "tab", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        focus(sitting, "kind")
        await sitting.press(*"Who was on call?", "escape", "escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        assert sitting.meeting.quick.field.text == "Who was on call?"


@pytest.mark.parametrize("description", ["", "It is seen on the board."])
async def test_words_typed_on_a_choice_of_an_action_describe_it_or_are_parked(open_app, make_session, description):
    action = Action(id="a", text="Renew by machine", owner="Jo", description=description)
    async with open_app(make_session(actions=(action,)), step="actions") as sitting:
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        window = sitting.app.screen
        focus(sitting, "horizon")
        await sitting.press(*"by spring")
        assert window.quick.field.text == ("by spring" if description else "")
        await sitting.press("escape", "escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        assert sitting.session.actions[0].description == (description or "by spring")
        assert sitting.session.actions[0].horizon == action.horizon


async def test_a_time_typed_on_talk_about_it_sets_no_star(open_app, make_session):
    async with open_app(make_session(timeline=(EVENT,)), step="timeline") as sitting:
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press("shift+tab")
        for letter in "14:07":
            sitting.app.post_message(events.Key(letter if letter.isalnum() else "colon", letter))
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor) and sitting.app.focused.text == "14:07")
        await sitting.press("escape")
        (event,) = sitting.session.timeline
        assert not event.pinned
        assert (event.text, event.known, event.source) == ("global kill", "14:07", "chat")


async def test_arrows_stop_at_the_ends(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        got = []
        for key in ("right", "left", "left", "right", "right", "right"):
            await sitting.press(key)
            got.append(sitting.session.summary.effect)
        assert got == ["outage", "outage", "outage", "degradation", "none", "none"]


async def test_going_through_only_the_day_is_known_keeps_the_time(open_app, make_session):
    async with open_app(make_session(timeline=(EVENT,)), step="timeline") as sitting:
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        focus(sitting, "precision")
        await sitting.press("left")
        assert sitting.session.timeline[0] == EVENT
        await sitting.press("right", "right", "right")
        (event,) = sitting.session.timeline
        assert (event.precision, event.at) == ("day", "2026-11-20T12:00:00Z")
        await sitting.press("left", "left", "escape")
        assert sitting.session.timeline[0] == EVENT


async def test_on_the_projector_words_on_a_lone_choice_are_parked(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("tab", "down", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"Only one region")
        await sitting.until(lambda: "the words go to the line below" in sitting.screen_text())
        assert sitting.app.screen.quick.field.text == "Only one region"
        assert sitting.session.summary.effect is None
