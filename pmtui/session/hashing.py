"""SHA-256 and ids derived with it, without `hashlib`, which loads OpenSSL and costs 10 ms at each start."""

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
        from _sha2 import sha256  # Python 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256


def derived_id(*parts: str) -> str:
    """Return an id in the form of a UUID that depends on the parts alone."""
    digest = sha256("\0".join(parts).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
