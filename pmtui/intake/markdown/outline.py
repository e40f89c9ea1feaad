"""Divide a text into parts: what is below each heading, or below what serves as a heading.

These serve as headings where their words mean a part of a postmortem: a bold line above a list or paragraph, a bold
beginning such as `**Impact:** …`, and an item such as `- What went well:` with a list in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.headings import meaning
from pmtui.intake.markdown.inline import bold_lead, plain
from pmtui.intake.markdown.labels import is_label
from pmtui.intake.markdown.plain_headings import with_plain_headings

_LISTS: Final = frozenset(
    {"went_well", "went_wrong", "got_lucky", "learned", "actions", "whys", "contributing", "questions"}
)
_ONE: Final = frozenset({"action item", "action", "todo", "to do", "task", "lesson learned"})
"""Names of single items, which are no headings of lists."""
_LABELLED: Final = re.compile(r"\s*(?:[-*+] )?(?:\*\*|__)?[^\n:*_]{2,40}:?(?:\*\*|__)?:?\s+\S")
_PLAIN_LEAD: Final = re.compile(
    r"(?P<label>(?:Open|Unresolved|Remaining|Further) questions|Attachments?):\s+(?P<rest>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_MOST_WORDS: Final = 8
_SEVERAL: Final = 2
_SHORT: Final = 80
"""In characters: the longest value of a field."""


@dataclass(slots=True)
class Part:
    """A heading with the blocks below it and the parts within it."""

    title: str
    """The heading without its marks; empty for what is above the first heading."""
    level: int
    start: int
    """The lines of the heading: first line, and line after the last, from 0."""
    end: int
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    virtual: bool = False
    """Whether a bold line or an item serves as the heading."""


def outline(blocks: Sequence[Block]) -> Part:
    """Return the text as one part without a title; its parts are below each heading."""
    top = Part("", 0, 0, 0)
    path = [top]
    for block in with_plain_headings(blocks):
        if block.kind != "heading":
            path[-1].blocks.append(block)
            continue
        if not block.text.strip():
            continue  # an empty heading
        while path[-1].level >= block.level:
            path.pop()
        part = Part(block.text.strip(), block.level, block.start, block.end)
        path[-1].parts.append(part)
        path.append(part)
    _find_leads(top)
    return top


def _find_leads(top: Part) -> None:
    """Turn bold lines and items that serve as headings into parts, in all parts."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        real = part.parts
        part.parts = []
        part.blocks = _split_leads(part)
        waiting += real
        part.parts += real


def _split_leads(part: Part) -> list[Block]:
    """Move the blocks below each such line into a part of its own; returns the blocks that stay."""
    kept: list[Block] = []
    into: Part | None = None
    blocks = list(_by_label(part.blocks))
    for n, block in enumerate(blocks):
        following = blocks[n + 1] if n + 1 < len(blocks) else None
        lead, whole = _lead_of(block, following)
        if lead is None and part.level <= 1 and (lead := _item_alone(block)) is not None:
            whole = True
        if lead is not None:
            lead.level = part.level + 1
            part.parts.append(lead)
            into = lead if whole else None
            continue
        if block.kind == "list" and into is None and (leads := _items_as_leads(block, part.level + 1)):
            part.parts += leads
            continue
        if block.kind == "list" and into is None and part.level <= 1 and (found := _report_as_list(block, part.level)):
            kept += found[0]
            part.parts += found[1]
            continue
        if into is not None:
            into.blocks.append(block)
            # After the list below a bold line, text belongs to the heading above again.
            if block.kind in ("list", "table") and following is not None and following.kind == "paragraph":
                into = None
            continue
        kept.append(block)
    return kept


