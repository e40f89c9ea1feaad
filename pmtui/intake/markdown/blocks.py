"""Parse Markdown into a tree of blocks with their line numbers.

Inline text is left as it was written, which makes long reports fast: `inline.py` parses it where it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_KINDS: Final = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "row",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}
_FRONT_MATTER: Final = re.compile(
    r"\A(?:---[ \t]*\n(.*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?)\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL
)
_MOST_WORDS: Final = 5
"""The most words of a column's name."""
_DEEPEST: Final = 40
"""The most levels of nesting; deeper blocks are read as text."""


@dataclass(slots=True)
class Block:
    """A block of Markdown. `kind` is heading, paragraph, list, item, quote, table, row, code, html or rule."""

    kind: str
    start: int
    """The number of its first line, from 0."""
    end: int
    """The number of the line after its last one."""
    text: str = ""
    """The inline text of a heading or paragraph; the content of code and HTML."""
    level: int = 0
    """The level of a heading: 1 to 6."""
    ordered: bool = False
    info: str = ""
    """The language of code."""
    fenced: bool = False
    """Whether code is fenced; else it is indented."""
    cells: tuple[str, ...] = ()
    """The cells of a row."""
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """A parsed text."""

    lines: list[str]
    blocks: list[Block]
    references: dict[str, Reference]
    """The link definitions by normalised label."""
    front_matter: tuple[int, int]
    """First line and line after the last of the front matter with its rules; (0, 0) where there is none."""
    repeated: list[Reference]
    """Definitions of a label that has one already; no link uses them."""

    def source(self, block: Block) -> str:
        """Return the lines of a block as they were written."""
        return "\n".join(self.lines[block.start : block.end]).rstrip()


@dataclass(slots=True)
class Reference:
    """A link definition, with its first line and the line after its last."""

    href: str
    title: str
    start: int
    end: int


def parse(text: str) -> Parsed:
    """Parse a text whose line ends are `\\n`."""
    found = _FRONT_MATTER.match(text)
    fields = found and (":" in found[1] if found[1] is not None else "=" in found[2])
    front = text[: found.end()].rstrip("\n").count("\n") + 1 if found and fields else 0
    lines = text.split("\n")
    body = text if not front else "\n" * front + "\n".join(lines[front:])
    env: dict[str, Any] = {}
    blocks = _tree(_parser().parse(body, env), lines)
    references = {
        label: Reference(each["href"], each["title"], *each["map"]) for label, each in env.get("references", {}).items()
    }
    again = [Reference(each["href"], each["title"], *each["map"]) for each in env.get("duplicate_refs", [])]
    return Parsed(lines, blocks, references, (0, front), again)


def _tree(tokens: Sequence[Token], lines: list[str]) -> list[Block]:
    top: list[Block] = []
    open_blocks: list[list[Block]] = [top]
    ends = [0]
    cells: list[str] = []
    for token in tokens:
        kind = _KINDS.get(token.type)
        if token.type == "inline":
            if open_blocks[-1:] and token.level and ends[-1] >= 0:
                _take_words(open_blocks, token, cells)
            continue
        if token.nesting < 0:
            if token.type == "tr_close":
                _end_row(open_blocks[-2][-1], cells, lines, token.level)
                cells = []
            if token.type.removesuffix("_close") + "_open" in _KINDS:
                open_blocks.pop()
            continue
        if kind is None:
            continue
        start, end = token.map or (0, 0)
        block = Block(kind, start, end, token.content, ordered=token.type.startswith("ordered"), info=token.info)
        block.fenced = token.type == "fence"
        if kind == "heading":
            block.level = int(token.tag[1:])
        open_blocks[-1].append(block)
        if token.nesting > 0:
            open_blocks.append(block.children)
    return top


def _take_words(open_blocks: list[list[Block]], token: Token, cells: list[str]) -> None:
    """Take the inline text of a token for a paragraph, heading or cell."""
    owner = open_blocks[-2][-1]
    if owner.kind == "row":
        cells.append(token.content)
    else:
        owner.text = token.content


def _end_row(row: Block, cells: list[str], lines: list[str], level: int) -> None:
    """Set the cells of a row, including those beyond the header's, which the parser drops."""
    row.cells = tuple(cells)
    line = lines[row.start] if level <= 2 and row.start < len(lines) else ""
    bare = line.strip()
    if bare.count("|") - bare.startswith("|") - bare.endswith("|") >= len(cells):
        from markdown_it.rules_block.table import escapedSplit

        split = escapedSplit(line.strip())
        if split and not split[0].strip() and line.lstrip().startswith("|"):
            del split[0]
        if split and not split[-1].strip() and line.rstrip().endswith("|"):
            del split[-1]
        if len(split) > len(cells):
            row.cells = tuple(cell.strip() for cell in split)


def is_header(rows: Sequence[Block]) -> bool:
    """Whether the first row of a table is a header: other rows follow, and its cells are short."""
    return len(rows) > 1 and all(len(cell.split()) <= _MOST_WORDS for cell in rows[0].cells)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # deferred: slow to import

    made = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    made.disable(["inline", "text_join"])
    made.normalizeLink = str  # type: ignore[method-assign, assignment]
    made.normalizeLinkText = str  # type: ignore[method-assign, assignment]
    made.validateLink = _any  # type: ignore[method-assign, assignment]
    return made


def _any(_: str) -> bool:
    return True
