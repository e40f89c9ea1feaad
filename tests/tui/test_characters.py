"""Every character that is text is kept as it was typed, whatever Python calls it, and edited as it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from wcwidth import iter_graphemes

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.text import is_text
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.graphemes import are_alone
from tests.terminal import go_to, terminal
from tests.tui.conftest import OpenApp

UNUSUAL = (
    "日本\u3000語 a\u00a0b c\u202fd می\u200cخواهم 👩\u200d🚒 soft\u00adhy \u200eltr x\u2028y"
    " \ufeffz \U000e0067tag ❤\ufe0f 🇩🇪 e\u0301"
)
"""What typists of many languages type: spaces of other widths, joiners, marks, an emoji of several characters."""


def test_control_characters_are_no_text_and_all_others_are() -> None:
    assert all(is_text(character) for character in UNUSUAL)
    assert not any(map(is_text, ["\r", "\n", "\t", "\x7f", "\x1b", "\x85", "\x9b", "", None]))


def test_what_is_surely_seen_as_one_character_each_is_so_by_the_tables_too() -> None:
    alone = [character for character in map(chr, range(0x3000)) if are_alone(character)]
    assert {"é", "“", "…", "→", "\u2714"} <= set(alone)
    assert not any(map(are_alone, ["e\u0301", "\u00ad", "\u200d", "❤\ufe0f", "🇩🇪"]))
    # Each beside itself and beside its neighbours in two orders.
    for text in ("".join(alone), "".join(2 * character for character in alone), "".join(reversed(alone))):
        assert {len(each) for each in iter_graphemes(text)} == {1}


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Library, str]:
    """A library with one session."""
    library = Library(tmp_path / "library")
    library.make()
    session = new_session()
    library.add(session)
    return library, session.id


async def test_keys_of_every_character_are_text_in_every_kind_of_field(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="summary") as sitting:

        async def type_it() -> str:
            assert isinstance(sitting.app.focused, Editor)
            field = sitting.app.focused
            for character in UNUSUAL:
                sitting.app.post_message(events.Key(character, character))
            await sitting.until(lambda: len(field.text) >= len(UNUSUAL))
            return field.text

        assert await type_it() == UNUSUAL
        await sitting.press("tab", "shift+tab")
        assert sitting.session.summary.overview == UNUSUAL
        await sitting.go("timeline")
        assert await type_it() == UNUSUAL
        await sitting.press("enter")
        assert sitting.session.timeline[0].text == UNUSUAL
        await sitting.press("f9")
        assert await type_it() == UNUSUAL
        await sitting.press("enter")
        assert sitting.session.parking_lot[0].text == UNUSUAL


async def test_a_field_shows_and_leaves_lines_as_they_are(make_session, open_app: OpenApp) -> None:
    text = "one\u2028two\u2029three\nfour\n"
    async with open_app(make_session(**{"summary.overview": text}), step="summary") as sitting:
        row = sitting.meeting.view.forms[0].row_of("summary.overview")
        assert row is not None and isinstance(row.ensure_field(), Editor)
        field = row.ensure_field()
        sitting.meeting.set_focus(field)
        assert (field.text, field.document.line_count) == (text, 3)
        for _ in range(2):
            field.delete((0, 0), (1, 0))
            assert field.text == "four\n"
            field.undo()
            assert field.text == text
            field.redo()
            field.undo()
            assert field.text == text


@pytest.mark.parametrize(
    "character", ["〽️", "👩\u200d🚒", "🇩🇪", "e\u0301", "\u1112\u1161\u11ab", "क्षि", "👍🏽", "1️⃣"], ids=ascii
)
async def test_what_is_seen_as_one_is_edited_as_one(make_session, open_app: OpenApp, character: str) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        field = sitting.app.focused
        assert isinstance(field, Editor)
        field.insert(f"a{character}b")
        await sitting.press("left", "backspace", "Z")
        assert field.text == "aZb"
        field.load_text(f"a{character}{character}b")
        field.move_cursor((0, 1))
        await sitting.press("delete", "right", "Z")
        assert field.text == f"a{character}Zb"
        await sitting.press("left", "shift+left", "Q")
        assert field.text == "aQZb"
        field.load_text(f"word{character} more")
        field.move_cursor((0, 0))
        await sitting.press("ctrl+delete")
        assert character not in field.text or character + " more" == field.text


async def test_words_are_never_left_with_a_lone_accent(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        field = sitting.app.focused
        assert isinstance(field, Editor)
        field.load_text("cafe\u0301 open")
        field.move_cursor((0, 0))
        await sitting.press("ctrl+delete")
        assert field.text == " open"
        field.load_text("cafe\u0301")
        field.move_cursor(field.document.end)
        await sitting.press("ctrl+w")
        assert field.text == "caf"


@pytest.mark.parametrize("character", ["👩\u200d👩\u200d👧", "❤\ufe0f", "🇩🇪", "e\u0301"], ids=ascii)
async def test_the_cursor_lies_on_the_whole_of_a_character(make_session, open_app: OpenApp, character: str) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        field = sitting.app.focused
        assert isinstance(field, Editor)
        field.insert(f"a{character}b")
        await sitting.press("left", "left")
        sitting.screen_text()  # painting gives the cursor its style
        strip = field.render_line(0)
        assert character in [segment.text for segment in strip]
        assert strip.cell_length == cell_len(strip.text)


def test_bytes_of_keys_come_to_the_same(opened: tuple[Library, str]) -> None:
    library, ref = opened
    with terminal("--library", library.folder, "open", ref) as app:
        app.until("Opening")
        go_to(app, "timeline", "Timeline")
        app.type(UNUSUAL)
        app.keys("enter")
        app.until(lambda: bool(library.load(library.find(ref)).session.timeline))
    assert library.load(library.find(ref)).session.timeline[0].text == UNUSUAL
