"""SHA-256, and ids made with it; without `hashlib`: that loads all of OpenSSL, which takes 10 ms more at each start."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

__all__ = ["derived_id", "sha256"]


class _Hash(Protocol):
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...


if TYPE_CHECKING:
    sha256: Callable[[bytes], _Hash]
else:
    try:
        from _sha2 import sha256  # from Python 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256


def derived_id(*parts: str) -> str:
    """An id that the same parts always give; in the form of a UUID."""
    digest = sha256("\0".join(parts).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
