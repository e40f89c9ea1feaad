"""The sign and colour of a verdict on an answer, in the tree and on the projector."""

from __future__ import annotations

from typing import Final

from pmtui import signs
from pmtui.app.row_layout import Span
from pmtui.meeting import vocabulary

_SIGNS: Final = {"root": f"{signs.ROOT} ", "contributing": f"{signs.FULL} "}
_STYLES: Final = {"root": "notice bold", "contributing": "accent"}

VERDICT_SPANS: Final = {
    verdict: Span(f"{_SIGNS.get(verdict, '')}{word}", _STYLES.get(verdict, "dim"))
    for verdict, word in vocabulary.VERDICT.items()
}
"""By verdict; an answer without a verdict has none."""
