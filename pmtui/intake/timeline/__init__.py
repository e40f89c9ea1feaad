"""Read data with times as events: tables, JSON, chats, pagers, alerts, transcripts and logs. Pure functions.

A `source.Source` gives the text in blocks, so that a log of any length needs little memory. `formats.py` chooses the
reader for a text. Each reader is one file, and yields a `row.Row` for every record, with its event if it makes one.
`collecting.py` filters the events, drops those that the timeline has already, and accounts for every line.
"""
