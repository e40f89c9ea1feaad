"""Two people at one review: what comes of it, case by case. The laws behind it are in test_merge_laws."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product
from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.session import edits
from pmtui.session.assemble import assemble
from pmtui.session.document import Action, Event, Evidence, Measure, Note, Parked, Session, Sitting, Why
from pmtui.session.merge import DifferentSessions, Merged, merge
from pmtui.session.paths import get, put, walk
from pmtui.session.rows import flatten
from tests.strategies import empty


def events(*texts: str) -> Session:
    """A session whose events have their texts as ids."""
    return put(empty(), "timeline", tuple(Event(id=text, text=text) for text in texts))


def order(session: Session, section: str = "timeline") -> list[str]:
    return [item.id for item in get(session, section)]


def moved(session: Session, ids: str) -> Session:
    """The session with its events in the order of the letters."""
    found = {event.id: event for event in session.timeline}
    return put(session, "timeline", tuple(found[key] for key in ids))


def outline(session: Session) -> str:
    """The tree of whys in one line: `a(b c)`."""

    def branch(whys: tuple[Why, ...]) -> str:
        return " ".join(why.id + (f"({branch(why.whys)})" if why.whys else "") for why in whys)

    return branch(session.root_cause.whys)


def tree(text: str) -> Session:
    """The inverse of `outline`."""
    levels: list[list[Why]] = [[]]
    for word in text.replace("(", " ( ").replace(")", " ) ").split():
        if word == "(":
            levels.append([])
        elif word == ")":
            below = tuple(levels.pop())
            levels[-1][-1] = replace(levels[-1][-1], whys=below)
        else:
            levels[-1].append(Why(id=word, text=word))
    return put(empty(), "root_cause.whys", tuple(levels[0]))


def chain_of(letter: str, levels: int) -> str:
    return "(".join(f"{letter}{n:02}" for n in range(levels)) + ")" * (levels - 1)


def conflicts(merged: Merged) -> list[str]:
    return [item.text for item in merged.session.parking_lot if item.kind == "conflict"]


class TestFields:
    def test_each_side_keeps_what_it_alone_changed(self) -> None:
        base = events("a", "b")
        ours = edits.change_item(base, "timeline", "a", text="by me")
        theirs = edits.change_item(edits.change_item(base, "timeline", "a", pinned=True), "timeline", "b", text="it")
        merged = merge(base, ours, theirs)
        assert [(e.text, e.pinned) for e in merged.session.timeline] == [("by me", True), ("it", False)]
        assert (merged.parked, merged.notices) == ((), ())

    def test_a_text_that_both_wrote_is_ours_and_theirs_is_parked(self) -> None:
        base = empty()
        ours, theirs = (put(base, "key_details.headline", text) for text in ("mine", "other"))
        merged = merge(base, ours, theirs)
        assert merged.session.key_details.headline == "mine"
        assert conflicts(merged) == ["other"]
        assert merged.parked == merged.session.parking_lot
        assert "headline" in merged.notices[0] and "parking lot" in merged.notices[0]

    @pytest.mark.parametrize("path", ["summary.data_loss.detail", "impact.statement", "root_cause.problem"])
    def test_texts_of_nested_sections_are_parked_too(self, path: str) -> None:
        merged = merge(empty(), put(empty(), path, "mine"), put(empty(), path, "other"))
        assert get(merged.session, path) == "mine"
        assert conflicts(merged) == ["other"]

    def test_a_parked_text_keeps_its_id_however_often_it_is_parked(self) -> None:
        base = events("a")
        ours, theirs = (edits.change_item(base, "timeline", "a", text=text) for text in ("mine", "other"))
        first, again = merge(base, ours, theirs), merge(base, ours, theirs)
        assert first.parked == again.parked
        assert merge(base, first.session, theirs).session is first.session
        assert merge(base, first.session, theirs).parked == ()

    def test_an_emptied_text_is_not_parked(self) -> None:
        base = put(empty(), "key_details.team", "Payments")
        merged = merge(base, put(base, "key_details.team", "Cards"), put(base, "key_details.team", ""))
        assert merged.session.key_details.team == "Cards"
        assert conflicts(merged) == []
        assert merged.notices

    def test_a_text_that_ours_emptied_and_theirs_wrote_is_parked(self) -> None:
        base = put(empty(), "key_details.team", "Payments")
        merged = merge(base, put(base, "key_details.team", ""), put(base, "key_details.team", "Cards"))
        assert merged.session.key_details.team == ""
        assert conflicts(merged) == ["Cards"]

    def test_choices_and_dates_are_ours_and_named_but_not_parked(self) -> None:
        base = put(empty(), "actions", (Action(id="a", text="Renew it"),))
        ours = edits.change_item(base, "actions", "a", due=date(2026, 12, 1), status="done")
        theirs = edits.change_item(base, "actions", "a", due=date(2026, 12, 24), status="dropped")
        merged = merge(base, ours, theirs)
        assert merged.session is ours
        assert len(merged.notices) == 2
        assert "due date of the action “Renew it”" in merged.notices[0] and "2026-12-24" in merged.notices[0]

    def test_what_both_changed_alike_is_no_contest(self) -> None:
        base = events("a")
        ours, theirs = (edits.change_item(base, "timeline", "a", text="same") for _ in range(2))
        assert merge(base, ours, theirs) == Merged(ours, (), ())

    @pytest.mark.parametrize(("mine", "other", "votes"), [(3, 5, 5), (5, 3, 5), (2, 1, 1), (1, 2, 1)])
    def test_votes_are_never_added_up(self, mine: int, other: int, votes: int) -> None:
        base = put(empty(), "lessons.learned", (Note(id="n", votes=2),))
        ours, theirs = (edits.change_item(base, "lessons.learned", "n", votes=n) for n in (mine, other))
        merged = merge(base, ours, theirs)
        assert merged.session.lessons.learned[0].votes == votes
        # The number that lost is said, as the two cannot be told from one person's counting again.
        said = f"both changed the votes of the note: {mine} here, {other} there: {votes} stands"
        assert merged.notices == ((said,) if 2 not in (mine, other) else ())

    def test_what_lost_is_named_in_words(self) -> None:
        why = Why(id="w", text="Expired")
        base = put(put(empty(), "actions", (Action(id="a", due=date(2026, 12, 1)),)), "root_cause.whys", (why,))
        ours = edits.change_item(base, "actions", "a", due=date(2026, 12, 24))
        ours = edits.change_item(ours, "root_cause.whys", "w", verdict="root")
        theirs = edits.change_item(base, "actions", "a", due=None)
        theirs = edits.change_item(theirs, "root_cause.whys", "w", verdict="ruled_out")
        assert merge(base, ours, theirs).notices == (
            "both changed the verdict of the why “Expired”: yours stands (theirs was ruled out)",
            "both changed the due date of the action: yours stands (theirs was empty)",
        )

    def test_minutes_are_merged_step_by_step(self) -> None:
        at = "2026-11-20T10:00:00Z"
        base, ours, theirs = (
            put(empty(), "meeting", (Sitting(held_at=at, minutes=minutes),))
            for minutes in ({"timeline": 5}, {"timeline": 9, "impact": 2}, {"timeline": 7, "close": 1})
        )
        merged = merge(base, ours, theirs).session.meeting
        assert merged == (Sitting(held_at=at, minutes={"timeline": 9, "impact": 2, "close": 1}),)

    def test_two_sittings_at_one_instant_stay_two(self) -> None:
        at = "2026-11-20T10:00:00Z"
        base = put(empty(), "meeting", (Sitting(held_at=at, minutes={"close": 1}), Sitting(held_at=at)))
        ours = put(base, "meeting", (base.meeting[0], Sitting(held_at=at, minutes={"impact": 4})))
        theirs = put(base, "meeting", (Sitting(held_at=at, minutes={"close": 2}), base.meeting[1]))
        minutes = [sitting.minutes for sitting in merge(base, ours, theirs).session.meeting]
        assert minutes == [{"close": 2}, {"impact": 4}]

    def test_sittings_at_one_instant_keep_their_order_though_the_list_was_rearranged(self) -> None:
        """It is all that tells them apart: swapped, a second merge would take one for the other."""
        first, second = (Sitting(held_at="2026-11-20T10:00:00Z", minutes={"close": n}) for n in (1, 2))
        other = Sitting(held_at="2026-11-21T10:00:00Z")
        base = put(empty(), "meeting", (first, other))
        ours, theirs = put(base, "meeting", (other, first)), put(base, "meeting", (first, other, second))
        merged = merge(base, ours, theirs).session
        assert merged.meeting == (other, first, second)
        assert merge(base, merged, theirs).session is merged

    def test_created_at_is_never_contested_and_updated_at_is_the_later(self) -> None:
        base = empty()
        ours = replace(base, created_at="2026-01-01T00:00:00Z", updated_at="2026-11-21T00:00:00Z")
        theirs = replace(base, created_at="2026-02-02T00:00:00Z", updated_at="2026-11-21T00:00:00.5Z")
        merged = merge(base, ours, theirs)
        assert (merged.session.created_at, merged.session.updated_at) == (ours.created_at, theirs.updated_at)
        assert merged.notices == ()

    def test_the_same_id_added_on_both_sides_is_one_item(self) -> None:
        ours = put(empty(), "timeline", (Event(id="a", text="mine", source="slack"),))
        theirs = put(empty(), "timeline", (Event(id="a", text="other", known="nothing"),))
        merged = merge(empty(), ours, theirs)
        assert merged.session.timeline == (Event(id="a", text="mine", source="slack", known="nothing"),)
        assert conflicts(merged) == ["other"]


class TestLists:
    def test_a_new_item_of_either_side_is_there(self) -> None:
        base = events("a")
        ours, theirs = (edits.add_items(base, "timeline", [Event(id=key)]) for key in "xy")
        assert sorted(order(merge(base, ours, theirs).session)) == ["a", "x", "y"]

    def test_what_one_deleted_and_nobody_changed_is_gone(self) -> None:
        base = events("a", "b")
        ours, theirs = edits.delete_items(base, "timeline", ["a"]), put(base, "impact.statement", "x")
        assert order(merge(base, ours, theirs).session) == ["b"]
        assert order(merge(base, theirs, ours).session) == ["b"]

    def test_what_one_deleted_and_the_other_changed_stays_and_is_told(self) -> None:
        base = events("a", "b", "c")
        ours = edits.delete_items(base, "timeline", ["b"])
        theirs = edits.change_item(base, "timeline", "b", text="new words")
        merged = merge(base, ours, theirs)
        assert order(merged.session) == ["a", "b", "c"]
        assert "new words" in merged.notices[0]

    def test_that_the_other_only_moved_it_does_not_bring_it_back(self) -> None:
        base = events("a", "b", "c")
        ours = edits.delete_items(base, "timeline", ["c"])
        assert order(merge(base, ours, moved(base, "cab")).session) == ["a", "b"]

    def test_a_note_that_moved_to_another_list_is_still_that_note(self) -> None:
        base = put(empty(), "lessons.went_well", (Note(id="n", text="the pager"), Note(id="m")))
        ours = edits.move_to(base, "lessons.went_well", "lessons.went_wrong", "n")
        theirs = edits.change_item(base, "lessons.went_well", "n", text="the pager was silent")
        lessons = merge(base, ours, theirs).session.lessons
        assert lessons.went_wrong == (Note(id="n", text="the pager was silent"),)
        assert lessons.went_well == (Note(id="m"),)

    def test_a_note_that_both_moved_stands_where_ours_has_it_and_nothing_is_parked(self) -> None:
        base = put(empty(), "lessons.learned", (Note(id="n", text="luck"),))
        ours = edits.move_to(base, "lessons.learned", "lessons.went_well", "n")
        theirs = edits.move_to(base, "lessons.learned", "lessons.got_lucky", "n")
        merged = merge(base, ours, theirs)
        assert merged.session is ours
        assert merged.parked == () and "list" in merged.notices[0]

    def test_moving_to_another_list_counts_as_a_change_where_the_other_deleted_it(self) -> None:
        base = put(empty(), "lessons.learned", (Note(id="n", text="luck"),))
        ours = edits.delete_items(base, "lessons.learned", ["n"])
        theirs = edits.move_to(base, "lessons.learned", "lessons.got_lucky", "n")
        assert order(merge(base, ours, theirs).session, "lessons.got_lucky") == ["n"]

    def test_an_id_that_each_side_used_for_something_else_is_made_two(self) -> None:
        ours = put(empty(), "timeline", (Event(id="x", text="event"),))
        theirs = put(empty(), "evidence", (Evidence(id="x", caption="graph"),))
        merged = merge(empty(), ours, theirs).session
        assert merged.timeline[0].id == "x" != merged.evidence[0].id
        assert merged.evidence[0].caption == "graph"
        assert merge(empty(), merged, theirs).session is merged
        assert merge(empty(), merged, ours).session is merged

    def test_a_reference_to_something_deleted_stays(self) -> None:
        base = put(empty(), "evidence", (Evidence(id="e"),))
        ours = edits.delete_items(base, "evidence", ["e"])
        theirs = edits.add_items(base, "timeline", [Event(id="t", evidence=("e",))])
        merged = merge(base, ours, theirs).session
        assert merged.evidence == () and merged.timeline[0].evidence == ("e",)

    def test_an_imported_version_without_base_adds_and_fills_in(self) -> None:
        ours = put(events("a"), "key_details.product", "Checkout")
        theirs = put(put(events("b"), "key_details.product", "Cart"), "key_details.team", "Payments")
        merged = merge(None, ours, theirs)
        assert sorted(order(merged.session)) == ["a", "b"]
        assert (merged.session.key_details.product, merged.session.key_details.team) == ("Checkout", "Payments")
        assert conflicts(merged) == ["Cart"]


class TestOrder:
    @pytest.mark.parametrize(
        ("ours", "theirs", "result"),
        [
            ("abxycd", "abpqcd", "abpqxycd"),  # blocks added at one place stay whole
            ("abcdxy", "abcdpq", "abcdpqxy"),
            ("xyabcd", "pqabcd", "pqxyabcd"),
            ("bacd", "abdc", "badc"),  # each moved another one
            ("dabc", "abdc", "dabc"),  # both moved d: ours
            ("abdc", "dabc", "abdc"),
            ("dabc", "abcxd", "dabcx"),
            ("abcd", "dabc", "dabc"),
            ("bcda", "dabc", "dbca"),  # ours took a down, theirs d up
            ("abxcd", "acbd", "acbxd"),
            ("abcd", "acpbd", "acpbd"),  # theirs moved c and added p behind it
            ("acd", "dabc", "dac"),  # ours deleted b
            ("acbd", "abxcd", "acbxd"),  # x follows b wherever ours moved it
            ("abcxd", "dbca", "dbcax"),  # what theirs moved goes no further than it did
        ],
    )
    def test_ours_with_what_theirs_added_and_moved(self, ours: str, theirs: str, result: str) -> None:
        everything = events(*sorted(set("abcd" + ours + theirs)))
        base, mine, other = (moved(everything, ids) for ids in ("abcd", ours, theirs))
        assert "".join(order(merge(base, mine, other).session)) == result

    def test_two_rearranged_lists_settle(self) -> None:
        """A longest run of the result can be another than the sides had; merging again must still change nothing."""
        base = events(*"123456")
        ours, theirs = moved(base, "561234"), moved(base, "341256")
        merged = merge(base, ours, theirs).session
        assert "".join(order(merged)) == "563412"
        assert merge(base, merged, ours).session is merged
        assert merge(base, merged, theirs).session is merged

    def test_any_two_orders_settle(self) -> None:
        base = events(*"1234")
        orders = [moved(base, "".join(ids)) for ids in permutations("1234")]
        for ours, theirs in product(orders, orders):
            merged = merge(base, ours, theirs).session
            assert merge(base, merged, ours).session is merged
            assert merge(base, merged, theirs).session is merged

    def test_items_that_the_merge_removes_are_not_counted_as_moves(self) -> None:
        """Of d e a b c, without d and e, nothing has moved; counted with them, a longest run might move a b c."""
        base = events(*"abcde")
        ours = edits.delete_items(moved(base, "acbde"), "timeline", ["d", "e"])
        theirs = moved(base, "deabc")
        assert "".join(order(merge(base, ours, theirs).session)) == "acb"

    def test_the_answers_to_each_why_are_put_in_order_by_themselves(self) -> None:
        """As one list, moving a subtree up would look as if everything that it passes had moved."""
        base = tree("a(b c d) e(f g h)")
        ours, theirs = tree("e(f g h) a(b c d)"), tree("a(c b d) e(f h g)")
        assert outline(merge(base, ours, theirs).session) == "e(f h g) a(c b d)"

    def test_thousands_of_items_sorted_anew_take_no_time_to_speak_of(self) -> None:
        base = events(*(f"{n:04}" for n in range(2000)))
        ours = edits.move_item(base, "timeline", "0100", 1000)
        theirs = put(base, "timeline", tuple(reversed(base.timeline)))
        assert sorted(order(merge(base, ours, theirs).session)) == order(base)

    @pytest.mark.parametrize(
        ("base", "ours", "theirs", "result"),
        [
            ("ab", "abc", "ab", "abc"),
            ("ab", "abc", "abd", "abdc"),
            ("ab", "b", "abd", "bd"),
            ("abc", "ac", "ab", "a"),
            ("", "ab", "ba", "ab"),
            ("abc", "cab", "abcd", "cdab"),
        ],
    )
    def test_lists_of_strings_hold_each_once(self, base: str, ours: str, theirs: str, result: str) -> None:
        sides = [put(empty(), "key_details.tags", tuple(tags)) for tags in (base, ours, theirs)]
        assert "".join(merge(*sides).session.key_details.tags) == result


class TestWhys:
    def test_a_why_that_stays_keeps_those_above_it_but_not_their_other_answers(self) -> None:
        base = tree("a(b(c d) e)")
        ours = edits.delete_items(base, "root_cause.whys", ["a"])
        theirs = edits.change_item(base, "root_cause.whys", "c", text="changed")
        merged = merge(base, ours, theirs)
        assert outline(merged.session) == "a(b(c))"
        assert outline(merge(base, theirs, ours).session) == "a(b(c))"

    def test_an_answer_added_below_what_the_other_deleted_keeps_it(self) -> None:
        base = tree("a(b)")
        ours = edits.delete_items(base, "root_cause.whys", ["b"])
        theirs = edits.add_why(base, "b", Why(id="new", text="because"))
        assert outline(merge(base, ours, theirs).session) == "a(b(new))"

    def test_two_who_move_whys_below_each_other_make_no_circle(self) -> None:
        base = tree("a b")
        ours, theirs = tree("a(b)"), tree("b(a)")
        assert outline(merge(base, ours, theirs).session) == "a(b)"
        assert outline(merge(base, theirs, ours).session) == "b(a)"

    def test_a_circle_over_several_whys_is_opened_by_taking_theirs_back(self) -> None:
        base = tree("a(b) c(d)")
        ours, theirs = tree("a(b(c(d)))"), tree("c(d(a(b)))")
        merged = merge(base, ours, theirs).session
        assert outline(merged) == "a(b(c(d)))"
        assert merge(base, merged, theirs).session is merged

    def test_moving_a_subtree_and_editing_inside_it_go_together(self) -> None:
        base = tree("a(b(c)) d")
        ours = edits.reparent_why(base, "b", "d")
        theirs = edits.change_item(base, "root_cause.whys", "c", text="changed")
        merged = merge(base, ours, theirs).session
        assert outline(merged) == "a d(b(c))"
        assert [why.text for _, why in walk(merged.root_cause.whys)][-1] == "changed"

    def test_two_who_each_stay_within_the_limit_do_not_exceed_it_together(self) -> None:
        base = tree(f"{chain_of('v', 60)} {chain_of('w', 60)}")
        ours = edits.reparent_why(base, "v00", "w30")
        theirs = base
        for level in range(30):
            theirs = edits.add_why(theirs, f"y{level - 1}" if level else "v59", Why(id=f"y{level}"))
        merged = merge(base, ours, theirs).session
        assert max(depth for depth, _ in walk(merged.root_cause.whys)) == 100
        assert {f"y{n}" for n in range(30)} <= {why.id for _, why in walk(merged.root_cause.whys)}
        assert merge(base, merged, theirs).session is merged


class TestSharing:
    def test_a_section_that_nobody_touched_is_the_same_object(self) -> None:
        base = put(events("a", "b"), "impact.measures", (Measure(id="m"),))
        ours, theirs = put(base, "key_details.team", "x"), put(base, "summary.overview", "y")
        merged = merge(base, ours, theirs).session
        assert merged.timeline is base.timeline and merged.impact is base.impact
        assert merged.key_details is ours.key_details and merged.summary is theirs.summary

    def test_items_that_did_not_change_are_shared_though_the_file_was_read_anew(self) -> None:
        base = events("a", "b")
        ours = edits.change_item(base, "timeline", "a", text="x")
        theirs = read_again(edits.change_item(base, "timeline", "b", text="y"))
        merged = merge(base, ours, theirs).session
        assert merged.timeline[0] is ours.timeline[0] and merged.timeline[1] is theirs.timeline[1]
        assert merged.actions is ours.actions and merged.lessons is ours.lessons

    def test_the_result_is_the_side_that_it_equals(self) -> None:
        base = tree("a(b) c")
        longer = read_again(edits.add_why(base, "b", Why(id="d")))
        assert merge(base, longer, read_again(base)).session is longer
        assert merge(base, read_again(base), longer).session is longer
        assert merge(base, read_again(longer), longer).session == longer

    def test_a_branch_that_did_not_change_is_shared(self) -> None:
        base = tree("a(b(c)) d(e)")
        ours = edits.change_item(base, "root_cause.whys", "e", text="x")
        theirs = edits.add_why(base, None, Why(id="f"))
        merged = merge(base, ours, theirs).session.root_cause.whys
        assert merged[0] is base.root_cause.whys[0] and merged[1] is ours.root_cause.whys[1]


def read_again(session: Session) -> Session:
    return assemble(flatten(session), session.updated_at)


def test_versions_of_two_sessions_are_refused() -> None:
    with pytest.raises(DifferentSessions, match="two sessions"):
        merge(None, empty("one"), empty("two"))


def test_a_parked_conflict_that_somebody_answered_keeps_the_answer() -> None:
    base = empty()
    ours, theirs = (put(base, "key_details.headline", text) for text in ("mine", "other"))
    merged = merge(base, ours, theirs).session
    answered = edits.change_item(merged, "parking_lot", merged.parking_lot[0].id, answer="keep mine")
    again = merge(base, answered, theirs).session
    assert again is answered


def test_the_parking_lot_says_where_a_text_came_from() -> None:
    base = events("a")
    ours, theirs = (edits.change_item(base, "timeline", "a", known=text) for text in ("mine", "other"))
    parked: Any = merge(base, ours, theirs).parked[0]
    assert parked == Parked(id=parked.id, text="other", kind="conflict", answer="event: what was known")
