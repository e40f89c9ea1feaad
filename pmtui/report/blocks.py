"""Fields that may hold block Markdown."""

from __future__ import annotations

from typing import Final

SPLIT: Final = "[//]: # (pmtui)"
"""Invisible; ends a text that could be mistaken for what the report itself says after it."""


def block(text: str) -> str:
    """A field of block Markdown, made safe to stand in a report; empty where it would show nothing."""
    return text if text.strip() else ""


def sets_apart(text: str, own: str, *starts: str) -> str:
    """A block and what the report itself says after it."""
    return "\n\n".join(part for part in (text, own) if part)
