"""What Markdown would make of a text, and where: asked of a parser, because nothing else gets nesting right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Deeper than this the parser does not look, and others do.
_DEEPEST: Final = 60
_MARKERS: Final = re.compile(r"^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){25}", re.MULTILINE)

# The second line of a table of one column may look like this; others take it for the underline of a heading.
_UNDERLINE: Final = re.compile(r"[ \t>]*-+[ \t]*")

FENCE_LINE: Final = re.compile(r" {0,3}(?P<run>`{3,}|~{3,})(?P<info>.*)")


def closing_fence(run: str, *, nested: bool = False) -> re.Pattern[str]:
    """What a line looks like that closes a fence; nested ones may have the markers of a quote before them."""
    before = r"[ \t>]*" if nested else r" {0,3}"
    return re.compile(rf"{before}{re.escape(run[0])}{{{len(run)},}}[ \t]*$")


class Structure:
    """Where things stand in a text. Places are counted in characters, lines from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.source = text.split("\n")
        self.lines = [0, *accumulate(len(line) + 1 for line in self.source)]
        """Where each line begins, and where one after the last would."""
        env: dict[str, Any] = {}
        self.too_deep = bool(_MARKERS.search(text))
        tokens = [] if self.too_deep else _parser(inline=False).parse(text, env)
        self.too_deep |= any(token.level > _DEEPEST for token in tokens)
        self.starts: list[tuple[int, str]] = []
        """Lines on which the first of some characters makes a heading, raw HTML or a definition."""
        self.unclosed: list[tuple[int, str]] = []
        """Fences without an end: the line and the run that opens it."""
        self.code: list[tuple[int, int]] = []
        """Blocks of code."""
        self.inline: list[tuple[int, int]] = []
        """Running text: a paragraph each, or a cell of a table."""
        self._collect(tokens)
        definitions = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        self.starts += [(definition["map"][0], "[") for definition in definitions]

    def holds_html(self) -> bool:
        """Whether raw HTML would come of it."""
        if "<" not in self.text:
            return False
        tokens = _parser(inline=True).parse(self.text)
        return any(child.type == "html_inline" for token in tokens for child in token.children or ())

    def _collect(self, tokens: Sequence[Token]) -> None:
        in_table = False
        for token in tokens:
            first, after = token.map or (0, 0)
            if token.type == "heading_open":
                setext = token.markup in ("=", "-")
                self.starts.append((after - 1, token.markup) if setext else (first, "#"))
            elif token.type == "html_block":
                self.starts.append((first, "<"))
            elif token.type == "fence":
                closing = closing_fence(token.markup, nested=token.level > 0)
                if after - first < 2 or not closing.match(self.source[after - 1]):
                    self.unclosed.append((first, token.markup))
                else:
                    self.code.append((self.lines[first], self.lines[after]))
            elif token.type == "code_block":
                self.code.append((self.lines[first], self.lines[after]))
            elif token.type in ("table_open", "table_close"):
                in_table = token.type == "table_open"
                if in_table and _UNDERLINE.fullmatch(self.source[first + 1]):
                    self.starts.append((first + 1, "-"))
            elif token.type == "tr_open":
                self.inline += self._cells(first)
            elif token.type == "inline" and not in_table:
                self.inline.append((self.lines[first], self.lines[after]))

    def _cells(self, line: int) -> Iterator[tuple[int, int]]:
        """A row is taken apart at every pipe without a backslash, in code as well."""
        start = self.lines[line]
        for found in re.finditer(r"(?<!\\)\||$", self.source[line]):
            yield start, self.lines[line] + found.start()
            start = self.lines[line] + found.end()


@cache
def _parser(*, inline: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # a report of plain texts needs none, and it is slow to load

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    if not inline:
        parser.core.ruler.disable("inline")
    return parser
