"""What a line in the evidence becomes: a caption, or a link with the words beside its address; what is still parked."""

from __future__ import annotations

import pytest

from pmtui.meeting.evidence import figure_fields, still_parked
from pmtui.session.document import Action, Parked, Session

PAGE = "https://example.org/analysis"


@pytest.mark.parametrize(
    "line", [f"The public analysis {PAGE}", f"{PAGE} The public analysis", f"{PAGE} - The public analysis"]
)
def test_an_address_at_either_end_makes_a_link(line: str) -> None:
    assert figure_fields(line) == {"caption": "The public analysis", "kind": "link", "url": PAGE}


def test_an_address_in_the_middle_stays_in_the_words() -> None:
    line = f"What {PAGE} says"
    assert figure_fields(line) == {"caption": line}


def test_what_became_an_action_or_was_settled_is_parked_no_more() -> None:
    parked = (
        Parked(id="i", text="Drill it weekly", kind="idea"),
        Parked(id="j", text="A second region", kind="idea"),
        Parked(id="t", text="The other service", kind="topic", settled=True),
        Parked(id="u", text="Costs", kind="topic"),
        Parked(id="q", text="Since when?", kind="question"),
    )
    session = Session(format="pmtui-session", version=2, parking_lot=parked, actions=(Action(id="a", source="i"),))
    assert still_parked(session) == 2
