"""Inline Markdown of the report: marks become styles, and the text is wrapped."""

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
"""Text without these characters has no marks."""
_FIGURE: Final = re.compile(r"^(Fig\.) (\d+)$")
"""A reference to a figure, which is not broken at the line's end."""
_STYLES: Final = {"strong": "bold", "em": "italic", "s": "struck", "link": "link"}
_KEPT: Final = 20_000
_DEEPEST: Final = 400
"""Levels of nested blocks: the five whys may be a hundred levels deep, and each level is a list in an item."""


@cache
def parser() -> MarkdownIt:
    """Return a parser for GitHub's Markdown that leaves inline text unparsed until it is needed."""
    from markdown_it import MarkdownIt  # deferred: slow to import, and most screens do not need it

    made = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("html_block")
    made.core.ruler.disable("inline")
    return made


@lru_cache(maxsize=_KEPT)
def spans(text: str) -> tuple[Span, ...]:
    """Parse the inline Markdown of a paragraph or cell into spans; a line break is `\\n`."""
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
    """Return the text as a terminal can draw it; non-breaking spaces stay, so that a date stays on one line."""
    return text if text.isprintable() else "\u00a0".join(map(drawable, text.split("\u00a0")))


def plain(pieces: Iterable[Span]) -> str:
    """Return the text without styles."""
    return "".join(piece.text for piece in pieces)


def cells(text: str) -> int:
    """Return the width in cells of a text without line breaks."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(pieces: Sequence[Span], width: int) -> list[Line]:
    """Wrap spans into lines of at most `width` cells."""
    return list(styled(wrap(plain(pieces), width), pieces)) if pieces else [[]]
