"""Read any Markdown postmortem by what its headings mean, whatever their level and order. Start at `reading.py`."""

from pmtui.intake.markdown.reading import looks, read

__all__ = ["looks", "read"]
