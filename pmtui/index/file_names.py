"""Convert file names that are no valid UTF-8 for the index, which only stores valid Unicode text."""

from __future__ import annotations

from typing import Final

_BYTES: Final = range(0x80, 0x100)
_STORED: Final = {0xDC00 + byte: 0x10FF00 + byte for byte in _BYTES}
"""The surrogate by which Python represents an invalid byte → a private-use character."""
_ON_DISK: Final = {private: stand_in for stand_in, private in _STORED.items()}


def stored_name(file: str) -> str:
    """Return the form of a file name in the index."""
    return file if file.isascii() else file.translate(_STORED)


def name_on_disk(stored: str) -> str:
    """Return the file name for its form in the index."""
    return stored if stored.isascii() else stored.translate(_ON_DISK)
