"""A stalled machine: keys that fingers pressed one by one wait together, and each still does what it meant."""

from __future__ import annotations

from textual import events

from tests.tui.conftest import OpenApp, Sitting


def typed_while_it_stood_still(sitting: Sitting, *keys: str, apart: float = 0.06) -> None:
    """Keys of quick fingers, all of which are there when the app comes to them."""
    pressed = []
    for n, key in enumerate(keys):
        event = events.Key(key, {"enter": "\r", "slash": "/"}.get(key, key if len(key) == 1 else None))
        event.time += (n - len(keys)) * apart
        pressed.append(event)
    for event in pressed:
        sitting.app.post_message(event)


async def test_a_command_and_the_text_after_it_are_no_paste(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        await sitting.press("escape")
        typed_while_it_stood_still(sitting, "a", *"bcdef", "enter")
        await sitting.until(lambda: bool(sitting.session.timeline))
        assert [event.text for event in sitting.session.timeline] == ["bcdef"]


async def test_what_is_looked_for_is_typed_into_find(make_session, open_app: OpenApp) -> None:
    session = make_session()
    async with open_app(session, step="timeline") as sitting:
        await sitting.press("escape")
        typed_while_it_stood_still(sitting, "slash", *"cards", "x")
        await sitting.until(lambda: type(sitting.app.screen).__name__ == "Picker")
        await sitting.until(lambda: sitting.app.screen.field.text == "cardsx")
        assert not sitting.session.timeline


async def test_what_follows_an_enter_is_in_the_next_field(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        typed_while_it_stood_still(sitting, *"ab", "enter", *"cd", "enter")
        await sitting.until(lambda: bool(sitting.session.key_details.headline))
        assert (sitting.session.key_details.product, sitting.session.key_details.headline) == ("ab", "cd")
