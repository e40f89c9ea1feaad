"""Data with times, read by what stands in it: when, what, who, from where; and how each line is accounted for."""

import json
from datetime import UTC, date, datetime
from itertools import count

import pytest

from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.intake.timeline.collecting import collect_events
from pmtui.intake.timeline.filters import Wanted, compiled
from pmtui.intake.timeline.formats import format_of
from pmtui.intake.timeline.row import Given
from pmtui.intake.timeline.source import Source


def read(text, there=(), asks=None, zone="Europe/London", pieces=None, **given) -> Intake:
    ids = map(str, count(1))
    now, began = datetime(2026, 11, 20, 9, tzinfo=UTC), "2026-11-18T13:30:00Z"
    context = IntakeContext(now, zone, date(2026, 11, 18), lambda: next(ids), began)
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(pieces or [data])
    found = format_of(source)
    assert found is not None
    return collect_events(found, Given(context, **given), there, asks)


def told(intake, *fields):
    """The events as rows of fields, the day left out of their times."""
    fields = fields or ("at", "text")
    rows = ([getattr(event, name) for name in fields] for event in intake.events)
    return [tuple(str(value).removeprefix("2026-11-18T") for value in row) for row in rows]


# --- tables ---


def test_a_time_in_a_table_may_count_from_the_start_of_the_incident():
    intake = read("Time,Event\nT+05 min,alert fires\nT+1h30,rolled back\n14:02,seen\n")
    assert told(intake) == [("13:35:00Z", "alert fires"), ("15:00:00Z", "rolled back"), ("14:02:00Z", "seen")]


def test_a_table_is_read_by_the_meaning_of_its_columns():
    intake = read(
        'When,What happened,User,Type,Cost\n14:02,alert fires,monitor,alert,1\n23:50,"a, ""b""\nc",Ana,Decision,\n'
    )
    assert intake.kind == "CSV table"
    assert told(intake, "at", "text", "who", "kind") == [
        ("14:02:00Z", "alert fires", "monitor", "alert"),
        ("23:50:00Z", 'a, "b"\nc', "Ana", "decision"),
    ]
    assert [(row.line, row.place) for row in intake.account] == [(2, "timeline"), (3, "timeline")]
    assert intake.notes == ("columns that say nothing of an event were left out: Cost",)


def test_the_line_more_than_twelve_hours_before_the_one_above_is_of_the_next_day():
    assert told(read("time;event\n23:50;a\n00:10;b\n"))[1] == ("2026-11-19T00:10:00Z", "b")


