"""The index page of a library: a table that stands whatever was typed, with a link to every file."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from pmtui.library.entries import Entry
from pmtui.report.index_page import index_page
from tests.report.random_texts import random_text
from tests.report.rendered import page


def test_each_review_is_a_row_with_a_link_to_its_file() -> None:
    shown = page(
        index_page(
            [
                Entry(
                    "a.json", "1", "in_review", product="Checkout", headline="Cards | refused",
                    incident_date=date(2026, 11, 18),
                ),
                Entry("b c.json", "2", "draft", product="Search"),
                Entry("d.json", unreadable="it is cut off"),
            ]
        )
    )  # fmt: skip
    (section,) = [each for each in shown.sections if each.heading == "Reviews"]
    (table,) = section.tables
    assert table == [
        ["Date", "Product", "Review", "Status"],
        ["18\xa0Nov\xa02026", "Checkout", "Cards | refused", "in review"],
        ["", "Search", "Search", "draft"],
        ["", "", "d.json", "cannot be read"],
    ]
    assert shown.links == ["a.json", "b%20c.json", "d.json"]


def test_an_empty_library_says_so() -> None:
    assert index_page([]) == "# Reviews\n\nNo reviews yet.\n"


@pytest.mark.parametrize("seed", range(60))
def test_no_text_breaks_the_table_or_makes_a_link(seed: int) -> None:
    random = Random(seed)
    texts = [random_text(random) for _ in range(3)]
    entry = Entry("x(1)|[y].json", "1", "draft", product=texts[0], headline=texts[1], severity=texts[2])
    shown = page(index_page([entry, Entry("z.json", "2", "final", product="P", headline="H", severity="S")]))
    (table,) = [table for section in shown.sections for table in section.tables]
    assert len(table) == 3 and {len(row) for row in table} == {5} and table[2][1:] == ["P", "H", "S", "final"]
    others = [link for link in shown.links if "@" not in link]  # a reader makes links of mailboxes by itself
    assert others == ["x%281%29%7C%5By%5D.json", "z.json"]
    assert shown.tags <= {"h1", "p", "table", "thead", "tbody", "tr", "th", "td", "a"}
