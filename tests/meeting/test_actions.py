"""Actions that have no end one could see get a soft sentence; those that have one are left alone."""

from __future__ import annotations

import pytest

from pmtui.meeting.actions import weak_wording


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
    from pmtui.meeting.wording import flags

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
