"""Trends drawn as lines: what the bars and figures say, whole at every width, and without colour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.row_layout import lay_out
from pmtui.app.trend_bars import months, quarters
from pmtui.app.trend_rows import rows
from pmtui.app.trends import Quarter, Range, Trends, trends
from pmtui.index.facts import Facts, facts_of
from pmtui.session.document import Action, KeyDetails, Session, Sitting, Why
from pmtui.signs import ASCII

TODAY = date(2026, 11, 20)


@pytest.fixture
def reviews(make_session: Callable[..., Session]) -> list[Facts]:
    """Seven incidents, one each month up to now; four hours to resolve the last of them."""
    made = []
    for n in range(7):
        details = KeyDetails(
            product="Checkout",
            severity="SEV2",
            incident_date=date(2026, 11 - n, 2),
            tags=("Zertifikat",),
            started_at="2026-11-02T10:00:00Z",
            detected_at="2026-11-02T10:12:00Z",
            resolved_at="2026-11-02T14:00:00Z" if not n else None,
        )
        action = Action(id=f"a{n}", text="Renew", source=f"w{n}", status="done" if n else "open", due=date(2026, 11, 1),
                        done_at=date(2026, 10, 30) if n else None)  # fmt: skip
        root = Why(id=f"w{n}", text="Renewal is by hand, by somebody who is on holiday", verdict="root")
        session = make_session(
            key_details=details,
            actions=(action,),
            meeting=(Sitting(asked=8, learned=6, again=7),),
            **{"root_cause.whys": (root,), "summary.recurrence.answer": "yes" if n < 2 else "no"},
        )
        made.append(facts_of(session, f"{n}.json"))
    return made


def lines(found: Trends, width: int) -> list[str]:
    drawn = []
    for row in rows(found, TODAY, width):
        (line,) = lay_out(row, width)
        drawn.append("".join(span.text for span in line).rstrip())
    return drawn


@pytest.mark.parametrize("width", [38, 42, 72, 96, 112, 142])
def test_all_figures_are_there_at_every_width_and_without_colour(reviews: list[Facts], width: int) -> None:
    drawn = lines(trends(reviews, TODAY), width)
    assert [line for line in drawn if cell_len(line) > width] == []
    text = " ".join(" ".join(drawn).split())
    for words in (
        "Incidents by month", "12 min", "4 h", "of 7", "of 1, few" if width > 38 else "few", "not known of any",
        "2 of 7", "zertif", "Renewal", "1 open, 1 overdue · 6 done", "6 of 6", "6 of 7", "42 of 56", "49 of 56", "SEV2",
    ):  # fmt: skip
        assert words in text
    signs = {letter for letter in text if not letter.isascii()}
    assert signs <= set(ASCII), "each sign has one that stands for it in ASCII"


def test_few_are_said_to_be_few_and_none_are_nothing(reviews: list[Facts]) -> None:
    assert lines(trends(reviews[:3], TODAY), 72)[0] == "Few: 3 reviews. Read the figures with care."
    assert lines(trends(reviews[:1], TODAY), 72)[0] == "Few: 1 review. Read the figures with care."
    assert not lines(trends(reviews, TODAY), 72)[0].startswith("Few")
    assert lines(trends([], TODAY), 72) == []


def test_a_month_is_a_bar_with_its_number_and_a_month_without_one_is_a_gap() -> None:
    def drawn(by_month: dict[str, int], width: int = 80) -> list[str]:
        return ["".join(span.text for span in line).rstrip() for line in months(by_month, TODAY, width)]

    block = drawn({"2026-07": 1, "2026-10": 10, "2026-11": 5})
    assert block[-2:] == ["  D  J  F  M  A  M  J  J  A  S  O  N", "     2026"]
    assert block[0].split() == ["10"]
    assert block[-3].split() == ["▄▄", "██", "██"]
    assert [line.split() for line in block if line.strip().startswith("1 ")] == [["1", "██", "██"]]
    old = drawn({"2019-05": 3, "2026-11": 1, "2031-01": 1}, 20)
    assert old[-1] == "  and 4 at other times"
    assert drawn({"2019-05": 3, "2026-11": 1}, 20)[-1] == "  and 3 in the months before"


def test_one_very_long_name_pushes_nothing_out(reviews: list[Facts]) -> None:
    long = [replace(each, roots=("x" * 300,)) for each in reviews]
    assert [line for line in lines(trends(long, TODAY), 112) if cell_len(line) > 112] == []


def test_the_last_quarters_show_whether_it_gets_better_and_one_alone_shows_nothing() -> None:
    def drawn(**median: float | None) -> list[str]:
        def length(minutes: float | None) -> Range:
            return Range(minutes, minutes, minutes, 9 if minutes else 0)

        found = {name[1:].replace("_", "-"): Quarter(length(None), length(each)) for name, each in median.items()}
        return ["".join(span.text for span in line).rstrip() for line in quarters(found, 60)]

    assert drawn(_2026_Q4=60) == []
    assert drawn(_2025_Q4=120, _2026_Q2=60) == [
        "  detect                not known",
        "",
        "  resolve     ██    ▄▄  1 h",
        "              Q4 Q1 Q2",
        "                 2026",
    ]
