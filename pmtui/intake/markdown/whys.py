"""Read the five whys and the contributing factors as a tree of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import plain, words
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.session.document import MAX_DEPTH, Verdict, Why

PLACE: Final = "root_cause.whys"
_LABEL: Final = re.compile(
    r"^(?:\d+[.)]\s*)?(?:why\s*(?:#\s*)?\d+|\d+(?:st|nd|rd|th)\s+why)\s*[:.)–—-]*\s*", re.IGNORECASE
)
_ANSWER: Final = re.compile(r"^(?:→|->|=>|⇒|because\s*:|answer\s*:|a\s*:|∵)\s*", re.IGNORECASE)
_QUESTION: Final = re.compile(r"^(?:q|question)\s*[:：]\s*", re.IGNORECASE)
_PROBLEM: Final = re.compile(r"^(?:the\s+)?(?:problem|problem statement|issue|incident|symptom)\s*:\s*", re.IGNORECASE)
_BOTH: Final = re.compile(
    r"(?P<question>(?:.*?\bwhy\b.*?\?|[^?？\n]*[?？]))[*_\s]*(?:→|->|=>|⇒|[-–—:]\s|\n|\s(?=[A-Z\"`]))\s*(?P<answer>.+)",
    re.DOTALL | re.IGNORECASE,
)
_STOP: Final = frozenset(
    [
        "why",
        "did",
        "was",
        "the",
        "is",
        "were",
        "do",
        "does",
        "a",
        "an",
        "of",
        "to",
        "it",
        "that",
        "this",
        "so",
        "then",
        "how",
        "come",
        "not",
        "no",
        "in",
        "on",
        "had",
        "have",
        "has",
        "been",
        "be",
    ]
)


@dataclass(slots=True)
class Node:
    """An answer while it is read."""

    text: str
    whys: list[Node] = field(default_factory=list)


def read_whys(draft: Draft, blocks: Sequence[Block], label: str = "") -> None:
    """Add a chain or tree of whys to the draft.

    Args:
        draft: the review being read.
        blocks: what is below the heading.
        label: the heading, where it is one of several chains.
    """
    chain = _Chain(draft)
    if label:
        chain.answer(label)
    for block in blocks:
        _block(draft, block, chain)
    draft.whys += [_made(draft, node, None, 1) for node in chain.under_the_problem()]


def read_factors(draft: Draft, blocks: Sequence[Block], title: str, label: str = "") -> None:
    """Add contributing factors as first answers, each with the verdict `contributing`."""
    nodes: list[Node] = []
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
                nodes.append(Node(text))
        elif block.kind == "rule":
            draft.account.put(block, PLACE, "")
        else:
            own = draft.add_section(title, [block], own)
    if label:
        nodes = [Node(label, nodes)]
    draft.whys += [_made(draft, node, "contributing", 1) for node in nodes]


def _is_intro(draft: Draft, blocks: Sequence[Block], n: int) -> bool:
    """Whether a paragraph introduces a list, or is as long as a page."""
    text = draft.words(blocks[n])
    before_list = n + 1 < len(blocks) and blocks[n + 1].kind in ("list", "table", "code")
    return not is_placeholder(text) and (before_list or len(text) > 1000)


def _factor(draft: Draft, item: Block) -> Node | None:
    found = item_text(draft, item)
    gone = is_placeholder(found.text) and not found.rest
    draft.account.put_lines(item.start, item.end, None if gone else PLACE)
    if gone:
        draft.account.value(found.text)
        return None
    node, others = Node(found.text), []
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


class _Chain:
    """Questions and answers in their order; each answer is below the one before it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.top: list[Node] = []
        self.last: Node | None = None
        self.question = ""
        self._opening: Node | None = None
        """A first line that does not look like an answer."""
        self._asked = False
        """Whether a question, or the mark of an answer, follows it."""

    def take(self, text: str) -> None:
        """Take a line that is a question, an answer, or both."""
        account = self.draft.account
        bare = _LABEL.sub("", text)
        account.became(text, bare)
        labelled = bare != text
        if problem := _PROBLEM.match(bare):
            account.value(problem[0])
            self.ask(bare[problem.end() :])
            return
        if answer := _ANSWER.match(bare):
            account.value(answer[0])
            self._asked = True
            self.answer(bare[answer.end() :])
            return
        both = _BOTH.fullmatch(bare) if len(bare) < 2000 else None
        if both and both["answer"].strip():
            asked, said = both["question"].strip(), both["answer"].strip()
            why, because = _QUESTION.sub("", asked), _ANSWER.sub("", said)
            account.became(f"{asked} {said}", f"{why} {because}")
            self.ask(why)
            self.answer(because)
        elif bare.rstrip("*_ ").endswith(("?", "？")) and (labelled or "why" in bare.casefold() or not self.question):
            self.ask(bare)
        elif bare:
            first = self.last is None and not self.question and not self.draft.problem
            self.answer(bare)
            self._opening = self.last if first else self._opening

    def ask(self, question: str) -> None:
        """Set the question that the next answer belongs to."""
        if self.last is None and not self.draft.problem and not self.question:
            self.draft.problem = question
            return
        self._asked = True
        if self.question:
            self.answer("")
        self.question = question

    def answer(self, text: str) -> None:
        """Add an answer to the question, or to the answer before it."""
        question, self.question = self.question, ""
        known = {word.casefold() for word in words(self.last.text if self.last else self.draft.problem)}
        asked = [word for word in words(question) if word.casefold() not in _STOP]
        if question and all(word.casefold() in known for word in asked):
            self.draft.account.value(question)
            question = ""
        whole = " ".join(filter(None, (question, text)))
        if not whole:
            return
        node = Node(whole)
        (self.last.whys if self.last else self.top).append(node)
        self.last = node

    def under_the_problem(self) -> list[Node]:
        """Return the answers; a line above the first `Why?` or `Because:` becomes the problem instead."""
        opening = self._opening
        if opening is None or not self._asked or self.top != [opening] or not opening.whys or self.draft.problem:
            return self.top
        self.draft.problem = opening.text
        return opening.whys

    def end(self) -> None:
        """Add the last question as an answer of its own, where nobody answered it."""
        if self.question:
            self.answer("")


def _block(draft: Draft, block: Block, chain: _Chain) -> None:
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


def _chained(draft: Draft, item: Block, chain: _Chain) -> None:
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


def _tree(draft: Draft, item: Block) -> Node | None:
    """Return an item with its sub-items below it; a question with its only answer is one node."""
    found = item_text(draft, item)
    node, others = Node(_LABEL.sub("", found.text)), []
    draft.account.became(found.text, node.text)
    for block in found.rest:
        if block.kind == "list":
            node.whys += [child for each in block.children if (child := _tree(draft, each))]
        else:
            others.append(block)
    below = as_text(draft, others, caption=found.text)
    node.text = "\n".join(part for part in (node.text, below.text) if part)
    return node if node.text or node.whys else None


def _table(draft: Draft, table: Block, chain: _Chain) -> None:
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


def _made(draft: Draft, node: Node, verdict: Verdict | None, level: int) -> Why:
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


def _flat(nodes: Sequence[Node]) -> list[str]:
    texts: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        texts.append(node.text)
        waiting += reversed(node.whys)
    return texts
