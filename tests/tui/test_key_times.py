"""Keys by the times at which they were pressed, with a clock that stands still between them; no screen is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from textual import events

from pmtui.tui.key_queue.enter_hold import EnterHold
from pmtui.tui.key_queue.order import PATIENCE, Input, KeyQueue
from pmtui.tui.key_queue.paste_detection import GAP_SECONDS, LEAST, PasteDetection

BURST, FINGERS = GAP_SECONDS / 12, 0.06
"""Seconds between the keys of a paste, and of quick fingers."""


class Timer:
    """A timer of the clock."""

    def __init__(self, at: float, callback: Callable[[], Any]) -> None:
        self.at, self.callback, self.is_stopped = at, callback, False

    def stop(self) -> None:
        self.is_stopped = True


class Clock:
    """A clock that goes on only where a test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[Timer] = []

    def set_timer(self, seconds: float, callback: Callable[[], Any]) -> Timer:
        self.timers.append(Timer(self.now + seconds, callback))
        return self.timers[-1]

    async def go_to(self, now: float) -> None:
        """Let time pass; the timers that were due go off, each at its time."""
        while due := [timer for timer in self.timers if timer.at <= now and not timer.is_stopped]:
            timer = min(due, key=lambda each: each.at)
            self.timers.remove(timer)
            self.now = timer.at
            if (done := timer.callback()) is not None and hasattr(done, "__await__"):
                await done
        self.now = now


def key(name: str, at: float) -> events.Key:
    """A key that was pressed at a time."""
    event = events.Key(name, {"enter": "\r"}.get(name, name if len(name) == 1 else None))
    event.time = at
    return event


class Typed:
    """Somebody's keys, and what came out behind the detection: keys by their names, pastes as texts."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.came: list[str] = []
        self.times: list[float] = []
        self.pastes = PasteDetection(self.clock.set_timer, self.again, self.paste)
        self.enter = EnterHold(self.clock.set_timer, self.again_in_field)

    async def again(self, keys: Sequence[Input]) -> None:
        for event in keys:
            await self.outside(event)

    async def again_in_field(self, keys: Sequence[Input]) -> None:
        for event in keys:
            await self.in_field(event)

    async def paste(self, text: str) -> None:
        self.came.append(f"paste {text!r}")

    async def outside(self, event: Input) -> None:
        """A key where no field has the focus."""
        if isinstance(event, events.Key) and not await self.pastes.take(event):
            self.arrive(event)

    async def in_field(self, event: Input) -> None:
        """A key in a field of one line."""
        if isinstance(event, events.Key) and not await self.enter.take(event):
            self.arrive(event)

    def arrive(self, event: events.Key) -> None:
        self.came.append(event.key)
        self.times.append(self.clock.now)

    async def press(self, where: str, *names: str, apart: float, late: float = 0) -> None:
        """Press keys; the app comes to them all `late` seconds after the last, or else to each as it is pressed."""
        begin = self.clock.now
        pressed = [key(name, begin + n * apart) for n, name in enumerate(names)]
        if late:
            await self.clock.go_to(pressed[-1].time + late)
        for event in pressed:
            if not late:
                await self.clock.go_to(event.time)
            await getattr(self, where)(event)
        await self.clock.go_to(self.clock.now + 1)


@pytest.fixture
def typed() -> Typed:
    """Nobody has typed yet."""
    return Typed()


# --- where no field has the focus ---


async def test_letters_in_a_burst_are_a_paste_with_its_lines(typed: Typed) -> None:
    await typed.press("outside", *"pager", "enter", *"14:02", apart=BURST)
    assert typed.came == ["paste 'pager\\n14:02'"]


async def test_quick_fingers_are_commands_in_their_order(typed: Typed) -> None:
    await typed.press("outside", *"gqvtx", apart=FINGERS)
    assert typed.came == list("gqvtx")


@pytest.mark.parametrize(("many", "is_paste"), [(LEAST - 1, False), (LEAST, True)])
async def test_so_few_letters_are_no_paste_however_quick(typed: Typed, many: int, is_paste: bool) -> None:
    await typed.press("outside", *"e" * many, apart=BURST)
    assert typed.came == (["paste 'eeee'"] if is_paste else ["e"] * many)


async def test_a_command_comes_no_later_than_the_gap(typed: Typed) -> None:
    await typed.press("outside", "g", apart=FINGERS)
    assert typed.times == [pytest.approx(GAP_SECONDS)]


async def test_keys_of_fingers_that_a_busy_app_finds_waiting_are_no_paste(typed: Typed) -> None:
    await typed.press("outside", *"abcdef", apart=FINGERS, late=2)
    assert typed.came == list("abcdef")


async def test_a_paste_that_a_busy_app_finds_waiting_is_one(typed: Typed) -> None:
    await typed.press("outside", *"abcdef", apart=BURST, late=2)
    assert typed.came == ["paste 'abcdef'"]


async def test_a_key_with_a_meaning_ends_a_burst_and_comes_after_it(typed: Typed) -> None:
    await typed.press("outside", *"abcd", "f8", apart=BURST)
    assert typed.came == ["paste 'abcd'", "f8"]


async def test_a_key_with_a_meaning_waits_for_nothing(typed: Typed) -> None:
    await typed.press("outside", "f8", apart=FINGERS)
    assert (typed.came, typed.times) == (["f8"], [0])


# --- Enter in a field of one line ---


async def test_an_enter_that_is_followed_at_once_is_a_line_break(typed: Typed) -> None:
    await typed.press("in_field", *"ab", "enter", "enter", *"cd", apart=BURST)
    assert typed.came == ["a", "b", "ctrl+j", "ctrl+j", "c", "d"]


async def test_an_enter_of_fingers_goes_on_before_what_follows(typed: Typed) -> None:
    await typed.press("in_field", *"ab", "enter", *"cd", apart=FINGERS)
    assert typed.came == ["a", "b", "enter", "c", "d"]


async def test_an_enter_alone_comes_after_the_gap(typed: Typed) -> None:
    await typed.press("in_field", "enter", apart=FINGERS)
    assert typed.times == [pytest.approx(GAP_SECONDS)]


async def test_an_enter_of_fingers_that_a_busy_app_finds_waiting_goes_on_too(typed: Typed) -> None:
    await typed.press("in_field", *"ab", "enter", *"cd", apart=FINGERS, late=2)
    assert typed.came == ["a", "b", "enter", "c", "d"]


async def test_a_key_with_a_meaning_right_after_an_enter_comes_after_it(typed: Typed) -> None:
    await typed.press("in_field", "enter", "tab", apart=BURST)
    assert typed.came == ["enter", "tab"]


# --- the order of keys ---


class Node:
    """A widget on the way of a key, busy until it is let work."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_open = True
        self.queue: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        if self.is_open:
            self.queue.append((callback, args))
        return self.is_open


