"""The blocks of the report: headings, paragraphs, lists, quotes, code, and the five whys as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from pmtui import signs
from pmtui.app.report_view.inlines import cells, parser, plain, spans, wrapped
from pmtui.app.report_view.tables import TableRow, table_rows
from pmtui.app.row_layout import Line, Span
from pmtui.app.screen_columns import TEXT
from pmtui.app.verdict_styles import VERDICT_SPANS
from pmtui.app.wrap import drawable, wrap
from pmtui.report import labels

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_QUOTE: Final = Span(f"{signs.TRUNK[0]} ", "dim")
_TICKS: Final = {"[ ] ": Span(f"{signs.OPEN} ", "dim"), "[x] ": Span(f"{signs.TICK} ", "well")}
_VERDICTS: Final = {f"({word})": VERDICT_SPANS[verdict].style for verdict, word in labels.VERDICT.items()}
_FLOWCHART: Final = "The same as a flowchart: where the report's Markdown is shown with diagrams."


class Block(Protocol):
    """A part of the report that is laid out by itself."""

    def height(self, width: int) -> int:
        """Return the number of its lines at a width in cells."""
        raise NotImplementedError

    def lines(self, width: int) -> list[Line]:
        """Return its lines, none wider than `width` cells."""
        raise NotImplementedError


class Text:
    """A paragraph. `lead` stands before its first line, `cont` before the others; `gap` empty lines follow."""

    def __init__(self, pieces: Sequence[Span], lead: Line, cont: Line, *, gap: int = 0, gap_before: int = 0) -> None:
        self.pieces, self.lead, self.cont, self.gap, self.gap_before = pieces, lead, cont, gap, gap_before

    def _room(self, width: int) -> int:
        return max(min(width, TEXT) - cells(plain(self.cont)), 8)

    def height(self, width: int) -> int:
        """Return the number of its lines."""
        return self.gap_before + len(wrap(plain(self.pieces), self._room(width))) + self.gap

    def lines(self, width: int) -> list[Line]:
        """Return its lines."""
        made: list[Line] = [[] for _ in range(self.gap_before)]
        for n, line in enumerate(wrapped(self.pieces, self._room(width))):
            made.append([*(self.cont if n else self.lead), *line])
        return made + [[*_stripped(self.cont)] for _ in range(self.gap)]


class Heading(Text):
    """A heading, which readers can jump to."""


class Rule:
    """A horizontal rule."""

    def __init__(self, cont: Line, gap: int = 0) -> None:
        self.cont, self.gap = cont, gap

    def height(self, width: int) -> int:  # noqa: ARG002 - the same at every width
        """Return the number of its lines."""
        return 1 + self.gap

    def lines(self, width: int) -> list[Line]:
        """Return its lines."""
        rest = max(min(width, TEXT) - cells(plain(self.cont)), 1)
        return [[*self.cont, Span(signs.LINE * rest, "rule")], *([] for _ in range(self.gap))]


class CodeLine:
    """A line of code on a background of its own, cut where it is too long."""

    def __init__(self, text: str, cont: Line) -> None:
        self.text, self.cont = text, cont

    def _room(self, width: int) -> int:
        return max(min(width, TEXT) - cells(plain(self.cont)) - 2, 8)

    def _parts(self, width: int) -> list[str]:
        room = self._room(width)
        return wrap(self.text, room)

    def height(self, width: int) -> int:
        """Return the number of its lines."""
        return len(self._parts(width))

    def lines(self, width: int) -> list[Line]:
        """Return its lines."""
        room = self._room(width)
        return [[*self.cont, Span(f" {part}{' ' * (room - cells(part))} ", "code")] for part in self._parts(width)]


class Indented:
    """A block with a prefix before each line, such as a quote, and with empty lines after it."""

    def __init__(self, block: Block, lead: Line, cont: Line, gap: int = 0) -> None:
        self.block, self.lead, self.cont, self.gap = block, lead, cont, gap

    def _room(self, width: int) -> int:
        return max(width - cells(plain(self.cont)), 8)

    def height(self, width: int) -> int:
        """Return the number of its lines."""
        return self.block.height(self._room(width)) + self.gap

    def lines(self, width: int) -> list[Line]:
        """Return its lines."""
        inner = self.block.lines(self._room(width))
        made = [[*(self.cont if n else self.lead), *line] for n, line in enumerate(inner)]
        return made + [[*_stripped(self.cont)] for _ in range(self.gap)]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text, with an empty line between them."""
    from markdown_it.tree import SyntaxTreeNode

    nodes = SyntaxTreeNode(parser().parse(text)).children
    is_tree = False
    for node in nodes:
        if node.type == "heading":
            title = plain(spans(_content(node)))
            is_tree = title == "Five whys"
            yield from _heading(spans(_content(node)), int(node.tag[1:]))
        elif is_tree and node.type == "bullet_list":
            yield from _tree(node, [], last=True)
        elif is_tree and node.type == "fence" and node.info == "mermaid":
            yield Text((Span(_FLOWCHART, "dim"),), [], [], gap=1)
        else:
            yield from _block(node, [], [], gap=1)


