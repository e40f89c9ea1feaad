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


def test_a_report_may_be_one_list_with_bold_beginnings_as_its_headings():
    session = session_of(
        "---\ntitle: Incident on 2026-03-04 - Tills stood still\n---\n\n"
        "# Incident on 2026-03-04 - Tills stood still\n\n"
        "- **Key events**\n  - Fault occurs 2026-03-04 14:02\n  - Resolved: 2026-03-04 14:20\n\n"
        "- **Time to repair**: 18m\n\n- **Impact**: No till took a card.\n\n"
        "- **Resolution**:\n  The lock was released.\n\n"
        "- **Review actions**:\n  - Give the lock a limit\n"
    )
    details = session.key_details
    assert (details.headline, details.incident_date) == ("Tills stood still", date(2026, 3, 4))
    assert (details.started_at, details.resolved_at) == ("2026-03-04T14:02:00Z", "2026-03-04T14:20:00Z")
    assert details.more == {"Time to repair": "18m"}
    assert [each.text for each in session.timeline] == ["Fault occurs", "Resolved"]
    assert session.impact.statement == "No till took a card."
    assert [(each.title, each.text) for each in session.summary.sections] == [("Resolution", "The lock was released.")]
    assert [each.text for each in session.actions] == ["Give the lock a limit"]


def test_an_action_may_begin_with_its_priority_or_its_ticket():
    session = session_of(
        "# Outage\n\n## Action items\n\n- **HIGH** Give the lock a limit\n- [#12]: Watch the lock\n- TILL-7: Page us\n"
        "- High load is to be tested\n\n## Root cause\n\nA lock.\n\n[#12]: https://bugs.example/12\n"
    )
    assert [(a.text, a.priority, a.ticket) for a in session.actions] == [
        ("Give the lock a limit", "HIGH", ""),
        ("Watch the lock", "", "[#12](https://bugs.example/12)"),
        ("Page us", "", "TILL-7"),
        ("High load is to be tested", "", ""),
    ]


def test_a_hint_above_the_whys_is_no_problem_and_one_above_times_no_text():
    session = session_of(
        "# Outage\n\n## Leadup\n\n*List what led to it*\n\n- 14:00 UTC 4 March 2026: a deploy\n- 14:02 UTC: alert\n\n"
        "## Five Why's\n\n*Run a 5-whys analysis of the incident.*\n\n- Why did tills stop? A lock was held.\n"
    )
    assert session.root_cause.problem == "Why did tills stop?"
    assert [each.text for each in session.timeline if each.at] == ["a deploy", "alert"]
    assert not session.summary.sections


GERMAN = """# Störung der Kassen

**Datum:** 4. März 2026
**Schweregrad:** hoch

## Zusammenfassung

Keine Kasse nahm Karten.

## Zeitlicher Ablauf

| Uhrzeit (Europe/Berlin) | Ereignis |
| --- | --- |
| 14:02 | Alarm |

## Ursache

Eine Sperre.

## Maßnahmen

| Maßnahme | Verantwortlich | Frist | Status |
| --- | --- | --- | --- |
| Sperre begrenzen | Kim | 2026-03-20 | erledigt |

## Was lief gut

- Der Alarm
"""


def test_a_postmortem_in_german_is_read():
    session = session_of(GERMAN)
    details = session.key_details
    assert (details.incident_date, details.severity, details.timezone) == (date(2026, 3, 4), "hoch", "Europe/Berlin")
    assert session.summary.overview == "Keine Kasse nahm Karten."
    assert [(e.at, e.text) for e in session.timeline] == [("2026-03-04T13:02:00Z", "Alarm")]
    assert session.root_cause.statement == "Eine Sperre."
    (action,) = session.actions
    assert (action.text, action.owner, action.due, action.status) == (
        "Sperre begrenzen", "Kim", date(2026, 3, 20), "done"
    )  # fmt: skip
    assert [each.text for each in session.lessons.went_well] == ["Der Alarm"]
    assert not session.summary.sections


@pytest.mark.parametrize(
    "text",
    [
        "# Panne des caisses\n\n## Résumé\n\nx\n\n## Chronologie\n\n- 4 mars 2026 14:02 UTC alerte\n\n"
        "## Cause racine\n\ny\n\n"
        "## Actions correctives\n\n- z\n",
        "# Caída de las cajas\n\n## Resumen\n\nx\n\n## Línea de tiempo\n\n- 4 de marzo de 2026 14:02 UTC alerta\n\n"
        "## Causa raíz\n\ny\n\n## Acciones correctivas\n\n- z\n",
        "# Queda dos caixas\n\n## 1. Resumo (TL;DR)\n\nx\n\n"
        "## Linha do tempo\n\n- 4 de março de 2026 14:02 UTC alerta\n\n"
        "## Causa raiz\n\ny\n\n## Ações corretivas\n\n- z\n",
        "# ポストモーテム: レジ停止\n\n## 概要\n\nx\n\n## タイムライン\n\n- 2026年3月4日 14:02 UTC 警報\n\n"
        "## 根本原因\n\ny\n\n"
        "## 再発防止策\n\n- z\n",
    ],
)
def test_headings_and_days_of_other_languages_are_known(text):
    session = session_of(text)
    assert (session.summary.overview, session.root_cause.statement) == ("x", "y")
    assert [each.at for each in session.timeline] == ["2026-03-04T14:02:00Z"]
    assert [each.text for each in session.actions] == ["z"]


