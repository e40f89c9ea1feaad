"""What a line in the evidence becomes: a caption, or a link with the words beside its address."""

from __future__ import annotations

import pytest

from pmtui.meeting.evidence import figure_fields

PAGE = "https://example.org/analysis"


@pytest.mark.parametrize(
    "line", [f"The public analysis {PAGE}", f"{PAGE} The public analysis", f"{PAGE} - The public analysis"]
)
def test_an_address_at_either_end_makes_a_link(line: str) -> None:
    assert figure_fields(line) == {"caption": "The public analysis", "kind": "link", "url": PAGE}


def test_an_address_in_the_middle_stays_in_the_words() -> None:
    line = f"What {PAGE} says"
    assert figure_fields(line) == {"caption": line}
