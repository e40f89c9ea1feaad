"""Words that are typed where a choice has the focus are text: they are kept, and flip nothing."""

from __future__ import annotations

import pytest
from textual import events

from pmtui.session.document import Event, Parked
from pmtui.tui.meeting.item_window import ItemScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.widgets.choice import HESITATION, ChoiceField
from pmtui.tui.widgets.editor import Editor

SENTENCE = "Only one region, no data was lost, all by hand"
FILLED = {"summary.overview": "No card went through.", "summary.services": ("checkout-api",)}
EVENT = Event(id="e", at="2026-11-20T08:00:00Z", text="global kill", source="chat")


def focus(sitting, path):
    """Put the focus on a field of what lies on top."""
    screen = sitting.app.screen
    rows = screen.form.rows if isinstance(screen, ItemScreen) else list(screen.view.field_rows())
    field = next(row.input for row in rows if row.slot.field.path.endswith(path))
    screen.set_focus(field)
    return field


async def test_a_sentence_typed_on_entering_the_summary_is_kept_and_answers_nothing(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        assert isinstance(sitting.app.focused, ChoiceField)
        await sitting.press(*SENTENCE)
        await sitting.press("tab")
        summary = sitting.session.summary
        assert (summary.effect, summary.data_loss.answer, summary.human_intervention.answer) == (None, None, None)
        assert summary.data_loss.detail == SENTENCE


@pytest.mark.parametrize("words", [SENTENCE, "14:07 all is well", "12 orders", "2pm", " a blank first", "日本語"])
async def test_words_that_begin_with_a_number_are_words(open_app, make_session, words):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        for letter in words:
            sitting.app.post_message(events.Key(letter if letter.isalnum() else "x", letter))
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.pilot.pause()
        assert sitting.app.focused.text.strip() == words.strip()
        await sitting.press("tab")
        assert sitting.session.summary.effect is None


async def test_it_is_said_where_the_words_went(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press("o")
        await sitting.until(lambda: "1–3 picks: the words go to “Which data”" in sitting.said)


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
        assert found.kind == "question"
        assert "Alerts did it once." in (found.answer, found.owner, found.author)


async def test_a_time_typed_on_talk_about_it_sets_no_star(open_app, make_session):
    async with open_app(make_session(timeline=(EVENT,)), step="timeline") as sitting:
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press("shift+tab", *"14:07", "escape")
        (event,) = sitting.session.timeline
        assert not event.pinned
        assert "14:07" in f"{event.source} {event.text}"


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
        assert sitting.session.timeline[0].precision == "day"
        await sitting.press("left", "left", "escape")
        assert sitting.session.timeline[0] == EVENT


async def test_on_the_projector_words_on_a_lone_choice_are_refused_aloud(open_app, make_session):
    async with open_app(make_session(**FILLED), step="summary") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("tab", "down", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"Only one region")
        await sitting.until(lambda: "there is no field for words here" in sitting.screen_text())
        assert sitting.session.summary.effect is None
