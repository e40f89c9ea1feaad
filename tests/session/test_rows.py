"""A session as rows and back, and what loading mends when git's own merge, or a hand, damaged them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.session import edits
from pmtui.session.assemble import assemble
from pmtui.session.document import Action, DocumentError, Event, Note, Reading, Session, Sitting, Why
from pmtui.session.paths import put, walk
from pmtui.session.repair import repair
from pmtui.session.rows import TABLES, Rows, flatten, same_table
from tests.strategies import CREATED, empty


def rows_of(**tables: dict[str, Any]) -> Rows:
    return {"session": {"s": {"status": "draft", "created_at": CREATED}}, **tables}


def whys(**parents: str | None) -> dict[str, Any]:
    return {key: {"parent": parent, "text": f"why {key}"} for key, parent in parents.items()}


def outline(rows: Rows) -> dict[str, str | None]:
    return {key: row["parent"] for key, row in rows["whys"].items()}


class TestFlatten:
    def test_each_table_is_there_and_the_sections_are_one_row_by_the_sessions_id(self) -> None:
        rows = flatten(empty())
        assert tuple(rows) == TABLES
        assert rows["session"] == {"s": {"status": "draft", "created_at": CREATED}}
        assert [list(rows[name]) for name in ("key_details", "summary", "impact", "root_cause")] == [["s"]] * 4
        assert "updated_at" not in str(rows)

    def test_nested_answers_are_fields_of_their_own(self) -> None:
        row = flatten(put(empty(), "summary.data_loss.answer", "yes"))["summary"]["s"]
        assert row["data_loss.answer"] == "yes" and row["recurrence.of"] == []

    def test_whys_name_their_parent_and_notes_their_list(self) -> None:
        tree = put(empty(), "root_cause.whys", (Why(id="a", whys=(Why(id="b", evidence=("e",)),)),))
        assert flatten(tree)["whys"] == {
            "a": {"parent": None, "text": "", "verdict": None, "evidence": []},
            "b": {"parent": "a", "text": "", "verdict": None, "evidence": ["e"]},
        }
        notes = put(empty(), "lessons.got_lucky", (Note(id="n", votes=2),))
        assert flatten(notes)["lessons"]["n"] == {
            "text": "", "author": "", "votes": 2, "group": None, "list": "got_lucky",
        }  # fmt: skip

    def test_sittings_at_one_instant_have_ids_of_their_own_and_minutes_are_fields(self) -> None:
        session = put(
            empty(), "meeting", (Sitting(held_at=CREATED, minutes={"close": 1}), Sitting(held_at=CREATED), Sitting())
        )
        rows = flatten(session)["meeting"]
        assert rows == {
            CREATED: {"held_at": CREATED, "minutes.close": 1},
            f"{CREATED}#2": {"held_at": CREATED},
            "unknown": {"held_at": None},
        }
        assert assemble(flatten(session), CREATED) == session

    @pytest.mark.parametrize("table", TABLES)
    def test_a_table_that_an_edit_did_not_touch_is_known_to_be_the_same(self, table: str) -> None:
        session = put(empty(), "timeline", (Event(id="t"),))
        edited = edits.change_item(session, "timeline", "t", text="x")
        assert same_table(session, edited, table) == (table != "timeline")

    def test_a_measure_changes_its_own_table_alone(self) -> None:
        session = edits.set_field(empty(), "impact.statement", "long")
        assert not same_table(empty(), session, "impact")
        assert same_table(empty(), session, "measures")
        assert not same_table(empty("a"), empty("b"), "impact")


class TestAssemble:
    def test_what_a_row_leaves_out_is_empty(self) -> None:
        session = assemble(rows_of(timeline={"t": {"text": "x"}}), CREATED)
        assert session == replace(empty(), timeline=(Event(id="t", text="x"),))

    @pytest.mark.parametrize(
        ("tables", "says"),
        [
            ({"timelines": {}}, "timelines: unknown table"),
            ({"timeline": {"t": {"text": 3}}}, "timeline, row t, field text: expected"),
            ({"timeline": {"t": {}, "u": {"txt": ""}}}, "timeline, row u, field txt: unknown field"),
            ({"timeline": {"t": {"whys": []}}}, "timeline, row t, field whys: unknown field"),
            ({"actions": {"a": {"due": "soon"}}}, "actions, row a, field due: "),
            ({"actions": {"a": {"kind": "wish"}}}, "actions, row a, field kind: invalid enum value 'wish'"),
            ({"key_details": {"s": {"colour": ""}}}, "key_details, row s, field colour: unknown field"),
            ({"summary": {"s": {"data_loss.answer": "so"}}}, "summary, row s, field data_loss.answer: invalid"),
            ({"summary": {"s": {"data_loss.why": ""}}}, "summary, row s, field data_loss.why: unknown field"),
            ({"summary": {"s": {"data_loss": {}}}}, "summary, row s, field data_loss: unknown field"),
            ({"impact": {"s": {"measures": []}}}, "impact, row s, field measures: unknown field"),
            ({"impact": {"s": {}, "t": {}}}, "impact: 2 rows where one belongs"),
            ({"session": {}}, "session: 0 rows where one belongs"),
            ({"session": {"s": {"state": "draft"}}}, "session, row s, field state: unknown field"),
            ({"session": {"s": {"status": "lost"}}}, "session, row s, field status: invalid"),
            ({"lessons": {"n": {"list": "other"}}}, "lessons, row n, field list: not one of"),
            ({"whys": {"w": {"parent": "v"}}}, "whys, row w, field parent: no why has the id 'v'"),
            ({"whys": {"w": {"parent": None, "whys": []}}}, "whys, row w, field whys: unknown field"),
            ({"whys": {"w": {"parent": "v"}, "v": {"parent": "w"}}}, "whys: some stand below themselves"),
            ({"meeting": {"m": {"minutes.close": -1}}}, "meeting, row m, field minutes"),
            ({"meeting": {"m": {"hours": 1}}}, "meeting, row m, field hours: unknown field"),
            ({"timeline": {"t": {"at": "14:02"}}}, "not a time with an offset"),
            ({"evidence": {"e": {"path": "../x"}}}, "leads out of the attachment folder"),
        ],
    )
    def test_what_cannot_be_read_is_refused_by_table_row_and_field(self, tables: Any, says: str) -> None:
        with pytest.raises(DocumentError) as refused:
            assemble(rows_of() | tables, CREATED)
        assert says in str(refused.value)

    def test_times_and_lists_that_a_hand_wrote_are_put_into_canonical_form(self) -> None:
        rows = rows_of(timeline={"t": {"at": "2026-11-18T15:02:00+01:00", "evidence": ["e", "e"]}})
        assert assemble(rows, CREATED).timeline[0] == Event(id="t", at="2026-11-18T14:02:00Z", evidence=("e",))


class TestRepair:
    def test_what_is_in_order_is_left_as_it_is(self) -> None:
        rows = rows_of(whys=whys(a=None, b="a"))
        assert repair(rows) == (rows, ())
        assert repair(rows)[0] is rows

    def test_a_why_whose_parent_is_gone_goes_to_the_first_level_behind_the_others(self) -> None:
        rows, said = repair(rows_of(whys=whys(b="gone", a=None, c="b")))
        assert outline(rows) == {"a": None, "c": "b", "b": None}
        assert said == ("“why b” had lost the why above it: it stands on the first level now",)
        assert [why.id for why in assemble(rows, CREATED).root_cause.whys] == ["a", "b"]

    def test_a_circle_is_cut_at_its_smallest_id_and_what_hangs_on_it_stays_there(self) -> None:
        rows, said = repair(rows_of(whys=whys(c="b", b="a", a="c", d="c", x="x")))
        assert outline(rows) == {"c": "b", "b": "a", "d": "c", "a": None, "x": None}
        assert len(said) == 2 and "“why a” stood below itself" in said[0]
        assert len(list(walk(assemble(rows, CREATED).root_cause.whys))) == 5

    def test_what_is_too_deep_is_brought_up_to_the_deepest_level(self) -> None:
        keys = [f"w{n:03}" for n in range(103)]
        deep = dict(zip(keys, [None, *keys], strict=False))
        rows, said = repair(rows_of(whys=whys(**deep)))
        tree = assemble(rows, CREATED).root_cause.whys
        assert [why.id for depth, why in walk(tree) if depth == 100] == keys[99:]
        assert len(said) == 3

    def test_an_id_that_two_tables_use_gets_a_new_one_in_the_later(self) -> None:
        damaged = rows_of(
            whys=whys(x=None, y="x"), actions={"x": {"text": "act", "source": "y"}, "s": {}}, further_reading={"y": {}}
        )
        rows, said = repair(damaged)
        session = assemble(rows, CREATED)
        assert [why.id for _, why in walk(session.root_cause.whys)] == ["x", "y"]
        assert isinstance(session.actions[0], Action) and isinstance(session.further_reading[0], Reading)
        assert len({"x", "y", "s", *(i.id for i in (*session.actions, *session.further_reading))}) == 6
        assert len(said) == 3 and "“act”" in said[0]
        assert repair(damaged) == (rows, said), "the same each time, so that reading a file twice is no edit"
        assert repair(rows) == (rows, ())

    def test_whys_below_one_that_gets_a_new_id_stay_below_it(self) -> None:
        rows, _ = repair(rows_of(measures={"m": {}}, whys=whys(m=None, b="m")))
        tree = assemble(rows, CREATED).root_cause.whys
        assert [(depth, why.text) for depth, why in walk(tree)] == [(1, "why m"), (2, "why b")]

    @pytest.mark.parametrize("parent", [3, ["a"], {"id": "a"}])
    def test_a_parent_that_is_no_id_is_as_good_as_none(self, parent: Any) -> None:
        rows, said = repair(rows_of(whys={"a": {"parent": parent, "text": ""}}))
        assert outline(rows) == {"a": None}
        assert said == ("an entry without text had lost the why above it: it stands on the first level now",)


def test_an_empty_session_is_nothing_but_empty_rows() -> None:
    session: Session = assemble(rows_of(), CREATED)
    assert session == empty()
