"""The report as it is read on the screen: Markdown laid out as lines of styled text, a block at a time.

`page.py` is the door: it makes the blocks of a report, drawn or as they are written. A block is laid out at a width
only when somebody looks at it, so that a report of thousands of events costs little more than its heights.
"""
