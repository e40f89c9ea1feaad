"""The steps as the app finds them: complete, in order, pointing at fields that exist, and said in few words."""

from __future__ import annotations

import msgspec
import pytest

from pmtui.meeting.step import Form, Items, Step
from pmtui.meeting.steps import STEPS, step
from pmtui.session import document
from pmtui.session.document import STEP_NAMES, Session
from pmtui.session.paths import LISTS, get
from pmtui.session.sections import SECTIONS

EMPTY = Session(format="pmtui-session", version=2)
ITEM_TYPES = {each.path: each.item for each in SECTIONS}
every_step = pytest.mark.parametrize("one", STEPS, ids=lambda one: one.name)


def test_the_meeting_has_all_steps_in_their_order() -> None:
    assert tuple(one.name for one in STEPS) == STEP_NAMES
    assert step("five_whys").title == "Five whys"
    with pytest.raises(KeyError):
        step("lunch")


@pytest.mark.parametrize(("which", "length"), [(0, 30), (1, 60), (2, 90)])
def test_the_minutes_of_each_preset_fill_the_meeting_exactly(which: int, length: int) -> None:
    assert length == sum(one.minutes[which] or 0 for one in STEPS)


@every_step
def test_every_field_of_a_form_is_one_of_the_session(one: Step) -> None:
    for form in (part for part in one.parts if isinstance(part, Form)):
        for field in form.fields:
            get(EMPTY, field.path)
            assert field.label
            assert (field.kind == "choice") == bool(field.choices)


@every_step
def test_every_list_names_attributes_of_its_items(one: Step) -> None:
    for items in (part for part in one.parts if isinstance(part, Items)):
        assert items.section in LISTS
        known = set(ITEM_TYPES[items.section].__struct_fields__)
        named = {items.main, *items.columns, *(f.path for f in items.fields), *(name for name, _ in items.defaults)}
        assert named <= known
        assert items.main in {f.path for f in items.fields}
        assert items.example
        assert items.noun


@every_step
def test_every_choice_is_a_value_that_the_document_takes(one: Step) -> None:
    for part in one.parts:
        for field in part.fields:
            for choice in field.choices:
                document_with(part, field.path, choice.value)


def document_with(part: Form | Items, path: str, value: object) -> None:
    """Decode a document in which the value stands; fails where the document refuses it."""
    if isinstance(part, Items):
        msgspec.convert({"id": "a", path: value}, ITEM_TYPES[part.section])
        return
    nested: object = value
    for name in reversed(path.split(".")):
        nested = {name: nested}
    assert isinstance(nested, dict)
    msgspec.convert({"format": "pmtui-session", "version": document.VERSION, **nested}, Session)


@every_step
def test_the_guide_is_short_enough_to_be_read_while_talking(one: Step) -> None:
    assert 0 < len(one.purpose) <= 170
    assert 4 <= len(one.prompts) <= 10
    assert all(len(prompt) <= 90 for prompt in one.prompts)
    assert len(set(one.prompts)) == len(one.prompts)


def test_all_of_the_key_details_can_be_filled_in_and_each_once() -> None:
    paths = [field.path for part in step("key_details").parts for field in part.fields]
    # The team's own fields come from their config.
    names = set(document.KeyDetails.__struct_fields__) - {"more"}
    assert sorted(paths) == sorted(f"key_details.{name}" for name in names)


def test_an_untouched_session_shows_nothing_as_filled_and_no_numbers() -> None:
    assert [one.name for one in STEPS if one.filled(EMPTY)] == []
    assert [one.name for one in STEPS if one.count(EMPTY) is not None] == []
