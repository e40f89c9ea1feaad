"""The search index of a library: full-text search, and the facts of each session for boards and trends.

The index is derived data: it may be deleted or damaged at any time, and is then built again. `index_file.py` stores it
in SQLite, `query.py` parses what the user typed, `search.py` finds the reviews and passages.
"""
