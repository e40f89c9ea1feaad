"""What a learning review is, as values and pure functions: no files, no clock, no chance."""
