"""Labels with values in a block: a paragraph or list of `**Key:** value`, or a table of two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import bold_lead, plain
from pmtui.intake.markdown.labels import field_of

_PAIR: Final = re.compile(
    r"\s*(?:\*\*|__)?(?P<label>[^\n:：*|]{1,60}?)\s*(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：]|[:：])(?!//)\s*(?P<value>[^\n]*)"
)
_MOST_WORDS: Final = 6


class Pair(NamedTuple):
    """A label with its value, and the number of its line from 0."""

    label: str
    value: str
    line: int


def pairs_of(draft: Draft, block: Block) -> list[Pair] | None:
    """Return the labels and values of a block that holds nothing else; None where it holds something else."""
    if block.kind == "paragraph":
        lines = draft.words(block).split("\n")
        found = [_pair(part, block.start + n) for n, line in enumerate(lines) for part in _fields_of_line(line)]
    elif block.kind == "list":
        found = [
            _pair(item.children[0].text, item.start)
            if len(item.children) == 1 and item.children[0].kind == "paragraph"
            else None
            for item in block.children
        ]
    elif block.kind == "table":
        return _pairs_of_table(block)
    else:
        return None
    return [pair for pair in found if pair] if found and all(found) else None


_BETWEEN: Final = re.compile(r"\s+[|·•]\s+(?=(?:\*\*|__)[^*_\n]{2,40}(?:\*\*|__))")


def _fields_of_line(line: str) -> list[str]:
    """Split a line such as `**Date:** 4 May | **Severity:** SEV2` into its fields; else return the line."""
    parts = _BETWEEN.split(line)
    return parts if all(part.lstrip().startswith(("**", "__")) for part in parts) else [line]


def pair_of(draft: Draft, title: str, line: int) -> Pair | None:
    """Return label and value of a heading such as `Date: 4 May`; None where it is none."""
    return _pair(draft.cleaned(title, line), line) if ":" in title else None


def is_field_alone(draft: Draft, block: Block) -> bool:
    """Whether a paragraph is one field, such as `**Severity:** SEV2`: a known label in bold and a short value."""
    lead = bold_lead(draft.words(block))
    field = field_of(lead.words) if lead and lead.colon else None
    return bool(lead and field and lead.rest and len(lead.rest) <= _SHORT_VALUE and "\n" not in lead.rest)


_SHORT_VALUE: Final = 120


def _pair(text: str, line: int) -> Pair | None:
    found = _PAIR.fullmatch(text.strip().rstrip("\\").strip())
    if found is None or len(found["label"].split()) > _MOST_WORDS or not found["label"].strip(" -*_"):
        return None
    value = re.sub(r"^(?:\*\*|__)\s*", "", found["value"].strip())
    return Pair(plain(found["label"]).strip(), value, line)


def _pairs_of_table(table: Block) -> list[Pair] | None:
    """Return the pairs of a table with two columns, or four with two labels a row; None unless most labels are
    known.
    """
    rows = table.children
    width = len(rows[0].cells) if rows else 0
    if width not in (2, 4):
        return None
    pairs = [
        Pair(plain(row.cells[n]).strip(" :"), row.cells[n + 1], row.start)
        for row in rows
        for n in range(0, width, 2)
        if n + 1 < len(row.cells) and row.cells[n].strip()
    ]
    head = {cell.strip(" :*").casefold() for cell in rows[0].cells}
    if head <= {
        "field",
        "value",
        "key",
        "item",
        "details",
        "detail",
        "",
        "property",
        "attribute",
        "description",
        "data",
        "name",
        *other_languages.NAMES_OF_FIELDS,
    }:
        pairs = [pair for pair in pairs if pair.line != rows[0].start]
    known = sum(field_of(pair.label) is not None for pair in pairs)
    return pairs if pairs and known * 2 >= len(pairs) else None


def are_details(pairs: Sequence[Pair]) -> bool:
    """Whether pairs are key details: at least half of the labels are known, and one of them is no number."""
    known = sum(field_of(pair.label) is not None for pair in pairs)
    return known * 2 >= len(pairs) and known > 0