def test_a_heading_within_the_cause_is_said_once():
    session = session_of("# Outage\n\n## Root cause\n\nA lock.\n\n### The lock (held by a deploy)\n\nFor long.\n")
    assert session.root_cause.statement == "A lock.\n\n**The lock (held by a deploy)**\n\nFor long."
    assert session.key_details.more == {}


def test_a_priority_in_brackets_behind_an_action_is_its_own():
    session = session_of(
        "# Outage\n\n## Action items\n\n- Watch the lock (High Priority)\n- Page us (low)\n- Ask (Kim)\n"
    )
    assert [(a.text, a.priority) for a in session.actions][:2] == [("Watch the lock", "High"), ("Page us", "low")]
    assert session.actions[2].priority == ""


def test_a_state_with_more_words_behind_it_is_the_state_and_the_words_stay():
    session = session_of(
        "# Outage\n\n## Action items\n\n| Action | Status |\n| - | - |\n| A limit | DONE - PR #12 |\n"
        "| Page us | Fixed in this change |\n| Ask | Open (Kim) |\n| Wait | Standing |\n"
    )
    assert [(a.text, a.status, a.description) for a in session.actions] == [
        ("A limit", "done", "Status: DONE - PR #12"),
        ("Page us", "done", "Status: Fixed in this change"),
        ("Ask", "open", "Status: Open (Kim)"),
        ("Wait", "open", "Status: Standing"),
    ]


def test_a_table_of_numbers_is_none_of_times_and_two_days_are_no_day():
    session = session_of(
        "# Outage\n\n## Timeline\n\n- 2026-03-04 14:02 UTC alert\n- 2026-03-05/07: slow\n\n"
        "### Metrics that fired\n\n| Metric | Value |\n| - | - |\n| drift | 0.91 |\n| error | 0.18 |\n"
    )
    assert [(each.at, each.text) for each in session.timeline if each.at] == [("2026-03-04T14:02:00Z", "alert")]
    assert "2026-03-05/07: slow" in [each.text for each in session.timeline]


def test_the_language_of_code_among_the_evidence_stands_before_its_caption():
    session = session_of(
        "# Outage\n\n## Timeline\n\n- 14:02 UTC a\n\n## Evidence\n\n```json\n{}\n```\n\nIt was slow.\n"
    )
    assert [each.caption for each in session.evidence] == ["json: Evidence"]
    assert not [each for each in session.summary.sections if each.title == "Also in the file"]


@pytest.mark.parametrize("sign", ["|", "·"])
def test_several_fields_may_stand_on_one_line(sign):
    details = session_of(
        f"# Outage\n\n**Date:** 2026-03-04 {sign} **Severity:** SEV2\n"
        f"**Author:** Kim {sign} **Status:** Resolved, mostly\n\n## Timeline\n\n- 14:02 a\n"
    ).key_details
    assert (details.incident_date, details.severity, details.facilitator) == (date(2026, 3, 4), "SEV2", "Kim")
    assert details.more == {"Report status": "Resolved, mostly"}


def test_a_timeline_may_have_columns_for_the_weekday_the_date_and_the_time():
    session = session_of(
        "# Outage\n\n## Timeline\n\n| Day | Date (2026) | Time (UTC) | Event |\n| - | - | - | - |\n"
        "| Wed | 4 Mar 2026 | 14:02 | alert |\n| Thu | 5 Mar 2026 | 00:10 | up |\n"
    )
    assert [(each.at, each.text) for each in session.timeline] == [
        ("2026-03-04T14:02:00Z", "alert"),
        ("2026-03-05T00:10:00Z", "up"),
    ]
    assert not session.summary.sections


def test_a_usual_heading_above_times_is_no_event_and_an_item_alone_heads_what_follows():
    session = session_of(
        "# Incident on 2026-03-04 - Tills stood still\n\n- **Impact**:\n\nNo till took a card.\n\n- **Context**:\n\n"
        "14:02 - alert\n\n14:20 - up\n\n## Lead-up\n\n- 13:00 a deploy\n- 13:10 a retry\n"
    )
    assert session.impact.statement == "No till took a card."
    assert [each.text for each in session.timeline] == ["alert", "up", "a deploy", "a retry"]
    assert not session.summary.sections


def test_whys_may_be_written_as_question_and_answer():
    text = "# Outage\n\n## Five whys\n\n1. **Q:** Why did tills stop?\n   **A:** A lock was held.\n"
    session = session_of(
        text + "2. **Q:** Why was it held?\n   **A:** A deploy died.\n\n## Timeline\n\n- 14:02 UTC a\n"
    )
    assert session.root_cause.problem == "Why did tills stop?"
    (why,) = session.root_cause.whys
    assert (why.text, [each.text for each in why.whys]) == ("A lock was held.", ["A deploy died."])
    assert not session.summary.sections


def test_a_field_with_a_list_of_lists_is_a_section():
    session = session_of(
        "# Outage\n\n## Timeline\n\n- 14:02 UTC a\n\n## Duration\n\n- **All**: 20 min\n  - Unseen: 5 min\n"
    )
    assert [(each.title, each.text) for each in session.summary.sections] == [
        ("Duration", "- **All**: 20 min\n  - Unseen: 5 min")
    ]