def _by_label(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; a paragraph of `**Key:** value` lines becomes one paragraph for each line."""
    for block in blocks:
        lines = block.text.split("\n") if block.kind == "paragraph" else []
        if len(lines) > 1 and len(lines) == block.end - block.start and all(_is_labelled(line) for line in lines):
            for n, line in enumerate(lines):
                yield Block("paragraph", block.start + n, block.start + n + 1, line)
        else:
            yield block


def _is_labelled(line: str) -> bool:
    lead = bold_lead(line.strip())
    if lead is not None and lead.colon:
        return True
    label = line.partition(":")[0]
    return bool(_LABELLED.match(line)) and (is_label(label) or meaning(label).exact)


def _lead_of(block: Block, following: Block | None) -> tuple[Part | None, bool]:
    """Return the part that a paragraph begins (None: it begins none), and whether the next block belongs to it."""
    if block.kind != "paragraph":
        return None, False
    lead = bold_lead(block.text.strip())
    if lead is None:
        words = block.text.strip()
        colon = words.endswith(":") and "\n" not in words and len(words.split()) <= _MOST_WORDS
        if plain_lead := _PLAIN_LEAD.fullmatch(words):
            part = Part(plain_lead["label"], 0, block.start, block.start, virtual=True)
            part.blocks.append(Block("paragraph", block.start, block.end, plain_lead["rest"]))
            return part, False
        if not colon or following is None or following.kind not in ("list", "table") or not _means(words):
            return None, False
        return Part(words, 0, block.start, block.end, virtual=True), True
    if not _means(lead.words) or len(lead.words.split()) > _MOST_WORDS:
        return None, False
    if not lead.rest:
        if following is None or following.kind not in ("list", "table", "paragraph", "code", "quote"):
            return None, False
        return Part(lead.words, 0, block.start, block.end, virtual=True), True
    if not (lead.colon or lead.words.endswith(".")) or is_label(lead.words):
        return None, False
    part = Part(lead.words, 0, block.start, block.start, virtual=True)
    part.blocks.append(Block("paragraph", block.start, block.end, lead.rest))
    return part, lead.rest.endswith(":") and following is not None and following.kind == "list"


def _means(words: str) -> bool:
    found = meaning(words)
    return (found.exact and found.group not in (None, "details", "attendees")) or bool(
        found.group in _LISTS and found.exact
    )


def _item_alone(block: Block) -> Part | None:
    """Return the part of a list that is a single bold item, `- **Impact**:`; None where it is not."""
    if block.kind != "list" or len(block.children) != 1 or len(block.children[0].children) != 1:
        return None
    first = block.children[0].children[0]
    lead = bold_lead(first.text.strip()) if first.kind == "paragraph" else None
    if lead is None or lead.rest or not _means(lead.words):
        return None
    return Part(lead.words, 0, first.start, first.end, virtual=True)


def _report_as_list(block: Block, level: int) -> tuple[list[Block], list[Part]] | None:
    """Read a whole report written as one list, whose items have bold beginnings: `- **Impact**: …`, `- **Events**`.

    Returns:
        The list of items that are fields with a short value, and the parts; None where it is no such list.
    """
    fields: list[Block] = []
    parts: list[Part] = []
    others = 0
    for item in block.children:
        first = item.children[0] if item.children else None
        lead = bold_lead(first.text.strip()) if first and first.kind == "paragraph" else None
        if first is None or lead is None or len(lead.words.split()) > _MOST_WORDS:
            if not parts:
                return None
            parts[-1].blocks.append(Block("list", item.start, item.end, children=[item]))
            others += 1
            continue
        if len(item.children) == 1 and lead.rest and len(lead.rest) <= _SHORT and not _means(lead.words):
            fields.append(item)
            continue
        part = Part(lead.words, level + 1, first.start, first.start if lead.rest else first.end, virtual=True)
        if lead.rest:
            rest = lead.rest.lstrip(":").lstrip()
            part.blocks.append(Block("paragraph", first.start, first.end, rest))
        part.blocks += item.children[1:]
        parts.append(part)
    if (
        others * 3 > len(block.children)
        or len(parts) < _SEVERAL
        or sum(_means(part.title) for part in parts) < _SEVERAL
    ):
        return None
    return ([Block("list", fields[0].start, fields[-1].end, children=fields)] if fields else []), parts


def _items_as_leads(block: Block, level: int) -> list[Part]:
    """Return the parts of a list whose items name a part and have their own list; empty where one does not."""
    parts = []
    for item in block.children:
        first = item.children[0] if item.children else None
        if first is None or first.kind != "paragraph":
            return []
        words = plain(first.text).strip()
        label, _, rest = words.partition(":")
        found = meaning(label)
        if (
            found.key in _ONE
            or not found.exact
            or found.group not in _LISTS
            or not (rest.strip() or len(item.children) > 1)
        ):
            return []
        part = Part(label, level, first.start, first.start if rest.strip() else first.end, virtual=True)
        if rest.strip():
            part.blocks.append(Block("paragraph", first.start, first.end, rest.strip()))
        part.blocks += item.children[1:]
        parts.append(part)
    return parts
