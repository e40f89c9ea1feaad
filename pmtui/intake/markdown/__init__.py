"""Anybody's Markdown postmortem, read by meaning rather than by level or order."""

from pmtui.intake.markdown.reading import looks, read

__all__ = ["looks", "read"]
