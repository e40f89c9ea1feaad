"""Whatever somebody typed is found again, in whichever field or list it stands."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.editing_session import Place
from pmtui.app.searchable_texts import texts
from pmtui.session.document import Event, Measure, Session, Why

Make = Callable[..., Session]


def test_every_field_of_words_and_every_item_is_found_with_its_place(make_session: Make) -> None:
    session = make_session(
        **{
            "key_details.product": "Checkout",
            "key_details.team": "Payments",
            "key_details.tags": ("cards", "expired"),
            "summary.overview": "Card payments\nwere refused",
            "summary.data_loss.detail": "two orders",
            "impact.statement": "1,240 orders lost",
            "impact.measures": (Measure(id="m1", name="Orders", value="1,240"),),
            "root_cause.problem": "Cards were refused",
            "root_cause.whys": (Why(id="w1", text="The certificate had expired"),),
            "timeline": (Event(id="e1", text="pager rang", who="monitoring"),),
        }
    )
    found = {text.words: text for text in texts(session)}
    assert found["Checkout"].place == Place("key_details", None, "key_details.product")
    assert found["Card payments were refused"].called == "overview"
    assert found["two orders"].place == Place("summary", None, "summary.data_loss.detail")
    assert found["cards, expired"].called == "tags"
    assert {"Payments", "1,240 orders lost", "Cards were refused"} <= set(found)
    assert found["Orders · 1,240"].place == Place("impact", "m1")
    assert found["The certificate had expired"].place == Place("five_whys", "w1")
    assert found["pager rang · monitoring"] == (Place("timeline", "e1"), "pager rang · monitoring", "timeline")
