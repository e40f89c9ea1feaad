"""The sessions behind exported reports, so that an edited report can be merged back.

Each is a compressed file named by its revision, which may be deleted at any time; the oldest are deleted when there are
many.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from pathlib import Path
from typing import Final

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.protocol import SessionStore
from pmtui.library.versions import read_file
from pmtui.session.codec import decode, encode
from pmtui.session.document import DocumentError, Session

FOLDER: Final = "revisions"
MOST_FILES: Final = 200
MOST_BYTES: Final = 64 << 20
"""The maximum size of all files together."""
_LARGEST: Final = 256 << 20
"""The maximum size of one session, decompressed; larger than any real one."""
_NAME: Final = re.compile(r"[0-9a-f]{12}")


def store_revision(store: SessionStore, revision: str, session: Session) -> None:
    """Store a session under its revision (12 hexadecimal digits), if possible."""
    folder = store.fallback_file(FOLDER)
    if folder is None:
        return
    with contextlib.suppress(OSError, ChangedMeanwhile):
        path = folder / revision
        packed = zlib.compress(encode(session), 1)
        if len(packed) > MOST_BYTES:
            return
        folder.mkdir(exist_ok=True)
        # Deleted first, since it may be a link or a pipe.
        path.unlink(missing_ok=True)
        write_file(path, packed)
        _delete_oldest(folder, revision)


def stored_revision(store: SessionStore, revision: str) -> Session | None:
    """Return the session of a revision; None if it is not stored or cannot be read."""
    folder = store.fallback_file(FOLDER)
    if folder is None or not _NAME.fullmatch(revision):
        return None
    try:
        document = zlib.decompressobj().decompress(read_file(folder / revision), _LARGEST)
        return decode(document, now="", new_id=str).session
    except (OSError, zlib.error, DocumentError):
        return None


def _delete_oldest(folder: Path, newest: str) -> None:
    """Delete the oldest files until the limits hold; the newest always stays."""
    found = []
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.name != newest:
            facts = path.lstat()
            found.append((facts.st_mtime_ns, facts.st_size, path))
    files, size = 1, (folder / newest).stat().st_size
    for _, length, path in sorted(found, reverse=True):
        files, size = files + 1, size + length
        if files > MOST_FILES or size > MOST_BYTES:
            path.unlink(missing_ok=True)
