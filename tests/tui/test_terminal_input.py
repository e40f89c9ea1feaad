"""What the terminal sends is decoded in whatever pieces it arrives; a paste stays one text, keys stay keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from pmtui.tui.widgets.terminal_input import PASTE_BEGINS, PASTE_ENDS, PASTED_ESCAPE, InputDecoder

TEXTS = st.text(st.sampled_from("a\x1b[20~\x07\r\né日") | st.characters(exclude_categories=["Cs"]), max_size=40)
PASTED = TEXTS.filter(lambda text: PASTE_ENDS not in text + PASTE_ENDS[:-1] and "\x00" not in text)


def decoded(data: bytes, cuts: list[int]) -> list[str]:
    decoder, ends = InputDecoder(), sorted({cut % (len(data) + 1) for cut in cuts} | {len(data)})
    return [decoder.decode(data[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


@given(before=st.sampled_from(["", "x", "\x1b[A"]), text=PASTED, cuts=st.lists(st.integers(0, 300), max_size=6))
def test_a_paste_is_one_text_with_its_control_characters_however_it_arrives(
    before: str, text: str, cuts: list[int]
) -> None:
    parser, tokens = XTermParser(), []
    for piece in decoded(f"{before}{PASTE_BEGINS}{text}{PASTE_ENDS}z".encode(), cuts):
        tokens += list(parser.feed(piece)) if piece else []
    pastes = [token.text.replace(PASTED_ESCAPE, "\x1b") for token in tokens if isinstance(token, events.Paste)]
    keys = [token.key for token in tokens if isinstance(token, events.Key)]
    assert pastes == [text]
    assert keys == {"": [], "x": ["x"], "\x1b[A": ["up"]}[before] + ["z"]


@given(text=TEXTS.filter(lambda text: PASTE_BEGINS not in text), cuts=st.lists(st.integers(0, 300), max_size=6))
def test_keys_are_passed_on_unchanged_and_at_once(text: str, cuts: list[int]) -> None:
    assert "".join(decoded(text.encode(), cuts)) == text
    assert InputDecoder().decode(b"\x1b") == "\x1b"


@pytest.mark.parametrize(
    ("data", "text"), [(b"caf\xe9 au lait", "caf\ufffd au lait"), (b"\xff", "\ufffd"), (b"a\xc3", "a\ufffd")]
)
def test_a_byte_that_is_not_utf_8_is_shown_as_such(data: bytes, text: str) -> None:
    assert InputDecoder().decode(data, final=True) == text
