"""Where the index of a library is kept: in the user's cache folder, a file for each library."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from pmtui.index.facts import Facts
from pmtui.index.index_file import IndexFile, Unusable
from pmtui.library.protocol import SessionStore
from pmtui.settings.folders import cache_folder


def index_path(place: str, environ: Mapping[str, str] | None = None) -> Path | None:
    """The file for the library at `place`; None where the user has no cache folder."""
    try:
        folder = cache_folder(environ)
    except (OSError, RuntimeError):
        return None
    name = blake2b(place.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / f"index-{name}.sqlite3"


def facts_as_left(store: SessionStore) -> list[Facts]:
    """What the index of a library says without a look at the library: little is waited for, and some of it may be old.

    Where no index was built yet it is nothing.
    """
    path = index_path(store.place)
    try:
        if path is None or not path.exists():
            return []
        index = IndexFile(store, path)
    except (OSError, sqlite3.Error):
        return []
    try:
        return index.facts()
    except Unusable:
        return []
    finally:
        index.close()


def open_index(store: SessionStore) -> IndexFile:
    """The index of a library, as it was left; `refresh` brings it up to date."""
    return IndexFile(store, index_path(store.place))
