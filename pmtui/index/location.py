"""The path of a library's index: one file per library in the user's cache folder."""

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
    """Return the path of the index for the library at `place`; None if the user has no cache folder."""
    try:
        folder = cache_folder(environ)
    except (OSError, RuntimeError):
        return None
    name = blake2b(place.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / f"index-{name}.sqlite3"


def facts_without_refresh(store: SessionStore) -> list[Facts]:
    """Return the facts in the index without reading the library: fast, but possibly out of date.

    The list is empty if no index was built yet.
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
    """Open the index of a library in its last state; `refresh` updates it."""
    return IndexFile(store, index_path(store.place))
