"""Session documents as JSON: nothing is lost, and what cannot be read is named by its path."""

import itertools
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.codec import Decoded, decode, encode, schema
from pmtui.session.document import MAX_DEPTH, DocumentError, Session
from pmtui.session.document_errors import key_given_twice
from tests.strategies import sessions

NOW = "2026-11-20T09:00:00Z"


def read(document: Any) -> Decoded:
    ids = (f"id-{n}" for n in itertools.count())
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return decode(data, now=NOW, new_id=lambda: next(ids))


def minimal(**parts: Any) -> dict[str, Any]:
    return {"format": "pmtui-session", "version": 2, **parts}


FULL: dict[str, Any] = minimal(
    id="0199f0c2-0000-7000-8000-000000000000",
    status="in_review",
    created_at="2026-11-20T09:00:00Z",
    updated_at="2026-11-21T09:00:00.25Z",
    key_details={
        "term": "Postmortem", "product": "Checkout", "headline": "Card payments | refused\nfor 47 minutes",
        "incident_date": "2026-11-18", "reference": "INC-204", "severity": "SEV2", "team": "Payments",
        "facilitator": "A", "scribe": "B", "owner": "C", "attendees": ["A", "B"], "customer": "X",
        "audience": "customer", "timezone": "Europe/London", "started_at": "2026-11-18T14:02:00Z",
        "detected_at": None, "acknowledged_at": None, "mitigated_at": None, "resolved_at": "2026-11-18T14:49:00Z",
        "review_date": "2026-11-20", "tags": ["payments"], "more": {"Cost centre": "4711", "Ring": ""},
    },
    summary={
        "overview": "# not a heading", "services": ["api"], "effect": "outage",
        "data_loss": {"answer": "no", "detail": ""}, "human_intervention": {"answer": "yes", "detail": "by hand"},
        "pattern": "sustained", "recurrence": {"answer": "unknown", "detail": "", "of": ["other"]},
        "related_tickets": ["OPS-17"], "sections": [{"id": "s1", "title": "Detection", "text": "* by a customer"}],
    },
    impact={"statement": "…", "measures": [{"id": "m1", "name": "Orders lost", "value": "1,240"}]},
    root_cause={
        "problem": "refused",
        "whys": [{"id": "w1", "text": "expired", "verdict": "contributing", "evidence": ["e1"], "whys": [
            {"id": "w2", "text": "no alert", "verdict": "root", "evidence": [], "whys": []}]}],
        "statement": "s", "not_found": "n",
    },
    timeline=[{"id": "t1", "at": "2026-11-18T14:02:00Z", "until": "2026-11-18T14:10:00Z", "precision": "about",
               "text": "pager", "kind": "decision", "known": "little", "known_now": "more",
               "who": "on call", "source": "slack", "evidence": ["e1"],
               "pinned": True}],
    resources=[{"id": "r1", "text": "logs", "location": "s3://x", "secured": True}],
    actions=[{"id": "a1", "text": "alert", "ticket": "OPS-99", "horizon": "long", "kind": "detect", "owner": "D",
              "priority": "P1", "due": "2026-12-01", "status": "done", "done_at": "2026-11-30", "description": "d",
              "source": "w2"}],
    lessons={
        "learned": [{"id": "n1", "text": "x", "author": "A", "votes": 3, "group": "g", "ballots": {"AK": 2, "": 0}}],
        "went_well": [], "went_wrong": [], "got_lucky": [],
    },
    evidence=[{"id": "e1", "caption": "c", "kind": "graph", "body": "b", "path": "graph.png", "url": "https://x",
               "at": "2026-11-18T14:02:00Z"}],
    further_reading=[{"id": "f1", "title": "t", "url": "u"}],
    parking_lot=[{"id": "p1", "text": "q", "author": "A", "kind": "question", "answer": "a", "owner": "B",
                  "of": None, "settled": False},
                 {"id": "p2", "text": "Is it?", "author": "C", "kind": "remark", "answer": "", "owner": "",
                  "of": "t1", "settled": True}],
    meeting=[{"held_at": "2026-11-20T10:00:00Z", "minutes": {"timeline": 14}, "asked": 8, "learned": 0, "again": None}],
)  # fmt: skip


# --- the round trip ---


def test_a_full_document_comes_back_as_it_was() -> None:
    session, removed = read(FULL)
    assert removed == 0
    assert json.loads(encode(session)) == FULL
    assert read(encode(session)).session == session


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_export_import_export_is_equal_to_the_byte(session: Session) -> None:
    once = encode(session)
    again = read(once).session
    assert again == session
    assert encode(again) == once


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_every_character_comes_back(text: str) -> None:
    session = read(minimal(id="x", key_details={"headline": text})).session
    assert read(encode(session)).session.key_details.headline == text


