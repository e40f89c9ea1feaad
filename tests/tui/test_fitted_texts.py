"""Where a screen is high, figures and sections show their texts, as far as there are lines for them."""

from __future__ import annotations

from pmtui.app.row_layout import height
from pmtui.session.document import Evidence, OwnSection, Session
from pmtui.tui.lists.item_rows import Room
from pmtui.tui.steps.evidence import draw_figure
from pmtui.tui.steps.summary import draw_section

SESSION = Session(format="pmtui-session", version=2)
LOG = "\n".join(f"14:{minute:02} the queue has {minute * 100} entries, and nobody takes any" for minute in range(12))


def shown(figure: Evidence, lines: int, columns: int = 60) -> list[str]:
    return [span.text for span in draw_figure(SESSION, figure, 0, Room(lines, columns)).below]


def test_a_figure_shows_its_text_or_its_first_line_and_how_many_there_are() -> None:
    figure = Evidence(id="e", caption="Queue", body=LOG)
    assert shown(figure, 0) == ["12 lines: 14:00 the queue has 0 entries, and nobody takes any"]
    assert shown(figure, 24, 100) == LOG.split("\n")
    assert shown(figure, 5, 100) == [*LOG.split("\n")[:4], "… 8 more lines"]


def test_however_long_a_line_is_no_more_lines_are_taken() -> None:
    for body in ("word " * 400, "word " * 400 + "\nand more", "x" * 5_000, LOG):
        for lines in (3, 4, 9):
            found = shown(Evidence(id="e", caption="Queue", body=body), lines)
            assert len(found) == lines and found[-1].startswith("…")


def test_a_section_shows_as_much_as_it_has_lines_for() -> None:
    section = OwnSection(id="s", title="Detection", text="The alert came late. " * 60)
    low, high = (draw_section(SESSION, section, 0, Room(lines, 100)) for lines in (0, 6))
    assert low.below[0].text.endswith("…") and height(low, 97) == 3
    assert high.below[0].text.endswith("…") and height(high, 97) == 7
    assert draw_section(SESSION, section, 0, Room(20, 100)).below[0].text == section.text.strip()
