"""The report as the app shows it: Markdown laid out as lines of styled text.

Start at `page.py`, which makes the blocks of a report. A block is laid out at a width only when it is in view; of the
others only the height is computed, so that a report with thousands of events opens quickly.
"""
