"""Nothing that a document may hold makes an export fail."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.report.blocks import block
from pmtui.report.formats import FORMATS, doubts, export
from pmtui.session import codec
from pmtui.session.document import Evidence, Session
from pmtui.session.edits import set_field
from tests.report.test_report_hostile import hostile_sessions
from tests.report.test_report_timeline import checkout
from tests.strategies import sessions


@settings(max_examples=20, deadline=None)
@given(st.one_of(sessions(), hostile_sessions()))
def test_any_document_is_exported(session: Session) -> None:
    document = codec.encode(replace(session, updated_at="2026-11-20T09:00:00Z"))
    read = codec.decode(document, now="2026-11-20T09:00:00Z", new_id=lambda: "new").session
    for format in FORMATS:
        assert export(read, format)
    doubts(read)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "UTC"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_the_ends_of_the_calendar_are_exported(zone: str, at: str) -> None:
    session = set_field(set_field(checkout(), "key_details.timezone", zone), "key_details.started_at", at)
    assert export(session)


@pytest.mark.parametrize(
    "text",
    [">- <pre\n", "```\n```\xa0", "`" * 3000, "[" * 3000, "> " * 3000 + "a", "- " * 3000, "*a" * 2000, "|" * 500],
)
def test_no_text_of_a_block_makes_a_report_fail(text: str) -> None:
    session = checkout()
    for path in ("summary.overview", "impact.statement", "root_cause.statement"):
        session = set_field(session, path, text)
    session = set_field(session, "evidence", (Evidence(id="e", kind="graph", body=text),))
    assert "## Timeline" in export(session)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 100_000 + "x",
        "- " * 100_000 + "x",
        "> - " * 50_000 + "x",
        "\n".join("  " * n + "- a" for n in range(120)),
        "[" * 3_000 + "a" + "](https://x.y)" * 150,
        "![" * 150 + "a" + "](https://x.y)" * 150,
        "*a _b " * 150 + "c_ d*" * 150,
        "*" * 2_000 + "a" + "*" * 2_000,
        "|" * 2_000 + "\n" + "|-" * 2_000,
    ],
    ids=lambda text: text[:4].strip(),
)
def test_however_deep_a_text_is_nested_it_is_exported_and_the_stack_stays_low(text: str) -> None:
    deepest = depth = 0

    def counted(_: object, event: str, __: object) -> None:
        nonlocal deepest, depth
        depth += {"call": 1, "return": -1}.get(event, 0)
        deepest = max(deepest, depth)

    session = replace(checkout(), evidence=(Evidence(id="f1", body=text),))
    for field in ("summary.overview", "impact.statement", "root_cause.statement"):
        session = set_field(session, field, text)
    block(text + " ")  # the parser is loaded by now
    sys.setprofile(counted)
    try:
        made = block(text)
    finally:
        sys.setprofile(None)
    assert deepest < 150
    assert made in export(session)
