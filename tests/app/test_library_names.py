"""The names of a library: how many reviews use each, and which are spellings of one."""

from msgspec.structs import replace

from pmtui.app.library_names import library_names, near
from pmtui.app.name_rows import found, line, new_name_rows, widest
from pmtui.index.facts import Facts, facts_of
from pmtui.session.document import Action, Event, KeyDetails, Lessons, Note, Parked, RootCause, Session, Summary, Why
from pmtui.session.renaming import NameKind, rename

SESSION = Session(format="pmtui-session", version=2, id="s", created_at="2026-11-18T09:00:00Z")


def review(number: int, **details: object) -> Facts:
    made = replace(
        SESSION, id=f"{number}",
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
    assert [name.text for name in near("monitorng", NAMES, "person")] == ["monitoring"]


def shown(typed: str, kind: NameKind | None = None) -> list[str]:
    return [name.text for name in found(NAMES, typed, kind)]


def test_a_filter_finds_by_the_beginnings_of_words_and_by_the_kind() -> None:
    assert shown("pay") == ["Payments", "payments"]
    assert sorted(shown("tag uber")) == ["uberlast", "Überlast"]
    assert shown("", "service") == shown("service") == ["api"]
    assert shown("zzz") == []


def test_a_line_names_another_spelling_where_there_is_room() -> None:
    (first, *_) = found(NAMES, "pay", None)
    assert [span.text for span in line(first, 100).right] == ["  also “payments”", "  2 reviews    "]
    assert len(line(first, 50).right) == 1


def test_a_new_name_is_offered_with_what_merging_it_means() -> None:
    name = next(name for name in NAMES if name.text == "payments")

    def rows(typed: str) -> list[tuple[str, str]]:
        made = new_name_rows(typed, name, NAMES)
        return [(row.id, row.right[0].text if row.right else row.text) for row in made]

    both = "2 reviews have it: both become one"
    assert rows("payments")[0] == rows("")[0] == ("Payments", both), "other spellings are offered at once"
    assert rows("Payments") == [("Payments", both)]
    assert rows("Shop") == [("Shop", "a new name")]
    tag = next(name for name in NAMES if name.text == "dns")
    assert new_name_rows("a, b", tag, NAMES)[0].id == ""


def test_every_name_of_somebody_that_can_be_renamed_is_among_the_names() -> None:
    everywhere = replace(
        SESSION,
        key_details=KeyDetails(attendees=("Ada",), facilitator="Ben", scribe="Cem", owner="Dana"),
        timeline=(Event(id="e", text="x", who="Eve"),),
        actions=(Action(id="a", text="x", owner="Fay"),),
        lessons=Lessons(
            learned=(Note(id="n", text="x", author="Gus"),), got_lucky=(Note(id="l", text="x", author="Hal"),),
        ),
        parking_lot=(Parked(id="p", text="x", author="Ivo", owner="Jan"),),
    )  # fmt: skip
    people = [name.text for name in library_names([facts_of(everywhere, "")]) if name.kind == "person"]
    assert sorted(people) == ["Ada", "Ben", "Cem", "Dana", "Eve", "Fay", "Gus", "Hal", "Ivo", "Jan"]
    assert all(len(rename(everywhere, "person", name, "x")[1]) == 1 for name in people)


def test_causes_are_roots_and_what_contributed() -> None:
    whys = (Why(id="r", text="No alert", verdict="root"), Why(id="c", text="No owner", verdict="contributing"))
    made = replace(SESSION, root_cause=RootCause(whys=(*whys, Why(id="n", text="It was night"))))
    assert [name.text for name in library_names([facts_of(made, "")]) if name.kind == "cause"] == [
        "No alert",
        "No owner",
    ]


def test_how_many_have_a_name_stands_near_it() -> None:
    plain = [name for name in NAMES if not name.alike]
    assert widest([]) == widest(plain) == 60
    assert 60 < widest(NAMES) < 90, "another spelling has room beside it"
    assert widest([NAMES[0]._replace(text="cause " * 40)]) == 120
