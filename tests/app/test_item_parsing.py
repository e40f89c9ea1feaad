"""How what was typed or pasted is taken apart into items."""

from __future__ import annotations

import pytest

from pmtui.app.item_parsing import figure_texts


@pytest.mark.parametrize(
    ("pasted", "figures"),
    [
        ("https://a.example/1\nhttps://a.example/2", 2),
        ("14:00 all is up, says\nhttps://status.example/1", 1),
        ("INFO a\nINFO b", 1),
        (" \n ", 0),
    ],
)
def test_lines_are_one_figure_unless_each_is_an_address(pasted: str, figures: int) -> None:
    found = figure_texts(pasted)
    assert len(found) == figures
    if figures == 1:
        assert found == [pasted], "to the character"
