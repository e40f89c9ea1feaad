"""An index of a library: found by words, and what boards and trends need of each session without reading its file.

It is derived: it may be deleted, cut off or damaged at any time, and is built anew. `index_file.py` keeps it in SQLite,
`query.py` reads what a person typed, `search.py` answers with the passages found.
"""