class Room:
    """A field in a screen in an app, and the keys that were handed on."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.field, self.screen, self.app = Node("field"), Node("screen"), Node("app")
        self.handed_on: list[str] = []
        self.keys = KeyQueue(
            self.hand_on,
            way=lambda: [self.field, self.screen, self.app],
            end=self.app,
            set_timer=self.clock.set_timer,
        )

    async def hand_on(self, event: Input) -> None:
        assert isinstance(event, events.Key)
        self.handed_on.append(event.key)
        if len(event.key) > 1:  # a letter goes into the field at once
            self.keys.follow()

    async def take(self, *names: str) -> None:
        await self.keys.take(*(key(name, 0) for name in names))

    async def work(self) -> None:
        """Let everybody deal with what waits there, until nothing does."""
        while busy := [node for node in (self.field, self.screen, self.app) if node.queue]:
            callback, args = busy[0].queue.pop(0)
            if (done := callback(*args)) is not None:
                await done


@pytest.fixture
def room() -> Room:
    """Nothing waits."""
    return Room()


async def test_letters_behind_a_tab_wait_until_it_has_gone_its_way(room: Room) -> None:
    await room.take("a", "tab", "b", "c")
    assert room.handed_on == ["a", "tab"]
    assert not room.keys.is_idle
    await room.work()
    assert room.handed_on == ["a", "tab", "b", "c"]
    assert room.keys.is_idle


async def test_each_key_with_a_meaning_is_waited_for(room: Room) -> None:
    await room.take("tab", "tab", "f8")
    assert room.handed_on == ["tab"]
    await room.work()
    assert room.handed_on == ["tab", "tab", "f8"]


async def test_a_key_whose_screen_closes_under_it_goes_on_at_the_next_stop(room: Room) -> None:
    room.field.is_open = room.screen.is_open = False
    await room.take("escape", "q")
    await room.work()
    assert room.handed_on == ["escape", "q"]


async def test_what_never_arrives_is_waited_for_so_long_and_no_longer(room: Room) -> None:
    await room.take("f8", "q")
    await room.clock.go_to(PATIENCE - 0.001)
    assert room.handed_on == ["f8"]
    await room.clock.go_to(PATIENCE)
    assert room.handed_on == ["f8", "q"]


async def test_the_patience_with_one_key_does_not_hurry_the_next(room: Room) -> None:
    await room.take("f8")
    await room.work()
    await room.clock.go_to(PATIENCE - 0.1)
    await room.take("f7", "q")
    await room.clock.go_to(PATIENCE + 0.1)
    assert room.handed_on == ["f8", "f7"], "the timer of the first is not that of the second"
    await room.clock.go_to(2 * PATIENCE)
    assert room.handed_on == ["f8", "f7", "q"]


async def test_keys_that_were_held_come_before_those_that_wait(room: Room) -> None:
    await room.take("f8", "z")
    await room.keys.again([key("x", 0), key("y", 0)])
    await room.work()
    assert room.handed_on == ["f8", "x", "y", "z"]


async def test_a_call_of_the_timer_that_comes_when_nothing_is_held_any_more_does_nothing(typed: Typed) -> None:
    # Textual calls back when it has the time: on a busy machine another key may have come in between.
    await typed.in_field(key("enter", 0))
    late = typed.clock.timers[-1].callback
    await typed.in_field(key("tab", FINGERS))
    await late()
    assert typed.came == ["enter", "tab"]


async def test_a_call_of_the_timer_that_comes_late_lets_the_enter_of_a_paste_alone(typed: Typed) -> None:
    await typed.in_field(key("enter", 0))
    late = typed.clock.timers[-1].callback
    await typed.in_field(key("a", FINGERS))
    await typed.in_field(key("enter", 2 * FINGERS))
    await late()
    await typed.in_field(key("b", 2 * FINGERS + BURST))
    assert typed.came == ["enter", "a", "ctrl+j", "b"]


async def test_a_call_of_the_timer_that_comes_late_lets_a_paste_where_no_field_is_alone(typed: Typed) -> None:
    for n, letter in enumerate("page"):
        await typed.outside(key(letter, n * BURST))
        if letter == "p":
            late = typed.clock.timers[-1].callback
    await late()
    assert typed.came == []
    await typed.clock.go_to(1)
    assert typed.came == ["paste 'page'"]
