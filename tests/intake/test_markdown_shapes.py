"""Shapes of postmortems that follow no form: each passage lands where its author would look for it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.test_markdown import session_of, take


def test_a_text_without_marks_has_the_headings_that_its_lines_name():
    session = session_of(
        "Postmortem: tills stood still\n\nIssue Summary:\n\n    Duration: 20 minutes on 4 March 2026\n"
        "    No till took a card.\n\nTimeline:\n\n    14:02: alert fires\n    14:20: tills are back\n\n"
        "Root Cause and Resolution:\n\nA lock was held.\n\nCorrective Measures:\n\n    Give the lock a limit.\n"
    )
    assert session.key_details.headline == "tills stood still"
    assert "No till took a card." in session.summary.overview
    assert [(e.at, e.text) for e in session.timeline] == [
        ("2026-03-04T14:02:00Z", "alert fires"),
        ("2026-03-04T14:20:00Z", "tills are back"),
    ]
    assert session.root_cause.statement == "A lock was held."
    assert [each.text for each in session.actions] == ["Give the lock a limit."]


def test_a_line_that_is_named_as_a_part_is_text_where_the_text_has_headings():
    session = session_of(
        "# Outage\n\n## Summary\n\nTimeline\n\nImpact\n\nRoot cause\n\n## Timeline\n\n- 14:02 UTC up\n"
    )
    assert session.summary.overview == "Timeline\n\nImpact\n\nRoot cause"


def test_an_emoji_that_is_written_as_a_word_is_no_part_of_a_heading():
    session = session_of(
        "# Tills stood still\n\n## :fire: Impact\n\nNo till took a card.\n\n## :eye: Detection\n\nA page.\n\n"
        "## :bulb: Lessons learned\n\n*Report what the team\nlearned*\n\n- Locks have limits.\n"
    )
    assert session.impact.statement == "No till took a card."
    assert [each.title for each in session.summary.sections] == ["Detection"]
    assert [each.text for each in session.lessons.learned] == ["Locks have limits."]


def test_front_matter_may_be_toml():
    details = session_of(
        '+++\ntitle = "Outage of the tills"\nauthors = ["Kim Ode", "Sam"]\ndate = 2026-03-04\n'
        '[extra]\nteam = "Tills"\n+++\n\n'
        "## Root cause of the outage\n\nA lock.\n\n## Resolution\n\nIt was released.\n"
    ).key_details
    assert (details.headline, details.incident_date, details.team) == ("Outage of the tills", date(2026, 3, 4), "Tills")
    assert details.attendees == ("Kim Ode", "Sam")


def test_a_heading_that_is_a_label_with_its_value_is_a_field():
    session = session_of(
        "## Owner: @kim\n\n### Date: March 4, 2026\n\n### Bug: [#12](https://bugs.example/12)\n\n"
        "# Overview\n\nIt was.\n\n# Root causes\n\nA lock.\n\n# Corrective actions\n\n- Give it a limit\n"
    )
    assert (session.key_details.owner, session.key_details.headline) == ("kim", "")
    assert session.key_details.incident_date == date(2026, 3, 4)
    assert session.key_details.more == {"Bug": "[#12](https://bugs.example/12)"}
    assert not session.summary.sections


def test_a_name_may_be_a_link():
    details = session_of("# Outage\n\n**Author:** [kim](https://git.example/kim)\n\n## Timeline\n\n- 14:02 UTC a\n")
    assert details.key_details.facilitator == "[kim](https://git.example/kim)"


def test_headings_without_words_head_nothing_and_a_table_of_actions_needs_none():
    session = session_of(
        "# Tills postmortem\n##\n**Impact**: No till took a card.\n\n| Action item | Type | Owner | Bug |\n"
        "| - | - | - | - |\n| Give the lock a limit | prevent | Kim | DONE |\n\n##\n## Lessons learned\n\n- Locks.\n"
    )
    assert [(a.text, a.owner, a.kind, a.status, a.ticket) for a in session.actions] == [
        ("Give the lock a limit", "Kim", "prevent", "done", "")
    ]
    assert not session.summary.sections
    assert not session.summary.overview


def test_a_sentence_in_brackets_behind_a_heading_of_actions_is_said_once():
    session = session_of(
        "# Outage\n\n## Action items (should be doable within the medium term)\n\n- Give the lock a limit\n"
        "- Page us\n\n## Prevention\n\n- **Action Item**: Watch the lock. [Priority: High]\n\n"
        "## Timeline\n\n- 14:02 UTC a\n"
    )
    assert [(a.text, a.description, a.horizon, a.priority) for a in session.actions] == [
        ("Give the lock a limit", "", "short", ""),
        ("Page us", "", "short", ""),
        ("Watch the lock.", "", "short", "High"),
    ]
    assert "within the medium term" in session.key_details.more["Heading of actions"]


def test_a_table_of_one_row_below_the_impact_is_a_measure_a_column():
    session = session_of(
        "# Outage\n\n## Impact\n\n| Customers | Cases | Data loss |\n| - | - | - |\n| All | 2 | None |\n\n"
        "## Timeline\n\n- 14:02 UTC a\n"
    )
    assert [(m.name, m.value) for m in session.impact.measures] == [
        ("Customers", "All"),
        ("Cases", "2"),
        ("Data loss", "None"),
    ]


def test_a_field_on_a_line_of_its_own_within_the_summary_is_a_field():
    session = session_of(
        "# Outage\n\n## Summary\n\n**Date:** 2026-03-04\n\n**Severity:** SEV2\n\nTills stood still.\n\n---\n\n"
        "## Timeline\n\n- 14:02 a\n"
    )
    assert (session.key_details.incident_date, session.key_details.severity) == (date(2026, 3, 4), "SEV2")
    assert session.summary.overview == "Tills stood still."


@pytest.mark.parametrize("title", ["Incident report March 4 2026 - Tills stood still", "2026-03-04: Tills stood still"])
def test_a_date_behind_the_term_is_the_incident_s(title):
    details = session_of(f"# {title}\n\n## Timeline\n\n- 14:02 alert\n\n## Root cause\n\nA lock.\n").key_details
    assert (details.headline, details.incident_date) == ("Tills stood still", date(2026, 3, 4))


def test_no_word_is_told_of_as_lost():
    intake = take(
        "# :fire: Outage\n\n## :eye: Detection (by chance)\n\nA page.\n\n### Bug: none yet\n\n## Timeline\n\n"
        "> All times in EEST\n\n- `14:02` - alert\n- 14:05 PM Saturday Mar 7th: up\n"
    )
    assert not [row for row in intake.account if row.place and row.place.endswith("Also in the file")]


@pytest.mark.parametrize(
    ("items", "actions"),
    [("- Add an alert\n- Limits on locks", 2), ("- Added an alert\n- Limits were set", 0)],
)
def test_prevention_is_a_list_of_actions_where_it_asks_for_something(items, actions):
    session = session_of(f"# Outage\n\n## Prevention\n\n{items}\n\n## Root cause\n\nA lock.\n")
    assert (len(session.actions), len(session.summary.sections)) == (actions, not actions)
