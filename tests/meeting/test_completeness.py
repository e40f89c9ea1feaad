"""What is missing: everything in an empty review, nothing in a finished one, and each thing where it can be mended."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from pmtui.meeting.completeness import gaps, progress, wordings
from pmtui.meeting.steps import STEPS
from pmtui.session.document import (
    Action,
    Event,
    Evidence,
    Impact,
    KeyDetails,
    Lessons,
    Measure,
    Note,
    Parked,
    Recurrence,
    Resource,
    RootCause,
    Session,
    Summary,
    Why,
    YesNo,
)
from pmtui.session.edits import change_item
from pmtui.session.paths import find, get, put

EMPTY = Session(format="pmtui-session", version=2, id="s")

FINISHED = Session(
    format="pmtui-session",
    version=2,
    id="s",
    status="in_review",
    key_details=KeyDetails(
        product="Checkout",
        headline="Card payments refused for 47 minutes",
        incident_date=date(2026, 11, 18),
        severity="SEV2",
        facilitator="Ada K.",
        owner="Sam P.",
        attendees=("Ada K.", "Sam P."),
        started_at="2026-11-18T14:02:00Z",
        detected_at="2026-11-18T14:10:00Z",
        resolved_at="2026-11-18T14:49:00Z",
    ),
    summary=Summary(
        overview="For 47 minutes no card payment went through. The certificate had expired.",
        services=("checkout-api",),
        effect="outage",
        data_loss=YesNo(answer="no"),
        human_intervention=YesNo(answer="yes", detail="renewed by hand"),
        pattern="sustained",
        recurrence=Recurrence(answer="no"),
    ),
    impact=Impact(
        statement="No customer could pay by card.", measures=(Measure(id="m1", name="Orders lost", value="1,240"),)
    ),
    root_cause=RootCause(
        problem="Card payments were refused for 47 minutes",
        whys=(
            Why(
                id="w1",
                text="The certificate had expired",
                evidence=("f1",),
                whys=(Why(id="w2", text="The inventory does not hold it", verdict="root"),),
            ),
        ),
    ),
    timeline=(
        Event(id="e0", at="2026-11-18T14:00:00Z", text="The certificate expires", source="openssl"),
        Event(id="e1", at="2026-11-18T14:10:00Z", text="Page: payments fail", kind="alert", evidence=("f1",)),
        Event(
            id="e2",
            at="2026-11-18T14:30:00Z",
            until="2026-11-18T14:40:00Z",
            text="Renew by hand",
            kind="decision",
            known="the robot had no rights",
            source="chat",
        ),
    ),
    resources=(Resource(id="r1", text="Proxy logs", secured=True),),
    actions=(
        Action(
            id="a1",
            text="Alert 30 days before a certificate expires",
            ticket="OPS-99",
            owner="Sam P.",
            due=date(2026, 12, 1),
            source="w2",
        ),
        Action(id="a2", text="Buy another vendor", status="dropped", description="too dear"),
        Action(id="a3", text="Renew the certificate", status="done", done_at=date(2026, 11, 18), source="w1"),
    ),
    lessons=Lessons(
        learned=(Note(id="n1", text="The robot has no rights there"),),
        went_well=(Note(id="n2", text="One document for all"),),
        went_wrong=(Note(id="n3", text="The runbook was for another proxy"),),
        got_lucky=(Note(id="n4", text="It was not a Friday"),),
    ),
    evidence=(Evidence(id="f1", caption="Response codes", kind="graph", url="https://example.com/1"),),
    parking_lot=(
        Parked(id="p1", text="Since when?", kind="question", answer="Since 14:00"),
        Parked(id="p2", text="Who else?", kind="question", owner="Sam P."),
        Parked(id="p3", text="Another day", kind="topic"),
    ),
)


def test_a_finished_review_misses_nothing() -> None:
    assert gaps(FINISHED) == ()
    assert wordings(FINISHED) == ()


def test_an_empty_review_is_told_the_most_needed_in_every_step_that_has_a_duty() -> None:
    said = gaps(EMPTY)
    steps = [step.name for step in STEPS]
    assert [gap.step for gap in said] == sorted((gap.step for gap in said), key=steps.index)
    wanted = {"opening", "key_details", "timeline", "summary", "impact", "lessons", "five_whys"}
    assert wanted == {gap.step for gap in said}
    assert all(gap.item_id is None for gap in said)
    assert len({gap.text for gap in said}) == len(said)


@pytest.mark.parametrize(
    "path",
    [
        "key_details.product",
        "key_details.headline",
        "key_details.severity",
        "key_details.facilitator",
        "key_details.owner",
        "summary.overview",
        "impact.statement",
        "root_cause.problem",
    ],
)
def test_a_field_emptied_again_is_missed_by_its_path(path: str) -> None:
    (gap,) = gaps(put(FINISHED, path, "  "))
    assert gap.field == path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("key_details.incident_date", None),
        ("key_details.started_at", None),
        ("key_details.attendees", ()),
        ("summary.services", ()),
        ("summary.effect", None),
        ("summary.data_loss.answer", None),
        ("summary.recurrence.answer", None),
        ("lessons.got_lucky", ()),
    ],
)
def test_an_answer_taken_back_is_missed_by_its_path(path: str, value: object) -> None:
    (gap,) = gaps(put(FINISHED, path, value))
    assert gap.field == path


@pytest.mark.parametrize(
    ("section", "item_id", "changes", "field", "words"),
    [
        ("timeline", "e0", {"source": ""}, "source", "has no source"),
        ("timeline", "e2", {"known": ""}, "known", "what was known"),
        ("timeline", "e2", {"until": "2026-11-18T14:20:00Z"}, "until", "ends before"),
        ("timeline", "e1", {"evidence": ("f1", "gone")}, "evidence", "not there"),
        ("timeline", "e0", {"text": ""}, "text", "without words"),
        ("resources", "r1", {"secured": False}, "secured", "not secured"),
        ("actions", "a1", {"owner": ""}, "owner", "no owner"),
        ("actions", "a1", {"due": None}, "due", "no date"),
        ("actions", "a1", {"ticket": ""}, "ticket", "no ticket"),
        ("actions", "a1", {"text": "Be more careful"}, "text", "Care cannot be finished"),
        ("actions", "a2", {"description": ""}, "description", "say why"),
        ("actions", "a3", {"done_at": None}, "done_at", "say when"),
        ("actions", "a3", {"source": "gone"}, "source", "not there any more"),
        ("impact.measures", "m1", {"value": ""}, "value", "no value"),
        ("evidence", "f1", {"caption": ""}, "caption", "Fig. 1 has no caption"),
        ("evidence", "f1", {"url": ""}, "body", "nothing to show"),
        ("root_cause.whys", "w1", {"evidence": ("gone",)}, "evidence", "not there"),
        ("parking_lot", "p1", {"answer": ""}, "answer", "no answer"),
        ("parking_lot", "p3", {"kind": "conflict"}, None, "gave way"),
    ],
)
def test_what_an_item_misses_points_at_the_item_and_its_field(
    section: str, item_id: str, changes: dict[str, object], field: str | None, words: str
) -> None:
    (gap,) = gaps(change_item(FINISHED, section, item_id, **changes))
    assert (gap.item_id, gap.field) == (item_id, field)
    assert words in gap.text


def test_a_root_without_an_action_is_missed_and_one_whose_action_was_dropped_with_a_reason_is_not() -> None:
    bare = replace(FINISHED, actions=FINISHED.actions[1:])
    assert [(gap.item_id, "without an action" in gap.text) for gap in gaps(bare)] == [("w2", True)]
    dropped = change_item(FINISHED, "actions", "a1", status="dropped", description="the proxy goes away in May")
    assert gaps(dropped) == ()


def test_where_no_root_was_found_saying_why_is_enough() -> None:
    opened = change_item(FINISHED, "root_cause.whys", "w2", verdict="contributing")
    assert [gap.field for gap in gaps(opened)] == ["root_cause.statement"]
    assert gaps(put(opened, "root_cause.not_found", "the logs had rotated")) == ()


def test_an_end_left_open_is_missed_until_it_has_a_verdict_or_an_action() -> None:
    opened = change_item(FINISHED, "root_cause.whys", "w2", verdict=None)
    opened = put(replace(opened, actions=()), "root_cause.statement", "It expired")
    assert [(gap.item_id, gap.field) for gap in gaps(opened)] == [("w2", "verdict")]


def test_one_factor_alone_is_seldom_all() -> None:
    one = put(FINISHED, "root_cause.whys", (Why(id="w2", text="The inventory does not hold it", verdict="root"),))
    assert any("Fewer than two factors" in gap.text for gap in gaps(one))


def test_an_impact_in_words_alone_has_no_number() -> None:
    wordy = put(FINISHED, "impact.measures", ())
    assert [gap.text for gap in gaps(wordy)] == ["The impact has no number yet"]
    assert gaps(put(wordy, "impact.statement", "1,240 orders were lost")) == ()


def test_the_timeline_begins_before_the_trouble_does() -> None:
    late = replace(FINISHED, timeline=FINISHED.timeline[1:])
    assert [gap.text for gap in gaps(late)] == ["The timeline begins after the incident did: what led up to it?"]


def test_times_in_an_impossible_order_are_said() -> None:
    turned = put(FINISHED, "key_details.resolved_at", "2026-11-18T14:05:00Z")
    (gap,) = gaps(turned)
    assert gap.field == "key_details.resolved_at"
    assert "resolved before it was detected" in gap.text


def test_an_incident_that_nobody_noticed_needs_no_pattern() -> None:
    quiet = put(put(put(FINISHED, "summary.effect", "none"), "summary.pattern", None), "summary.services", ())
    assert gaps(quiet) == ()


def test_every_gap_points_at_something_that_exists() -> None:
    broken = change_item(FINISHED, "actions", "a1", owner="", due=None, ticket="", text="", source="gone")
    broken = change_item(broken, "root_cause.whys", "w2", text="", evidence=("gone",))
    for gap in (*gaps(EMPTY), *gaps(broken)):
        if gap.item_id is not None:
            found = find(broken, gap.item_id)
            assert found is not None
            if gap.field:
                getattr(found[1], gap.field)
        elif gap.field:
            get(EMPTY, gap.field)


def test_progress_counts_the_steps_that_hold_something() -> None:
    every = len(STEPS)
    assert progress(EMPTY) == (0, every)
    assert progress(FINISHED) == (every - 1, every), "the close is done when the review is final"
    assert progress(put(FINISHED, "status", "final")) == (every, every)
    assert progress(put(EMPTY, "key_details.product", "Checkout")) == (1, every)


def test_the_wording_of_the_whole_review_is_gone_through_with_its_place() -> None:
    made = change_item(FINISHED, "timeline", "e2", text="Sam renews it by hand")
    made = change_item(made, "root_cause.whys", "w2", text="Human error")
    made = change_item(made, "lessons.got_lucky", "n4", text="A day later it would have been worse")
    made = change_item(made, "lessons.went_wrong", "n3", text="The runbook was stupid")
    found = [(w.step, w.field, w.item_id, w.words, w.flag.kind) for w in wordings(made)]
    assert found == [
        ("timeline", "text", "e2", "Sam", "name"),
        ("lessons", "text", "n3", "stupid", "judging"),
        ("five_whys", "text", "w2", "Human error", "person"),
    ]
    assert wordings(made)[1].text == "“stupid” judges. Say what could be seen, and measured."


def test_a_remark_that_is_neither_answered_nor_settled_is_missing() -> None:
    remarks = tuple(Parked(id=str(n), text=f"Remark {n}", kind="remark", of="t") for n in range(3))
    parked = (remarks[0], replace(remarks[1], answer="Yes"), replace(remarks[2], settled=True))
    found = [gap for gap in gaps(replace(EMPTY, parking_lot=parked)) if gap.many == "remarks are open"]
    assert [(gap.item_id, gap.field) for gap in found] == [("0", "answer")]
    assert "Remark 0" in found[0].text
