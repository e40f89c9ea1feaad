"""Find earlier sessions that may be related to one, from their entries, so that it is fast for ten thousand."""

from __future__ import annotations

from itertools import islice
from typing import Final

from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore
from pmtui.session.document import Session

MOST: Final = 40
"""The number of sessions of the same product to read, and of the newest others, whose tags may match."""


def likely_related(library: SessionStore, session: Session) -> list[Session]:
    """Return sessions of the same product, then the newest others; newest first, without the session itself."""
    product = session.key_details.product.strip().casefold()
    entries = [entry for entry in library.entries() if not entry.unreadable and entry.id != session.id]
    same = [entry for entry in entries if product and entry.product.strip().casefold() == product]
    files = {entry.file for entry in same}
    others = (entry for entry in entries if entry.file not in files)
    wanted = {entry.file for entry in [*islice(same, MOST), *islice(others, MOST)]}
    found = []
    for entry in entries:
        if entry.file in wanted:
            try:
                found.append(library.read(entry))
            except LibraryError:
                continue
    return found
