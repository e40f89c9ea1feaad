"""Anybody's Markdown postmortem: what its headings, lists and tables become."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

from pmtui.intake import recognise
from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.session.document import Session


def context() -> IntakeContext:
    ids = itertools.count(1)
    return IntakeContext(datetime(2026, 11, 26, 9, tzinfo=UTC), "UTC", None, lambda: f"id{next(ids)}")


def take(text: str) -> Intake:
    intake = recognise.read(text, context())
    assert intake is not None
    return intake


def session_of(text: str) -> Session:
    session = take(text).session
    assert session is not None
    return session


SRE = """# Postmortem: Shakespeare Search Outage (2015-10-21)

**Authors:** jennifer, martym
**Severity:** SEV1
**Duration:** 66 minutes

## Executive Summary

Search was down for 66 minutes.

## Impact

- **Queries lost:** 1.21B
- **Revenue:** none

## Root Causes

A cascading failure.

## Contributing factors

- New words
  - No cache
- High load

## Trigger

A latent bug.

## Lessons learned

### What went well

- Monitoring alerted us

### What went wrong

1. We were out of practice

### Where we got lucky

- The list had the fix

## Timeline

All times in PST (UTC-8)

| Time | Event |
| --- | --- |
| 14:51 | News reports |
| ~14:53 | **Detection:** traffic rises |
| 14:54-15:00 | Outage begins<br>and goes on |
| 2015-10-?? HH:mm | Nobody knows |

## Action Items

