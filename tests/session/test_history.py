"""Undo takes back what I did and keeps what anybody did since."""

from __future__ import annotations

from pmtui.session import edits
from pmtui.session.document import Event, Note, Session, Why
from pmtui.session.history import REMEMBERED, History, UndoResult
from pmtui.session.paths import put, walk
from tests.strategies import empty


def events(*keys: str) -> Session:
    return put(empty(), "timeline", tuple(Event(id=key, text=key) for key in keys))


def headline(session: Session, text: str) -> Session:
    return put(session, "key_details.headline", text)


def undo(history: History, now: Session) -> UndoResult:
    undone = history.undo(now)
    assert undone is not None
    return undone


def redo(history: History, now: Session) -> UndoResult:
    redone = history.redo(now)
    assert redone is not None
    return redone


def test_an_edit_is_taken_back_and_done_again_with_its_label_and_place() -> None:
    before, history = events("a"), History()
    after = edits.delete_items(before, "timeline", ["a"])
    history.record(before, after, "delete event", ("timeline", "a"))
    assert (history.undo_label, history.redo_label) == ("delete event", None)
    assert history.undo(after) == UndoResult(before, "delete event", ("timeline", "a"), ())
    assert (history.undo_label, history.redo_label) == (None, "delete event")
    assert history.redo(before) == UndoResult(after, "delete event", ("timeline", "a"), ())
    assert history.undo_label == "delete event"


def test_an_empty_history_has_nothing_to_undo() -> None:
    history = History()
    assert history.undo(empty()) is None and history.redo(empty()) is None
    assert history.undo_label is None and history.redo_label is None


def test_an_edit_that_changed_nothing_is_not_remembered() -> None:
    history, session = History(), events("a")
    history.record(session, edits.delete_items(session, "timeline", ["b"]), "delete event", None)
    assert history.undo_label is None


def test_a_new_edit_ends_what_could_be_done_again() -> None:
    history, one = History(), headline(empty(), "one")
    history.record(empty(), one, "one", None)
    undone = undo(history, one).session
    history.record(undone, headline(undone, "two"), "two", None)
    assert history.redo_label is None and history.redo(undone) is None


def test_what_somebody_else_did_since_stays() -> None:
    before, history = events("a", "b"), History()
    after = edits.change_item(before, "timeline", "a", text="mine")
    history.record(before, after, "edit event", None)
    now = edits.add_items(edits.change_item(after, "timeline", "a", pinned=True), "timeline", [Event(id="c")])
    undone = undo(history, now)
    assert [(e.id, e.text, e.pinned) for e in undone.session.timeline] == [
        ("a", "a", True), ("b", "b", False), ("c", "", False),
    ]  # fmt: skip
    assert undone.kept == ()
    assert redo(history, undone.session).session == now


def test_a_field_that_somebody_changed_since_stays_and_is_told_and_nothing_is_parked() -> None:
    history, after = History(), headline(headline(empty(), "first"), "mine")
    history.record(headline(empty(), "first"), after, "edit headline", None)
    now = headline(after, "theirs")
    undone = undo(history, now)
    assert undone.session is now
    assert undone.kept == ("the headline of the key details was changed since and stays as it is",)
    assert undone.session.parking_lot == ()


def test_what_was_deleted_comes_back_to_its_place_though_the_list_changed() -> None:
    before, history = events("a", "b", "c"), History()
    after = edits.delete_items(before, "timeline", ["b"])
    history.record(before, after, "delete event", None)
    now = edits.add_items(after, "timeline", [Event(id="x")], after="a")
    assert [e.id for e in undo(history, now).session.timeline] == ["a", "b", "x", "c"]


def test_an_item_that_i_added_and_somebody_worked_on_stays_and_is_told() -> None:
    before, history = events("a"), History()
    after = edits.add_items(before, "timeline", [Event(id="b", text="mine")])
    history.record(before, after, "add event", None)
    now = edits.change_item(after, "timeline", "b", text="better")
    undone = undo(history, now)
    assert undone.session is now
    assert undone.kept == ("the event “better” was changed since and stays",)


def test_an_item_that_i_changed_and_somebody_deleted_stays_deleted_and_is_told() -> None:
    before, history = events("a", "b"), History()
    after = edits.change_item(before, "timeline", "a", text="mine")
    history.record(before, after, "edit event", None)
    now = edits.delete_items(after, "timeline", ["a"])
    undone = undo(history, now)
    assert undone.session is now
    assert undone.kept == ("the event “a” was deleted since and stays so",)


