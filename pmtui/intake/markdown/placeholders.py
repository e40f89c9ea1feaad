"""Recognise what a template leaves where nobody filled it in: placeholders and hints."""

from __future__ import annotations

import re
from typing import Final

_HOLDERS: Final = re.compile(
    r"(?:\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}|<[A-Za-z][A-Za-z \-/_]*>|\bX{3,}\b|\bT\.?B\.?[DC]\b\.?|\bTODO\b"
    r"|\[(?:insert|your|name|date|title|fill)[^\]]*\]|[…_.\-–—?\s|]|\.{3})*",
    re.DOTALL | re.IGNORECASE,
)
_HINT: Final = re.compile(
    r"(?:e\.?g\.?|for example|example|describe|list|what|how|who|when|where|why|which|add|provide|include|write|give|"
    r"explain|report|identify|outline|"
    r"specify|document|run a|note the|please|use|replace|insert|fill|summari[sz]e|a (?:short|brief)|short|brief|one|"
    r"note that|this section)\b",
    re.IGNORECASE,
)
_KNOWN: Final = (
    "These are only sample subheadings. Every action item should have a GitHub issue (even a small skeleton of one) "
    "attached to it, so these do not get forgotten.",
)
_CUSTOMER_TITLE: Final = "Service: what happened"
"""The title of pmtui's template for customers where product and headline are missing."""


def is_placeholder(text: str) -> bool:
    """Whether a text is only placeholders, or a template's hint in italics."""
    bare = text.strip()
    if not bare:
        return False
    if len(bare) <= 400 and _HOLDERS.fullmatch(bare):
        return True
    if bare[0] in "_*" and bare[-1] == bare[0] and bare[1:2] not in ("*", "_", "") and bare.count(bare[0]) == 2:
        return _HINT.match(bare[1:-1].strip("() ")) is not None
    return bare == _CUSTOMER_TITLE or any(" ".join(bare.split()).startswith(known) for known in _KNOWN)


def is_empty_value(text: str) -> bool:
    """Whether a value says that there is none yet."""
    bare = text.strip()
    return not bare or bare.casefold() in ("n/a", "na") or (len(bare) <= 200 and _HOLDERS.fullmatch(bare) is not None)
