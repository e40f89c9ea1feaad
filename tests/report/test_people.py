"""A customer reads no names: they go wherever they are names, and ordinary words that look like them stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.report.templates.people import People
from pmtui.session.document import Action, Event, Session

Make = Callable[..., Session]

ROOM = (
    "Priya Shah (SRE)",
    "Will Grant",
    "May Ling",
    "Ana de la Cruz",
    "Łukasz",
    "Mark",
    "Tom A.",
    "Support lead",
    "jonas",
)


@pytest.fixture
def people(make_session: Make) -> People:
    return People(
        make_session(
            **{
                "key_details.attendees": ROOM,
                "key_details.owner": "Sam Root",
                "key_details.team": "Payments",
                "key_details.product": "Chase",
                "actions": (Action(id="a", text="x", owner="@Rose"), Action(id="b", text="y", owner="Platform team")),
                "timeline": (
                    Event(id="e", text="x", who="Bo Chase"),
                    Event(id="f", text="x", who="Grafana"),
                    Event(id="g", text="x", who="on-call engineer"),
                    Event(id="h", text="x", who="Argo CD"),
                ),
            }
        )
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Priya Shah restarted it", "A colleague restarted it"),
        ("We asked Priya, then Shah's team", "We asked a colleague, then a colleague's team"),
        ("Priya and Łukasz looked on. Tom slept", "Colleagues looked on. A colleague slept"),
        ("Ana de la Cruz wrote; Ana\u00a0de\nla Cruz left", "A colleague wrote; a colleague left"),
        ("asked @priya and @Rose", "asked @priya and a colleague"),
        ("jonas rolled back", "A colleague rolled back"),
        # ordinary words at the beginning of a sentence, and names there
        ("Will it fail again? Mark it as done.", "Will it fail again? Mark it as done."),
        ("Will Grant saw it. Will restarted it", "A colleague saw it. A colleague restarted it"),
        ("Mark was paged. Mark's laptop; Rose and Priya", "A colleague was paged. A colleague's laptop; colleagues"),
        ("Then Will called Mark back", "Then a colleague called a colleague back"),
        ("In May, on 18 May 2026, since May; May may help", "In May, on 18 May 2026, since May; May may help"),
        ("We called May at once", "We called a colleague at once"),
        ("The Mark of the Grant", "The Mark of the Grant"),
        # what is no person
        ("Support lead and Payments watched Grafana; Argo CD synced", None),
        ("the Root CA of Chase for the on-call engineer; sam-04.example, Platform team", None),
        ("remark, willing, Priyanka, mark@x", None),
    ],
)
def test_names_go_and_words_stay(people: People, text: str, shown: str | None) -> None:
    assert people.taken_out(text) == (text if shown is None else shown)


def test_it_says_whose_names_they_were(people: People) -> None:
    assert people.named_in("Shah, then Will Grant, then Priya, and Will it fail?") == ("Priya Shah", "Will Grant")


def test_without_people_nothing_is_changed(make_session: Make) -> None:
    assert People(make_session()).taken_out("Priya saw it") == "Priya saw it"


def test_a_surname_that_a_system_has_is_a_name(make_session: Make) -> None:
    found = People(make_session(**{"key_details.attendees": ("Leroy Jenkins", "Jenkins")}))
    assert found.taken_out("Leroy Jenkins ran in") == "A colleague ran in"