def test_what_is_missing_takes_its_empty_value_and_a_new_id() -> None:
    session = read(minimal(timeline=[{}, {"text": "x"}])).session
    assert session.id == "id-0"
    assert [event.id for event in session.timeline] == ["id-1", "id-2"]
    assert (session.created_at, session.updated_at, session.status) == (NOW, NOW, "draft")
    assert session.key_details.term == "Learning review"
    assert session.key_details.timezone == "UTC"


def test_items_without_ids_get_the_same_ones_each_time_that_a_document_is_read() -> None:
    whys = [{"text": "a", "whys": [{"text": "b"}]}, {"text": "a"}]
    told = minimal(id="x", timeline=[{"text": "one"}, {"text": "one"}], root_cause={"whys": whys})
    first = read(told).session
    assert read(told).session == first
    assert [event.id for event in first.timeline] != [event.id for event in reversed(first.timeline)]

    # Another event before them, and one that says the same and came with its id: the others keep theirs.
    known = {"id": first.timeline[0].id, "text": "one"}
    more = read(minimal(id="x", timeline=[{"text": "two"}, {"text": "one"}, {"text": "one"}])).session
    assert more.timeline[1:] == first.timeline
    assert len({event.id for event in read(minimal(id="x", timeline=[{"text": "one"}, known])).session.timeline}) == 2


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("2026-11-18T15:02:00+01:00", "2026-11-18T14:02:00Z"),
        ("2026-11-18T14:02:00.500Z", "2026-11-18T14:02:00.5Z"),
        ("2026-11-18T14:02:00.000Z", "2026-11-18T14:02:00Z"),
        ("2026-11-18t14:02:00z", "2026-11-18T14:02:00Z"),
        ("2026-11-18T14:02:00.123456789Z", "2026-11-18T14:02:00.123456789Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_times_are_kept_in_utc_in_as_few_digits_as_say_the_same(given_: str, kept: str) -> None:
    session = read(minimal(timeline=[{"at": given_}], key_details={"started_at": given_})).session
    assert (session.timeline[0].at, session.key_details.started_at) == (kept, kept)


def test_a_list_of_strings_holds_each_once() -> None:
    session = read(minimal(key_details={"tags": ["b", "a", "b"]}, summary={"recurrence": {"of": ["x", "x"]}})).session
    assert session.key_details.tags == ("b", "a")
    assert session.summary.recurrence.of == ("x",)


def test_control_characters_go_and_are_counted() -> None:
    document = minimal(
        key_details={"headline": "red \x1b[31m", "product": "a\r\nb"},
        timeline=[{"id": "t\x07", "text": "c1 \x9b and del \x7f"}],
    )
    session, removed = read(document)
    assert removed == 4
    assert (session.key_details.headline, session.key_details.product) == ("red [31m", "a\nb")
    assert session.timeline[0].text == "c1  and del "
    assert read(json.dumps(document, ensure_ascii=False).encode()) == (session, removed)


def test_a_byte_order_mark_is_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(minimal(id="x")).encode()).session.id == "x"


# --- what is refused ---


