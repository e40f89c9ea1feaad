"""Long trials of what the program promises: kills, refusing disks, writers at once, random texts and random keys.

Each module here that has a function `run(seconds, seed) -> str` is a part. It tries for about so many seconds, raises
`AssertionError` where a promise does not hold, and returns its figures in one line. `python -m tests.faults` runs them.
"""
