"""Read the measures of the impact: names with numbers."""

from __future__ import annotations

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.label_pairs import pairs_of
from pmtui.session.document import Measure


def read_measures(draft: Draft, block: Block) -> None:
    """Add a measure for each label with its value in a block."""
    for pair in pairs_of(draft, block) or ():
        value, _ = draft.plain(pair.value, pair.line)
        draft.measures.append(Measure(id=draft.new_id(), name=pair.label, value=value))
    draft.account.put(block, "impact.measures")


def read_measures_of_a_row(draft: Draft, block: Block) -> bool:
    """Add a measure for each column of a table with one row of at least three cells; returns whether it is one."""
    rows = block.children if block.kind == "table" else []
    if len(rows) != 2 or len(rows[0].cells) < 3 or not all(map(str.strip, rows[0].cells)):
        return False
    names, values = ([draft.plain(cell, row.start)[0] for cell in row.cells] for row in rows)
    if any(len(cell) > 80 or "\n" in cell for cell in (*names, *values)):
        return False
    draft.measures += [
        Measure(id=draft.new_id(), name=name, value=value) for name, value in zip(names, values, strict=False) if value
    ]
    draft.account.put(block, "impact.measures")
    return True
