"""Decide by their words and headers whether lists and tables hold actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.intake.markdown.action_words import role_of
from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.headings import normalised


def looks_like_actions(blocks: Sequence[Block], told: bool = False) -> bool:
    """Whether lists or tables hold future work, and not past: check boxes, owners, future tense.

    Where the heading is about the future (`told`), an imperative is enough: `Add an alert`.
    """
    texts = [
        child.text for block in blocks for item in block.children for child in item.children if block.kind == "list"
    ]
    for block in blocks:
        if block.kind == "table" and block.children:
            return any(role_of(normalised(cell)[0]) in ("owner", "ticket", "due") for cell in block.children[0].cells)
    marks = sum(_TO_DO.search(text) is not None or (told and _ASKS.match(text) is not None) for text in texts)
    return bool(texts) and marks * 3 >= len(texts)


_ASKS: Final = re.compile(
    r"\W*(?:add|adopt|alert|audit|automate|avoid|build|check|configure|consider|create|define|deploy|document|enable|"
    r"enforce|ensure|establish|evaluate|extend|fix|give|implement|improve|increase|integrate|introduce|investigate|"
    r"limit|make|migrate|monitor|move|prevent|provide|reduce|refactor|remove|replace|require|review|rotate|schedule|"
    r"set|standardi[sz]e|switch|test|track|train|update|upgrade|use|validate|verify|write)\b",
    re.IGNORECASE,
)
_TO_DO: Final = re.compile(
    r"^\[[ xX]\]|^\*{0,2}(?:action(?: items?)?|to ?do|task)\*{0,2}:|\bowner\b|\bdue\b|"
    r"\bassignee\b|@\w|\b(?:will|should|shall|need to|needs to|must|plan to|going to)\b",
    re.IGNORECASE,
)


def names_actions(table: Block) -> bool:
    """Whether the header alone shows that a table holds actions: an action, and an owner, date or ticket."""
    if table.kind != "table" or not is_header(table.children):
        return False
    keys = [normalised(cell)[0] for cell in table.children[0].cells]
    roles = {role_of(key) for key in keys}
    return any("action" in key.split() for key in keys) and bool(roles & {"owner", "due", "ticket"})