def test_a_zone_in_the_header_counts_unless_one_is_written_beside_the_time():
    intake = read("date\ttime (America/New_York)\tevent\n2026-11-18\t14:02\ta\n2026-11-18\t14:02Z\tb\n")
    assert told(intake) == [("19:02:00Z", "a"), ("14:02:00Z", "b")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("time,event\n14:02,a\nsoon,b\n", "line 3: not a time: 'soon'"),
        ("time,event\n14:02,a,b\n", "line 2: has 3 cells, the header 2"),
        ('time,event\n14:02,"a\n', "is no row of a table"),
        ("time,event\n11/18/2026 14:02,a\n", "line 2: 11/18/2026 is no date"),
        ('[{"time":"14:02","text":"a"},\n{"time":', "line 2: not JSON"),
        ('{"time":"14:02","text":"a"}\n{"time":\n', "line 2: not JSON"),
        ("1\n00:00:05,000 --> 00:00:07,000\na\n\n2\n00:00:99 --> x\nb\n", "line 6: not a time of a cue"),
        ("2026-11-18T14:02:00Z a\n2026-13-45T14:02:00Z b\n", "line 2: "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_full_is_refused_with_its_line(text, why):
    with pytest.raises(NotReadable) as refused:
        read(text)
    assert why in str(refused.value)


# --- JSON ---


def test_json_is_read_by_the_meaning_of_its_keys_nested_ones_too():
    rows = [
        {"@timestamp": "2026-11-18T14:02:00.120Z", "fields": {"message": "up", "user": "ana"}, "host": "web-1"},
        {"@timestamp": 1795010520, "message": "epoch"},
        {"@timestamp": 1795010520123, "message": "milliseconds"},
        {"@timestamp": "1795010520.000200", "message": "slack"},
    ]
    wrapped = json.dumps({"hits": {"hits": rows}}, indent=1)
    assert told(read(wrapped), "at", "text", "who", "source") == [
        ("14:02:00.12Z", "up", "ana", "web-1"),
        ("14:02:00Z", "epoch", "", ""),
        ("14:02:00.123Z", "milliseconds", "", ""),
        ("14:02:00.0002Z", "slack", "", ""),
    ]
    assert told(read("\n".join(map(json.dumps, rows)))) == told(read(wrapped))


MESSAGES = [
    {"type": "message", "user": "U1", "ts": "1795010580.000100", "thread_ts": "1795010520.000200", "text": "a reply"},
    {
        "type": "message", "user": "U1", "ts": "1795010520.000200",
        "text": "<@U2> see <https://x.org/a_b_c|the graph> &amp; *tell* <!here> `a*b*`",
    },
    {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1795010500.0", "text": "<@U2> has joined"},
    {"type": "message", "subtype": "channel_topic", "user": "U2", "ts": "1795010501.0", "text": "set the topic"},
    {"type": "message", "user": "U3", "ts": "1795010590.0", "text": "", "user_profile": {"real_name": "Cem"},
     "files": [{"name": "graph.png"}]},
]  # fmt: skip


def test_a_slack_export_has_names_links_and_no_joins():
    intake = read(json.dumps(MESSAGES), people={"U1": "Ana", "U2": "Bo"}, channel="inc-204")
    assert told(intake, "at", "who", "text") == [
        ("14:02:00Z", "Ana", "@Bo see [the graph](https://x.org/a_b_c) & tell @here `a*b*`"),
        ("14:03:00Z", "Ana", "a reply"),
        ("14:03:10Z", "Cem", "(graph.png)"),
    ]
    assert intake.events[0].source == "slack #inc-204"
    assert intake.notes == ("2 left out: joins, leaves and topic changes",)
    assert [row.place for row in intake.account].count(None) == 2


def test_a_program_that_writes_into_slack_is_a_source_and_nobody_who_took_part():
    said = {"type": "message", "text": "[P1] login failures: alert", "bot_id": "B1"}
    messages = [
        said | {"ts": "1795010520.1", "subtype": "bot_message", "username": "Datadog"},
        said | {"ts": "1795010521.1", "user": "U7", "bot_profile": {"name": "Datadog"}},
        said | {"ts": "1795010522.1", "user": "U8", "bot_profile": {"name": "Datadog"}},
        said | {"ts": "1795010523.1", "user": "U1", "bot_profile": {"name": "Polls"}, "text": "by a program"},
    ]
    intake = read(json.dumps(messages), people={"U1": "Ana", "U7": "Datadog"}, channel="inc-204")
    assert told(intake, "who", "source", "kind") == [
        *[("", "Datadog, slack #inc-204", "alert")] * 3,
        ("Ana", "slack #inc-204", "communication"),
    ]


def test_a_pagerduty_log_says_its_milestones():
    entries = [
        {"type": "resolve_log_entry", "summary": "Resolved by Jo", "created_at": "2026-11-18T14:40:00Z"},
        {"type": "acknowledge_log_entry", "summary": "Acknowledged by Jo", "created_at": "2026-11-18T14:05:00Z",
         "agent": {"type": "user_reference", "summary": "Jo"}},
        {"type": "trigger_log_entry", "summary": "Triggered through the API", "created_at": "2026-11-18T15:02:00+01:00",
         "channel": {"type": "api", "summary": "5xx above 5 %"}},
    ]  # fmt: skip
    intake = read(json.dumps({"log_entries": entries}))
    assert told(intake, "at", "kind", "who", "text") == [
        ("14:40:00Z", "action", "", "Resolved by Jo"),
        ("14:05:00Z", "action", "Jo", "Acknowledged by Jo"),
        ("14:02:00Z", "alert", "", "Triggered through the API\n5xx above 5 %"),
    ]
    assert dict(intake.milestones) == {
        "detected_at": "2026-11-18T14:02:00Z",
        "acknowledged_at": "2026-11-18T14:05:00Z",
        "resolved_at": "2026-11-18T14:40:00Z",
    }
    early = read(json.dumps({"log_entries": entries}), wanted=Wanted(None, None, "2026-11-18T14:30:00Z"))
    assert set(dict(early.milestones)) == {"detected_at", "acknowledged_at"}


def test_pagerduty_s_older_webhooks_hold_log_entries():
    entry = {"type": "trigger_log_entry", "summary": "Triggered by mail", "created_at": "2026-11-18T14:02:00Z"}
    for payload in ({"messages": [{"event": "incident.trigger", "log_entries": [entry]}]}, {"timeline": [entry]}):
        intake = read(json.dumps(payload))
        assert (intake.kind, told(intake, "at", "kind")) == ("PagerDuty log", [("14:02:00Z", "alert")])


def test_an_opsgenie_log_says_its_milestones():
    log = [
        ("Alert closed via web", "14:40"),
        ("Alert acknowledged via web", "14:05"),
        ("Alert created via API", "14:02"),
    ]
    data = [{"log": text, "type": "system", "owner": "jo", "createdAt": f"2026-11-18T{at}:00Z"} for text, at in log]
    intake = read(json.dumps({"data": data, "took": 0.1}))
    assert {name: at[11:16] for name, at in intake.milestones} == {
        "resolved_at": "14:40", "acknowledged_at": "14:05", "detected_at": "14:02",
    }  # fmt: skip
    assert intake.events[0].source == "Opsgenie"


def test_an_alert_is_an_event_where_it_fires_and_where_it_ends():
    alert = {
        "status": "resolved", "labels": {"alertname": "High5xx", "service": "checkout"},
        "annotations": {"summary": "5xx above 5 %"},
        "startsAt": "2026-11-18T14:02:00Z", "endsAt": "2026-11-18T14:40:00Z",
    }  # fmt: skip
    firing = alert | {"status": "firing", "endsAt": "0001-01-01T00:00:00Z", "startsAt": "2026-11-18T14:03:00Z"}
    intake = read(json.dumps({"version": "4", "alerts": [alert, firing]}))
    assert told(intake, "at", "kind", "who", "text") == [
        ("14:02:00Z", "alert", "checkout", "High5xx: 5xx above 5 %"),
        ("14:40:00Z", "observation", "checkout", "resolved: High5xx: 5xx above 5 %"),
        ("14:03:00Z", "alert", "checkout", "High5xx: 5xx above 5 %"),
    ]
    assert {event.source for event in intake.events} == {"Alertmanager"}
    assert read(json.dumps({"orgId": 1, "alerts": [firing]})).events[0].source == "Grafana"


# --- transcripts ---


def test_a_transcript_counts_from_its_beginning_and_knows_the_speakers():
    text = (
        "WEBVTT\nNOTE began 2026-11-18 14:00\n\n1\n00:05.000 --> 00:07.000\n<v Ana Silva>We see <i>500s</i> &amp; more"
    )
    text += "\n\n01:01:05.000 --> 01:01:07.000\nBo Li: roll back\nnow\n"
    assert told(read(text), "at", "who", "text") == [
        ("14:00:05Z", "Ana Silva", "We see 500s & more"),
        ("15:01:05Z", "Bo Li", "roll back now"),
    ]
    srt = "1\n00:00:05,500 --> 00:00:07,000\nAna: hi\n\n2\n00:00:08,000 --> 00:00:09,000\nBo: yes\n"
    began = read(srt, began="2026-11-18T14:02:00Z")
    assert told(began, "at", "who", "text") == [("14:02:05.5Z", "Ana", "hi"), ("14:02:08Z", "Bo", "yes")]
    assert "count from 18-11-2026 14:02, when the incident began" in began.notes[0]
    named = read(srt, name="GMT20261118-150000_Recording.transcript.vtt")
    assert told(named)[0][0] == "15:00:05.5Z"


# --- logs ---


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('<34>1 2026-11-18T14:02:31.5Z web-1 nginx 12 ID47 [a b="c]"] lost', ("14:02:31.5Z", "lost", "nginx", "web-1")),
        ("<34>Nov 18 14:02:31 web-1 su: 'su root' failed", ("14:02:31Z", "'su root' failed", "su", "web-1")),
        ("Nov 18 14:02:31 web-1 sshd[12]: lost", ("14:02:31Z", "lost", "sshd", "web-1")),
        ("2026-11-18T15:02:31+0100 web-1 kernel: lost", ("14:02:31Z", "lost", "kernel", "web-1")),
        ("2026-11-18 14:02:31,123 ERROR main: lost", ("14:02:31.123Z", "ERROR main: lost", "", "app.log")),
        ("[2026-11-18T14:02:31Z] lost", ("14:02:31Z", "lost", "", "app.log")),
        ("INFO 2026-11-18T14:02:31Z - lost", ("14:02:31Z", "INFO lost", "", "app.log")),
        ("2026/11/18 14:02:31 lost", ("14:02:31Z", "lost", "", "app.log")),
        ("1.2.3.4 - - [18/Nov/2026:15:02:31 +0100] GET / 500", ("14:02:31Z", "1.2.3.4 GET / 500", "", "app.log")),
        ('{"__REALTIME_TIMESTAMP":"1795010551000000","MESSAGE":"lost","_COMM":"x","_HOSTNAME":"web-1"}',
         ("14:02:31Z", "lost", "x", "web-1")),
    ],
)  # fmt: skip
def test_logs_say_when_what_who_and_where(line, expected):
    intake = read(f"{line}\n{line.replace(expected[1], 'found')}\n", name="app.log")
    assert told(intake, "at", "text", "who", "source")[0] == expected


TRACE = """\
2026-11-18 14:02:31 ERROR boom
Traceback (most recent call last):
  File "x.py", line 3
ValueError: \x1b[31mred\x1b[0m
2026-11-18 14:02:32 INFO fine
2026-11-18 14:02:33 ERROR again
"""


def test_lines_without_a_stamp_belong_to_the_one_above():
    intake = read(TRACE)
    assert len(intake.events) == 3
    assert intake.events[0].text.endswith("line 3\nValueError: red")
    assert [row.line for row in intake.account] == [1, 5, 6]


@pytest.mark.parametrize(
    "pattern", ["ValueError", "(?i)valueerror", r"boom[\s\S]*Value", "Value|nothing", r"^Value\w+:"]
)
def test_an_event_is_found_by_any_of_its_lines_in_pieces_of_any_size(pattern):
    data = (TRACE * 3).encode()
    for size in (len(data), 50, 7):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        intake = read("", pieces=pieces, wanted=Wanted(compiled(pattern)))
        assert [event.text.split("\n")[0] for event in intake.events] == ["ERROR boom"]
        assert [row.line for row in intake.account] == [1, 7, 13]
        assert "6 lines left out by --grep, --from or --to" in intake.notes


def test_a_span_of_time_has_both_its_ends():
    span = Wanted(None, "2026-11-18T14:02:32Z", "2026-11-18T14:02:33Z")
    assert told(read(TRACE, wanted=span)) == [("14:02:32Z", "INFO fine"), ("14:02:33Z", "ERROR again")]
    whole = read(TRACE, wanted=span, every_line=True)
    assert [(row.line, row.place) for row in whole.account] == [(1, None), (5, "timeline"), (6, "timeline")]


# --- chats ---


@pytest.mark.parametrize(
    "text",
    [
        "Ana Silva  2:02 PM\nWe see errors\nlots\nBo Li  2:04 PM\nrolling back\n",
        "[14:02] Ana Silva\nWe see errors\nlots\n\n[14:04] Bo Li\nrolling back\n",
        "Ana Silva\n18/11/2026 14:02\nWe see errors\nlots\n\nBo Li\n18/11/2026 14:04\nrolling back\n",
        "18/11/2026, 14:02 - Ana Silva: We see errors\nlots\n18/11/2026, 14:04 - Bo Li: rolling back\n",
        "Wednesday, 18 November\nAna Silva\nAPP  2:02 PM\nWe see errors\nlots\nBo Li\n  2:04 PM\nrolling back\n",
    ],
)
def test_copied_messages_are_told_apart_by_their_heads(text):
    assert told(read(text), "at", "who", "text") == [
        ("14:02:00Z", "Ana Silva", "We see errors\nlots"),
        ("14:04:00Z", "Bo Li", "rolling back"),
    ]


def test_lines_with_times_are_events():
    intake = read(
        "14:02 alert fires\n~14:05 decision: roll back\nand wait\n14:06 <bo> done\n14:02 alert fires\n00:10 quiet"
    )
    assert told(intake, "at", "kind", "who", "text") == [
        ("14:02:00Z", "other", "", "alert fires"),
        ("14:05:00Z", "decision", "", "roll back\nand wait"),
        ("14:06:00Z", "communication", "bo", "done"),
        ("2026-11-19T00:10:00Z", "other", "", "quiet"),
    ]
    assert intake.events[1].precision == "about"
    assert "1 there already: not added twice" in intake.notes


# --- all of them ---


def test_a_name_before_every_message_is_who_said_it():
    chat = "14:02 ana: pager rings\n[14:03] Bo K: looking\n  as: this\n14:04 ana: http://x\n"
    said = [
        ("14:02:00Z", "pager rings", "ana"),
        ("14:03:00Z", "looking\n  as: this", "Bo K"),
        ("14:04:00Z", "http://x", "ana"),
    ]
    intake = read(chat)
    assert told(intake, "at", "text", "who") == said
    # Where one message has no name, words before a colon are words; what is there already stays as it is.
    more = read(chat + "14:05 db1 restarted\n", there=intake.events)
    assert told(more) == [("14:05:00Z", "db1 restarted")]
    assert told(read(chat, there=read("14:02 ana: pager rings\n14:06 x\n").events), "at", "text") == [
        each[:2] for each in said[1:]
    ]
    for lines in ("14:02 ana: hi\n", "14:02 Error: a\n14:03 Warning: b\n", "14:02 PAGE: a\n14:03 ROLLBACK: b\n"):
        assert not any(event.who for event in read(lines).events)


def test_keys_of_json_that_no_event_has_are_named():
    rows = "".join(f'{{"time": "14:0{n}", "text": "a", "k{n}": {n}, "more": {{"pod": "x"}}}}\n' for n in range(3))
    assert read(rows).notes == ("keys that say nothing of an event were left out: k0, pod, k1, k2",)
    many = ", ".join(f'"k{n}": 1' for n in range(20))
    (note,) = read(f'[{{"time": "14:02", "text": "a", {many}}}]').notes
    assert note.endswith(", k10, k11 and 8 more")


def test_nothing_comes_twice_and_control_characters_are_counted():
    text = "time,event\n14:02,a\x07\n14:03,b\n"
    first = read(text)
    assert first.notes == ("1 control character taken out",)
    again = read(text, there=first.events)
    assert again.events == ()
    assert [row.place for row in again.account] == ["timeline", "timeline"]


def test_more_events_than_a_room_can_talk_about_are_asked_about():
    text = "time,event\n" + "".join(f"14:02,event {n}\n" for n in range(600))
    with pytest.raises(NotReadable, match=r"more than 500 events.*--grep, --from and --to"):
        read(text)
    asked = []
    assert len(read(text, asks=lambda n: not asked.append(n)).events) == 600
    assert asked == [600]
    with pytest.raises(NotReadable):
        read(text, asks=lambda n: False)


def test_a_novel_is_no_timeline_and_a_picture_no_text():
    assert format_of(Source([b"It was the best of times.\nIt was the worst of times.\n"])) is None
    assert format_of(Source([b"# Postmortem\n\n14:02 alert\n14:03 more\n"])) is None
    with pytest.raises(NotReadable, match="is no text"):
        format_of(Source([b"\x89PNG\x00\x00"]))


def test_text_of_other_encodings_is_read():
    assert told(read("time,event\n14:02,é\n".encode("utf-16")))[0][1] == "é"
    assert told(read("time,event\n14:02,caf\xe9\n".encode("latin-1")))[0][1] == r"caf\xe9"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine_wherever_a_file_is_cut_into_pieces(end):
    data = f"time,event{end}14:02,Zo\u00eb{end}14:03,b{end}".encode()
    pieces = [data[at : at + 1] for at in range(len(data))]
    assert told(read(data)) == told(read(data, pieces=pieces)) == [("14:02:00Z", "Zo\u00eb"), ("14:03:00Z", "b")]


def test_the_times_of_kubernetes_and_of_a_pager_s_csv_are_known_by_their_names():
    item = {"kind": "Event", "lastTimestamp": "2026-11-18T13:02:11Z", "message": "Back-off restarting"}
    assert told(read(json.dumps({"kind": "List", "items": [item]}))) == [("13:02:11Z", "Back-off restarting")]
    log = "id,created_on,type,agent,notes\nR1,2026-11-18T14:02:11+01:00,trigger,,Disk full\n"
    assert told(read(log)) == [("13:02:11Z", "Disk full")]
