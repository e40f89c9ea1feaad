"""What the review and the library know is offered while somebody types: products, tags, services, people, causes."""

import time
from datetime import UTC, datetime

import pytest

from pmtui.app.completion import Completion, of_field, of_line, of_words
from pmtui.app.item_parsing import parked
from pmtui.app.known_words import KnownWords
from pmtui.index.facts import Facts, facts_of
from pmtui.meeting.step import Form
from pmtui.meeting.steps import STEPS, list_of
from pmtui.session.document import Action, Event, KeyDetails, RootCause, Session, Summary, Why

FIELDS = {field.path: field for step in STEPS for part in step.parts if isinstance(part, Form) for field in part.fields}
OWNER = next(field for field in list_of("actions").fields if field.path == "owner")
WHO = next(field for field in list_of("timeline").fields if field.path == "who")
WHY = next(field for field in list_of("root_cause.whys").fields if field.path == "text")
PRESENT = Session(
    format="pmtui-session", version=2, id="now",
    key_details=KeyDetails(attendees=("Priya", "Tom A.", "Ada Kovács")),
    timeline=(Event(id="e", text="rolled back", who="deploy bot"),),
)  # fmt: skip


def review(number: int, *, who: str = "", cause: str = "", owner: str = "", **details: object) -> Facts:
    made = Session(
        format="pmtui-session", version=2, id=f"{number}", created_at="2026-11-18T09:00:00Z",
        key_details=KeyDetails(**details),  # type: ignore[arg-type]
        summary=Summary(services=("checkout-api",)),
        timeline=(Event(id="e", text="x", who=who),),
        root_cause=RootCause(whys=(Why(id="w", text=cause, verdict="root"), Why(id="v", text="Not a cause"))),
        actions=(Action(id="a", text="x", owner=owner),),
    )  # fmt: skip
    return facts_of(made, "")


KNOWN = KnownWords(
    [
        review(4, product="payments", tags=("Überlast", "expired-certificate"), owner="Pia L."),
        review(3, product="Payments", tags=("expired-certificate", "expiry"), owner="Tomás Ruiz", who="monitoring"),
        review(2, product="Payments", cause="The certificate had expired", owner="Pia L."),
        review(1, product="Search", tags=("capacity",), cause="Nobody owned the queue"),
    ]
)


@pytest.mark.parametrize(
    ("path", "typed", "whole", "shown"),
    [
        ("key_details.product", "pay", "Payments", "Payments"),  # the spelling of most
        ("key_details.product", "payments", "Payments", "Payments"),
        ("key_details.product", "Payments", "", ""),
        ("key_details.product", "zzz", "", ""),
        ("key_details.product", "", "", ""),
        ("key_details.tags", "exp", "expired-certificate", "expired-certificate"),  # used most
        ("key_details.tags", "capacity, uber", "capacity, Überlast", "Überlast"),
        ("key_details.tags", "expired-certificate, exp", "expired-certificate, expiry", "expiry"),
        ("key_details.tags", "cert", "expired-certificate", "expired-certificate"),
        ("key_details.tags", "capacity, ", "", ""),
        ("summary.services", "che", "checkout-api", "checkout-api"),
        ("key_details.facilitator", "t", "Tom A.", "Tom A."),  # present
        ("key_details.facilitator", "tr", "Tomás Ruiz", "Tomás Ruiz"),
        ("key_details.facilitator", "kovacs", "Ada Kovács", "Ada Kovács"),
        ("key_details.attendees", "Priya, p", "Priya, Pia L.", "Pia L."),
        ("key_details.severity", "sev2", "SEV2", "SEV2"),
        ("key_details.headline", "p", "", ""),
    ],
)
def test_a_field_goes_on_as_what_is_known(path: str, typed: str, whole: str, shown: str) -> None:
    assert of_field(FIELDS[path], None, typed, PRESENT, KNOWN) == Completion(whole, shown)


def test_an_owner_is_completed_from_people_and_an_actor_from_the_timeline_too() -> None:
    def offered(typed: str, **changes: object) -> str:
        field = WHO if changes else OWNER
        return of_field(field, "timeline" if changes else "actions", typed, PRESENT, KNOWN).whole

    assert (offered("p"), offered("pi"), offered("x")) == ("Priya", "Pia L.", "")
    assert offered("dep", who=True) == "deploy bot"
    assert offered("mon", who=True) == "monitoring"
    assert offered("pi", who=True) == "Pia L."


