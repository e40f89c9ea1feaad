"""The laws of the three-way merge, on small sessions that hypothesis draws and on larger ones by the thousand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.assemble import assemble
from pmtui.session.codec import decode, encode
from pmtui.session.document import MAX_DEPTH, Session
from pmtui.session.hashing import derived_id
from pmtui.session.history import History
from pmtui.session.merge import Merged, merge
from pmtui.session.paths import all_items, walk
from pmtui.session.repair import repair
from pmtui.session.rows import Rows, flatten
from pmtui.session.sections import ITEM_TABLES
from tests import strategies as make

SETTINGS = settings(max_examples=40, deadline=None)

# What a person writes, by table; everything else is chosen, ticked, counted or made by the program.
TEXTS = {
    "key_details": {"term", "product", "headline", "reference", "severity", "team", "facilitator", "scribe", "owner"},
    "summary": {"overview", "data_loss.detail", "human_intervention.detail", "recurrence.detail"},
    "impact": {"statement"},
    "measures": {"name", "value"},
    "root_cause": {"problem", "statement", "not_found"},
    "whys": {"text"},
    "sections": {"title", "text"},
    "timeline": {"text", "known", "known_now", "who", "source"},
    "resources": {"text", "location"},
    "actions": {"text", "ticket", "owner", "priority", "description"},
    "lessons": {"text", "author", "group"},
    "evidence": {"caption", "body", "path", "url"},
    "further_reading": {"title", "url"},
    "parking_lot": {"text", "author", "answer", "owner"},
}
Field = tuple[str, str, str]


def changed(base: Rows, side: Rows) -> Iterator[tuple[Field, Any]]:
    """Every field that a side set to something else than base has."""
    for table, rows in side.items():
        for key, row in rows.items():
            before = base[table].get(key, {})
            yield from (((table, key, name), value) for name, value in row.items() if before.get(name, ...) != value)


def is_text(place: Field) -> bool:
    """Whether a person wrote it."""
    return place[2] in TEXTS.get(place[0], ()) or place[2].startswith("more.")


def field(rows: Rows, place: Field) -> Any:
    table, key, name = place
    row = rows[table].get(key) or rows[table].get(derived_id(table, key)) or {}
    return row.get(name)


class Case(NamedTuple):
    """A merge, and the rows of everything in it."""

    base: Session
    ours: Session
    theirs: Session
    merged: Merged
    before: Rows
    mine: Rows
    other: Rows
    rows: Rows


def case(base: Session | None, ours: Session, theirs: Session) -> Case:
    merged = merge(base, ours, theirs)
    start = base or make.empty()
    return Case(start, ours, theirs, merged, *map(flatten, (start, ours, theirs, merged.session)))


def check_laws(base: Session, ours: Session, theirs: Session) -> None:
    made = case(base, ours, theirs)
    check_neutral(base, ours)
    check_neutral(base, theirs)
    check_valid(made.merged.session)
    check_nothing_lost(made)
    check_deleted(made)
    check_settled(made)
    check_swapped(made)
    assert merge(base, ours, theirs) == made.merged, "the same again"


def check_neutral(base: Session, side: Session) -> None:
    """Who changed nothing changes nothing, and two who did the same did it once."""
    read_base, read_side = copy(base), copy(side)
    assert merge(base, side, base).session is side
    assert merge(base, base, side).session is (base if base == side else side)
    assert merge(base, side, read_side).session is side
    assert merge(base, side, read_base).session is side
    assert merge(read_base, base, side).session == side


def copy(session: Session) -> Session:
    """The session as if read from a file: equal, and no object shared."""
    return msgspec.json.decode(msgspec.json.encode(session), type=Session)


def check_valid(session: Session) -> None:
    assert len(ids(session) | {session.id}) == len(list(all_items(session))) + 1
    assert max((depth for depth, _ in walk(session.root_cause.whys)), default=0) <= MAX_DEPTH
    assert decode(encode(session), now=make.CREATED, new_id=lambda: "new").session == session


def ids(session: Session) -> set[str]:
    return {item.id for _, item in all_items(session)}


def check_nothing_lost(made: Case) -> None:
    rows, before, mine = made.rows, made.before, made.mine
    parked = {row["text"] for row in rows["parking_lot"].values() if row["kind"] == "conflict"}
    for place, value in changed(before, mine):
        if is_text(place):
            assert field(rows, place) == value or value in ("", None), f"{place}: what ours wrote stands"
    for place, value in changed(before, made.other):
        table, _, name = place
        if is_text(place):
            assert field(rows, place) == value or not value or value in parked, f"{place}: what theirs wrote is kept"
        elif isinstance(value, list):
            added = set(value) - set(field(before, place) or ())
            assert added <= set(field(rows, place)), f"{place}: what theirs put into a list is in it"
        elif name not in ("parent", "list") and table != "meeting" and field(mine, place) == field(before, place):
            assert field(rows, place) == value, f"{place}: a choice that theirs alone made stands"


def check_deleted(made: Case) -> None:
    """What one side deleted and the other left alone is gone, but for whys above one that stays."""
    above = {row["parent"] for row in made.rows["whys"].values()}
    for table in ITEM_TABLES:
        for key, row in made.before[table].items():
            for deleter, leaver in ((made.mine, made.other), (made.other, made.mine)):
                if key not in deleter[table] and leaver[table].get(key) == row:
                    assert key not in made.rows[table] or key in above


def check_settled(made: Case) -> None:
    """Merging the result again with either side changes nothing."""
    merged = made.merged.session
    for side in (made.ours, made.theirs):
        again = merge(made.base, merged, side)
        assert again.session is merged
        assert again.parked == ()
    assert ids(merge(made.base, made.ours, merged).session) == ids(merged)


def check_swapped(made: Case) -> None:
    """Sides swapped, everything is there again, and every field that was not contested is equal."""
    rows, swapped = made.rows, flatten(merge(made.base, made.theirs, made.ours).session)
    for table in rows:
        if table not in ("parking_lot", "whys"):
            assert set(rows[table]) == set(swapped[table])
        for key in rows[table].keys() & swapped[table].keys():
            for name, value in rows[table][key].items():
                place = (table, key, name)
                a, b, c = (field(side, place) for side in (made.before, made.mine, made.other))
                if isinstance(value, list):
                    assert set(value) == set(field(swapped, place))
                elif name != "parent" and (a in (b, c) or b == c):
                    assert field(swapped, place) == value, place


@SETTINGS
@given(make.three())
def test_every_law_on_small_sessions(three: tuple[Session, Session, Session]) -> None:
    check_laws(*three)


@pytest.mark.parametrize("block", range(8))
def test_every_law_by_the_hundred(block: int) -> None:
    for seed in range(block * 125, (block + 1) * 125):
        rng = random.Random(seed)
        base = make.random_session(rng, steps=30, ids=8)
        check_laws(base, make.random_edits(rng, base, 6, ids=8), make.random_edits(rng, base, 6, ids=8))


@pytest.mark.parametrize("block", range(4))
def test_every_law_on_long_sessions_with_many_edits(block: int) -> None:
    for seed in range(block * 10, (block + 1) * 10):
        rng = random.Random(f"long {seed}")
        base = make.random_session(rng, steps=250, ids=30)
        check_laws(base, make.random_edits(rng, base, 25, ids=30), make.random_edits(rng, base, 25, ids=30))


@SETTINGS
@given(make.sessions(), make.sessions())
def test_every_law_with_nothing_as_base(ours: Session, theirs: Session) -> None:
    made = case(None, ours, theirs)
    merged = made.merged.session
    check_valid(merged)
    check_nothing_lost(made)
    assert merge(None, ours, copy(ours)).session is ours
    assert merge(None, merged, theirs).session is merged


@SETTINGS
@given(st.data())
def test_undo_takes_back_everything_that_was_done_and_redo_does_it_again(data: st.DataObject) -> None:
    history, states = History(), [data.draw(make.sessions())]
    for _ in range(5):
        after = data.draw(make.edited(states[-1], 1))
        if after != states[-1]:
            history.record(states[-1], after, "edit", None)
            states.append(after)
    for i in range(len(states) - 1, 0, -1):
        undone = history.undo(states[i])
        assert undone is not None
        assert (undone.session, undone.kept) == (states[i - 1], ())
    assert history.undo(states[0]) is None
    for i in range(1, len(states)):
        redone = history.redo(states[i - 1])
        assert redone is not None
        assert (redone.session, redone.kept) == (states[i], ())


@pytest.mark.parametrize("block", range(4))
def test_undo_keeps_every_text_that_somebody_wrote_since(block: int) -> None:
    for seed in range(block * 200, (block + 1) * 200):
        rng = random.Random(f"undo {seed}")
        before = make.random_session(rng, steps=30, ids=8)
        after = make.random_edits(rng, before, 2, ids=8)
        now = make.random_edits(rng, after, 4, ids=8)
        merged = merge(after, now, before, park=False)
        check_valid(merged.session)
        assert merged.parked == ()
        rows = flatten(merged.session)
        for place, value in changed(flatten(after), flatten(now)):
            if is_text(place) and value:
                assert field(rows, place) == value, place


@SETTINGS
@given(make.sessions(steps=18))
def test_rows_hold_a_whole_session(session: Session) -> None:
    rows = flatten(session)
    assert assemble(rows, session.updated_at) == session
    assert repair(rows) == (rows, ())
