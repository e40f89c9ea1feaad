"""What a save changes in the file is what laying out the whole session would change, to the byte."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from pmtui.library.file_format import FileText, Tables, dump, parse
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.library.incremental_parse import parse_again
from pmtui.library.row_diff import Change, changes
from pmtui.library.rows_on_disk import doc_id
from pmtui.session.document import Action, Event, Note, Session, Why
from pmtui.session.edits import (
    EditRefused,
    add_items,
    add_why,
    change_item,
    delete_items,
    move_item,
    move_to,
    reparent_why,
    set_field,
)
from pmtui.session.paths import get, walk

WHYS = "root_cause.whys"
KINDS = {"timeline": Event, "actions": Action, "lessons.learned": Note, "lessons.went_wrong": Note, WHYS: Why}

sections = st.sampled_from(tuple(KINDS))
places = st.integers(0, 30)
steps = st.tuples(st.sampled_from(["add", "edit", "delete", "move", "over", "sort", "field"]), sections, places, places)
acts = st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=12)


def applied(tables: Tables, old: Session | None, new: Session) -> Tables:
    """The tables after a save."""
    made = {name: dict(docs) for name, docs in tables.items()}
    for table, change in changes(tables, old, new).items():
        docs = made.setdefault(table, {})
        for number in change.gone:
            docs.pop(str(number))
        docs |= {str(number): row for number, row in change.put.items()}
    return made


def ids(session: Session, section: str) -> list[str]:
    if section == WHYS:
        return [why.id for _, why in walk(session.root_cause.whys)]
    return [item.id for item in get(session, section)]


def acted(session: Session, act: str, section: str, a: int, b: int, fresh: str) -> Session:
    """The session after one thing that a person may do."""
    there = ids(session, section)
    if act == "field":
        return set_field(session, "root_cause.statement", fresh)
    if act == "add" and section == WHYS:
        return add_why(session, [None, *there][a % (len(there) + 1)], Why(id=fresh, text=fresh))
    if act == "add":
        item: Any = KINDS[section](id=fresh, text=fresh)
        return add_items(session, section, [item], after=there[a] if a < len(there) else None)
    if not there:
        return session
    one, other = there[a % len(there)], there[b % len(there)]
    if act == "edit":
        return change_item(session, section, one, text=fresh)
    if act == "delete":
        return delete_items(session, section, [one])
    if act == "move":
        return move_item(session, section, one, b - 15)
    if act == "sort" and section != WHYS:
        turned = tuple(reversed(get(session, section)))
        return set_field(session, section, turned)
    if section == WHYS:
        return reparent_why(session, one, other if b % 3 else None)
    return move_to(session, "lessons.learned", "lessons.went_wrong", one)


@given(acts)
@settings(max_examples=80, deadline=None)
def test_only_what_an_edit_touched_is_written_and_the_file_is_as_if_all_was(saves: list[list[Any]]) -> None:
    session = new_session()
    tables = applied({}, None, session)
    written = dump(tables)
    count = 0
    for edits in saves:
        edited = session
        for edit in edits:
            count += 1
            try:
                edited = acted(edited, *edit, f"new-{count}")
            except EditRefused:
                continue
        short, long = applied(tables, session, edited), applied(tables, None, edited)
        # What stayed the same is taken from the file that was written before.
        written = dump(short, written)
        assert written.data == dump(long).data
        session, tables = edited, short


def with_events(count: int) -> Session:
    return add_items(new_session(), "timeline", [Event(id=f"e{n}", text=str(n)) for n in range(count)])


def test_an_event_in_a_long_timeline_is_one_document() -> None:
    session = with_events(500)
    tables = applied({}, None, session)
    added = add_items(session, "timeline", [Event(id="new")], after="e250")
    (change,) = changes(tables, session, added).values()
    assert (change.gone, set(change.put)) == (set(), {doc_id("new")})
    deleted = delete_items(session, "timeline", ["e250"])
    assert changes(tables, session, deleted) == {"timeline": Change({doc_id("e250")}, {})}
    moved = move_item(session, "timeline", "e250", -200)
    (change,) = changes(tables, session, moved).values()
    assert (change.gone, set(change.put)) == (set(), {doc_id("e250")})


def test_an_answer_that_is_deleted_takes_the_rows_of_all_below_it_along() -> None:
    session = new_session()
    for parent, key in ((None, "a"), ("a", "b"), ("b", "c"), (None, "d")):
        session = add_why(session, parent, Why(id=key, text=key))
    deleted = delete_items(session, WHYS, ["a"])
    gone = {doc_id(key) for key in "abc"}
    assert changes(applied({}, None, session), session, deleted) == {"whys": Change(gone, {})}


def test_where_another_document_has_the_number_the_next_free_one_is_taken() -> None:
    session = with_events(3)
    tables = applied({}, None, session)
    # A stranger's document where the new event would lie.
    docs = tables["timeline"]
    docs[str(doc_id("new"))] = docs.pop(str(doc_id("e1")))
    added = add_items(session, "timeline", [Event(id="new")], after="e0")
    assert set(changes(tables, session, added)["timeline"].put) == {doc_id("new") + 1}


def test_where_no_room_is_left_between_two_the_list_is_numbered_afresh() -> None:
    session = with_events(4)
    tables = applied({}, None, session)
    for _ in range(80):
        event = Event(id=f"n{len(session.timeline)}")
        added = add_items(session, "timeline", [event], after="e1")
        tables, session = applied(tables, session, added), added
        rows = sorted(tables["timeline"].values(), key=lambda row: row["rank"])
        assert [row["id"] for row in rows] == [item.id for item in session.timeline]


def test_ranks_that_two_documents_share_are_told_apart_again() -> None:
    session = with_events(4)
    tables = applied({}, None, session)
    for key in ("e1", "e2"):
        tables["timeline"][str(doc_id(key))]["rank"] = 2
    added = add_items(session, "timeline", [Event(id="new")], after="e1")
    after = applied(tables, session, added)
    rows = sorted(after["timeline"].values(), key=lambda row: row["rank"])
    assert [row["id"] for row in rows] == ["e0", "e1", "new", "e2", "e3"]
    assert len({row["rank"] for row in rows}) == 5


@given(acts)
@settings(max_examples=60, deadline=None)
def test_what_is_parsed_of_a_file_that_changed_is_what_all_of_it_says(saves: list[list[Any]]) -> None:
    session = add_items(new_session(), "timeline", [Event(id=f"e{n}", text=str(n)) for n in range(4)])
    tables = applied({}, None, session)
    data = dump(tables).data
    known = FileText(data)
    for count, edits in enumerate(saves):
        edited, had = session, tables.keys()
        for number, edit in enumerate(edits):
            with contextlib.suppress(EditRefused):
                edited = acted(edited, *edit, f"new-{count}-{number}")
        tables = applied(tables, session, edited)
        written = dump(tables)
        known = parse_again(Path("a.json"), written.data, known)
        assert known.tables == parse(Path("a.json"), written.data)
        # What was read is as good as what was written: the next save takes from it what stays.
        assert (known.data, known.places) == (written.data, written.places) or tables.keys() != had
        assert dump(known.tables, known).data == written.data
        session = edited


@pytest.mark.parametrize(
    ("hand", "by"),
    [
        (rb'"text": "1"', rb'"text" : "1"'),
        (rb'(    "\d+": \{[^}]+\}),\n(    "\d+": \{[^}]+\})', rb"\2,\n\1"),
        (rb'("text": "2")', rb'\1,\n      "text": "3"'),
        (rb",\n\n", b",\n"),
        (rb"\n", b"\r\n"),
        (rb'"key_details": \{\n    "1"', b'"key_details": {\n    "01"'),
    ],
)
def test_what_a_hand_wrote_in_another_form_is_read_and_the_next_save_puts_it_right(hand: bytes, by: bytes) -> None:
    session = with_events(4)
    written = dump(applied({}, None, session))
    data = re.sub(hand, by, written.data)
    assert data != written.data
    known = parse_again(Path("a.json"), data, written)
    assert known.tables == parse(Path("a.json"), data)
    assert dump(known.tables, known).data == dump(known.tables).data
    again = parse_again(Path("a.json"), written.data, known)
    assert again.tables == written.tables and dump(again.tables, again).data == written.data


def test_a_document_that_a_hand_copied_stays_beside_the_one_that_is_edited(library: Library, path: Path) -> None:
    with TinyDB(path) as db:
        events = db.table("timeline")
        copied = dict(events.all()[0]) | {"text": "the copy", "rank": 0}
        events.insert(copied)
    assert len(library.read(path).timeline) == 4
    library.change(path, lambda s: change_item(s, "timeline", copied["id"], text="edited"))
    assert {e.text for e in library.read(path).timeline} >= {"edited", "event 1", "event 2"}
    texts = [e.text for e in library.read(path).timeline]
    assert texts.count("edited") == 1 and "the copy" not in texts and len(set(texts)) == 4