@pytest.mark.parametrize(
    ("section", "typed", "whole"),
    [
        ("actions", "Test it @", "Test it @Priya"),
        ("actions", "Test it @pr", "Test it @Priya"),
        ("actions", "Test it @to", 'Test it @"Tom A."'),
        ("actions", "Test it @TA", 'Test it @"Tom A."'),
        ("actions", "Test it @kov", 'Test it @"Ada Kovács"'),
        ("actions", "Test it @pi", 'Test it @"Pia L."'),
        ("actions", "Test it @tomas", 'Test it @"Tomás Ruiz"'),
        ("actions", "Test it @Priya", ""),
        ("actions", "Test it @zoe", ""),
        ("actions", "Mail ops@pr", ""),
        ("actions", "Test it", ""),
        ("timeline", "14:02 rolled back @mon", "14:02 rolled back @monitoring"),
        ("resources", "Logs @pr", ""),
        ("root_cause.whys", "cert", "The certificate had expired"),
        ("root_cause.whys", "The cert", "The certificate had expired"),
        ("root_cause.whys", "The", ""),
        ("root_cause.whys", "The certificate had expired", ""),
        ("root_cause.whys", "Not a", ""),
    ],
)
def test_a_line_goes_on_as_what_is_known(section: str, typed: str, whole: str) -> None:
    assert of_line(list_of(section), typed, PRESENT, KNOWN).whole == whole


def test_an_answer_in_its_window_and_a_question() -> None:
    assert of_field(WHY, "root_cause.whys", "nobody own", PRESENT, KNOWN).whole == "Nobody owned the queue"
    assert of_line(parked("question"), "Who was paged? @pi", PRESENT, KNOWN).whole == 'Who was paged? @"Pia L."'


def test_a_library_without_an_index_knows_those_present() -> None:
    assert of_line(list_of("actions"), "Test it @pr", PRESENT, KnownWords()).whole == "Test it @Priya"
    assert of_field(FIELDS["key_details.product"], None, "pay", PRESENT, KnownWords()) == Completion()


def test_a_product_in_the_window_of_a_new_review() -> None:
    assert of_words("se", ("Checkout", "Search", "Checkout")) == Completion("Search", "Search")
    assert of_words("", ("Checkout",)) == of_words("Checkout", ("Checkout",)) == Completion()


def test_a_key_stays_quick_whatever_the_library_knows() -> None:
    many = KnownWords(
        [review(n, product=f"Product {n}", cause=f"Cause number {n} of many", owner=f"Name {n}") for n in range(3000)]
    )
    before = time.process_time()
    for _ in range(20):
        of_field(FIELDS["key_details.product"], None, "zz", PRESENT, many)
        of_line(list_of("actions"), "Test it @zz", PRESENT, many)
        of_line(list_of("root_cause.whys"), "zzz", PRESENT, many)
    assert (time.process_time() - before) / 20 < 0.03


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("Orders lost 1,240", "Orders lost: 1,240"),
        ("Pages late = 80000", "Pages late: 80000"),
        ("Hooks late - ~5 million", "Hooks late: ~5 million"),
        ("Refused payments 12 %", "Refused payments: 12 %"),
        ("Orders lost: 1,240", ""),
        ("1,240", ""),
        ("200 orders lost", ""),
    ],
)
def test_a_measure_is_offered_with_its_colon(typed: str, whole: str) -> None:
    assert of_line(list_of("impact.measures"), typed, PRESENT, KNOWN).whole == whole


def test_a_name_is_offered_before_the_fields_behind_it_too() -> None:
    def action(typed: str) -> str:
        return of_line(list_of("actions"), typed, PRESENT, KNOWN, datetime(2026, 11, 18, 12, tzinfo=UTC)).whole

    assert action("Test it @tom 18-12 !P1") == 'Test it @"Tom A." 18-12 !P1'
    assert action("Test it @kov in 2 weeks") == 'Test it @"Ada Kovács" in 2 weeks'
    assert action("Test it @Priya in 2 weeks") == action("Test it @pia in 2 weeks") == ""  # not present
    assert action("Test it @Tom A. and @ada 18-12") == 'Test it @Tom A. and @"Ada Kovács" 18-12'
    assert action("Mail @tom the list") == ""
    # whoever does not know how they are typed puts them in brackets
    assert action("Test it (Tom, 18 Dec)") == 'Test it @"Tom A." 18 Dec'
    assert action("Test it (owner: priya; by next friday)") == "Test it @Priya next friday"
    assert action("Test it (Priya)") == "Test it @Priya"
    assert action("Test it (in staging, Priya)") == action("Test it (again)") == action("Test it (2)") == ""


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("PST", "America/Los_Angeles"),
        ("los a", "America/Los_Angeles"),
        ("europe/lo", "Europe/London"),
        ("Europe/London", ""),
        ("UTC", ""),
        ("x", ""),
    ],
)
def test_a_zone_is_offered_by_its_city_and_by_its_letters(typed: str, whole: str) -> None:
    assert of_field(FIELDS["key_details.timezone"], None, typed, PRESENT, KNOWN).whole == whole
