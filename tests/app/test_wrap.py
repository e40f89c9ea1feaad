"""Wrapping: nothing of a text is lost or runs over, and rows are as high as what is drawn of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from pmtui.app.row_layout import Row, Span, height, lay_out, lines_of
from pmtui.app.wrap import shortened_hint, wrap

TEXTS = st.text("ab é界\n", max_size=60)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(2, 14), st.integers(2, 14))
def test_every_word_is_kept_and_no_line_is_too_wide(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(cell_len(line.rstrip()) <= max(width, first) for line in lines)
    assert cell_len(lines[0].rstrip()) <= first


@settings(max_examples=200, deadline=None)
@given(st.text("ab ", max_size=60), st.integers(2, 14))
def test_plain_text_wraps_where_any_text_would(text: str, width: int) -> None:
    # The same letters in a wider script take the other way through.
    same = wrap(text.replace("a", "é"), width)
    assert wrap(text, width) == [line.replace("é", "a") for line in same]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(4, 30), TEXTS, st.integers(0, 2), st.booleans())
def test_a_row_is_as_high_as_what_is_drawn_of_it(text: str, width: int, below: str, gap: int, right: bool) -> None:
    row = Row(
        "1",
        text,
        lead=(Span("14:02 "),),
        inline=(Span("started "),),
        right=(Span("Fig. 1"),) if right else (),
        below=(Span(below),) if below else (),
        gap=gap,
    )
    assert height(row, width) == len(lay_out(row, width))


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (82, "Stands in the title of the report. Ada K. chose it.  ↓ Postmortem · Retrospective"),
        (75, "Stands in the title of the report. Ada K. chose it.  ↓ Postmortem …"),
        (60, "Stands in the title of the report. Ada K. chose it."),
        (50, "Stands in the title of the report."),
        (34, "Stands in the title of the report."),
        (33, "Stands in the title of the …"),
        (10, "Stands …"),
    ],
)
def test_of_a_hint_the_sentences_and_usual_words_that_fit_are_shown_else_whole_words(width: int, line: str) -> None:
    hint = "Stands in the title of the report. Ada K. chose it.  ↓ Postmortem · Retrospective"
    assert shortened_hint(hint, width) == line


@settings(max_examples=200, deadline=None)
@given(st.text("ab é界.?” \n", max_size=80), st.integers(4, 40))
def test_a_hint_is_one_line_and_never_wider_than_its_room(text: str, width: int) -> None:
    line = shortened_hint(text, width)
    assert "\n" not in line
    assert cell_len(line) <= width


UNUSUAL = "\t\u00a0\u202f\u3000\u200c\u200d\u00ad\u200e\u2028\ufeff\U000e0067\x1b\x85\u202e\u2066❤\ufe0f👩🚒🇩🇪e\u0301"


def drawn(text: str, width: int = 60) -> list[str]:
    return ["".join(span.text for span in line) for line in lay_out(Row("1", text), width)]


def test_what_is_stored_is_seen() -> None:
    assert drawn("5\u00a0min, 12\u202f000, a\u2028b\tc") == ["5 min, 12 000, a b c"]
    assert drawn("日本\u3000語") == ["日本\u3000語"]
    assert drawn("👩\u200d👩\u200d👧 می\u200cخواهم") == ["👩\u200d👩\u200d👧 می\u200cخواهم"]
    assert cell_len(drawn("so\u00adft")[0]) == 4


@settings(max_examples=300, deadline=None)
@given(st.text(UNUSUAL + "ab ", max_size=40), st.text(UNUSUAL, max_size=5), st.integers(12, 40))
def test_columns_stand_where_they_are_measured(text: str, right: str, width: int) -> None:
    row = Row("1", text, lead=(Span("14:02 "),), right=(Span(right),))
    lines = lay_out(row, width)
    assert len(lines) == height(row, width)
    shown = "".join(span.text for line in lines for span in line)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u202e\u2066\u00ad" for c in shown)


# --- rows as paragraphs ---


def seen(row: Row, width: int, *, more: bool = False) -> list[str]:
    """The lines of a row as somebody reads them."""
    return ["".join(span.text for span in line).rstrip() for line in lay_out(row, width, more=more)]


def test_what_stands_before_a_text_wraps_with_it_at_its_words() -> None:
    row = Row("1", "the certificate was issued", lead=(Span("14:02 "),), inline=(Span("(time not known) "),))
    assert seen(row, 30) == ["14:02 (time not known) the", "      certificate was issued"]
    assert seen(row, 20) == ["14:02 (time not", "      known) the", "      certificate", "      was issued"]


@settings(max_examples=200, deadline=None)
@given(st.text("ab ", min_size=1, max_size=60), st.integers(12, 40), st.integers(0, 20), st.integers(0, 20))
def test_each_letter_keeps_its_style_wherever_the_lines_end(text: str, width: int, begin: int, end: int) -> None:
    begin, end = sorted((min(begin, len(text)), min(end, len(text))))
    row = Row("1", text, inline=(Span("said ", "bold"),), bullets=((begin, end, "soft"),))
    drawn_in: dict[str, str] = {"bold": "", "soft": "", "": ""}
    for line in lay_out(row, width):
        for span in line:
            drawn_in[span.style] += span.text
    assert drawn_in["bold"].split() == ["said"]
    assert "".join(drawn_in["soft"].split()) == "".join(text[begin:end].split())
    assert "".join(drawn_in[""].split()) == "".join((text[:begin] + text[end:]).split())


def test_what_stands_at_the_right_is_on_the_first_line() -> None:
    row = Row("1", "one two three four five", right=(Span("Fig. 1"),))
    assert seen(row, 20) == ["one two       Fig. 1", "three four five"]
    wide = Row("1", "load", right=(Span("a number with many words"),))
    assert seen(wide, 30) == ["load", "a number with many words"]


def test_a_single_row_is_cut_and_what_is_more_is_seen_on_the_selected_row() -> None:
    row = Row("1", "a text of many words", lead=(Span("✓ "),), more=(Span("from somewhere"),), single=True)
    assert seen(row, 12) == ["✓ a text of…"]
    assert seen(row, 12, more=True) == ["✓ a text of…", "  from some…"]


def test_rows_are_measured_no_further_than_is_asked() -> None:
    rows = [Row("1", "one two three"), Row("2", "four"), Row("3", "five six")]
    assert lines_of(rows, 20, 99) == 3
    assert lines_of(rows, 8, 99) == 4
    behind = iter(rows)
    assert lines_of(behind, 20, 2) == 2
    assert next(behind).id == "3"


def test_chinese_and_japanese_break_anywhere_but_before_what_ends_a_clause() -> None:
    assert wrap("db1: 数据库的主目录被误删，恢复用了", 16) == [
        "db1: 数据库的主",
        "目录被误删，恢复",
        "用了",
    ]
    assert wrap("数据库的主目，恢复", 12) == ["数据库的主", "目，恢复"]
    assert wrap("サーバーが止まった", 8) == ["サーバー", "が止まっ", "た"]
