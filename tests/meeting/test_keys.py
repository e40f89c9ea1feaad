"""One table says which keys are in force: a key given to one command is taken from whatever had it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.meeting import keys
from pmtui.meeting.commands import COMMANDS, Command, by_id

IDS = st.sampled_from([command.id for command in COMMANDS])
KEYS = st.sampled_from(sorted({key for command in COMMANDS for key in command.keys} | {"f19", "?", "ctrl+j"}))


def found(own: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {command.id: command.keys for command in keys.in_force(own)}


def test_without_keys_of_ones_own_the_defaults_are_in_force():
    assert keys.in_force({}) == COMMANDS
    assert keys.clashes({}) == []


def test_a_key_that_is_taken_is_lost_by_the_other_and_said():
    own = {"undo": ["x"]}
    assert (found(own)["undo"], found(own)["item.tick"]) == (("x",), ("f5",))
    assert found(own)["why.ruled_out"] == ("f3",)
    assert "keys: undo: x is taken from item.tick: f5 is left" in keys.clashes(own)


def test_a_command_without_any_key_left_is_said():
    assert keys.clashes({"item.select": ["h"]}) == [
        "keys: item.select: h is taken from guide.toggle: it has no key left: give it another"
    ]


def test_keys_that_change_places_are_no_clash():
    assert keys.clashes({"timer.toggle": ["h"], "guide.toggle": ["t"]}) == []


def test_steps_do_not_take_keys_from_each_other():
    assert keys.clashes({"why.root": ["f3"], "why.ruled_out": ["f2"]}) == [
        "keys: why.root: f3 is taken from item.offer: o is left"
    ]
    assert found({"why.root": ["f3"]})["event.pin"] == by_id("event.pin").keys


def test_a_key_given_to_two_is_the_nearest_ones_alone():
    own = {"undo": ["f19"], "why.root": ["f19"]}
    assert (found(own)["why.root"], found(own)["undo"]) == (("f19",), ())
    assert keys.clashes(own) == ["keys: why.root: f19 is taken from undo: it has no key left: give it another"]


@pytest.mark.parametrize(("typed", "name"), [("?", "question_mark"), ("+", "plus"), ("ctrl+_", "ctrl+underscore")])
def test_a_sign_and_its_name_are_one_key(typed: str, name: str):
    assert keys.canonical(typed) == name
    assert found({"help": [typed]})["help"] == (name,)


@given(st.dictionaries(IDS, st.lists(KEYS, min_size=1, max_size=3), max_size=5))
def test_no_key_that_somebody_gave_does_two_things_in_one_place(own: dict[str, list[str]]):
    table = keys.in_force(own)
    for name, given_keys in own.items():
        for key in map(keys.canonical, given_keys):
            if key in by_id(name).keys:
                continue
            for command in table:
                if command.id != name and key in command.keys and key not in by_id(command.id).keys:
                    owner = next(each for each in table if each.id == name)
                    assert not (key in owner.keys and _meet(owner, command))


def _meet(one: Command, other: Command) -> bool:
    return one.where == other.where or "anywhere" in (one.where, other.where)
