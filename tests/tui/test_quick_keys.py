"""On a busy machine many keys wait when the app comes to them: none is lost, and none runs into another."""

from __future__ import annotations

from textual import events

from pmtui.app.editing_session import Place
from tests.tui.conftest import OpenApp, Sitting


def all_at_once(sitting: Sitting, text: str) -> None:
    for character in text:
        key = "enter" if character == "\n" else character
        sitting.app.post_message(events.Key(key, "\r" if character == "\n" else character))


async def test_a_save_that_is_drawn_between_two_keys_takes_none_of_them_back(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        product = sitting.app.focused
        for n in range(20):
            all_at_once(sitting, f"a{n} ")
            sitting.meeting.post_message(sitting.meeting.Changed())
            await sitting.pilot.pause(0.001)
        wanted = "".join(f"a{n} " for n in range(20))
        await sitting.until(lambda: sitting.session.key_details.product == wanted)
        assert wanted == product.text


async def test_what_follows_an_enter_at_once_is_the_next_item(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        all_at_once(sitting, "alert fired\nrolled back\nall is well\n")
        await sitting.until(lambda: len(sitting.session.timeline) == 3)
        assert [event.text for event in sitting.session.timeline] == ["alert fired", "rolled back", "all is well"]
        await sitting.press(*"later")
        await sitting.press("enter")
        assert [event.text for event in sitting.session.timeline][-1] == "later"


async def test_what_follows_a_tab_at_once_is_in_the_next_field(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        for key in ("a", "b", "x", "backspace", "c", "tab", "d", "e", "ctrl+u", "f", "shift+tab", "g"):
            sitting.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await sitting.until(lambda: sitting.session.key_details.headline == "f")
        await sitting.until(lambda: sitting.session.key_details.product == "abcg")


async def test_what_follows_a_jump_at_once_is_in_the_field_that_was_meant(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        for key in ("ctrl+g", *"headline", "enter", *"cards", "tab", "f8", *"ab", "enter"):
            sitting.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await sitting.until(lambda: [resource.text for resource in sitting.session.resources] == ["ab"])
        assert sitting.session.key_details.headline == "cards"


async def test_a_choice_is_not_taken_back_by_what_is_drawn_meanwhile(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, "summary.data_loss.answer"))
        for n in range(9):
            sitting.app.post_message(events.Key("space", " "))
            sitting.meeting.post_message(sitting.meeting.Changed())
            if n % 2:
                await sitting.pilot.pause(0.001)
        await sitting.settled()
        chosen = sitting.app.focused.value
        await sitting.until(lambda: sitting.session.summary.data_loss.answer == chosen)
        choices = [choice.value for choice in sitting.app.focused.choices if choice.value is not None]
        assert chosen == choices[(9 - 1) % len(choices)]
