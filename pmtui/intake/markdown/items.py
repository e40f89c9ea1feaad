"""Turn list items, and blocks below a time, into the text of one field with its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.placeholders import is_placeholder

_BOX: Final = re.compile(r"^\[([ xX])\]\s+")


class ItemText(NamedTuple):
    """The text of a list item."""

    text: str
    figures: tuple[str, ...]
    rest: list[Block]
    """The blocks below its first paragraph."""
    box: str
    """The content of a task's check box: `x`, a space, or empty where there is no box."""
    raw: str
    """The first paragraph as it was written."""


def item_text(draft: Draft, item: Block, at: str | None = None) -> ItemText:
    """Return the first paragraph of an item, and the blocks after it."""
    first = item.children[0] if item.children else None
    if first is None or first.kind != "paragraph":
        return ItemText("", (), list(item.children), "", "")
    box = _BOX.match(first.text)
    raw = first.text[box.end() :] if box else first.text
    if box:
        draft.account.value(box[1])
    text, figures = draft.plain(raw, first.start, at)
    return ItemText(text, figures, item.children[1:], box[1].lower() if box else "", raw)


def as_text(draft: Draft, blocks: Sequence[Block], *, at: str | None = None, caption: str = "") -> ItemText:
    """Turn blocks into the text of one field; code and images become figures.

    Args:
        draft: gets the figures.
        blocks: the blocks below an item or a time.
        at: the time of the figures; None: not known.
        caption: the caption of code that has no words before it.
    """
    lines: list[str] = []
    figures: list[str] = []
    for block in blocks:
        text, found = _block_text(draft, block, 0, at, caption or (lines[-1] if lines else ""))
        if text:
            lines.append(text)
        figures += found
    return ItemText("\n".join(lines), tuple(figures), [], "", "")


def _block_text(draft: Draft, block: Block, depth: int, at: str | None, caption: str) -> tuple[str, tuple[str, ...]]:
    if block.kind == "paragraph":
        return draft.plain(block.text, block.start, at)
    if block.kind == "code":
        return _code_text(draft, block, at, caption)
    if block.kind == "list":
        return _list_text(draft, block, depth, at, caption)
    if block.kind == "quote":
        inner = as_text(draft, block.children, at=at, caption=caption)
        return "\n".join(f"> {line}" for line in inner.text.split("\n") if line), inner.figures
    if block.kind == "rule":
        return "", ()
    return "\n".join(line.strip() for line in draft.source(block).split("\n")), ()


def _list_text(draft: Draft, block: Block, depth: int, at: str | None, caption: str) -> tuple[str, tuple[str, ...]]:
    lines: list[str] = []
    figures: list[str] = []
    for n, item in enumerate(block.children, 1):
        mark = f"{n}. " if block.ordered else "- "
        texts = []
        for child in item.children:
            text, found = _block_text(draft, child, depth + 1, at, caption)
            texts += [text] if text else []
            figures += found
        if texts:
            first, *others = "\n".join(texts).split("\n")
            lines.append(mark + first)
            lines += [f"  {line}" for line in others]
    return "\n".join(lines), tuple(figures)


def _code_text(draft: Draft, block: Block, at: str | None, caption: str) -> tuple[str, tuple[str, ...]]:
    content = block.text.strip()
    if not content:
        return "", ()
    label = f"{block.info.strip()}: " if block.info.strip() else ""
    if "\n" not in content and "`" not in content and not label and len(content) <= 120:
        return f"`{content}`", ()
    title = f"{label}{caption}".strip(" :") or "Log"
    return "", (draft.log(block, title[:200] if len(caption) > 200 else title, at),)


def is_blank(draft: Draft, blocks: Sequence[Block]) -> bool:
    """Whether blocks hold nothing but placeholders of a template."""
    return all(
        block.kind == "rule" or (block.kind == "paragraph" and is_placeholder(draft.words(block))) for block in blocks
    )
