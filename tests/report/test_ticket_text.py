"""An action leaves as the text of a ticket that somebody understands who has not read the review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pmtui.report.ticket_text import ticket_body, ticket_text
from pmtui.session.document import Action, Note, Session, Why

Make = Callable[..., Session]

WHYS = (
    Why(id="w", text="The certificate had expired", whys=(Why(id="r", text="Nobody was warned", verdict="root"),)),
    Why(id="r2", text="Renewal is by hand", verdict="root"),
)
DETAILS = {
    "key_details.product": "Checkout",
    "key_details.headline": "Card payments refused",
    "key_details.incident_date": date(2026, 11, 18),
    "key_details.severity": "SEV2",
    "key_details.reference": "INC-204",
    "key_details.started_at": "2026-11-18T14:02:00Z",
    "key_details.resolved_at": "2026-11-18T14:49:00Z",
    "root_cause.whys": WHYS,
}


def test_it_says_what_happened_why_when_it_is_done_who_and_by_when(make_session: Make) -> None:
    action = Action(
        id="a", text="Alert 30 days\nbefore expiry", source="r", description="An alert fired\nin the drill.",
        owner="Priya", due=date(2026, 12, 1), priority="P1", kind="detect", ticket="OPS-9",
    )  # fmt: skip
    session = make_session(**DETAILS, actions=(action,))
    assert ticket_text(session, action, "https://t.example/{}").split("\n") == [
        "Alert 30 days before expiry",
        "",
        "**What happened:** Card payments refused (Checkout, 18\u00a0Nov\u00a02026, SEV2, INC-204, lasted 47 min)",
        "",
        "**Root cause:** Nobody was warned",
        "",
        "**Done when:** An alert fired\\",
        "in the drill.",
        "",
        "- Owner: Priya",
        "- Due: 1\u00a0Dec\u00a02026",
        "- Priority: P1",
        "- Kind: detect",
        "- Ticket: [OPS-9](<https://t.example/OPS-9>)",
        "",
        f"From a learning review: `pmtui open {session.id}`",
        "",
    ]


def test_what_it_comes_from_is_said_beside_the_roots_and_nothing_is_invented(make_session: Make) -> None:
    note = Note(id="n", text="The *runbook* was old")
    action = Action(id="a", text="Write it anew", source="n")
    body = ticket_body(make_session(**DETAILS, **{"lessons.went_wrong": (note,)}, actions=(action,)), action)
    assert "**Comes from:** The \\*runbook\\* was old\n" in body
    assert "**Root causes:** Nobody was warned; Renewal is by hand\n" in body
    assert "Done when" not in body and "Owner" not in body
    alone = make_session(actions=(action,))
    assert ticket_text(alone, action).startswith("Write it anew\n\nFrom a learning review: `pmtui open ")
