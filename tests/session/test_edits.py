"""What people do to a session: each edit, what it leaves alone, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.session import edits, paths
from pmtui.session.codec import decode, encode
from pmtui.session.document import (
    MAX_DEPTH,
    Action,
    Event,
    Evidence,
    Measure,
    Note,
    OwnSection,
    Session,
    Sitting,
    Why,
)
from pmtui.session.edits import EditRefused, check_allowed
from tests import strategies as make
from tests.strategies import empty

NOON, LATER = "2026-11-18T12:00:00Z", "2026-11-18T13:00:00Z"


def events(*keys: str) -> Session:
    return edits.add_items(empty(), "timeline", [Event(id=key) for key in keys])


def order(session: Session, section: str = "timeline") -> str:
    return "".join(item.id for item in paths.get(session, section))


def whys(*pairs: tuple[str | None, str]) -> Session:
    session = empty()
    for parent, key in pairs:
        session = edits.add_why(session, parent, Why(id=key, text=key))
    return session


def outline(session: Session) -> list[tuple[int, str]]:
    return [(depth, why.id) for depth, why in paths.walk(session.root_cause.whys)]


TREE = whys((None, "a"), ("a", "b"), ("b", "c"), ("a", "d"), (None, "e"))


class TestFields:
    def test_a_value_is_put_at_its_path_and_everything_else_is_shared(self) -> None:
        before = events("a")
        after = edits.set_field(before, "summary.data_loss.detail", "two orders")
        assert after.summary.data_loss.detail == "two orders"
        assert before.summary.data_loss.detail == ""
        assert after.timeline is before.timeline and after.summary.recurrence is before.summary.recurrence

    def test_the_value_that_is_there_already_gives_the_same_session(self) -> None:
        session = edits.set_field(empty(), "key_details.tags", ("a",))
        assert edits.set_field(session, "key_details.tags", ("a",)) is session


class TestLists:
    def test_items_are_added_at_the_end_or_behind_another(self) -> None:
        session = events("a", "b")
        new = [Event(id="x"), Event(id="y")]
        assert order(edits.add_items(session, "timeline", new)) == "abxy"
        assert order(edits.add_items(session, "timeline", new, after="a")) == "axyb"
        assert order(edits.add_items(session, "timeline", new, after="gone")) == "abxy"

    def test_one_item_is_changed_and_the_others_are_shared(self) -> None:
        before = events("a", "b")
        after = edits.change_item(before, "timeline", "a", text="x", pinned=True)
        assert after.timeline[0] == Event(id="a", text="x", pinned=True)
        assert after.timeline[1] is before.timeline[1]

    @pytest.mark.parametrize(
        "edit",
        [
            lambda s: edits.change_item(s, "timeline", "gone", text="x"),
            lambda s: edits.change_item(s, "timeline", "a", text=""),
            lambda s: edits.delete_items(s, "timeline", ["gone"]),
            lambda s: edits.move_item(s, "timeline", "gone", 1),
            lambda s: edits.move_item(s, "timeline", "a", -1),
            lambda s: edits.move_item(s, "timeline", "b", 5),
            lambda s: edits.move_to(s, "lessons.learned", "lessons.went_well", "gone"),
            lambda s: edits.change_item(s, "root_cause.whys", "gone", text="x"),
            lambda s: edits.delete_items(s, "root_cause.whys", ["gone"]),
            lambda s: edits.move_item(s, "root_cause.whys", "gone", 1),
            lambda s: edits.reparent_why(s, "gone", None),
            lambda s: edits.change_event(s, "gone", at=NOON),
        ],
    )
    def test_an_edit_that_changes_nothing_gives_the_same_session(self, edit: Any) -> None:
        session = events("a", "b")
        assert edit(session) is session

    @pytest.mark.parametrize(
        ("key", "by", "result"), [("a", 1, "bac"), ("a", 9, "bca"), ("c", -1, "acb"), ("c", -9, "cab"), ("b", 0, "abc")]
    )
    def test_an_item_moves_among_its_siblings(self, key: str, by: int, result: str) -> None:
        assert order(edits.move_item(events("a", "b", "c"), "timeline", key, by)) == result

    def test_a_note_moves_to_the_end_of_another_list(self) -> None:
        session = edits.add_items(empty(), "lessons.went_well", [Note(id="n", text="x", votes=2), Note(id="m")])
        session = edits.add_items(session, "lessons.went_wrong", [Note(id="o")])
        moved = edits.move_to(session, "lessons.went_well", "lessons.went_wrong", "n")
        assert (order(moved, "lessons.went_well"), order(moved, "lessons.went_wrong")) == ("m", "on")
        assert moved.lessons.went_wrong[1] is session.lessons.went_well[0]
        assert edits.move_to(session, "lessons.went_well", "lessons.went_well", "n") is session


class TestWhys:
    def test_answers_are_added_below_their_why(self) -> None:
        assert outline(TREE) == [(1, "a"), (2, "b"), (3, "c"), (2, "d"), (1, "e")]

    def test_an_answer_to_a_why_that_is_gone_is_kept_on_the_first_level(self) -> None:
        assert outline(edits.add_why(TREE, "gone", Why(id="x")))[-1] == (1, "x")

    def test_changing_one_shares_every_branch_that_it_is_not_on(self) -> None:
        after = edits.change_item(TREE, "root_cause.whys", "c", verdict="root")
        assert paths.find(after, "c") == ("root_cause.whys", Why(id="c", text="c", verdict="root"))
        assert outline(after) == outline(TREE)
        assert after.root_cause.whys[1] is TREE.root_cause.whys[1]
        assert after.root_cause.whys[0].whys[1] is TREE.root_cause.whys[0].whys[1]

    def test_one_is_deleted_with_all_below_it(self) -> None:
        assert outline(edits.delete_items(TREE, "root_cause.whys", ["b"])) == [(1, "a"), (2, "d"), (1, "e")]

    def test_one_moves_among_its_siblings_only(self) -> None:
        assert [key for _, key in outline(edits.move_item(TREE, "root_cause.whys", "d", -1))] == list("adbce")
        assert [key for _, key in outline(edits.move_item(TREE, "root_cause.whys", "e", -5))] == list("eabcd")
        assert edits.move_item(TREE, "root_cause.whys", "c", 1) is TREE

    def test_a_branch_moves_below_another_why_or_to_the_first_level(self) -> None:
        assert outline(edits.reparent_why(TREE, "b", "e")) == [(1, "a"), (2, "d"), (1, "e"), (2, "b"), (3, "c")]
        assert outline(edits.reparent_why(TREE, "b", None)) == [(1, "a"), (2, "d"), (1, "e"), (1, "b"), (2, "c")]
        assert edits.reparent_why(TREE, "b", "a") is TREE

    @pytest.mark.parametrize("parent", ["b", "c"])
    def test_nothing_moves_below_itself(self, parent: str) -> None:
        with pytest.raises(EditRefused, match="below itself"):
            edits.reparent_why(TREE, "b", parent)

    def test_the_tree_grows_to_its_limit_and_no_deeper(self) -> None:
        session = whys(*((f"w{n - 1}" if n else None, f"w{n}") for n in range(MAX_DEPTH)))
        assert outline(session)[-1] == (MAX_DEPTH, f"w{MAX_DEPTH - 1}")
        with pytest.raises(EditRefused, match="100 levels"):
            edits.add_why(session, f"w{MAX_DEPTH - 1}", Why(id="x"))
        session = edits.add_why(edits.add_why(session, None, Why(id="x")), "x", Why(id="y"))
        with pytest.raises(EditRefused, match="100 levels"):
            edits.reparent_why(session, "x", f"w{MAX_DEPTH - 2}")
        assert (MAX_DEPTH, "y") in outline(edits.reparent_why(session, "x", f"w{MAX_DEPTH - 3}"))


class TestTimeline:
    def test_a_milestone_is_taken_from_an_event_and_taken_back(self) -> None:
        event = Event(id="a", at=NOON)
        session = edits.set_milestone(empty(), "detected_at", event)
        assert session.key_details.detected_at == NOON
        assert edits.set_milestone(session, "detected_at", event).key_details.detected_at is None
        later = edits.set_milestone(session, "detected_at", Event(id="b", at=LATER))
        assert later.key_details.detected_at == LATER
        assert edits.set_milestone(later, "detected_at", None).key_details.detected_at is None

    def test_there_are_five_milestones(self) -> None:
        with pytest.raises(EditRefused):
            edits.set_milestone(empty(), "incident_date", Event(id="a", at=NOON))

    def test_milestones_follow_the_event_that_they_were_taken_from(self) -> None:
        session = edits.add_items(empty(), "timeline", [Event(id="a", at=NOON)])
        for name in ("started_at", "detected_at"):
            session = edits.set_milestone(session, name, session.timeline[0])
        after = edits.change_event(session, "a", at=LATER, text="x").key_details
        assert (after.started_at, after.detected_at, after.resolved_at) == (LATER, LATER, None)

    @pytest.mark.parametrize("changes", [{"text": "x"}, {"at": None}, {"at": NOON}])
    def test_milestones_stay_where_the_events_time_is_not_another(self, changes: Any) -> None:
        session = edits.add_items(empty(), "timeline", [Event(id="a", at=NOON)])
        session = edits.set_milestone(session, "started_at", session.timeline[0])
        assert edits.change_event(session, "a", **changes).key_details.started_at == NOON

    def test_milestones_stay_where_another_event_has_their_time(self) -> None:
        session = edits.add_items(empty(), "timeline", [Event(id="a", at=NOON), Event(id="b", at=NOON)])
        session = edits.set_milestone(session, "started_at", session.timeline[0])
        assert edits.change_event(session, "a", at=LATER).key_details.started_at == NOON


class TestAFinalSession:
    final = replace(
        edits.add_items(events("t"), "actions", [Action(id="a", text="Renew it"), Action(id="b")]), status="final"
    )

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "done", "done_at": date(2026, 12, 1)},
            {"owner": "Ada"},
            {"due": date(2026, 12, 1)},
            {"ticket": "OPS-1"},
            {"status": "dropped", "description": "replaced by another"},
        ],
    )
    def test_lets_its_actions_go_on(self, changes: Any) -> None:
        check_allowed(self.final, edits.change_item(self.final, "actions", "a", **changes))

    @pytest.mark.parametrize("status", ["draft", "in_review"])
    def test_can_be_reopened(self, status: str) -> None:
        check_allowed(self.final, edits.set_field(self.final, "status", status))

    @pytest.mark.parametrize(
        "edit",
        [
            lambda s: edits.set_field(s, "key_details.product", "x"),
            lambda s: edits.change_item(s, "timeline", "t", text="x"),
            lambda s: edits.change_item(s, "actions", "a", text="x"),
            lambda s: edits.change_item(s, "actions", "a", kind="fix", status="done"),
            lambda s: edits.delete_items(s, "actions", ["a"]),
            lambda s: edits.add_items(s, "actions", [Action(id="c")]),
            lambda s: edits.move_item(s, "actions", "a", 1),
            lambda s: edits.set_field(edits.set_field(s, "status", "draft"), "key_details.product", "x"),
        ],
    )
    def test_refuses_everything_else_until_it_is_reopened(self, edit: Any) -> None:
        with pytest.raises(EditRefused, match="reopen it first"):
            check_allowed(self.final, edit(self.final))

    def test_is_not_troubled_by_an_edit_that_changed_nothing(self) -> None:
        check_allowed(self.final, self.final)

    def test_is_made_from_any_other_with_whatever_else_changed(self) -> None:
        draft = empty()
        check_allowed(draft, edits.set_field(edits.set_field(draft, "status", "final"), "key_details.team", "x"))


def test_an_action_is_finished_and_opened_again() -> None:
    done = edits.finish_action(Action(id="a"), date(2026, 12, 1))
    assert (done.status, done.done_at) == ("done", date(2026, 12, 1))
    again = edits.finish_action(done, date(2026, 12, 2))
    assert (again.status, again.done_at) == ("open", None)
    assert edits.finish_action(Action(id="a", status="dropped"), date(2026, 12, 1)).status == "done"


class TestPlaces:
    def test_every_item_is_found_by_its_id_with_its_section(self) -> None:
        session = edits.add_items(TREE, "impact.measures", [Measure(id="m")])
        session = edits.add_items(session, "lessons.got_lucky", [Note(id="n")])
        assert [key.id for _, key in paths.all_items(session)] == ["m", "n", "a", "b", "c", "d", "e"]
        assert paths.find(session, "n") == ("lessons.got_lucky", Note(id="n"))
        assert paths.find(session, "gone") is None

    def test_a_chain_leads_from_the_first_level_down(self) -> None:
        assert [why.id for why in paths.path_to_why(TREE.root_cause.whys, "c")] == ["a", "b", "c"]
        assert paths.path_to_why(TREE.root_cause.whys, "gone") == ()

    def test_figures_are_numbered_by_their_place_and_references_to_nothing_passed_over(self) -> None:
        session = edits.add_items(empty(), "evidence", [Evidence(id="x"), Evidence(id="y")])
        assert (paths.figure_number(session, "y"), paths.figure_number(session, "gone")) == (2, None)
        assert paths.figures(session, ("y", "gone", "x")) == (1, 2)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_people_do_the_session_stays_one_that_can_be_written_and_read(data: st.DataObject) -> None:
    before = data.draw(make.sessions())
    copy = decode(encode(before), now=make.CREATED, new_id=lambda: "new").session
    after = data.draw(make.edited(before, 8))
    assert decode(encode(after), now=make.CREATED, new_id=lambda: "new").session == after
    assert before == copy, "an edit leaves the session that it was given as it was"


# --- what came with version 2 ---


def test_a_field_of_the_teams_own_is_filled_changed_and_taken_out_by_its_path() -> None:
    session = edits.set_field(empty(), "key_details.more.Cost centre", "4711")
    session = edits.set_field(session, "key_details.more.Ring v1.2", "canary")
    assert session.key_details.more == {"Cost centre": "4711", "Ring v1.2": "canary"}
    assert paths.get(session, "key_details.more.Ring v1.2") == "canary"
    assert paths.get(session, "key_details.more.Region") == ""
    assert edits.set_field(session, "key_details.more.Cost centre", "4711") is session
    session = edits.set_field(session, "key_details.more.Cost centre", "")
    assert session.key_details.more == {"Ring v1.2": "canary"}


@pytest.mark.parametrize("name", ["", "Severity", "two\nlines"])
def test_a_field_of_the_teams_own_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(EditRefused):
        edits.set_field(empty(), f"key_details.more.{name}", "x")


def test_sections_of_the_teams_own_are_added_edited_moved_and_deleted_like_items() -> None:
    session = edits.add_items(empty(), "summary.sections", [OwnSection(id=key, title=key) for key in "ab"])
    session = edits.change_item(session, "summary.sections", "a", text="* found by a customer")
    session = edits.move_item(session, "summary.sections", "a", 1)
    assert order(session, "summary.sections") == "ba"
    assert paths.find(session, "a") == ("summary.sections", session.summary.sections[1])
    session = edits.delete_items(session, "summary.sections", ["b"])
    assert [each.text for each in session.summary.sections] == ["* found by a customer"]


def test_a_remark_is_made_answered_and_settled() -> None:
    session = edits.add_remark(events("t"), "p", "t", "Was it paged?", "AK")
    (remark,) = session.parking_lot
    assert (remark.kind, remark.of, remark.author, remark.settled) == ("remark", "t", "AK", False)
    session = edits.change_item(session, "parking_lot", "p", answer="Yes")
    session = edits.settle(session, "p")
    assert (session.parking_lot[0].answer, session.parking_lot[0].settled) == ("Yes", True)
    assert not edits.settle(session, "p", settled=False).parking_lot[0].settled


def test_a_ballot_is_cast_changed_and_taken_back_beside_others() -> None:
    session = edits.add_items(empty(), "lessons.learned", [Note(id="n", ballots={"BO": 1})])

    def ballots(votes: int) -> dict[str, int]:
        return edits.cast_ballot(session, "lessons.learned", "n", "AK", votes).lessons.learned[0].ballots

    assert ballots(2) == {"BO": 1, "AK": 2}
    session = edits.cast_ballot(session, "lessons.learned", "n", "AK", 2)
    assert ballots(0) == {"BO": 1}
    assert edits.cast_ballot(session, "lessons.learned", "gone", "AK", 1) is session


def test_hands_are_counted_in_the_last_sitting() -> None:
    session = edits.set_show_of_hands(empty(), NOON, asked=8, learned=0)
    assert [(each.held_at, each.asked, each.learned, each.again) for each in session.meeting] == [(NOON, 8, 0, None)]
    session = replace(session, meeting=(*session.meeting, Sitting(held_at=LATER, minutes={"close": 3})))
    session = edits.set_show_of_hands(session, NOON, again=7)
    assert [(each.asked, each.again) for each in session.meeting] == [(8, None), (None, 7)]
    assert edits.set_show_of_hands(session, NOON, again=7) is session


def test_a_final_review_takes_progress_of_actions_and_no_remark() -> None:
    session = edits.add_items(empty(), "actions", [Action(id="a")])
    session = replace(session, status="final")
    progress = {"status": "dropped", "done_at": date(2026, 11, 20), "owner": "AK", "due": date(2026, 12, 1)}
    changed = edits.change_item(session, "actions", "a", **progress, ticket="OPS-1", description="too dear")
    check_allowed(session, changed)
    for other in (
        edits.change_item(session, "actions", "a", kind="fix"),
        edits.add_remark(session, "p", "a", "x"),
        edits.set_field(session, "key_details.more.Ring", "x"),
        edits.set_show_of_hands(session, NOON, asked=1),
    ):
        with pytest.raises(EditRefused, match="reopen it first"):
            check_allowed(session, other)
