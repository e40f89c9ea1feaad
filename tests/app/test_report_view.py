"""The report as it is read on the screen: Markdown's marks become headings, tables, lists, and a tree."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.app.report_view.blocks import Block
from pmtui.app.report_view.page import rendered, source
from pmtui.report.markdown import render
from pmtui.session.document import Evidence, RootCause, Session, Summary, Why
from pmtui.tui.widgets.report_page import ReportPage
from tests.report.test_report_hostile import hostile_sessions


def drawn(blocks: Sequence[Block], width: int = 80) -> list[str]:
    lines = [line for block in blocks for line in block.lines(width)]
    return ["".join(span.text for span in line).replace("\u00a0", " ").rstrip() for line in lines]


def styles(blocks: Sequence[Block], width: int = 80) -> dict[str, str]:
    return {span.text: span.style for block in blocks for line in block.lines(width) for span in line}


def test_marks_are_drawn_and_not_shown():
    made = rendered(
        "# Review: Checkout\n\n**Down** for *long*: see [the log](https://x.example) and `df -h`\n\n> said so\n\n"
        "- one\n  - two\n- [x] kept\n\n1. first\n2. second\n\n```\n# no heading\n```\n\n[//]: # (pmtui id rev)\n"
    )
    assert drawn(made)[:-1] == [
        "Review: Checkout", "", "Down for long: see the log and df -h", "", "│ said so", "",
        "• one", "  • two", "✓ kept", "", "1. first", "2. second", "", " # no heading",
    ]  # fmt: skip
    found = styles(made)
    assert (found["Down"], found["long"], found["the log"], found["df -h"]) == ("bold", "italic", "link", "code")


def test_what_people_typed_is_read_as_they_typed_it():
    assert drawn(rendered("\\[red\\]see\\[/\\] \\*no\\* &lt;b&gt; a\\\nb\n"))[:2] == ["[red]see[/] *no* <b> a", "b"]
    assert drawn(rendered("| Detail | Value |\n| --- | --- |\n| Head\\|line | `a\\|b`<br>two |\n"))[:2] == [
        "Head|line  a|b", "           two",
    ]  # fmt: skip


TIMELINE = (
    "| Date and time (UTC, 2017) | Event | Kind | Source |\n| --- | --- | --- | --- |\n"
    "| 31\u00a0Jan\u00a017:20 | An LVM snapshot of production is taken by hand and loaded | change | postmortem |\n"
    "| about 31\u00a0Jan\u00a022:00 | Page: replication lags | alert |  |\n"
)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (100, [
            "Date and time       Event                                                     Kind    Source",
            "(UTC, 2017)",
            "31 Jan 17:20        An LVM snapshot of production is taken by hand and loaded  change  postmortem",
        ]),
        (50, [
            "Date and time       Event",
            "(UTC, 2017)",
            "31 Jan 17:20        An LVM snapshot of production",
            "                    is taken by hand and loaded",
            "                    Kind change ·",
            "                    Source postmortem",
            "",
        ]),
        (30, ["31 Jan 17:20", "An LVM snapshot of production", "is taken by hand and loaded", "Kind change ·"]),
    ],
)  # fmt: skip
def test_a_table_gives_way_a_column_after_the_other_and_no_date_breaks(width, lines):
    made = [" ".join(line.split()) for line in drawn(rendered(TIMELINE), width)]
    assert made[: len(lines)] == [" ".join(line.split()) for line in lines]
    assert any("about 31 Jan 22:00" in line for line in made)


def test_five_whys_are_a_tree_and_their_verdicts_differ():
    made = rendered(
        "### Five whys\n\n**Problem:** Down\n\n- One **(ruled out)**\n- Two\n  - Three words **(root cause)**\n"
        "    - Four\n\n```mermaid\nflowchart LR\n```\n"
    )
    assert drawn(made, 22)[:9] == [
        "Five whys", "Problem: Down", "", "├─ One (ruled out)", "└─ Two", "   └─ Three words", "      (root cause)",
        "      └─ Four", "",
    ]  # fmt: skip
    assert "flowchart LR" not in "\n".join(drawn(made))
    assert styles(made)["(root cause)"] != styles(made)["(ruled out)"]


def test_the_markdown_stands_as_it_is_written():
    text = "# Review\n\n| a | b |\n| --- | --- |\n\n```\n# no heading\n```\n"
    assert drawn(source(text)) == text.split("\n")[:-1]
    assert styles(source(text))["# Review"] == "bold"
    assert styles(source(text))["# no heading"] == "dim"


@pytest.mark.parametrize("text", [">- <pre\n", "```\n```\xa0", "> - " * 200 + "deep", "a `b\n<a href='`'><div>"])
def test_no_text_of_a_field_ends_it(text):
    figure = Evidence(id="f1", kind="graph", body=text)
    session = Session(
        format="pmtui-session", version=2, summary=Summary(overview=text), root_cause=RootCause(statement=text),
        evidence=(figure,),
    )  # fmt: skip
    assert "Fig. 1" in drawn(rendered(render(session)))


def test_answers_a_hundred_deep_are_drawn():
    whys = ()
    for n in range(100):
        whys = (Why(id=f"w{n}", text=f"Why {n}", whys=whys),)
    session = Session(format="pmtui-session", version=2, root_cause=RootCause(problem="Down", whys=whys))
    assert any("Why 0" in line for line in drawn(rendered(render(session)), 400))


@settings(max_examples=25)
@given(session=hostile_sessions(), width=st.integers(12, 150))
def test_any_report_is_laid_out_in_its_width_and_in_as_many_lines_as_were_counted(session: Session, width: int):
    text = render(session)
    for made in (rendered(text), source(text)):
        for block in made:
            lines = block.lines(width)
            assert len(lines) == block.height(width)
            assert {word for line in lines for span in line for word in span.style.split()} <= ReportPage.STYLES.keys()
