"""Block Markdown written anew from its parsed tree: one way of writing for each thing, the plainest that there is.

Blocks stand apart by blank lines, but within a tight list; code is always fenced; lists next to each other have
different markers, because they would be one otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.report.escape import coded, flow
from pmtui.report.inlines import inline
from pmtui.report.parsing import Node, parse
from pmtui.report.tables import row

NOTHING: Final = "&#32;"
"""What an empty list item or cell is written as; a bullet alone would underline the line above it."""

_RULE: Final = "___"  # unlike ---, it underlines nothing and no list marker goes with it
_LARGEST_NUMBER: Final = 999_999_999
# Fences that are longer are not counted right by all readers.
_LONGEST_FENCE: Final = 200
_RUNS: Final = {char: re.compile(f"{char}+") for char in "`~"}
_INFO: Final = re.compile(r"[^\w+#.,=:/ -]")
_TASK: Final = re.compile(r"\[([ xX])\] +(?=\S)")
# What may follow a paragraph in a tight list without a blank line, and be read the same everywhere.
_CLOSE_UP: Final = ("bullet_list", "fence", "code_block", "blockquote")


def markdown_of(text: str) -> str:
    """A text of block Markdown in its canonical form.

    Raises:
        TooDeep: it is nested deeper than readers agree on.
    """
    return "\n".join(_blocks(parse(text)))


def verbatim(text: str, info: str = "") -> str:
    """Lines of code in a fence that is longer than any run within; without one where it would grow too long."""
    longest = {char: max(map(len, runs.findall(text)), default=0) for char, runs in _RUNS.items()}
    char = "`" if longest["`"] <= _LONGEST_FENCE else "~"
    if longest[char] > _LONGEST_FENCE:
        return flow(text)
    fence = char * max(3, longest[char] + 1)
    return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"


def _blocks(nodes: Sequence[Node], *, tight: bool = False) -> list[str]:
    lines: list[str] = []
    before, marker = "", ""
    for node in nodes:
        if node.type in ("bullet_list", "ordered_list"):
            first, second = ("-", "*") if node.type == "bullet_list" else (".", ")")
            marker = second if before == node.type and marker == first else first
            made = _list(node, marker)
        else:
            made = _block(node)
        if lines and not tight:
            lines.append("")
        lines += made
        before = node.type
    return lines


def _block(node: Node) -> list[str]:
    if node.type == "paragraph":
        return inline(node.children[0].token.children or ())
    if node.type == "blockquote":
        return [f"> {line}" if line else ">" for line in _blocks(node.children) or [""]]
    if node.type in ("fence", "code_block"):
        content = node.token.content
        return verbatim(content.removesuffix("\n"), _info(node.token.info)).split("\n")
    if node.type == "table":
        return _table(node)
    if node.type == "hr":
        return [_RULE]
    raise ValueError(f"no way to write {node.type}")


def _info(info: str) -> str:
    """What stands behind a fence, with everything coded that acts there."""
    from markdown_it.common.utils import unescapeAll

    return _INFO.sub(lambda found: coded(found[0]), unescapeAll(info).strip())


# --- lists ---


def _list(node: Node, marker: str) -> list[str]:
    items = node.children
    tight = _is_tight(items)
    start = node.token.attrGet("start")
    number = 1 if start is None else int(start)
    lines: list[str] = []
    for n, item in enumerate(items):
        if lines and not tight:
            lines.append("")
        ordered = node.type == "ordered_list"
        begin = f"{min(number + n, _LARGEST_NUMBER)}{marker} " if ordered else f"{marker} "
        indent = " " * len(begin)
        first, *others = _item(item, tight=tight, may_tick=not ordered)
        lines.append(begin + first)
        lines += [indent + line if line else "" for line in others]
    return lines


def _is_tight(items: Sequence[Node]) -> bool:
    """Whether no blank lines stand in the list: none did, and none is needed to keep its blocks apart."""
    for item in items:
        if any(block.type == "paragraph" and not block.token.hidden for block in item.children):
            return False
        if len(item.children) > 2:
            return False
        if len(item.children) == 2:
            first, second = item.children
            if first.type != "paragraph" or not (second.type in _CLOSE_UP or _starts_at_one(second)):
                return False
    return True


def _starts_at_one(node: Node) -> bool:
    return node.type == "ordered_list" and node.token.attrGet("start") in (None, 1)


def _item(item: Node, *, tight: bool, may_tick: bool) -> list[str]:
    ticked = _ticked(item) if may_tick else None
    if ticked is None:
        return _blocks(item.children, tight=tight) or [NOTHING]
    first = item.children[0].children[0].token.children or []
    first[0].content = first[0].content[ticked.end() :]
    lines = _blocks(item.children, tight=tight)
    return [f"[{'x' if ticked[1] in 'xX' else ' '}] {lines[0]}", *lines[1:]]


def _ticked(item: Node) -> re.Match[str] | None:
    """The box of a task, where an item begins with one and has words behind it."""
    if not item.children or item.children[0].type != "paragraph":
        return None
    words = item.children[0].children[0].token
    found = _TASK.match(words.content)
    if not found or not words.children or not words.children[0].content.startswith(found[0]):
        return None
    # GitHub ticks a box where its line has a ticked one anywhere.
    return None if found[1] == " " and "[x]" in words.content.lower() else found


# --- tables ---


def _table(node: Node) -> list[str]:
    rows = [line for part in node.children for line in part.children]
    aligned = [_RULES[str(cell.token.attrGet("style") or "")] for cell in rows[0].children]
    shown = [row([_cell(cell) for cell in line.children]) for line in rows]
    return [shown[0], row(aligned), *shown[1:]]


_RULES: Final = {"": "---", "text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}


def _cell(node: Node) -> str:
    (line,) = inline(node.children[0].token.children or (), in_cell=True)
    return line or NOTHING
