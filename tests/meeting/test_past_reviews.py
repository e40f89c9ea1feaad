"""What earlier reviews say at the opening."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from pmtui.meeting.past_reviews import earlier, not_taken
from pmtui.session.document import Action, KeyDetails, Parked, Session

TODAY = date(2026, 11, 20)


def review(n: int, *, minutes: int | None = None, actions: tuple[Action, ...] = (), **details: object) -> Session:
    resolved = f"2026-01-01T{minutes // 60:02}:{minutes % 60:02}:00Z" if minutes is not None else None
    key = KeyDetails(started_at="2026-01-01T00:00:00Z", resolved_at=resolved, **details)  # type: ignore[arg-type]
    return Session(format="pmtui-session", version=2, id=f"s{n}", key_details=key, actions=actions)


NOW = review(0, product="Checkout", tags=("expired-certificate",))


def test_open_actions_of_the_same_product_come_overdue_first() -> None:
    actions = (
        Action(id="a", text="Renew by itself", due=date(2026, 12, 1)),
        Action(id="b", text="Alert 30 days ahead", due=date(2026, 11, 1)),
        Action(id="c", text="Done long ago", status="done"),
    )
    found = earlier(
        NOW, [review(1, product="checkout ", actions=actions), review(2, product="Search", actions=actions)], TODAY
    )
    assert [(one.action.text, one.overdue) for one in found.left_open] == [
        ("Alert 30 days ahead", True),
        ("Renew by itself", False),
    ]


def test_a_shared_tag_makes_reviews_alike_whatever_the_product() -> None:
    actions = (Action(id="a", text="Renew by itself"),)
    found = earlier(NOW, [NOW, review(1, product="Login", tags=("Expired-Certificate",), actions=actions)], TODAY)
    assert [one.action.text for one in found.left_open] == ["Renew by itself"]


def test_what_reviews_paid_is_said_only_where_it_is_true() -> None:
    done = (Action(id="a", text="x", status="done"),)
    better = [review(n, product="Checkout", minutes=m, actions=done) for n, m in enumerate((30, 40, 120, 140), 1)]
    assert earlier(NOW, better, TODAY).paid == "4 actions done · resolved in 35 min where it was 2 h 10"
    worse = [review(n, product="Checkout", minutes=m) for n, m in enumerate((120, 140, 30, 40), 1)]
    assert earlier(NOW, worse, TODAY).paid == ""


def test_topics_and_questions_without_an_answer_are_offered_as_the_newest_review_left_them() -> None:
    def lot(*parked: Parked) -> tuple[Parked, ...]:
        return parked

    newer = replace(
        review(1, product="Checkout"),
        parking_lot=lot(
            Parked(id="a", text="Do other regions have the gap?"),
            Parked(id="b", text="Who owns the runbook?", kind="question", answer="Platform"),
            Parked(id="c", text="Rate limits", settled=True),
            Parked(id="d", text="an idea", kind="idea"),
        ),
    )
    older = replace(
        review(2, product="Checkout"),
        parking_lot=lot(
            Parked(id="e", text="who owns  the runbook?", kind="question"),
            Parked(id="f", text="Since when?", kind="question", owner="Jo"),
        ),
    )
    left = earlier(NOW, [newer, older], TODAY).left_asked
    assert [(one.session_id, one.parked.id) for one in left] == [("s1", "a"), ("s2", "f")]
    taken = replace(NOW, parking_lot=lot(Parked(id="x", text="Since when?", kind="question")))
    assert [one.parked.id for one in not_taken(left, taken)] == ["a"]
