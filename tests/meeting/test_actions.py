"""Actions that have no end one could see get a soft sentence; those that have one are left alone."""

from __future__ import annotations

import pytest

from pmtui.meeting.actions import advice, weak_wording
from pmtui.meeting.wording import flags
from pmtui.session.document import Action, Session


@pytest.mark.parametrize(
    "text",
    [
        "Be more careful with scripts",
        "Engineers take more care at night",
        "Pay attention to the disk alerts",
        "Remember to renew the certificate",
        "Raise awareness of the runbook",
        "Train the team",
        "We should retrain the operators",
        "Investigate monitoring",
        "Look into the retry logic",
        "- Consider another vendor",
        "Improve alerting",
        "Improve the deploy process.",
        "Make sure backups work",
        "Double-check the host name",
        "Monitoring",
    ],
)
def test_an_action_that_cannot_be_finished_gets_a_question(text: str) -> None:
    assert weak_wording(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Alert when a certificate has less than 30 days left",
        "Improve the p99 of checkout to under 300 ms",
        "Show the host plainly in every prompt",
        "Test restores automatically every week",
        "Write a runbook for rebuilding a replica",
        "Take careful snapshots of db1 hourly",
        "Fix the path in the nightly dump job",
        "Add a training environment for failovers",
        "Remove the review bot's write access",
    ],
)
def test_an_action_with_an_end_is_left_alone(text: str) -> None:
    assert weak_wording(text) is None


def test_the_sentence_does_not_judge() -> None:
    for text in (
        "be careful",
        "remember to",
        "raise awareness",
        "train people",
        "investigate",
        "improve it",
        "ensure it",
    ):
        assert not flags(weak_wording(text) or "", where="statement")


def review(*actions: Action) -> Session:
    return Session(format="pmtui-session", version=2, id="s", actions=actions)


def test_a_few_mixed_actions_need_no_advice() -> None:
    alert = Action(id="1", text="Alert when payments fail", kind="detect")
    assert advice(review()) == ()
    assert advice(review(Action(id="2", text="Ask before deleting"))) == ()
    assert advice(review(alert, Action(id="2", text="Ask before deleting", kind="prevent"))) == ()


def test_many_actions_are_a_wish_list_but_done_ones_do_not_count() -> None:
    made = [Action(id=str(n), text=f"Alert {n}", kind="detect") for n in range(6)]
    assert ["wish list" in said for said in advice(review(*made))] == [True]
    assert advice(review(*made[:5], Action(id="x", text="Alert x", kind="detect", status="done"))) == ()


def test_only_preventing_or_only_paper_is_said() -> None:
    guards = (Action(id="1", text="Ask for the host", kind="prevent"), Action(id="2", text="Lock it", kind="prevent"))
    assert ["All of them prevent" in said for said in advice(review(*guards))] == [True]
    paper = (
        Action(id="1", text="Write a runbook", kind="process"),
        Action(id="2", text="Train the shift", kind="mitigate"),
    )
    assert ["on paper" in said for said in advice(review(*paper))] == [True]
