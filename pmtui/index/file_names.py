"""Store names of files that are no UTF-8 in the index, which takes Unicode text alone."""

from __future__ import annotations

from typing import Final

_BYTES: Final = range(0x80, 0x100)
_STORED: Final = {0xDC00 + byte: 0x10FF00 + byte for byte in _BYTES}
"""By Python's stand-in for a byte that is no UTF-8: a character for private use."""
_ON_DISK: Final = {private: stand_in for stand_in, private in _STORED.items()}


def stored_name(file: str) -> str:
    """Return a file's name as the index stores it."""
    return file if file.isascii() else file.translate(_STORED)


def name_on_disk(stored: str) -> str:
    """Return the name of the file that is stored so."""
    return stored if stored.isascii() else stored.translate(_ON_DISK)
