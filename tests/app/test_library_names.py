"""The names of a library: how many reviews use each, and which are spellings of one."""

from pmtui.app.library_names import library_names, near
from pmtui.index.facts import Facts, facts_of
from pmtui.session.document import Action, Event, KeyDetails, Session, Summary


def review(number: int, **details: object) -> Facts:
    made = Session(
        format="pmtui-session", version=2, id=f"{number}", created_at="2026-11-18T09:00:00Z",
        key_details=KeyDetails(**details),  # type: ignore[arg-type]
        summary=Summary(services=("api",)),
        timeline=(Event(id="e", text="x", who="monitoring"),),
        actions=(Action(id="a", text="x", owner="Tom A."),),
    )  # fmt: skip
    return facts_of(made, "")


NAMES = library_names(
    [
        review(1, product="Payments", tags=("dns", "Überlast", "vendor")),
        review(2, product="payments", tags=("dns", "uberlast"), attendees=("Tom A.", "tom a")),
        review(3, product="Payments", tags=("dns", "vendors")),
    ]
)


def test_spellings_of_one_come_first_and_then_what_is_used_most() -> None:
    assert [(name.text, name.reviews, name.alike) for name in NAMES if name.kind == "product"] == [
        ("Payments", 2, ("payments",)),
        ("payments", 1, ("Payments",)),
    ]
    tags = [name.text for name in NAMES if name.kind == "tag"]
    assert set(tags[:4]) == {"Überlast", "uberlast", "vendor", "vendors"}
    assert tags[4] == "dns"
    people = {name.text: (name.reviews, name.alike) for name in NAMES if name.kind == "person"}
    assert people == {"Tom A.": (3, ("tom a",)), "tom a": (1, ("Tom A.",)), "monitoring": (3, ())}


def test_what_is_near_a_name_that_nobody_has() -> None:
    assert [name.text for name in near("PAYMENT", NAMES, "product")] == ["Payments", "payments"]
    assert [name.text for name in near("monit", NAMES, "person")] == ["monitoring"]
    assert near("zzz", NAMES, "tag") == []
