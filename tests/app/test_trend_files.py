"""Trends as files: the drawing is whole, needs nothing else and says all that the screen says; a table adds up."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from pmtui.app.row_layout import lay_out
from pmtui.app.trend_files.charts import months
from pmtui.app.trend_files.formats import FORMATS
from pmtui.app.trend_rows import rows as trend_rows
from pmtui.app.trends import Trends, trends
from pmtui.index.facts import Facts, facts_of
from pmtui.session.document import KeyDetails, Session, Sitting, Why

TODAY = date(2026, 11, 20)
HOSTILE = '<script>alert(1)</script> & "=1+1" \u202egnp.exe \x0b\ufffe 日本語'


@pytest.fixture
def reviews(make_session: Callable[..., Session]) -> list[Facts]:
    """Nine incidents, one each month up to now, of one cause; slower to resolve every month."""
    made = []
    for n in range(9):
        details = KeyDetails(
            product="Checkout",
            severity="SEV2",
            incident_date=date(2026, 11 - n, 2),
            tags=("certificate",),
            started_at="2026-11-02T10:00:00Z",
            detected_at=f"2026-11-02T10:{10 + n}:00Z",
            resolved_at=f"2026-11-02T{20 - n}:00:00Z",
        )
        root = Why(id=f"w{n}", text="Renewal is by hand", verdict="root")
        sitting = Sitting(asked=8, learned=6, again=7)
        made.append(make_session(key_details=details, meeting=(sitting,), **{"root_cause.whys": (root,)}))
    return [facts_of(session, f"{n}.json") for n, session in enumerate(made)]


def drawn(found: Trends, query: str = "") -> tuple[str, list[str]]:
    """The drawing, and its texts."""
    svg = FORMATS["svg"](found, TODAY, query)
    root = ElementTree.fromstring(svg)
    return svg, [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_drawing_says_all_that_is_counted(reviews: list[Facts]) -> None:
    svg, texts = drawn(trends(reviews, TODAY), "product:checkout")
    for words in (
        "9 reviews · product:checkout · counted on 20-11-2026", "Incidents by month", "14 min", "6 h",
        "median of 9; nine of ten within 9 h 12", "Q4", "certificate", "Renewal is by hand",
        "54 of 72", "63 of 72", "not known yet", "SEV2",
    ):  # fmt: skip
        assert words in texts
    assert not any("few" in text for text in texts if "fewer than" not in text)
    assert 'aria-labelledby="t d"' in svg and "Median time to detect 14 min" in svg


def test_it_needs_nothing_else_and_is_light_or_dark(reviews: list[Facts]) -> None:
    svg, _ = drawn(trends(reviews, TODAY))
    assert re.findall(r"(?:https?|data):[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|<foreignObject|url\(|@import", svg)
    assert "prefers-color-scheme: dark" in svg
    colours = re.findall(r"--(\w+): #", svg)
    assert set(colours) == {name for name in colours if colours.count(name) == 2}, "each colour has a dark one"
    assert set(re.findall(r"var\(--(\w+)\)", svg)) <= set(colours)


def test_few_are_said_to_be_few_and_none_are_nothing(reviews: list[Facts]) -> None:
    _, texts = drawn(trends(reviews[:2], TODAY))
    assert "Few: read the figures with care" in texts and "median of 2, few; nine of ten within 9 h 54" in texts
    _, texts = drawn(trends([], TODAY))
    assert texts == ["What our reviews say together", "No reviews · counted on 20-11-2026"]


def test_whatever_is_typed_opens_no_tag_and_calculates_nothing(reviews: list[Facts]) -> None:
    typed = [replace(each, roots=(HOSTILE,), details=replace(each.details, severity=HOSTILE)) for each in reviews]
    svg, texts = drawn(trends(typed, TODAY), HOSTILE)
    assert "<script" not in svg and any("<script>alert(1)" in text for text in texts)
    formula = [replace(each, details=replace(each.details, severity="=1+1")) for each in reviews]
    rows = list(csv.reader(FORMATS["csv"](trends(formula, TODAY), TODAY, "").splitlines()))
    assert ["incidents by severity", "'=1+1", "9", "9", ""] in rows


def test_a_table_has_every_month_and_adds_up(reviews: list[Facts]) -> None:
    rows = list(csv.reader(FORMATS["csv"](trends([reviews[0], reviews[8]], TODAY), TODAY, "").splitlines()))
    by_month = {what: int(value) for figure, what, value, *_ in rows if figure == "incidents by month"}
    assert (min(by_month), max(by_month), len(by_month), sum(by_month.values())) == ("2026-03", "2026-11", 9, 2)


def test_the_months_are_drawn_for_three_years_at_most_and_the_others_are_counted() -> None:
    svg = months({"2019-05": 3, "2026-11": 1}, TODAY, 880).svg
    assert "and 3 in the months before" in svg and svg.count(">J<") == 9
    assert "and 4 at other times" in months({"2019-05": 3, "2026-11": 1, "2031-01": 1}, TODAY, 880).svg


def test_a_mistyped_year_and_an_endless_incident_leave_the_rest_as_it_is(reviews: list[Facts]) -> None:
    def at(day: date, **details: str) -> Facts:
        return replace(reviews[0], details=replace(reviews[0].details, incident_date=day, **details))

    endless = at(date(2026, 10, 1), resolved_at="2041-11-02T10:00:00Z")
    found = trends([*reviews, at(date(202, 11, 2)), at(date(9999, 12, 31)), endless], TODAY)
    assert (found.by_month["0202-11"], found.by_month["9999-12"], list(found.by_quarter)[-1]) == (1, 1, "2026-Q4")
    svg, texts = drawn(found)
    assert "and 2 at other times" in texts and len(svg) < 40_000
    rows = list(csv.reader(FORMATS["csv"](found, TODAY, "").splitlines()))
    by_month = [what for figure, what, *_ in rows if figure == "incidents by month"]
    assert by_month == sorted(by_month) and {"0202-11", "2026-03", "9999-12"} <= set(by_month) and len(by_month) < 300
    lines = [line for row in trend_rows(found, TODAY, 100) for line in lay_out(row, 100)]
    assert any("and 2 at other times" in span.text for line in lines for span in line)
