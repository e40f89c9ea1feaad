"""Data with times, read as events for a timeline: tables, JSON, chats, pagers, alerts, transcripts and logs.

Pure. A `source.Source` gives the text piece by piece, so that a log of any length takes little memory. `formats.py`
says which reader a text is for; each reader, one a file, yields a `row.Row` for every record, with its event where it
makes one; `taking.py` filters them, leaves out what the timeline has already, and accounts for every line.
"""
