"""Running text of the report: Markdown's marks become styles, and the text wraps with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from pmtui.app.row_layout import Line, Span, styled
from pmtui.app.wrap import drawable, wrap

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKS: Final = re.compile(r"[\\`*_\[\]<>&!~]")
"""Text without any of these is shown as it is written."""
_FIGURE: Final = re.compile(r"^(Fig\.) (\d+)$")
"""What leads to a figure is not broken."""
_STYLES: Final = {"strong": "bold", "em": "italic", "s": "struck", "link": "link"}
_KEPT: Final = 20_000
_DEEPEST: Final = 400
"""Levels of blocks: an answer in five whys may be the hundredth below the first, and each is a list in an item."""


@cache
def parser() -> MarkdownIt:
    """GitHub's Markdown, whose running text is not read before it is asked for."""
    from markdown_it import MarkdownIt  # most screens need none, and it is slow to load

    made = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("html_block")
    made.core.ruler.disable("inline")
    return made


@lru_cache(maxsize=_KEPT)
def spans(text: str) -> tuple[Span, ...]:
    """One paragraph or cell of Markdown as pieces of one style each; `\\n` stands where a line ends."""
    if not _MARKS.search(text):
        return (Span(_drawable(text)),) if text else ()
    tokens: list[Token] = []
    made = parser()
    made.inline.parse(text, made, {}, tokens)
    return tuple(_spans(tokens))


def _spans(tokens: Sequence[Token]) -> Iterable[Span]:
    styles: list[str] = []
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        if side == "open" and name in _STYLES:
            styles.append(_STYLES[name])
        elif side == "close" and name in _STYLES:
            styles.pop()
        elif token.type in ("softbreak", "hardbreak") or token.content.lower() in ("<br>", "<br/>", "<br />"):
            yield Span(" " if token.type == "softbreak" else "\n")
        elif token.type == "image":
            yield Span(f"Picture: {_drawable(token.content)}", " ".join((*styles, "link")))
        elif token.content:
            own = ("code",) if token.type == "code_inline" else ()
            text = _drawable(token.content).replace("\n", " ")
            yield Span(
                _FIGURE.sub("\\1\u00a0\\2", text) if "link" in styles else text,
                " ".join(dict.fromkeys((*styles, *own))),
            )


def _drawable(text: str) -> str:
    """What a terminal may draw; blanks that do not break stay, so that a date stays on one line."""
    return text if text.isprintable() else "\u00a0".join(map(drawable, text.split("\u00a0")))


def plain(pieces: Iterable[Span]) -> str:
    """The text without its styles."""
    return "".join(piece.text for piece in pieces)


def cells(text: str) -> int:
    """How many cells of the terminal a text without line breaks takes."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(pieces: Sequence[Span], width: int) -> list[Line]:
    """The pieces in lines of at most `width` cells."""
    return list(styled(wrap(plain(pieces), width), pieces)) if pieces else [[]]
