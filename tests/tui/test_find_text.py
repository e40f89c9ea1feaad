"""What is found in a review is shown with the words around it, and ends in an ellipsis where there is more."""

from __future__ import annotations

from pmtui.app.editing_session import Place
from pmtui.app.searchable_texts import Text
from pmtui.tui.steps.go_to import matching


def test_what_is_left_out_of_a_long_text_is_told_at_both_ends() -> None:
    whole = Text(Place("summary", None, "summary.overview"), "The certificate had expired.", "overview")
    long = Text(Place("timeline", "e", None), "on and on " * 20 + "certificate " + "and so on " * 40, "event")
    short, cut = matching([whole, long])("certificate")
    assert short.text == whole.words
    assert cut.text.startswith("…") and cut.text.endswith("…") and "certificate" in cut.text
    assert [row.text[row.bullets[0][0] : row.bullets[0][1]] for row in (short, cut)] == ["certificate", "certificate"]
