"""The report that this program writes, read back: every field that it shows, as it was or as somebody edited it.

The place of a heading decides and not its meaning, and what stands unescaped is the report's own, so that a field comes
back to the character. What is generated (lengths of time, milestones before events, diagrams, links to figures) stands
for no field.
"""

from pmtui.intake.own_report.reading import looks, origin_of, read

__all__ = ["looks", "origin_of", "read"]
