"""A name is written otherwise wherever a review uses it, and that is taken back where nobody changed it since."""

from typing import Any

import pytest

from pmtui.session.document import Action, Event, KeyDetails, Lessons, Note, Parked, RootCause, Session, Summary, Why
from pmtui.session.edits import change_item, set_field
from pmtui.session.renaming import KINDS, NameKind, rename, undo_rename

SESSION = Session(
    format="pmtui-session", version=2, id="s", status="final",
    key_details=KeyDetails(
        product="payments", team="Pay", customer="ACME", tags=("vendor", "payments", "Payments"),
        attendees=("Tom", "Ada"), facilitator="Tom", owner="Ada",
    ),
    summary=Summary(services=("api", "db"), overview="Tom saw that payments failed"),
    timeline=(Event(id="e1", text="@Tom rolled back", who="Tom "), Event(id="e2", text="x", who="bot")),
    root_cause=RootCause(whys=(Why(id="w1", text="No alert", whys=(Why(id="w2", text="no owner"),)),)),
    actions=(Action(id="a1", text="Tom", owner="Tom"), Action(id="a2", text="x", owner="Ada")),
    lessons=Lessons(went_well=(Note(id="n1", text="x", author="Tom"),)),
    parking_lot=(Parked(id="p1", text="x", author="Tom", owner="Tom"),),
)  # fmt: skip


def test_a_person_is_renamed_wherever_a_name_stands_and_in_no_text() -> None:
    made, changes = rename(SESSION, "person", "Tom", "Tom A.")
    details = made.key_details
    assert (details.attendees, details.facilitator, details.owner) == (("Tom A.", "Ada"), "Tom A.", "Ada")
    assert [event.who for event in made.timeline] == ["Tom A.", "bot"]
    assert [action.owner for action in made.actions] == ["Tom A.", "Ada"]
    assert made.lessons.went_well[0].author == made.parking_lot[0].author == made.parking_lot[0].owner == "Tom A."
    assert (made.actions[0].text, made.summary.overview) == ("Tom", SESSION.summary.overview)
    assert made.timeline[0].text == "@Tom rolled back"
    assert len(changes) == 7
    assert undo_rename(made, changes) == (SESSION, 0)


@pytest.mark.parametrize(
    ("kind", "old", "new", "path", "value"),
    [
        ("product", "payments", "Payments", "key_details.product", "Payments"),
        ("team", "Pay", "Payments", "key_details.team", "Payments"),
        ("customer", "ACME", "Acme", "key_details.customer", "Acme"),
        ("tag", "payments", "Payments", "key_details.tags", ("vendor", "Payments")),  # two spellings become one
        ("service", "api", "checkout-api", "summary.services", ("checkout-api", "db")),
    ],
)
def test_each_kind_at_its_place(kind: NameKind, old: str, new: str, path: str, value: Any) -> None:
    made, changes = rename(SESSION, kind, old, new)
    assert made == set_field(SESSION, path, value)
    assert undo_rename(made, changes) == (SESSION, 0)


def test_a_cause_at_any_depth() -> None:
    made, changes = rename(SESSION, "cause", "no owner", "Nobody owned it")
    assert made.root_cause.whys[0].whys[0].text == "Nobody owned it"
    assert made.root_cause.whys[0].text == "No alert"
    assert undo_rename(made, changes) == (SESSION, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_not_there_changes_nothing(kind: NameKind) -> None:
    made, changes = rename(SESSION, kind, "PAYMENTS", "x")
    assert made is SESSION
    assert changes == ()


def test_what_somebody_changed_since_stays() -> None:
    made, changes = rename(SESSION, "person", "Tom", "Tom A.")
    later = change_item(made, "actions", "a1", owner="Pia")
    back, left = undo_rename(later, changes)
    assert left == 1
    assert back.actions[0].owner == "Pia"
    assert back.key_details == SESSION.key_details


def test_a_list_that_got_more_since_keeps_it() -> None:
    made, changes = rename(SESSION, "service", "api", "checkout-api")
    later = set_field(made, "summary.services", ("checkout-api", "db", "queue"))
    assert undo_rename(later, changes)[0].summary.services == ("api", "db", "queue")
    both, merged = rename(SESSION, "tag", "payments", "Payments")
    later = set_field(both, "key_details.tags", ("Payments", "new"))
    assert undo_rename(later, merged)[0].key_details.tags == ("Payments", "new", "payments")
    gone = set_field(made, "summary.services", ("db",))
    assert undo_rename(gone, changes) == (gone, 1)
