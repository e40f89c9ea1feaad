"""The team's own fields: what the config offers, what a review has, and names that are refused."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.field_values import slot_of
from pmtui.app.searchable_texts import texts
from pmtui.library.drafts import FieldKey
from pmtui.meeting import own_fields
from pmtui.meeting.key_details import SEVERITY, STEP, with_severities
from pmtui.meeting.step import Form
from pmtui.session.document import Session
from pmtui.settings import OwnField

OFFERED = (OwnField("Cost centre", "Who pays", ("4711",)), OwnField("Severity"))


def test_the_offered_ones_come_first_then_those_of_the_review(make_session: Callable[..., Session]) -> None:
    session = make_session(**{"key_details.more": {"v1.2_region": "EU", "Cost centre": "4712"}})
    made = own_fields.fields(OFFERED, session)
    assert [(one.path, one.label, one.suggestions) for one in made] == [
        ("key_details.more.Cost centre", "Cost centre", ("4711",)),
        ("key_details.more.v1.2_region", "v1.2_region", ()),
    ]
    assert made[1].short_name == "v1.2_region"


def test_a_name_that_is_taken_is_said_in_one_line() -> None:
    (line,) = own_fields.mistakes(OFFERED)
    assert line.startswith("fields: Severity: the key details have a field of that name")


def test_what_was_left_in_one_finds_its_field_and_its_words_are_found(make_session: Callable[..., Session]) -> None:
    session = make_session(**{"key_details.more": {"Cost centre": "4712"}})
    slot = slot_of(FieldKey(None, None, "key_details.more.Cost centre"), session)
    assert slot is not None
    assert (slot.text(session), slot.place.step) == ("4712", "key_details")
    assert slot.edit({slot.field.path: "4711"})(session).key_details.more == {"Cost centre": "4711"}
    assert [(one.place.field, one.called) for one in texts(session) if one.words == "4712"] == [
        (slot.field.path, "Cost centre")
    ]


def test_the_team_s_own_severities_are_offered_instead_of_the_usual_ones() -> None:
    (form, *_) = STEP.parts
    assert isinstance(form, Form)
    severity = next(field for field in with_severities(form, ("P1", "P2", "P3")).fields if field.path == SEVERITY)
    assert (severity.suggestions, severity.example) == (("P1", "P2", "P3"), "P2")
    assert with_severities(form, ()) is form
