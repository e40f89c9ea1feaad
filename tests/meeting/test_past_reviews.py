"""What earlier reviews say at the opening."""

from __future__ import annotations

from datetime import date

from pmtui.meeting.past_reviews import earlier
from pmtui.session.document import Action, KeyDetails, Session

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


def test_a_shared_tag_is_seen_before_whatever_the_product() -> None:
    found = earlier(
        NOW, [NOW, review(1, product="Login", headline="Sign-in loops", tags=("Expired-Certificate",))], TODAY
    )
    assert [(one.headline, one.shared) for one in found.seen_before] == [("Sign-in loops", ("expired-certificate",))]


def test_what_reviews_paid_is_said_only_where_it_is_true() -> None:
    done = (Action(id="a", text="x", status="done"),)
    better = [review(n, product="Checkout", minutes=m, actions=done) for n, m in enumerate((30, 40, 120, 140), 1)]
    assert earlier(NOW, better, TODAY).paid == "4 actions done · resolved in 35 min where it was 2 h 10"
    worse = [review(n, product="Checkout", minutes=m) for n, m in enumerate((120, 140, 30, 40), 1)]
    assert earlier(NOW, worse, TODAY).paid == ""
