"""The document of a learning review, and pure functions on it: no files, no clock, no random numbers."""
