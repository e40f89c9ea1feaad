"""Documents of older versions: read for ever, with what they meant when they were written."""

from __future__ import annotations

import functools
import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pmtui.session.codec import decode, encode, schema
from pmtui.session.document import DocumentError, Session
from pmtui.session.migrations import NEW_FIELDS, NEW_TABLES
from pmtui.session.own_fields import LABELS
from pmtui.session.sections import FORMS, SECTIONS

NOW = "2026-11-20T09:00:00Z"
WRITTEN_BY_VERSION_1 = Path(__file__).parent / "version1.json"


def read(document: Any) -> Session:
    ids = (f"id-{n}" for n in itertools.count())
    return decode(json.dumps(document).encode(), now=NOW, new_id=lambda: next(ids)).session


def document(version: int, **parts: Any) -> dict[str, Any]:
    return {"format": "pmtui-session", "version": version, **parts}


def without_new_keys(new: Any, old: Any) -> Any:
    """A document of today with the keys that an old one has."""
    if isinstance(old, dict):
        return {key: without_new_keys(new[key], value) for key, value in old.items()}
    if isinstance(old, list):
        return [without_new_keys(a, b) for a, b in zip(new, old, strict=True)]
    return new


def test_a_document_that_the_first_version_wrote_is_read_and_only_its_version_rises() -> None:
    old = json.loads(WRITTEN_BY_VERSION_1.read_bytes())
    made = json.loads(encode(read(old)))
    assert (old["version"], made["version"]) == (1, 2)
    assert without_new_keys(made, old) == old | {"version": 2}
    assert made["key_details"]["more"] == {} and made["summary"]["sections"] == []
    assert [event["who"] for event in made["timeline"]] == [""] * len(old["timeline"])


def test_an_action_without_a_kind_is_what_it_was_in_its_version() -> None:
    assert read(document(1, actions=[{"text": "x"}])).actions[0].kind == "prevent"
    assert read(document(2, actions=[{"text": "x"}])).actions[0].kind is None


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"key_details": {"more": {"Cost centre": "4711"}}}, "$.key_details.more"),
        ({"summary": {"sections": []}}, "$.summary.sections"),
        ({"timeline": [{}, {"who": "AK"}]}, "$.timeline[1].who"),
        ({"timeline": [{"known_now": ""}]}, "$.timeline[0].known_now"),
        ({"lessons": {"went_well": [{"ballots": {}}]}}, "$.lessons.went_well[0].ballots"),
        ({"parking_lot": [{"of": None}]}, "$.parking_lot[0].of"),
        ({"parking_lot": [{"settled": True}]}, "$.parking_lot[0].settled"),
        ({"parking_lot": [{"kind": "remark"}]}, "$.parking_lot[0].kind"),
        ({"meeting": [{"asked": 8}]}, "$.meeting[0].asked"),
        ({"actions": [{"kind": "learn"}]}, "$.actions[0].kind"),
        ({"actions": [{"kind": None}]}, "$.actions[0].kind"),
    ],
)
def test_what_came_later_is_refused_in_a_document_of_the_first_version(parts: dict[str, Any], place: str) -> None:
    with pytest.raises(DocumentError, match="version 2") as caught:
        read(document(1, **parts))
    assert str(caught.value).startswith(f"{place}: ")
    read(document(2, **parts))


def test_whatever_the_first_version_did_not_have_is_declared_as_new() -> None:
    old = json.loads(WRITTEN_BY_VERSION_1.read_bytes())
    lists = {each: functools.reduce(lambda at, name: at.get(name, {}), each.path.split("."), old) for each in SECTIONS}
    new = {each.table for each, items in lists.items() if items == {}}
    assert new == set(NEW_TABLES[2])
    for each, items in lists.items():
        if items:
            missing = set(each.item.__struct_fields__) - set(items[0])
            assert missing == set(NEW_FIELDS[2].get(each.table, ())), each.path
    for form, kind in FORMS.items():
        missing = set(kind.__struct_fields__) - set(old[form]) - {each.name for each in SECTIONS}
        assert missing == set(NEW_FIELDS[2].get(form, ())), form


@pytest.mark.parametrize(
    "parts",
    [
        {"timeline": "x"},
        {"timeline": [1]},
        {"lessons": [], "summary": None},
        {"lessons": {"went_well": 3}},
        {"meeting": {}},
        {"impact": []},
    ],
)
def test_an_old_document_of_a_wrong_shape_is_refused_like_any(parts: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match=r"^\$\.\w+.*: expected"):
        read(document(1, **parts))


# --- names of the team's own fields ---


def test_two_names_that_differ_in_control_characters_alone_are_refused_so_that_neither_is_lost() -> None:
    with pytest.raises(DocumentError, match="'Ring'"):
        read(document(2, key_details={"more": {"Ring": "a", "Ri\x07ng": "b"}}))
    assert read(document(2, key_details={"more": {"Ri\x07ng": "b"}})).key_details.more == {"Ring": "b"}


@pytest.mark.parametrize("name", ["Severity", "severity", " Time zone", "", "  ", "two\nlines", *LABELS])
def test_a_field_of_ones_own_has_a_name_of_its_own(name: str) -> None:
    with pytest.raises(DocumentError, match="more"):
        read(document(2, key_details={"more": {name: "x"}}))


@pytest.mark.parametrize(("name", "good"), [("Cost centre", True), ("Severity", False), ("", False), ("a\nb", False)])
def test_the_schema_says_which_names_are_taken(name: str, good: bool) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert validator.is_valid(document(2, key_details={"more": {name: "x"}})) is good
    assert not validator.is_valid(document(1))


def test_a_field_of_ones_own_keeps_its_name_and_its_place() -> None:
    more = {"Cost centre": "4711", "a.b": "", "Größe | 測試": "two\nlines", "cost centre": "1"}
    session = read(document(2, key_details={"more": more}))
    assert list(json.loads(encode(session))["key_details"]["more"].items()) == list(more.items())


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"key_details": {"more": {"a": "x", "b": 1}}}, "$.key_details.more.b: expected `str`"),
        ({"lessons": {"learned": [{}, {"ballots": {"A": 1, "B": -1}}]}}, "$.lessons.learned[1].ballots.B: expected"),
        ({"meeting": [{"asked": -1}]}, "$.meeting[0].asked: expected"),
        ({"summary": {"sections": [{"id": "a"}, {"id": "a"}]}}, "$.summary.sections[1].id: the id 'a' is used twice"),
        ({"timeline": [{"id": "a"}], "summary": {"sections": [{"id": "a"}]}}, "$.timeline[0].id: the id 'a' is used"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(parts: dict[str, Any], says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(document(2, **parts))
    assert str(caught.value).startswith(says)
