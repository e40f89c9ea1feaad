"""Text as it may stand in a session."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.text import clean, cleaned, cut, one_line


@pytest.mark.parametrize(
    ("text", "kept", "removed"),
    [
        ("plain", "plain", 0),
        ("tab\tand\nline", "tab\tand\nline", 0),
        ("dos\r\nand\rmac", "dos\nand\nmac", 0),
        ("\x1b[31mred\x1b[0m\x07", "[31mred[0m", 3),
        ("nul\x00 del\x7f c1\x9b", "nul del c1", 3),
        ("Größe 測試 🚒 \u200b\u202e [red]", "Größe 測試 🚒 \u200b\u202e [red]", 0),
        ("lone \udcff", "lone \ufffd", 0),
        ("", "", 0),
    ],
)
def test_only_control_characters_go(text: str, kept: str, removed: int) -> None:
    assert clean(text) == (kept, removed)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_laws(text: str) -> None:
    once, removed = clean(text)
    assert clean(once) == (once, 0)
    assert removed >= 0
    once.encode()
    assert not any((ord(char) < 32 and char not in "\t\n") or 0x7F <= ord(char) <= 0x9F for char in once)
    assert cleaned(text) == once


def test_one_line_and_cut() -> None:
    assert one_line(" a\n b\t c ") == "a b c"
    assert cut("several words here", 10) == "several w…"
    assert cut("several words here", 9) == "several…"
    assert cut("short", 5) == "short"
    assert cut("anything", 0) == "…"
