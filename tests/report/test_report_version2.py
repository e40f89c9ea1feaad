"""What a report says since the second version: the answer under the title, own fields and sections, remarks."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from pmtui.report.answer_line import answer
from pmtui.report.dates import NBSP
from pmtui.report.diagram import diagram
from pmtui.report.markdown import render
from pmtui.report.tables import wide
from pmtui.session.document import Action, Event, Evidence, KeyDetails, OwnSection, Parked, RootCause, Session, Why
from pmtui.session.edits import set_field
from tests.report.rendered import page
from tests.report.test_report_timeline import checkout
from tests.strategies import empty


@pytest.mark.parametrize(
    ("session", "line"),
    [
        (empty(), "Draft"),
        (replace(empty(), status="final", key_details=KeyDetails(severity="SEV1")), "SEV1 · final"),
        (
            replace(
                checkout(),
                actions=(Action(id="a"), Action(id="b"), Action(id="c", status="done")),
            ),
            "**Card payments refused for 47 minutes** — SEV2 · in review · lasted 47 min · detected after 7 min · "
            "2 open actions",
        ),
        (
            replace(
                empty(),
                key_details=KeyDetails(
                    headline=" *It*\nfell | over ",
                    started_at="2026-11-18T14:02:00Z",
                    detected_at="2026-11-18T14:02:00Z",
                    resolved_at="2026-11-19T13:02:00Z",
                ),
                actions=(Action(id="a", status="dropped"),),
            ),
            "**\\*It\\* fell \\| over** — draft · lasted 23 h · detected at once · no open actions",
        ),
    ],
)
def test_the_line_under_the_title_is_the_answer(session: Session, line: str) -> None:
    assert answer(session) == line
    assert render(session).split("\n")[2] == line


def test_milestones_say_how_long_after_the_start_they_were_and_mark_their_events() -> None:
    at = ("2026-11-18T14:02:00Z", "2026-11-18T14:09:00Z")
    details = KeyDetails(started_at=at[0], detected_at=at[1], acknowledged_at=at[1])
    events = (Event(id="a", at=at[0], text="x"), Event(id="b", at=at[1]), Event(id="c", at=at[1], text="y"))
    shown = page(render(replace(empty(), key_details=details, timeline=events)))
    found = dict(shown.under("Key details").tables[0])
    assert found["Started"].replace(NBSP, " ") == "18 Nov 2026 14:02"
    assert found["Acknowledged"].replace(NBSP, " ") == "18 Nov 2026 14:09 (after 7 min)"
    assert [row[1] for row in shown.under("Timeline").tables[0][1:]] == ["started: x", "detected, acknowledged:", "y"]


def test_the_teams_own_fields_and_sections_are_shown_where_they_belong() -> None:
    session = set_field(checkout(), "key_details.more", {"Cost | centre": "4711", "Empty": "", "Ring": "`a`"})
    sections = (
        OwnSection(id="1", title="Detection # 1", text="* by\n* hand\n\n## no heading"),
        OwnSection(id="2", title="", text="without a title"),
        OwnSection(id="3", title="Trigger"),
        OwnSection(id="4"),
    )
    shown = page(render(set_field(session, "summary.sections", sections)))
    assert shown.under("Key details").tables[0][-2:] == [["Cost | centre", "4711"], ["Ring", "a"]]
    at = next(n for n, each in enumerate(shown.sections) if each.heading == "Detection # 1")
    assert shown.sections[at].items == [(1, "by"), (1, "hand")]
    assert [each.heading.strip() for each in shown.sections[at - 1 : at + 4]] == [
        "Summary", "Detection # 1", "", "Impact", "Root cause",
    ]  # fmt: skip


def test_a_decision_shows_what_was_known_then_and_now() -> None:
    events = (
        Event(id="a", text="Roll back", kind="decision", known="it had helped", known_now="it did not matter"),
        Event(id="b", text="Wait", kind="decision", known_now="it was the cause"),
        Event(id="c", text="Retry", kind="decision"),
    )
    shown = page(render(replace(empty(), timeline=events)))
    assert [row[1:] for row in shown.under("Decisions").tables[0]] == [
        ["Decision", "What was known", "What is known now"],
        ["Roll back", "it had helped", "it did not matter"],
        ["Wait", "", "it was the cause"],
    ]


def test_who_acted_has_a_column_where_anybody_did() -> None:
    events = (Event(id="a", text="x", who="on call"), Event(id="b", text="y"))
    shown = page(render(replace(empty(), timeline=events)))
    assert shown.under("Timeline").tables[0] == [
        ["Date and time (UTC)", wide("Event"), "Who"],
        ["time not known", "x", "on call"],
        ["time not known", "y", ""],
    ]


def test_the_parking_lot_leaves_out_what_is_settled() -> None:
    parked = (
        Parked(id="1", text="Was it paged?", kind="remark", of="t1", author="AK"),
        Parked(id="2", text="Settled", kind="remark", settled=True),
        Parked(id="3", text="Done with", settled=True),
        Parked(id="4", text="Chaos day"),
        Parked(id="5", text="Two versions", kind="conflict"),
    )
    items = page(render(replace(empty(), parking_lot=parked))).under("Parking lot").items
    assert items == [(1, "Remark: Was it paged?"), (1, "Chaos day")]


@pytest.mark.parametrize(
    ("ticket", "shown"),
    [
        ("OPS-99", "[OPS-99](<https://j.example.com/b/OPS-99?x>)"),
        ("a|b", "[a\\|b](<https://j.example.com/b/a%7Cb?x>)"),
        ("#12", "[#12](<https://j.example.com/b/%2312?x>)"),
        ("OPS-1, OPS-2", "OPS-1, OPS-2"),
        ("a@b.cd", "<a@b.cd>"),
        ("https://x.y/1", "<https://x.y/1>"),
        ("[OPS-1](https://x.y/1)", "[OPS-1](https://x.y/1)"),
        ("", ""),
    ],
)
def test_a_ticket_is_a_link_where_the_team_says_where_it_is(ticket: str, shown: str) -> None:
    session = replace(empty(), actions=(Action(id="a", text="x", ticket=ticket, priority="P1"),))
    report = render(session, ticket_url="https://j.example.com/b/{}?x")
    assert f"| x |  |  | open |{f' {shown} |' if shown else ''} P1 | short |" in report
    assert "](<" not in render(session)


def test_an_address_of_tickets_with_a_pipe_breaks_no_table() -> None:
    session = replace(empty(), actions=(Action(id="a", text="x", ticket="OPS-1"),))
    assert "[OPS-1](<https://j.example.com/a%7Cb/OPS-1>)" in render(session, ticket_url="https://j.example.com/a|b/{}")


def test_a_chat_is_shown_line_by_line_with_nothing_rendered() -> None:
    chat = Evidence(id="a", kind="chat", body="Jo: *look*\nSam: # on it")
    assert "```\nJo: *look*\nSam: # on it\n```" in render(replace(empty(), evidence=(chat,)))


def test_a_large_tree_is_drawn_where_it_leads_to_a_root() -> None:
    for count, drawn in ((20, 20), (21, 1)):
        whys = tuple(Why(id=str(n), text=f"w{n}", verdict="root" if n == 3 else None) for n in range(count))
        assert diagram(RootCause(problem="p", whys=whys)).count("problem -->") == drawn


def test_an_actions_description_stands_below_it_and_no_text_passes_for_one() -> None:
    actions = (
        Action(id="a", text="Pin it\n*not a description*", description="too dear", status="dropped"),
        Action(id="b", description="alone", due=date(2026, 12, 1), kind="learn", horizon="long"),
    )
    report = render(replace(empty(), actions=actions))
    assert "| Pin it<br>\\*not a description\\*<br>*too dear* |  |  | dropped |  | short |" in report
    assert f"| *alone* |  | 1{NBSP}Dec{NBSP}2026 | open | learn | long |" in report


def test_a_log_ends_where_its_last_line_does() -> None:
    one, two = Evidence(id="a", kind="log", body="x\n\ny"), Evidence(id="b", kind="log", body="x\n\ny\n\n")
    shown = page(render(replace(empty(), evidence=(one, two))))
    assert shown.under("Fig. 1").code == shown.under("Fig. 2").code == ["x\n\ny\n"]
    assert (
        len({render(replace(empty(), evidence=(each,))).rpartition("[//]")[0] for each in (one, replace(two, id="a"))})
        == 2
    )


def test_a_large_tree_is_drawn_where_it_leads_to_a_cause() -> None:
    whys = tuple(
        Why(id=f"w{n}", text=f"why {n}", whys=(Why(id=f"v{n}", text=f"below {n}", verdict=verdict),))
        for n, verdict in enumerate(("root", "ruled_out", "contributing", "not_followed", None) * 3)
    )
    session = replace(empty(), root_cause=RootCause(problem="p", whys=whys[:10]))
    small = page(render(session)).under("Five whys").code[0]
    assert small.count("why ") == 10
    assert "w2_1[" in small and "w2 -.-> w2_1" in small and ":::ruledOut" in small and "classDef notFollowed" in small
    large = page(render(replace(session, root_cause=RootCause(problem="p", whys=whys)))).under("Five whys").code[0]
    assert [n for n in range(15) if f'why {n}"' in large] == [0, 2, 5, 7, 10, 12]
    assert "ruledOut" not in large and "-.->" not in large


def test_a_label_is_cut_behind_a_word() -> None:
    text = "The certificate of the gateway had expired without anybody noticing it"
    code = page(render(replace(empty(), root_cause=RootCause(whys=(Why(id="a", text=text), Why(id="b")))))).under(
        "Five whys"
    )
    assert 'w1["The certificate of the gateway had expired without anybody#8230;"]' in code.code[0]