def _heading(pieces: Sequence[Span], level: int) -> Iterator[Block]:
    bold = [Span(piece.text, _with(piece.style, "bold")) for piece in pieces]
    if level == 1:
        yield Heading(bold, [], [], gap=1)
    elif level == 2:
        yield Heading(bold, [], [], gap_before=1)
        yield Rule([])
    else:
        yield Heading(bold, [], [])


def _block(node: SyntaxTreeNode, lead: Line, cont: Line, *, gap: int) -> Iterator[Block]:
    """Yield the blocks of a syntax node; `gap` empty lines follow the last one."""
    if node.type in ("paragraph", "heading"):
        yield Text(spans(_content(node)), lead, cont, gap=gap)
    elif node.type in ("bullet_list", "ordered_list"):
        yield from _list(node, lead, cont, gap=gap)
    elif node.type == "blockquote":
        yield from _within(node, [*lead, _QUOTE], [*cont, _QUOTE])
        yield from _gap(cont, gap)
    elif node.type in ("fence", "code_block"):
        code = node.content.removesuffix("\n").expandtabs(4).split("\n")
        yield from (CodeLine(drawable(line), cont if n else lead) for n, line in enumerate(code))
        yield from _gap(cont, gap)
    elif node.type == "table":
        yield from (Indented(row, lead if n == 0 else cont, cont) for n, row in enumerate(_table(node)))
        yield from _gap(cont, gap)
    elif node.type == "hr":
        yield Rule(lead, gap)
    else:
        yield Text(spans(node.content), lead, cont, gap=gap)


def _within(node: SyntaxTreeNode, lead: Line, cont: Line, *, tight: bool = False) -> Iterator[Block]:
    """Yield the blocks inside a block; `lead` stands before the first line."""
    for n, child in enumerate(node.children):
        is_last = child is node.children[-1]
        yield from _block(child, cont if n else lead, cont, gap=int(not tight and not is_last))


def _list(node: SyntaxTreeNode, lead: Line, cont: Line, *, gap: int) -> Iterator[Block]:
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    start = int(node.attrs.get("start", 1))
    for n, item in enumerate(node.children):
        sign = Span(f"{signs.BULLET} " if node.type == "bullet_list" else f"{start + n}. ", "dim")
        first = next(iter(item.children), None)
        words = _content(first) if first is not None and first.type == "paragraph" else ""
        before = cont if n else lead
        if (tick := _TICKS.get(words[:4])) and first is not None:
            yield Text(spans(words[4:]), [*before, tick], [*cont, Span("  ")])
        else:
            blank = Span(" " * cells(sign.text))
            made = list(_within(item, [*before, sign], [*cont, blank], tight=tight))
            yield from made or [Text((), [*before, sign], [*cont, blank])]
        if not tight and item is not node.children[-1]:
            yield from _gap(cont, 1)
    yield from _gap(cont, gap)


def _tree(node: SyntaxTreeNode, trunk: Line, *, last: bool) -> Iterator[Block]:
    """Yield the answers to a question as branches of a tree, each with the answers below it."""
    for item in node.children:
        is_last = item is node.children[-1]
        branch = Span(signs.LAST_BRANCH if is_last else signs.BRANCH, "dim")
        below = [*trunk, Span("   " if is_last else signs.TRUNK, "dim")]
        for n, child in enumerate(item.children):
            if child.type == "bullet_list":
                yield from _tree(child, below, last=last and is_last)
            elif child.type == "paragraph":
                yield Text(_verdicts(spans(_content(child))), below if n else [*trunk, branch], below)
            else:
                yield from _block(child, below, below, gap=0)
    if last and not trunk:
        yield from _gap([], 1)


def _verdicts(pieces: Sequence[Span]) -> list[Span]:
    """Return the text with the words of a verdict in its colour, as in the tree of five whys."""
    return [
        Span(piece.text, _VERDICTS[piece.text]) if piece.style == "bold" and piece.text in _VERDICTS else piece
        for piece in pieces
    ]


def _table(node: SyntaxTreeNode) -> list[TableRow]:
    """Return a table inside another block, or one written otherwise than pmtui writes them."""
    rows = [row for part in node.children for row in part.children]
    lines = [f"| {' | '.join(_content(cell).replace('|', chr(92) + '|') for cell in row.children)} |" for row in rows]
    return table_rows([lines[0], f"|{' --- |' * len(rows[0].children)}", *lines[1:]])


def _gap(cont: Line, gap: int) -> Iterator[Block]:
    if gap:
        yield Text((), _stripped(cont), _stripped(cont), gap=gap - 1)


def _content(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def _stripped(line: Line) -> Line:
    """Return what stands before an empty line: a prefix without its trailing blanks."""
    return line if plain(line).strip() else []


def _with(style: str, word: str) -> str:
    return " ".join(dict.fromkeys((*style.split(), word)))
