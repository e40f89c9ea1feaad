"""Read notes on what was learned, went well and wrong, and where there was luck; and open questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.session.document import Note, Parked

_ANSWER: Final = re.compile(
    r"(?:Q(?:uestion)?\s*(?:\([^)]*\))?\s*[:.]\s*)?(?P<question>.+?)\s*(?:\bA(?:nswer)?\s*(?:\([^)]*\))?\s*[:.]|→|->)\s*(?P<answer>.+)",
    re.DOTALL,
)
_SEVERAL: Final = re.compile(r"[^?\n]+\?(?:\s+[^?\n]+\?)+")
"""Matches several questions and nothing else."""


def read_notes(draft: Draft, blocks: Sequence[Block], section: str, label: str = "") -> None:
    """Add the notes below a heading to the draft.

    Args:
        draft: the review being read.
        blocks: what is below the heading.
        section: `learned`, `went_well`, `went_wrong` or `got_lucky`.
        label: the heading, where it says more than the name of the section.
    """
    place = f"lessons.{section}"
    for text in _texts(draft, blocks, place):
        draft.notes[section].append(Note(id=draft.new_id(), text=f"{label}: {text}" if label else text))
        label = ""
    if label:
        draft.notes[section].append(Note(id=draft.new_id(), text=label))


def read_questions(draft: Draft, blocks: Sequence[Block]) -> None:
    """Add open questions to the draft, with their answers."""
    for text in _texts(draft, blocks, "parking_lot"):
        found = _ANSWER.fullmatch(text)
        if found is None and _SEVERAL.fullmatch(text):
            draft.parked += [
                Parked(id=draft.new_id(), text=each, kind="question") for each in re.split(r"(?<=\?)\s+", text)
            ]
            continue
        question, answer = (found["question"], found["answer"]) if found else (text, "")
        if found:
            draft.account.became(text, f"{question} {answer}")
        draft.parked.append(Parked(id=draft.new_id(), text=question, kind="question", answer=answer))


def _texts(draft: Draft, blocks: Sequence[Block], place: str) -> list[str]:
    """Return a text for each item, paragraph and row; code and other blocks belong to the paragraph before them."""
    texts: list[str] = []
    for block in blocks:
        if block.kind == "list":
            texts += [text for item in block.children if (text := _item(draft, item, place))]
        elif block.kind == "table":
            texts += _rows(draft, block, place)
        elif block.kind == "rule":
            draft.account.put(block, place, "")
        else:
            words = draft.words(block) if block.kind == "paragraph" else ""
            if words and is_placeholder(words):
                draft.account.put(block, None)
                draft.account.value(words)
                continue
            below = as_text(draft, [block], caption=texts[-1] if texts else "")
            text = below.text or " ".join(map(draft.name_of, below.figures))
            draft.account.put(block, place)
            if not text:
                continue
            if block.kind != "paragraph" and texts:
                texts[-1] += f"\n{text}"
            else:
                texts.append(text)
    return texts


def _item(draft: Draft, item: Block, place: str) -> str:
    found = item_text(draft, item)
    gone = is_placeholder(found.text) and not found.rest
    draft.account.put_lines(item.start, item.end, None if gone else place)
    if gone:
        draft.account.value(found.text)
        return ""
    below = as_text(draft, found.rest, caption=found.text)
    text = "\n".join(part for part in (found.text, below.text) if part)
    return text or " ".join(map(draft.name_of, below.figures))


def _rows(draft: Draft, table: Block, place: str) -> list[str]:
    """Return the rows of a table; each cell after the first has the name of its column."""
    rows = table.children
    names = [plain(cell) for cell in rows[0].cells]
    draft.account.put_lines(table.start, table.end, place, "")
    if is_header(rows):
        draft.account.put(rows[0], place)
        draft.account.names(table.start, *names)
        rows = rows[1:]
    else:
        names = []
    texts = []
    for row in rows:
        draft.account.put(row, place)
        cells = [draft.plain(cell, row.start)[0] for cell in row.cells]
        filled = [(names[n] if n < len(names) else "", cell) for n, cell in enumerate(cells) if cell]
        if filled and not all(is_placeholder(cell) for _, cell in filled):
            texts.append(
                " — ".join([filled[0][1], *(f"{name}: {cell}" if name else cell for name, cell in filled[1:])])
            )
        else:
            draft.account.dropped(row.start, *(cell for _, cell in filled))
    return texts
