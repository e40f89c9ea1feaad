"""What can be guessed is offered: the last product, the day of the first event, the people of the team."""

from pmtui.app.guesses import guess
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Event, KeyDetails, Session

FIELDS = {field.path.removeprefix("key_details."): field for step in STEPS for field in step.fields}
CHECKOUT = KeyDetails(product="Checkout", team="Payments", attendees=("Ada K.", "Tom A."), facilitator="Ada K.")
SEARCH = KeyDetails(product="Search", team="Find", attendees=("Jo L.",))


def session(*events: Event, **details: object) -> Session:
    return Session(format="pmtui-session", version=2, id="s", timeline=events, key_details=KeyDetails(**details))  # type: ignore[arg-type]


def test_the_product_of_the_last_review_and_then_its_team_and_people() -> None:
    new, earlier = session(), (KeyDetails(), CHECKOUT, SEARCH)
    assert guess(FIELDS["product"], new, earlier) == "Checkout"
    named = session(product="search")
    assert guess(FIELDS["product"], named, earlier) == ""
    assert guess(FIELDS["team"], named, earlier) == "Find"
    assert guess(FIELDS["attendees"], named, earlier) == "Jo L."
    assert guess(FIELDS["attendees"], session(team="Payments"), earlier) == "Ada K., Tom A."
    assert guess(FIELDS["facilitator"], session(team="Payments"), earlier) == "Ada K."
    assert guess(FIELDS["headline"], new, earlier) == ""
    assert guess(FIELDS["product"], new, ()) == ""


def test_the_day_of_the_first_event_in_the_zone_of_the_review() -> None:
    late, later = Event(id="a", at="2026-11-18T23:30:00Z"), Event(id="b", at="2026-11-19T08:00:00Z")
    made = session(later, Event(id="c"), late, timezone="Europe/Berlin")
    assert guess(FIELDS["incident_date"], made, ()) == "19-11-2026"
    assert guess(FIELDS["incident_date"], session(Event(id="c")), ()) == ""
