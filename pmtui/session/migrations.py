"""Older documents, brought up to the version that the rest of the program knows.

One function a version, from builtin values to builtin values; each is tested on files that the old program wrote.
Version 1 is the first, so there is none yet: a rise of `VERSION` adds `1: _from_1` here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from pmtui.session.document import VERSION

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {}
"""Version → what makes the next version of it."""


def migrate(data: bytes, version: int) -> bytes:
    """The document, as JSON, raised from `version` to the newest."""
    tree = msgspec.json.decode(data)
    for step in range(version, VERSION):
        tree = MIGRATIONS[step](tree) | {"version": step + 1}
    return msgspec.json.encode(tree)