def whys(depth: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for level in range(depth, 0, -1):
        made = [{"id": f"w{level}", "whys": made}]
    return made


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"colour": "red"}, "$.colour: unknown key"),
        ({"key_details": {"produkt": "x"}}, "$.key_details.produkt: unknown key"),
        ({"timeline": [{}, {"kinds": "x"}]}, "$.timeline[1].kinds: unknown key"),
        ({"status": "open"}, "$.status: invalid enum value"),
        ({"timeline": [{"kind": "nope"}]}, "$.timeline[0].kind"),
        ({"timeline": {}}, "$.timeline: expected `array`"),
        ({"summary": None}, "$.summary: expected `object`"),
        ({"key_details": {"headline": 3}}, "$.key_details.headline: expected `str`"),
        ({"key_details": {"incident_date": "18-11-2026"}}, "$.key_details.incident_date"),
        ({"lessons": {"learned": [{"votes": -1}]}}, "$.lessons.learned[0].votes"),
        ({"meeting": [{"minutes": {"close": 1, "timeline": 1.5}}]}, "$.meeting[0].minutes.timeline: expected `int`"),
        ({"meeting": [{}, {"minutes": {"tea": 5}}]}, "$.meeting[1].minutes.tea: unknown key"),
        (
            {"meeting": [{"minutes": {"close": 1, "timeline": 10**30}}]},
            "$.meeting[0].minutes.timeline: expected `int` <=",
        ),
        ({"lessons": {"learned": [{"ballots": {"AK": 2**53}}]}}, "$.lessons.learned[0].ballots.AK: expected `int` <="),
        ({"id": ""}, "$.id: an empty id"),
        ({"timeline": [{"id": "a"}], "actions": [{"id": "a"}]}, "$.actions[0].id: the id 'a' is used twice"),
        ({"timeline": [{"at": "2026-11-18T14:02:00"}]}, "$.timeline[0].at"),
        ({"timeline": [{"at": "14:02"}]}, "$.timeline[0].at: '14:02': not a time with an offset"),
        ({"timeline": [{"at": "2026-02-30T14:02:00Z"}]}, "$.timeline[0].at: '2026-02-30T14:02:00Z': no such date"),
        ({"timeline": [{"at": "2026-11-18T14:02:00+25:00"}]}, "no such offset: +25:00: it lies between -23:59 and"),
        ({"key_details": {"resolved_at": "soon"}}, "$.key_details.resolved_at"),
        ({"key_details": {"timezone": "Mars/Olympus"}}, "$.key_details.timezone: no time zone 'Mars/Olympus'"),
        ({"key_details": {"timezone": "../etc/passwd"}}, "$.key_details.timezone"),
        ({"root_cause": {"whys": whys(MAX_DEPTH + 1)}}, "deeper than 100"),
        *(
            ({"evidence": [{"path": path}]}, "$.evidence[0].path")
            for path in (
                "/etc/passwd",
                "../x",
                "a/../../x",
                "..",
                "~/x",
                "C:\\x",
                "..\\x",
                "\\\\host\\x",
                ".",
                "a/",
                "a/.",
                "./",
            )
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_path(parts: dict[str, Any], says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(minimal(**parts))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ('{"a": 1, "a": 1}', "$.a"),
        ('{"a": {"b": "x", "c": 2, "b": "y"}}', "$.a.b"),
        ('\ufeff{"a": [{}, {"b": {"c": 1}, "d": {"c": 1, "c": 2}}], "a": []}', "$.a[1].d.c"),
        ('{"a": [{"b": 1}, {"b": 1}], "b": {"a": "a"}}', ""),
    ],
)
def test_a_key_that_is_given_twice_is_named_by_its_path(data: str, path: str) -> None:
    assert key_given_twice(data.encode()) == path


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a session document"),
        (b"null", "not a session document"),
        (b"{}", "$.format"),
        (b'{"format": "other", "version": 1}', "$.format"),
        (b'{"format": "pmtui-session"}', "$.version"),
        (b'{"format": "pmtui-session", "version": true}', "$.version"),
        (b'{"format": "pmtui-session", "version": 0}', "$.version"),
        (b'{"format": "pmtui-session", "version": 3}', "$.version: 3 is newer than this pmtui reads (2): update pmtui"),
        (b'{"format": "pmtui-session", "version": 3, "new": 1}', "newer"),
        (b'{"format": "pmtui-session", "version": 1, "id": "\xff"}', ""),
        (b"[" * 100_000, ""),
        *(
            (
                b'{"format": "pmtui-session", "version": 1, "id": "%b"}' % text,
                "\\ud83d is half a character: take it out",
            )
            for text in (rb"\ud83d", rb"\ud83d x", rb"\ud83d\ud83d\ude00", rb"\ud83d\\ude00", rb"\\\ud83d")
        ),
        (b'{"format": "pmtui-session", "version": 1, "id": "\\ude00 x"}', "\\ude00 is half a character"),
        (rb'{"format": "pmtui-session", "version": 1, "id": "\\ud83d \ud83d\ude00" ,,}', "not JSON: JSON is malformed"),
        (
            b'{"format": "pmtui-session", "version": 1, "root_cause": {"whys": ['
            + b'{"whys": [' * 2000
            + b"]}" * 2000
            + b"]}}",
            "deeper than 100",
        ),
    ],
)
def test_what_is_no_document_of_ours(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert says in str(caught.value)


def test_the_deepest_tree_is_read() -> None:
    session = read(minimal(root_cause={"whys": whys(MAX_DEPTH)})).session
    assert read(encode(session)).session == session


# --- the schema ---


def test_the_schema_is_valid_and_accepts_what_we_write() -> None:
    found = schema()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(found)
    validator = jsonschema.Draft202012Validator(found)
    validator.validate(FULL)
    validator.validate(minimal())
    for wrong in (minimal(colour="red"), minimal(status="open"), {"version": 1}, minimal(timeline=[{"kind": "x"}]),
                  minimal(id=""), minimal(meeting=[{"minutes": {"tea": 5}}])):  # fmt: skip
        assert not validator.is_valid(wrong)
    assert "\\u0000" not in json.dumps(found)


def test_a_schema_and_a_document_name_the_same_keys() -> None:
    defined = set(schema()["$defs"]["Session"]["properties"])
    assert defined == set(FULL)
