"""Write the parsed tree of block Markdown in canonical form: one spelling for each thing, the plainest there is.

Blocks are separated by blank lines, except in a tight list. Code is always fenced. Adjacent lists have different
markers, because they would otherwise be read as one list.
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
"""Stands in an empty list item or cell: a bullet without text could make a heading of the line above it."""

_RULE: Final = "___"  # unlike ---, it cannot make a heading of the line above, and is no list marker
_LARGEST_NUMBER: Final = 999_999_999
# Some renderers miscount longer fences.
_LONGEST_FENCE: Final = 200
_RUNS: Final = {char: re.compile(f"{char}+") for char in "`~"}
_INFO: Final = re.compile(r"[^\w+#.,=:/ -]")
_TASK: Final = re.compile(r"\[([ xX])\] +(?=\S)")
# Blocks that may follow a paragraph in a tight list without a blank line: all renderers read them alike.
_CLOSE_UP: Final = ("bullet_list", "fence", "code_block", "blockquote")


def markdown_of(text: str) -> str:
    """Return a text of block Markdown in canonical form.

    Raises:
        TooDeep: it is nested more deeply than renderers support.
    """
    return "\n".join(_blocks(parse(text)))


def verbatim(text: str, info: str = "") -> str:
    """Return lines of code in a fence longer than any run of backticks in them; indented where it would be too long."""
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
    """Return the info string of a fence with special characters escaped."""
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
    """Whether a list can be written without blank lines: it had none, and its blocks stay separate without them."""
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
    """Return the match of a task's box at the beginning of an item with text; None where there is none."""
    if not item.children or item.children[0].type != "paragraph":
        return None
    words = item.children[0].children[0].token
    found = _TASK.match(words.content)
    if not found or not words.children or not words.children[0].content.startswith(found[0]):
        return None
    # GitHub ticks a box if there is a ticked box anywhere on its line.
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
