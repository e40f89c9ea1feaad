"""Parse block Markdown into a tree, with a parser that leaves out what a report does not allow.

Headings, raw HTML, reference and footnote definitions, unclosed fences and unsafe links are parsed as text, so that
writing the tree as Markdown shows them as they were typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from pmtui.report.link_targets import is_safe_target

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# The parser drops what is nested deeper than its limit, so texts that come near it are refused.
_PARSER_LIMIT: Final = 100
_DEEPEST: Final = 60
_MANY_MARKERS: Final = re.compile(r"^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){25}", re.MULTILINE)

# Links and images nested deeper are text: the parser reads each level once for every level above it.
_MOST_LINKS_AROUND: Final = 12
_MOST_PICTURES_AROUND: Final = 3

_DASHES: Final = re.compile(r"[ \t]*-+[ \t]*")
_OPENS_FENCE: Final = re.compile(r"(`{3,})[^`\n]*(?:\n|$)")


class TooDeep(Exception):
    """A text is nested more deeply than renderers support."""


@dataclass(slots=True)
class Node:
    """A block with its child blocks. One of type `inline` holds inline text as the parser's tokens."""

    token: Token
    children: list[Node] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type of the block: `paragraph`, `bullet_list`, `fence` …"""
        return self.token.type.removesuffix("_open")


def parse(text: str) -> list[Node]:
    """Return the blocks of a text.

    Raises:
        TooDeep: it is nested more deeply than `_DEEPEST` levels.
    """
    if _MANY_MARKERS.search(text):
        raise TooDeep
    return _tree(parser().parse(text))


def _tree(tokens: Sequence[Token]) -> list[Node]:
    open_lists: list[list[Node]] = [[]]
    for token in tokens:
        if token.level > _DEEPEST:
            raise TooDeep
        if token.nesting < 0:
            ended = open_lists.pop()
            if token.type == "paragraph_close" and not ended[0].token.children:
                open_lists[-1].pop()  # a paragraph of white space only
            continue
        node = Node(token)
        open_lists[-1].append(node)
        if token.nesting > 0:
            open_lists.append(node.children)
    return open_lists[0]


@cache
def parser() -> MarkdownIt:
    """Return the parser: GitHub's Markdown without what a report does not allow."""
    from markdown_it import MarkdownIt  # deferred: slow to import, and reports of plain texts do not need it

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _PARSER_LIMIT})
    made.enable(["table", "strikethrough"])
    made.disable(["heading", "reference", "html_block", "html_inline"])
    made.block.ruler.at("fence", _closed_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    made.block.ruler.at("lheading", _underlined)
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.inline.ruler.at("backticks", _backticks)
    made.inline.ruler.at("link", _link)
    made.inline.ruler.at("image", _image)
    # Addresses are kept as they were typed; `escape.encoded` encodes them when they are written.
    made.normalizeLink = _as_it_is  # type: ignore[method-assign, assignment]
    made.normalizeLinkText = _as_it_is  # type: ignore[method-assign, assignment]
    made.validateLink = is_safe_target  # type: ignore[method-assign]
    return made


def _as_it_is(text: str) -> str:
    return text


def _closed_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import fence

    if not fence(state, start, end, True) or not _is_closed(state, start, end):
        return False
    return silent or fence(state, start, end, False)


def _is_closed(state: StateBlock, start: int, end: int) -> bool:
    """Whether a line closes the fence that opens on line `start`.

    Failed searches are cached, because a text may open hundreds of fences that nothing closes.
    """
    at = state.bMarks[start] + state.tShift[start]
    marker = state.src[at]
    length = state.skipCharsStr(at, marker) - at
    key = f"fence {marker} {end} {state.blkIndent} {state.level}"
    known_from, known_to, known_length = state.env.get(key, (0, 0, 0))
    if known_from <= start < known_to and length >= known_length:
        return False
    line = start
    for line in range(start + 1, end):
        at, last = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if at < last and state.sCount[line] < state.blkIndent:
            break
        if at >= last or state.src[at] != marker or state.is_code_block(line):
            continue
        after = state.skipCharsStr(at, marker)
        if after - at >= length and state.skipSpaces(after) >= last:
            return True
    state.env[key] = (start, line, length)
    return False


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a setext heading (underlined with = or -) as a paragraph whose last line is the underline."""
    from markdown_it.rules_block import lheading

    parent = state.parentType
    found = lheading(state, start, end, silent)
    state.parentType = parent
    if found and not silent:
        opening, words, closing = state.tokens[-3:]
        line = state.line - 1
        words.content += "\n" + state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
        opening.type, closing.type = "paragraph_open", "paragraph_close"
        opening.tag = closing.tag = "p"
    return found


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table, unless other renderers see a heading in its second line, or a row has too many cells."""
    from markdown_it.rules_block import table

    line = start + 1
    if line < end and _DASHES.fullmatch(state.src, state.bMarks[line], state.eMarks[line]):
        return False
    before = len(state.tokens)
    if silent or not table(state, start, end, silent):
        return bool(silent and table(state, start, end, silent))
    columns = sum(token.type == "th_open" for token in state.tokens[before:])
    if all(_count_cells(state, line) <= columns for line in range(start + 2, state.line)):
        return True
    del state.tokens[before:]
    state.line = start
    return False


def _count_cells(state: StateBlock, line: int) -> int:
    from markdown_it.rules_block.table import escapedSplit

    cells = escapedSplit(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def _backticks(state: StateInline, silent: bool) -> bool:
    """Parse a code span; a run at the beginning of a line that looks like an unclosed fence is text."""
    from markdown_it.rules_inline import backtick

    if state.src[state.pos] == "`" and (state.pos == 0 or state.src[state.pos - 1] == "\n"):
        opens = _OPENS_FENCE.match(state.src, state.pos)
        if opens:
            if not silent:
                state.pending += opens[1]
            state.pos += len(opens[1])
            return True
    return backtick(state, silent)


def _link(state: StateInline, silent: bool) -> bool:
    from markdown_it.rules_inline import link

    return _may_have_target(state, "[") and link(state, silent)


def _image(state: StateInline, silent: bool) -> bool:
    from markdown_it.rules_inline import image

    around = state.env.get("pictures around", 0)
    if around >= _MOST_PICTURES_AROUND or not _may_have_target(state, "!"):
        return False
    state.env["pictures around"] = around + 1
    try:
        return image(state, silent)
    finally:
        state.env["pictures around"] = around


def _may_have_target(state: StateInline, opening: str) -> bool:
    """Whether a `[` has a target: the parser is slow on many brackets without one, as in a terminal's colour codes."""
    if state.src[state.pos] != opening:
        return False
    known, starts = state.env.get("links", (None, frozenset()))
    if known is not state.src:
        starts = _link_starts(state.src)
        state.env["links"] = (state.src, starts)
    return (state.pos if opening == "[" else state.pos + 1) in starts


_IN_LABEL: Final = re.compile(r"\\.|(?P<ticks>`+)|<(?P<url>[A-Za-z][^<>\s]*:[^<>\s]*)>|(?P<bracket>[\[\]])", re.DOTALL)
_IN_TARGET: Final = r"[^\s<>()\\]|\\."
_TARGET: Final = re.compile(
    rf"\(\s*+(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:{_IN_TARGET}|\((?:{_IN_TARGET})*\))*))"
    r"""(?:\s+(?:"[^"]{0,300}"|'[^']{0,300}'))?\s*\)"""
)
_TICKS: Final = re.compile("`+")


def _link_starts(text: str) -> frozenset[int]:
    """Return the positions of each `[` of a paragraph whose `]` is followed by `(`, without deeply nested ones."""
    if "](" not in text:
        return frozenset()
    starts = set()
    around: list[int] = []
    for start, end in sorted(_labels(text)):
        while around and around[-1] < start:
            around.pop()
        if len(around) < _MOST_LINKS_AROUND and text.startswith("](", end):
            starts.add(start)
            around.append(end)
    return frozenset(starts)


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Yield the positions of each `[` of a paragraph and of its `]`, found in one pass.

    Code, addresses in angle brackets, escaped characters and targets are skipped, as the parser does.
    """
    runs: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text):
        runs.setdefault(len(run[0]), []).append(run.start())
    open_ones: list[int] = []
    at = 0
    while found := _IN_LABEL.search(text, at):
        start, at = found.span()
        if found["ticks"] and not (text[start - 1 : start] in ("", "\n") and _OPENS_FENCE.match(text, start)):
            alike = runs.get(at - start, [])
            n = bisect_left(alike, at)
            at = alike[n] + at - start if n < len(alike) else at
        elif found["url"] and not is_safe_target(found["url"]):
            at = start + 1
        elif found["bracket"] == "[":
            open_ones.append(start)
        elif found["bracket"] and open_ones:
            yield open_ones.pop(), start
            target = _TARGET.match(text, at)
            at = target.end() if target and is_safe_target(target["angled"] or target["bare"] or "") else at