def test_a_deleted_why_comes_back_with_all_below_it_and_those_above_it() -> None:
    history = History()
    before = edits.add_why(edits.add_why(edits.add_why(empty(), None, Why(id="a")), "a", Why(id="b")), "b", Why(id="c"))
    after = edits.delete_items(before, "root_cause.whys", ["b"])
    history.record(before, after, "delete why", None)
    now = edits.delete_items(after, "root_cause.whys", ["a"])
    undone = undo(history, now)
    assert [(depth, why.id) for depth, why in walk(undone.session.root_cause.whys)] == [(1, "a"), (2, "b"), (3, "c")]
    assert undone.kept


def test_a_vote_is_taken_back_unless_somebody_voted_since() -> None:
    before, history = put(empty(), "lessons.learned", (Note(id="n", votes=2),)), History()
    after = edits.change_item(before, "lessons.learned", "n", votes=3)
    history.record(before, after, "vote", None)
    assert undo(history, after).session == before
    redo(history, before)
    assert (
        undo(history, edits.change_item(after, "lessons.learned", "n", votes=4)).session.lessons.learned[0].votes == 4
    )


class TestOneVisitToAField:
    def test_is_one_edit(self) -> None:
        history, states = History(), [empty()]
        for text in ("C", "Ca", "Cards"):
            states.append(headline(states[-1], text))
            history.record(states[-2], states[-1], "edit headline", "here", group=1)
        assert undo(history, states[-1]).session == empty()
        assert history.undo_label is None
        assert redo(history, empty()).session == states[-1]

    def test_ends_with_another_edit_another_visit_or_an_undo(self) -> None:
        a, b, c, d = (headline(empty(), text) for text in "abcd")
        history = History()
        history.record(empty(), a, "visit", None, group=1)
        history.record(a, b, "other", None)
        history.record(b, c, "visit", None, group=1)
        history.record(c, d, "visit", None, group=2)
        steps = [undo(history, now).session.key_details.headline for now in (d, c, b, a)]
        assert steps == ["c", "b", "a", ""]
        history.record(empty(), a, "visit", None, group=3)
        redo_of = undo(history, a)
        history.record(redo_of.session, b, "visit", None, group=3)
        assert undo(history, b).session.key_details.headline == ""

    def test_does_not_take_in_what_somebody_else_did_meanwhile(self) -> None:
        history, first = History(), headline(empty(), "C")
        history.record(empty(), first, "edit headline", None, group=1)
        joined = put(first, "key_details.team", "Payments")
        last = headline(joined, "Cards")
        history.record(joined, last, "edit headline", None, group=1)
        undone = undo(history, last)
        assert undone.session.key_details.headline == ""
        assert undone.session.key_details.team == "Payments"
        assert redo(history, undone.session).session == last

    def test_that_ends_as_it_began_is_nothing_to_undo(self) -> None:
        history, a = History(), headline(empty(), "a")
        b = headline(a, "b")
        history.record(empty(), a, "before", None, group=1)
        history.record(a, b, "visit", None, group=2)
        history.record(b, headline(b, "a"), "visit", None, group=2)
        assert history.undo_label == "before"
        history.record(a, b, "again", None, group=1)
        assert undo(history, b).session == a, "an earlier visit to the same field is not gone on with"

    def test_that_goes_on_after_it_was_as_it_began_leaves_the_edit_before_it_alone(self) -> None:
        history, a = History(), headline(empty(), "a")
        b = headline(a, "b")
        history.record(empty(), a, "before", None, group=1)
        history.record(a, b, "visit", None, group=2)
        history.record(b, headline(b, "a"), "visit", None, group=2)
        history.record(a, b, "visit", None, group=2)
        assert undo(history, b).session == a
        assert history.undo_label == "before"

    def test_without_a_group_every_edit_is_its_own(self) -> None:
        history, a = History(), headline(empty(), "a")
        b = headline(a, "b")
        history.record(empty(), a, "one", None)
        history.record(a, b, "two", None)
        assert undo(history, b).session == a


def test_the_oldest_edits_are_forgotten() -> None:
    history, session = History(), empty()
    for n in range(REMEMBERED + 5):
        after = headline(session, str(n))
        history.record(session, after, "edit", None)
        session = after
    for _ in range(REMEMBERED):
        session = undo(history, session).session
    assert session.key_details.headline == "4"
    assert history.undo(session) is None
