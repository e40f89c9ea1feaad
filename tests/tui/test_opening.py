"""The opening asks who is here, shows the rules, and keeps what people want to know."""

from __future__ import annotations

from pmtui.meeting.opening import GROUND_RULES
from pmtui.session.document import Parked
from pmtui.tui.widgets.editor import Editor


async def test_the_focus_is_in_the_first_empty_field(open_app, make_session):
    async with open_app(make_session(**{"key_details.attendees": ("Ada",)}), step="opening") as sitting:
        await sitting.until(lambda: isinstance(sitting.meeting.focused, Editor))
        await sitting.press(*"Ada", "tab", *"Jo", "tab")
        details = sitting.session.key_details
        assert (details.facilitator, details.scribe) == ("Ada", "Jo")


async def test_with_all_roles_filled_whoever_types_asks_a_question(open_app, make_session):
    names = {f"key_details.{role}": "Ada" for role in ("facilitator", "scribe", "owner")}
    async with open_app(make_session(**names, **{"key_details.attendees": ("Ada",)}), step="opening") as sitting:
        await sitting.press(*"How long?", "enter")
        (question,) = sitting.session.parking_lot
    assert (question.text, question.kind) == ("How long?", "question")


async def test_a_pasted_list_of_questions_is_a_question_each(open_app, make_session):
    async with open_app(make_session(), step="opening") as sitting:
        await sitting.press("escape")
        await sitting.meeting.take_paste("How long?\nSince when?\n")
        await sitting.until(lambda: len(sitting.session.parking_lot) == 2)
        assert {parked.kind for parked in sitting.session.parking_lot} == {"question"}


async def test_the_rules_are_shown_whole_where_there_is_room_for_them_however_many_are_present(open_app, make_session):
    roles = {f"key_details.{role}": "Ada" for role in ("facilitator", "scribe", "owner")}
    many = make_session(**roles, **{"key_details.attendees": tuple(f"Engineer {n} on call" for n in range(40))})
    async with open_app(many, size=(120, 34), step="opening") as sitting:
        await sitting.until(lambda: all(rule in sitting.screen_text() for rule in GROUND_RULES))
        assert "Questions of those present" in sitting.screen_text()
    async with open_app(make_session(), size=(80, 24), step="opening") as sitting:
        assert GROUND_RULES[5] not in sitting.screen_text()
        assert "Questions of those present" in sitting.screen_text()


async def test_an_answer_stands_under_its_question_and_topics_are_elsewhere(open_app, make_session):
    parked = (
        Parked(id="q", text="How long?", kind="question", answer="Three weeks"),
        Parked(id="o", text="Where else?", kind="question", owner="Jo"),
        Parked(id="t", text="The other region", kind="topic"),
    )
    async with open_app(make_session(parking_lot=parked), step="opening") as sitting:
        text = sitting.screen_text()
        assert "✓ How long?" in text
        assert "Three weeks" in text
        assert "Jo finds out" in text
        assert "The other region" not in text
