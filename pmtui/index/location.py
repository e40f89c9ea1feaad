"""Where the index of a library is kept: in the user's cache folder, a file for each library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from pmtui.index.index_file import IndexFile
from pmtui.library.protocol import SessionStore


def index_path(place: str, environ: Mapping[str, str] | None = None) -> Path | None:
    """The file for the library at `place`; None where the user has no cache folder."""
    environ = os.environ if environ is None else environ
    base = Path(environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():
        import platformdirs  # most machines say where it is

        try:
            base = platformdirs.user_cache_path()
        except (OSError, RuntimeError):
            return None
    name = blake2b(place.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return base / "pmtui" / f"index-{name}.sqlite3"


def open_index(store: SessionStore) -> IndexFile:
    """The index of a library, as it was left; `refresh` brings it up to date."""
    return IndexFile(store, index_path(store.place))
