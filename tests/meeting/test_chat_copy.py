"""A copy from a chat keeps the times of its messages, though they stand above their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pmtui.meeting.steps import list_of
from pmtui.session.document import Session

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pasted", "events"),
    [
        (
            ["Ana Silva  14:02", "alerts fire", "Bo Li  14:05", "rolling back", "and waiting"],
            [("14:02", "Ana Silva", "alerts fire"), ("14:05", "Bo Li", "rolling back"), ("", "", "and waiting")],
        ),
        (["Ana Silva 2:02 PM", "alerts fire"], [("14:02", "Ana Silva", "alerts fire")]),
        (["Ana 14:02", "alert", "Bo 14:05", "back"], [("14:02", "Ana", "alert"), ("14:05", "Bo", "back")]),
        (
            ["Ana Silva", "14:02", "alerts fire", "Bo", "[14:05]", "back"],
            [("14:02", "Ana Silva", "alerts fire"), ("14:05", "Bo", "back")],
        ),
        (["14:02", "alerts fire", "14:05", "rolls back"], [("14:02", "", "alerts fire"), ("14:05", "", "rolls back")]),
        # No copy of a chat: a time at the end of a sentence is no time of the next.
        (["Pager 14:02", "all well"], [("", "", "Pager 14:02"), ("", "", "all well")]),
        (["pager rang at 14:02", "all well"], [("", "", "pager rang at 14:02"), ("", "", "all well")]),
        (["Pager 14:02", "Rollback 14:05"], [("", "", "Pager 14:02"), ("", "", "Rollback 14:05")]),
        (["Ana Silva  14:02", "14:03 alerts fire"], [("", "", "Ana Silva  14:02"), ("14:03", "", "alerts fire")]),
        (["Ana Silva  14:02"], [("", "", "Ana Silva  14:02")]),
        (["Ana Silva  99:99", "alerts fire"], [("", "Ana Silva", "99:99 alerts fire")]),
    ],
)  # fmt: skip
def test_the_time_of_a_message_goes_with_its_words(
    make_session: Callable[..., Session], pasted: list[str], events: list[tuple[str, str, str]]
) -> None:
    session = make_session(**{"key_details.incident_date": date(2026, 11, 18), "key_details.timezone": "UTC"})
    parse = list_of("timeline").parse
    assert parse is not None
    made = parse(pasted, session, NOW).items
    assert [((i.get("at") or "")[11:16], i.get("who", ""), i["text"]) for i in made] == events
