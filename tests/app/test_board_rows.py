"""The board of actions: which of them a filter leaves, how they are grouped, and how a line of it reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.board_filter import ActionBoard, Group, remarks_of
from pmtui.app.board_rows import columns, detail, due_rows, line, owner_rows
from pmtui.app.row_layout import lay_out
from pmtui.index.facts import facts_of
from pmtui.index.query import FILTERS
from pmtui.session.document import Action, KeyDetails, Session

TODAY = date(2026, 11, 20)
"""A Friday."""
ALERT = Action(id="alert", text="Alert 30 days ahead", owner="Priya N.", due=date(2026, 11, 1), ticket="OPS-99")
DRILL = Action(id="drill", text="Drill a restore", owner="Sam", horizon="long", due=date(2026, 12, 1))
LOOSE = Action(id="loose", text="Über die Anzeige nachdenken")
DONE = Action(id="done", text="Renew by hand", owner="Sam", status="done", done_at=TODAY, due=TODAY)


@pytest.fixture
def board(make_session: Callable[..., Session]) -> ActionBoard:
    checkout = KeyDetails(product="Checkout", headline="Two charges", tags=("certificate",), severity="SEV2")
    reviews = [
        make_session(id="c", key_details=replace(checkout, incident_date=date(2026, 11, 2)), actions=(ALERT, DONE)),
        make_session(id="s", key_details=KeyDetails(product="Search"), actions=(LOOSE, DRILL)),
    ]
    return ActionBoard([facts_of(review, "f") for review in reviews], TODAY)


def ids(keys: list[str]) -> list[str]:
    return [key.split("/")[1] for key in keys]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["alert", "drill", "loose"]),
        ("owner:PRI", ["alert"]),
        ('owner:"n priya"', ["alert"]),
        ("ov", ["alert"]),
        ("uber", ["loose"]),
        ("nobody", ["loose"]),
        ("ops-99 checkout", ["alert"]),
        ("two charges", ["alert"]),
        ("product:search", ["drill", "loose"]),
        ("term:long", ["drill"]),
        ("restoring", ["drill"]),
        ("tag:certificate severity:sev2 after:2026-11", ["alert"]),
        ("severity:2", ["alert"]),
        ("severity:1", []),
        ("status:done", ["done"]),
        ("status:overdue", ["alert"]),
        ("status:any sam", ["drill", "done"]),
        ("before:2020", []),
        ('owner: "(', []),
    ],
)
def test_words_and_filters_leave_the_actions_that_are_meant(board: ActionBoard, query: str, found: list[str]) -> None:
    assert ids(board.find(query)) == found


def test_a_filter_that_the_board_cannot_meet_is_explained() -> None:
    assert remarks_of("status:overdue status:done after:06-2026 x", TODAY) == []
    (said,) = remarks_of("status:final", TODAY)
    assert said == "status:final is not known: write status: and one of open, done, dropped, overdue, any, all"


def test_every_filter_of_the_search_leaves_some_of_the_actions_or_none(board: ActionBoard) -> None:
    everything = board.find(shown="all")
    for name in FILTERS:
        for value in ("1", "2026", "checkout", "done"):
            left = board.find(f"{name}:{value}", "all")
            assert [key for key in everything if key in left] == left, f"{name}:{value}"


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("day", ["alert", "drill", "loose"]),
        ("owner", ["alert", "drill", "loose"]),
        ("product", ["alert", "drill", "loose"]),
        ("term", ["alert", "loose", "drill"]),
    ],
)
def test_those_that_belong_together_stand_together(board: ActionBoard, group: Group, found: list[str]) -> None:
    assert ids(board.find("", "open", group)) == found
    assert ids(board.find("", "overdue", group)) == ["alert"]
    assert len(board.find("", "all", group)) == 4
    assert board.counts == (4, 3, 1)


def test_those_present_in_its_review_are_offered_first_as_an_owner(make_session: Callable[..., Session]) -> None:
    details = KeyDetails(attendees=("Zoe",), facilitator="Tom")
    reviews = [
        make_session(id="c", key_details=KeyDetails(owner="Uma"), actions=(ALERT, DONE, replace(ALERT, id="b"))),
        make_session(id="s", key_details=details, actions=(LOOSE, DRILL)),
    ]
    board = ActionBoard([facts_of(review, "f") for review in reviews], TODAY)
    assert board.owners("s/loose") == ["Zoe", "Tom", "Sam", "Priya N.", "Uma"]
    assert board.owners("c/alert")[:3] == ["Uma", "Priya N.", "Sam"]


def test_what_was_changed_stays_in_sight_and_in_its_place(board: ActionBoard) -> None:
    board.change("c/alert", replace(ALERT, status="done", done_at=TODAY))
    assert ids(board.find()) == ["alert", "drill", "loose"]
    assert board.counts == (4, 2, 0)
    board.change("s/drill", replace(DRILL, owner="Ada"))
    assert ids(board.find("owner:ada")) == ["drill"]
    assert set(board.owners()) == {"Priya N.", "Sam", "Ada"}


@pytest.mark.parametrize("width", [44, 76, 114, 156])
@pytest.mark.parametrize("group", ["day", "owner", "product", "term"])
def test_a_line_says_in_words_what_is_overdue_at_any_width(board: ActionBoard, width: int, group: Group) -> None:
    cols = columns(width, group, board.widest)
    said = {}
    for key, each in board.actions.items():
        (spans,) = lay_out(line(each, cols, group, first=True), width)
        said[key] = "".join(span.text for span in spans)
        assert cell_len(said[key].rstrip()) <= width
    assert "overdue" in said["c/alert"] and "overdue" not in said["s/drill"]
    assert "Alert" in said["c/alert"]
    assert "done" in said["c/done"] and "no date" in said["s/loose"]
    if width >= 114:
        assert all(word in said["c/alert"] for word in ("01-11-2026", "Priya N.", "OPS-99", "Checkout"))


def test_all_of_an_action_is_told_at_the_foot(board: ActionBoard) -> None:
    def told(key: str) -> str:
        return "\n".join(row.text for row in detail(board.actions[key], TODAY))

    assert "due 01-11-2026, 19 days late · of Priya N. · OPS-99 · short term" in told("c/alert")
    assert "From the review 02-11-2026 · Checkout · Two charges" in told("c/alert")
    assert "due in 11 days" in told("s/drill")
    assert "no date" in told("s/loose")
    assert "done 20-11-2026" in told("c/done")


@pytest.mark.parametrize(
    ("typed", "row_id"),
    [
        ("18-12", "2026-12-18"),
        ("friday", "2026-11-27"),
        ("in 2 weeks", "2026-12-04"),
        ("-", "-"),
        ("", ""),
        ("32-1", ""),
    ],
)
def test_a_day_is_typed_as_people_type_it(typed: str, row_id: str) -> None:
    (row,) = due_rows(typed, TODAY)
    assert row.id == row_id
    assert bool(row.id) != row.fixed


def test_an_owner_is_one_of_those_known_or_a_new_name() -> None:
    def offered(typed: str) -> list[Any]:
        return [row.id for row in owner_rows(typed, ["Sam", "Priya N.", "Samuel"])]

    assert offered("") == ["Sam", "Priya N.", "Samuel", "-"]
    assert offered("pri") == ["Priya N.", "pri"]
    assert offered("sam") == ["Sam", "Samuel", "sam"]
    assert offered("Zoë") == ["Zoë"]
    assert offered("-") == ["-"]


def test_the_review_of_an_action_has_more_room_on_a_wider_board(board: ActionBoard) -> None:
    rooms = [columns(width, "day", board.widest).review for width in (80, 100, 140, 160, 188)]
    assert rooms == [0, 14, 34, 54, 60]
