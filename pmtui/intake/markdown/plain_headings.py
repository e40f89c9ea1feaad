"""Find headings in a text without Markdown headings: lines that are only the name of a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.headings import meaning
from pmtui.intake.markdown.inline import bold_lead
from pmtui.intake.markdown.synonyms import STRONG, TELLING

_SEVERAL: Final = 3
_MOST_WORDS: Final = 6
_TITLE: Final = re.compile(
    r"\b(?:post[- ]?mortem|incident|outage|root cause analysis|rca|retrospective|downtime)\b", re.IGNORECASE
)
_MOST_OF_A_TITLE: Final = 16


def with_plain_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with lines such as `Timeline:` as headings, unless the text has meaningful headings already."""
    if any(block.kind == "heading" and meaning(block.text).exact for block in blocks):
        return list(blocks)
    flat = [each for block in blocks for each in _as_lines(block)]
    found = [line for block in flat if block.kind == "paragraph" for line in block.text.split("\n") if _names(line)]
    groups = {meaning(line).group for line in found}
    if len(found) < _SEVERAL or sum(STRONG[group] for group in groups if group) < _SEVERAL:
        return list(blocks)
    titled = any(block.kind == "heading" for block in blocks)
    made: list[Block] = []
    for block in flat:
        made += _split(block, may_be_title=not titled and not made) if block.kind == "paragraph" else [block]
    return made


def _as_lines(block: Block) -> Iterator[Block]:
    """Yield the block; indented code as the paragraphs that it is in such a text."""
    if block.kind != "code" or block.info or not block.text or block.fenced:
        yield block
        return
    start, lines = block.start, []
    for n, line in enumerate([*block.text.rstrip("\n").split("\n"), ""], block.start):
        if line.strip():
            lines.append(line.strip())
            continue
        if lines:
            yield Block("paragraph", start, start + len(lines), "\n".join(lines))
        start, lines = n + 1, []


def _names(line: str) -> bool:
    """Whether a line is only the name of a part."""
    words = line.strip()
    if not words or len(words.split()) > _MOST_WORDS or not words[0].isalnum() or words[-1] in ".,;!":
        return False
    found = meaning(words)
    tells = found.group not in (None, "section", "details") or found.key in TELLING
    return found.exact and tells and words[0].isupper()


def _split(block: Block, may_be_title: bool) -> list[Block]:
    """Split a paragraph into headings and paragraphs."""
    lines = block.text.split("\n")
    if len(lines) != block.end - block.start:
        return [block]
    made: list[Block] = []
    for n, line in enumerate(lines, block.start):
        if _names(line):
            made.append(Block("heading", n, n + 1, line.strip().rstrip(":"), level=2))
        elif may_be_title and not made and _is_title(line):
            made.append(Block("heading", n, n + 1, line.strip(), level=1))
        elif made and made[-1].kind == "paragraph":
            made[-1].text += f"\n{line.strip()}"
            made[-1].end = n + 1
        else:
            made.append(Block("paragraph", n, n + 1, line.strip()))
    return made


def _is_title(line: str) -> bool:
    return len(line.split()) <= _MOST_OF_A_TITLE and bool(_TITLE.search(line)) and bold_lead(line.strip()) is None
