"""Read a report that pmtui wrote, as it was or as somebody edited it: every field that it shows.

A heading is recognised by its place and words. Fields are escaped in a report, so that unescaped syntax is the report's
own, and a field comes back character for character. Generated parts (durations, milestones before events, diagrams,
links to figures) are ignored.
"""

from pmtui.intake.own_report.reading import looks, origin_of, read

__all__ = ["looks", "origin_of", "read"]