| # | Action Item | Type | Owner | Bug | Due | Status |
| - | --- | --- | --- | --- | --- | --- |
| 1 | Update the playbook | mitigate | @jennifer | [n/a](https://e.org/browse/DOC-1) | 2015-11-01 | DONE |
| 2 | Alert earlier | detect | martym | | next sprint | open |
"""


def test_a_postmortem_in_the_style_of_the_sre_book() -> None:
    session = session_of(SRE)
    details = session.key_details
    assert (details.term, details.headline) == ("Postmortem", "Shakespeare Search Outage")
    assert (details.incident_date, details.severity) == (date(2015, 10, 21), "SEV1")
    assert details.attendees == ("jennifer", "martym")
    assert (details.timezone, details.more) == ("Etc/GMT+8", {"Duration": "66 minutes"})
    assert session.summary.overview == "Search was down for 66 minutes."
    assert [(each.name, each.value) for each in session.impact.measures] == [
        ("Queries lost", "1.21B"),
        ("Revenue", "none"),
    ]
    assert session.root_cause.statement == "A cascading failure."
    assert [(why.text, why.verdict) for why in session.root_cause.whys] == [
        ("New words", "contributing"),
        ("High load", "contributing"),
    ]
    assert [(each.title, each.text) for each in session.summary.sections] == [("Trigger", "A latent bug.")]
    assert [
        [note.text for note in notes]
        for notes in (session.lessons.went_well, session.lessons.went_wrong, session.lessons.got_lucky)
    ] == [["Monitoring alerted us"], ["We were out of practice"], ["The list had the fix"]]


def test_events_are_read_from_a_table() -> None:
    first, second, third, last = session_of(SRE).timeline
    assert (first.at, first.precision, first.text) == ("2015-10-21T22:51:00Z", "exact", "News reports")
    assert (second.precision, second.kind, second.text) == ("about", "alert", "Detection: traffic rises")
    assert (third.until, third.text) == ("2015-10-21T23:00:00Z", "Outage begins\nand goes on")
    assert last.at is None
    assert "2015-10-??" in last.text


def test_actions_are_read_from_a_table() -> None:
    first, second = session_of(SRE).actions
    assert (first.text, first.owner, first.kind, first.status) == (
        "Update the playbook",
        "jennifer",
        "mitigate",
        "done",
    )
    assert (first.ticket, first.due) == ("[n/a](https://e.org/browse/DOC-1)", date(2015, 11, 1))
    assert (second.kind, second.due, second.description) == ("detect", None, "Due: next sprint")


def test_the_postmortem_of_the_sre_book_as_it_is_printed() -> None:
    session = session_of(
        """# Search Postmortem (incident #465)

**Date:** 2015-10-21

**Summary:** Search was down.

**Impact:** 1.21B queries lost.

**Root Causes:** A cascading failure.

**Trigger:** A latent bug.

## Action Items

| Action Item | Type | Owner | Bug |
| --- | --- | --- | --- |
| Update the playbook | mitigate | jennifer | n/a **DONE** |
| Balance the load | prevent | martym | [Bug 5554823](https://e.org/5554823) **TODO** |

## Timeline

| Time | Event |
| --- | --- |
| 15:01 | **INCIDENT BEGINS** docbrown declares incident #465 |
"""
    )
    assert (session.key_details.headline, session.key_details.reference) == ("Search", "#465")
    assert session.summary.overview == "Search was down."
    assert (session.impact.statement, session.root_cause.statement) == (
        "1.21B queries lost.",
        "A cascading failure.",
    )
    assert [(each.title, each.text) for each in session.summary.sections] == [("Trigger", "A latent bug.")]
    assert [(each.status, each.ticket) for each in session.actions] == [
        ("done", ""),
        ("open", "[Bug 5554823](https://e.org/5554823)"),
    ]


def test_what_atlassian_asks_about_the_backlog_and_recurrence_is_no_action() -> None:
    session = session_of(
        """# Postmortem: logins fail

| Field | Value |
| --- | --- |
| Postmortem owner | Ana |

## Impact
Nobody could log in.
## Root cause
A key.
## Backlog check
IDENT-881 was in the backlog for 14 months.
## Recurrence
The same cause led to HOT-1.
## Corrective actions
- Reload keys
"""
    )
    assert session.key_details.owner == "Ana"
    assert [each.title for each in session.summary.sections] == ["Backlog check", "Recurrence"]
    assert [each.text for each in session.actions] == ["Reload keys"]


def test_headings_that_are_times_with_what_happened_below() -> None:
    session = session_of(
        """# 2018-07-30 Builds saturate the CPU
## Summary
Launches failed.
## Timeline
All times in CET
### 2018-07-30 ca. 11:20

We notice it.

![Load](https://grafana.example.org/load.png)
### 23:50 - Pod deleted
- It recovers

  ```
  error 1
  error 2
  ```
### 00:19

Again.
## Action items
### Process improvements
1. Write it down ([#12](https://github.com/o/r/issues/12))
1. ~~Tell everybody~~
"""
    )
    assert session.key_details.headline == "Builds saturate the CPU"
    assert [(event.at, event.precision, event.text) for event in session.timeline] == [
        ("2018-07-30T10:20:00Z", "about", "We notice it."),
        ("2018-07-30T22:50:00Z", "exact", "Pod deleted\n- It recovers"),
        ("2018-07-30T23:19:00Z", "exact", "Again."),
    ]
    picture, log = session.evidence
    assert (picture.kind, picture.caption, picture.url) == ("graph", "Load", "https://grafana.example.org/load.png")
    assert (log.kind, log.body) == ("log", "error 1\nerror 2")
    assert [event.evidence for event in session.timeline[:2]] == [(picture.id,), (log.id,)]
    assert [(each.text, each.ticket, each.status, each.description) for each in session.actions] == [
        ("Write it down", "[#12](https://github.com/o/r/issues/12)", "open", "Process improvements"),
        ("Tell everybody", "", "done", "Process improvements"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "cats\ndogs\n",
        "# Anne\n\n- phone: 1\n- mail: 2\n",
        "# tool\n\n## Overview\n\nx\n\n## Installation\n\nmake\n",
        "# Weekly\n\n## Attendees\n\n- AK\n\n## Action items\n\n- Order cake\n",
        "# Postmortems\n\n- [one](one.md)\n- [two](two.md)\n",
    ],
)
def test_what_is_no_postmortem_is_refused(text: str) -> None:
    with pytest.raises(NotReadable, match="is no postmortem"):
        take(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Postmortem: Checkout\n\n## Summary\n\nCards were refused.\n",
        "# Postmortem: Checkout\n\n## Quarks\n\nOf the team's own.\n",
        "# Learning review: Checkout\n\nCards were refused.\n",
        "---\ntitle: Checkout\n---\n# Incident report\n\nCards were refused.\n",
        "# Outage of Checkout\n\n## Summary\n\nCards were refused.\n",
        "# Incident 204\n\n## Follow-ups\n\n- Renew it\n",
        "# Checkout\n\n## 5 whys\n\n1. Why? It had expired\n",
        "# Checkout\n\n## Where we got lucky\n\n- Nobody bought\n",
        "# Checkout\n\n## Timeline\n\n- 14:02 alert\n",
        "Summary\n=======\n\nCards were refused.\n\nImpact\n------\n\nMany.\n",
    ],
)
def test_a_short_postmortem_is_one_by_its_title_or_one_heading_that_only_postmortems_have(text: str) -> None:
    assert take(text).session


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html><body><h1>Postmortem</h1>\n\n# Timeline\n\n# Root cause\n</body></html>",
        "<h2>Summary</h2>\n<p>Down.</p>\n<h2>Timeline</h2>\n<table><tr><td>14:02</td><td>alert</td></tr></table>\n",
    ],
)
def test_a_web_page_is_called_one_with_the_way_to_markdown(text: str) -> None:
    with pytest.raises(NotReadable, match="is HTML and not Markdown: `pandoc "):
        take(text)
    assert take('<h1 align="center">Outage</h1>\n<p>x</p>\n<p>y</p>\n\n' + SRE).session


def test_a_file_about_several_incidents_is_told_so() -> None:
    one = "### Timeline\n\n- 10:00 alert\n\n### Root cause\n\nRust.\n\n"
    notes = take(f"# October\n\n## 3 Oct 2026: Checkout\n\n{one}## 9 Oct 2026: Search\n\n{one}").notes
    assert notes[0].startswith("“Timeline” and “Root cause” stand in it more than once: where it tells of several")
    assert not any("several" in note for note in take(SRE).notes)


@pytest.mark.parametrize(
    ("events", "said"), [("- 14:02 a", "1 time is kept"), ("- 14:02 a\n- 14:05 b", "2 times are kept")]
)
def test_times_that_nobody_says_the_day_of_are_counted(events: str, said: str) -> None:
    notes = take(f"# Postmortem: X\n\n## Summary\n\nDown.\n\n## Timeline\n\n{events}\n").notes
    assert any(note.startswith(f"{said} as words: no date says") for note in notes)


def test_times_that_count_from_the_start_are_read_where_it_is_said() -> None:
    events = "## Timeline\n\n- T+0m deploy begins\n- T+05 min: the pager rings\n- **T+1:30** rolled back\n\n"
    rows = "| Time | Event |\n| --- | --- |\n| T+2h | all is well |\n"
    begun = session_of("# Postmortem: Search\n\n**Start:** 2026-11-18 14:02\n\n" + events + rows)
    assert [(event.at, event.text) for event in begun.timeline] == [
        ("2026-11-18T14:02:00Z", "deploy begins"),
        ("2026-11-18T14:07:00Z", "the pager rings"),
        ("2026-11-18T15:32:00Z", "rolled back"),
        ("2026-11-18T16:02:00Z", "all is well"),
    ]
    nowhere = session_of("# Postmortem: Search\n\n**Date:** 2026-11-18\n\n" + events)
    assert [(event.at, event.text) for event in nowhere.timeline][1:2] == [(None, "T+05 min: the pager rings")]


def test_what_stands_in_brackets_behind_a_heading_or_a_zone_is_kept() -> None:
    text = "# Outage\n\nTime zone: PST as Ana says\n\n## Timeline (kept by Bo)\n\n- 10:00 x\n\n## Root cause(s) (UTC)\n"
    assert session_of(text).key_details.more == {
        "Time zone as written": "PST as Ana says",
        "Heading of timeline": "Timeline (kept by Bo)",
    }


def test_a_sentence_in_a_table_of_details_is_kept() -> None:
    text = "## Timeline\n\n## Root cause\n\n## Stats\n\n| Severity | 3 |\n| --- | --- |\n| Status told by Ana |\n"
    assert [each.text for each in session_of(text).summary.sections] == ["| Status told by Ana |"]


def test_times_in_a_mail_are_events() -> None:
    mail = (
        "Subject: Outage of checkout\nDate: 18 Nov 2026\n\nHi all,\n\n14:02 first alert\n14:09 Ana took the page\n"
        "14:49 resolved\n\nNext steps:\n- renew the others\n"
    )
    session = session_of(mail)
    assert [event.text for event in session.timeline] == ["first alert", "Ana took the page", "resolved"]
    assert session.key_details.headline == "Outage of checkout" and session.summary.overview == "Hi all,"


def test_every_line_is_accounted_for() -> None:
    intake = take(SRE)
    lines = {number for number, line in enumerate(SRE.splitlines(), 1) if any(map(str.isalnum, line))}
    told = {n for row in intake.account for n in range(row.line, row.line + row.text.count("\n") + 1)}
    assert lines <= told
    assert [row for row in intake.account if row.place is None] == []


def test_the_zone_and_the_span_of_a_time_in_the_key_details() -> None:
    session = session_of(
        """# Mail queue stuck, 3 June 2026

- **What:** outgoing mail stuck
- **When:** 2026-06-03 08:10–11:15 CEST

**Timeline**
- 08:10 first bounce
- 11:15 queue empty

**TODO**
- turn debug off
"""
    )
    details = session.key_details
    assert (details.timezone, details.started_at, details.resolved_at) == (
        "Etc/GMT-2",
        "2026-06-03T06:10:00Z",
        "2026-06-03T09:15:00Z",
    )
    assert [event.at for event in session.timeline] == ["2026-06-03T06:10:00Z", "2026-06-03T09:15:00Z"]


@pytest.mark.parametrize("line", ["**Start (CEST):** 2026-07-21 09:12", "## Timeline (CEST)", "All times in CEST"])
def test_the_zone_of_the_times_where_it_is_said_in_passing(line: str) -> None:
    session = session_of(
        f"# Postmortem: slow, 2026-07-21\n\n{line}\n\n## Timeline\n\n- 09:30 Seen\n\n## Root cause\n\nx\n"
    )
    assert session.timeline[-1].at == "2026-07-21T07:30:00Z"


TERSE = """# Mail queue stuck, 3 June 2026

- **When:** 2026-06-03 08:10–11:15 CEST
- **Who:** Kim (on call), Lea

**What happened.** Postfix filled its disk.

**Why.**
- disk full
  - debug log on
    - no checklist
  - no disk alert

**TODO**
- [ ] add mx2 to inventory (Kim, by 10 June)
- [ ] disk alert on all mx — Lea
- migration checklist (OPS-77)
- Ask for help from @kim
- Page @kim
- Add an alert, @kim
- [ ] Test the mail – API
- Rotate the logs (Lea)
- Upgrade it (Postfix)

Open questions: who reads bounces? Are there other machines?
"""


def test_a_short_postmortem_with_bold_beginnings_for_headings() -> None:
    session = session_of(TERSE)
    assert session.key_details.attendees == ("Kim (on call)", "Lea")
    assert session.summary.overview == "Postfix filled its disk."
    (why,) = session.root_cause.whys
    assert (why.text, [each.text for each in why.whys]) == ("disk full", ["debug log on", "no disk alert"])
    assert [each.text for each in why.whys[0].whys] == ["no checklist"]
    assert [each.text for each in session.parking_lot] == ["who reads bounces?", "Are there other machines?"]


def test_the_name_and_the_day_at_the_end_of_a_task() -> None:
    assert [(each.text, each.owner, each.due, each.ticket) for each in session_of(TERSE).actions] == [
        ("add mx2 to inventory", "Kim", date(2026, 6, 10), ""),
        ("disk alert on all mx", "Lea", None, ""),
        ("migration checklist", "", None, "OPS-77"),
        ("Ask for help from @kim", "", None, ""),
        ("Page @kim", "", None, ""),
        ("Add an alert", "kim", None, ""),
        ("Test the mail – API", "", None, ""),
        ("Rotate the logs", "Lea", None, ""),
        ("Upgrade it (Postfix)", "", None, ""),
    ]


def test_a_link_that_is_named_issue_is_a_ticket_by_its_number() -> None:
    session = session_of(
        """# Postmortem: the disk

## Timeline
- 10:00 Full
## Action items
- [x] Give it a class ([PR](https://github.com/o/r/pull/701)) @min
- [ ] Alert on disk > 80% [see this issue](https://github.com/o/r/issues/702)
"""
    )
    assert [(each.text, each.owner, each.status, each.ticket) for each in session.actions] == [
        ("Give it a class", "min", "done", "[#701](https://github.com/o/r/pull/701)"),
        ("Alert on disk > 80%", "", "open", "[#702](https://github.com/o/r/issues/702)"),
    ]


def test_milestones_that_the_timeline_says_fill_what_the_key_details_leave_open() -> None:
    intake = take(
        """# Postmortem: search, 2026-03-11

## Timeline

| Time | Event |
| --- | --- |
| 14:51 | News: the outage begins to be talked of |
| 14:54 | **OUTAGE BEGINS** — Search melts down |
| 14:55 | [Detected] pager storm |
| 15:01 | Incident declared by ana |
| 15:30 | not resolved, as we thought |
| 15:36 | **OUTAGE MITIGATED**, index replicated |
| 16:30 | Errors back to normal; incident closed |

## Root cause

A bug.
"""
    )
    assert intake.session is not None
    details = intake.session.key_details
    assert [
        at and at[11:16]
        for at in (
            details.started_at,
            details.detected_at,
            details.acknowledged_at,
            details.mitigated_at,
            details.resolved_at,
        )
    ] == ["14:54", "14:55", "15:01", "15:36", "16:30"]
    assert (
        "started, detected, acknowledged, mitigated, resolved: taken from the timeline, which says so" in intake.notes
    )


def test_a_milestone_of_the_key_details_stands_whatever_the_timeline_says() -> None:
    details = session_of(
        "# Postmortem: search, 2026-03-11\n\n- **Start:** 2026-03-11 10:00 UTC\n- **Severity:** 1\n\n"
        "## Timeline\n\n- 09:00 outage begins\n- 09:30 resolved\n\n## Root cause\n\nA bug.\n"
    ).key_details
    assert (details.started_at, details.resolved_at) == ("2026-03-11T10:00:00Z", None)


WIKI = """<h1 id="title-text"><span>Warehouse API slow</span></h1>

## <span style="color: rgb(0,51,102);">Overview</span>

<p>It answered in <strong>more than 8&nbsp;s</strong>.<br/>Pickers could not scan.</p>

| <p>**Start**</p> | <p>21 Jul 2026 09:12 CEST</p> |
| --- | --- |
| <p>**Incident commander**</p> | <p>[~tbaker]</p> |
| <p>**Ticket**</p> | <p>[OPS-1](https://e.org/browse/OPS-1)</p> |

## <span>Timeline (CEST)</span>

<table class="wiki"><tbody>
<tr><th>Time</th><th>What</th><th>Who</th></tr>
<tr><td>09:30</td><td><p>Lead calls &gt; <strong>the desk</strong></p></td><td>Marta</td></tr>
<tr><td>09:41</td><td>Job found | stopped</td><td>&nbsp;</td></tr>
</tbody></table>

## Business impact

<ul><li>2 h lost</li><li>1,120 parcels<ul><li>a day late</li></ul></li></ul>

## What can we do better?

* Read from the replica
* Write `<span>` in code

```
<ul><li>stays</li></ul>
```

## Follow\\-up tasks

| Task | Assignee |
| --- | --- |
| <ac:task><ac:task-status>complete</ac:task-status>Alert earlier</ac:task> | @Marta Nowak |

Attachments: [graph.png](/download/graph.png) (image/png)
"""


def test_what_a_wiki_left_as_html_is_read_as_the_tables_and_lists_that_it_is() -> None:
    intake = take(WIKI)
    session = intake.session
    assert session is not None
    details = session.key_details
    assert (details.headline, details.owner, details.started_at) == (
        "Warehouse API slow",
        "tbaker",
        "2026-07-21T07:12:00Z",
    )
    assert session.summary.related_tickets == ("[OPS-1](https://e.org/browse/OPS-1)",)
    assert session.summary.overview == "It answered in **more than 8 s**.  \nPickers could not scan."
    assert [(event.at, event.text, event.who) for event in session.timeline] == [
        ("2026-07-21T07:30:00Z", "Lead calls > the desk", "Marta"),
        ("2026-07-21T07:41:00Z", "Job found | stopped", ""),
    ]
    assert session.impact.statement == "- 2 h lost\n- 1,120 parcels\n    - a day late"
    assert [(each.text, each.status) for each in session.actions] == [
        ("Read from the replica", "open"),
        ("Write `<span>` in code", "open"),
        ("Alert earlier", "done"),
    ]
    assert [(each.kind, each.caption or each.body) for each in session.evidence][-1] == ("graph", "graph.png")
    assert "<ul><li>stays</li></ul>" in str(session)
    assert next(row.line for row in intake.account if "1,120" in row.text) == WIKI[: WIKI.index("<ul>")].count("\n") + 1


def test_supporting_information_has_its_names_without_what_joined_them() -> None:
    session = session_of(
        """# Postmortem: search

## Timeline
- 10:00 Slow
## Root cause
x
## Supporting information
* Monitoring dashboard, https://monitor.example.org/search
* Graph of the descriptors: ![fds](fds.png)
* Errors: ![the 500s](e1.png)
"""
    )
    assert [(each.title, each.url) for each in session.further_reading] == [
        ("Monitoring dashboard", "https://monitor.example.org/search")
    ]
    assert [each.caption for each in session.evidence] == ["Graph of the descriptors", "Errors: the 500s"]


@pytest.mark.parametrize(
    "inner", ["<script>word</script>", "<word in brackets", "<th>word", "<textarea>word</textarea>"]
)
def test_html_that_is_no_list_stays_with_every_word(inner: str) -> None:
    session = session_of(
        f"# Postmortem: x\n\n## Timeline\n\n- 10:00 y\n\n## Root cause\n\n<ul><li>a</li>{inner}</ul>\n"
    )
    assert "word" in str(session)


def test_a_state_and_a_day_at_the_end_of_an_action_are_taken() -> None:
    actions = session_of(
        SRE
        + """
## What we do

- Renew (done 2015-10-23)
- Alert (by Friday)
- Tell (by Ana)
- Move (in progress)

| Action | Owner | Status |
| --- | --- | --- |
| Pin | Bo | done 24 Oct 2015 |
"""
    ).actions[-5:]
    assert [(each.text, each.owner, each.status, each.due or each.done_at) for each in actions] == [
        ("Renew", "", "done", date(2015, 10, 23)),
        ("Alert", "", "open", date(2015, 10, 23)),
        ("Tell", "Ana", "open", None),
        ("Move", "", "open", None),
        ("Pin", "Bo", "done", date(2015, 10, 24)),
    ]
    assert actions[3].description == "Status: in progress"


@pytest.mark.parametrize(
    "text",
    [
        "The site was down.\n\n- Why? The disk was full\n  - Why? Logs grew",
        "The site was down.\n\nBecause: The disk was full\n\nWhy?\n\nBecause: Logs grew",
        "Problem: The site was down.\n\n1. Why? The disk was full\n2. Why? Logs grew",
    ],
    ids=["nested", "because", "labelled"],
)
def test_what_stands_above_the_first_why_is_the_problem(text: str) -> None:
    cause = session_of(f"{SRE}\n## 5 whys\n\n{text}\n").root_cause
    assert cause.problem == "The site was down."
    first = cause.whys[-1]
    assert (first.text, [why.text for why in first.whys]) == ("The disk was full", ["Logs grew"])


def test_an_answer_below_recurrence_is_the_answer() -> None:
    summary = session_of(f"{SRE}\n## Recurrence\n\nYes: in March, too\n").summary
    assert (summary.recurrence.answer, summary.recurrence.detail) == ("yes", "in March, too")
    assert "Recurrence" not in [own.title for own in summary.sections]
    other = session_of(f"{SRE}\n## Recurrence\n\nNobody knows.\n").summary
    assert (other.recurrence.answer, other.sections[-1].text) == (None, "Nobody knows.")
