"""Read the five whys and the contributing factors as a tree of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.intake.markdown.why_chain import WHY_LABEL, Chain, WhyNode
from pmtui.session.document import MAX_DEPTH, Verdict, Why

PLACE: Final = "root_cause.whys"


def read_whys(draft: Draft, blocks: Sequence[Block], label: str = "") -> None:
    """Add a chain or tree of whys to the draft.

    Args:
        draft: the review being read.
        blocks: what is below the heading.
        label: the heading, where it is one of several chains.
    """
    chain = Chain(draft)
    if label:
        chain.answer(label)
    for block in blocks:
        _block(draft, block, chain)
    draft.whys += [_made(draft, node, None, 1) for node in chain.under_the_problem()]


def read_factors(draft: Draft, blocks: Sequence[Block], title: str, label: str = "") -> None:
    """Add contributing factors as first answers, each with the verdict `contributing`."""
    nodes: list[WhyNode] = []
    own = None
    for n, block in enumerate(blocks):
        if block.kind == "list":
            nodes += [node for item in block.children if (node := _factor(draft, item))]
        elif block.kind == "paragraph" and not _is_intro(draft, blocks, n):
            text, _ = draft.plain(block.text, block.start)
            draft.account.put(block, PLACE if not is_placeholder(text) else None)
            if is_placeholder(text):
                draft.account.value(text)
            else:
                nodes.append(WhyNode(text))
        elif block.kind == "rule":
            draft.account.put(block, PLACE, "")
        else:
            own = draft.add_section(title, [block], own)
    if label:
        nodes = [WhyNode(label, nodes)]
    draft.whys += [_made(draft, node, "contributing", 1) for node in nodes]


def _is_intro(draft: Draft, blocks: Sequence[Block], n: int) -> bool:
    """Whether a paragraph introduces a list, or is as long as a page."""
    text = draft.words(blocks[n])
    before_list = n + 1 < len(blocks) and blocks[n + 1].kind in ("list", "table", "code")
    return not is_placeholder(text) and (before_list or len(text) > 1000)


def _factor(draft: Draft, item: Block) -> WhyNode | None:
    found = item_text(draft, item)
    gone = is_placeholder(found.text) and not found.rest
    draft.account.put_lines(item.start, item.end, None if gone else PLACE)
    if gone:
        draft.account.value(found.text)
        return None
    node, others = WhyNode(found.text), []
    for block in found.rest:
        if block.kind == "list":
            node.whys += [child for each in block.children if (child := _factor(draft, each))]
        else:
            others.append(block)
    below = as_text(draft, others, caption=found.text)
    node.text = "\n".join(part for part in (node.text, below.text) if part) or " ".join(
        map(draft.name_of, below.figures)
    )
    return node if node.text or node.whys else None


def _block(draft: Draft, block: Block, chain: Chain) -> None:
    if block.kind == "list":
        if not block.ordered and _branches(block):
            chain.top += [node for item in block.children if (node := _tree(draft, item))]
        else:
            for item in block.children:
                _chained(draft, item, chain)
    elif block.kind == "table":
        _table(draft, block, chain)
    elif block.kind == "rule" or (block.kind == "paragraph" and is_placeholder(draft.words(block))):
        draft.account.put(block, None, "" if block.kind == "rule" else None)
        draft.account.value(draft.words(block))
        return
    else:
        text = as_text(draft, [block]).text
        for line in text.split("\n"):
            if line.strip() and not is_placeholder(line):
                chain.take(line.strip())
            else:
                draft.account.dropped(block.start, line)
    draft.account.put(block, PLACE)
    chain.end()


def _branches(block: Block) -> bool:
    """Whether several items of a list have lists below them, so that it is a tree and no chain."""
    inner = [child for item in block.children for child in item.children if child.kind == "list"]
    return bool(inner) and (len(block.children) > 1 or any(_branches(each) for each in inner))


def _chained(draft: Draft, item: Block, chain: Chain) -> None:
    found = item_text(draft, item)
    if is_placeholder(found.text) and not found.rest:
        draft.account.put_lines(item.start, item.end, None)
        draft.account.value(found.text)
        return
    if found.text:
        chain.take(found.text)
    for block in found.rest:
        if block.kind == "list":
            for each in block.children:
                _chained(draft, each, chain)
        elif text := as_text(draft, [block], caption=found.text).text:
            chain.take(" ".join(text.split()) if block.kind == "paragraph" else text)


def _tree(draft: Draft, item: Block) -> WhyNode | None:
    """Return an item with its sub-items below it; a question with its only answer is one node."""
    found = item_text(draft, item)
    node, others = WhyNode(WHY_LABEL.sub("", found.text)), []
    draft.account.became(found.text, node.text)
    for block in found.rest:
        if block.kind == "list":
            node.whys += [child for each in block.children if (child := _tree(draft, each))]
        else:
            others.append(block)
    below = as_text(draft, others, caption=found.text)
    node.text = "\n".join(part for part in (node.text, below.text) if part)
    return node if node.text or node.whys else None


def _table(draft: Draft, table: Block, chain: Chain) -> None:
    """Read a row for each why: its question and answer, whatever number stands before them."""
    rows = table.children
    names = [plain(cell) for cell in rows[0].cells]
    if is_header(rows) and not any("?" in name for name in names):
        draft.account.names(table.start, *names)
        rows = rows[1:]
    for row in rows:
        cells = [draft.plain(cell, row.start)[0] for cell in row.cells]
        kept = [
            cell
            for cell in cells
            if cell and not re.fullmatch(r"(?:why\s*)?#?\d{1,2}[.):]?|\d(?:st|nd|rd|th)(?: why)?", cell, re.I)
        ]
        draft.account.value(*(cell for cell in cells if cell not in kept))
        if len(kept) > 1:
            chain.ask(kept[0])
            chain.answer(" — ".join(kept[1:]))
        elif kept:
            chain.take(kept[0])


def _made(draft: Draft, node: WhyNode, verdict: Verdict | None, level: int) -> Why:
    """Return the why; answers deeper than a review allows become text of the deepest one."""
    text = node.text or "(not said)"
    whys: tuple[Why, ...] = ()
    if level < MAX_DEPTH - 1:
        whys = tuple(_made(draft, child, None, level + 1) for child in node.whys)
    else:
        text = "\n".join([text, *_flat(node.whys)])
    if verdict is None and re.match(r"root cause\s*:", text, re.IGNORECASE):
        verdict = "root"
    return Why(id=draft.new_id(), text=text, verdict=verdict, whys=whys)


def _flat(nodes: Sequence[WhyNode]) -> list[str]:
    texts: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        texts.append(node.text)
        waiting += reversed(node.whys)
    return texts
