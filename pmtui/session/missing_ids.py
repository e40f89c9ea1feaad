"""Ids for items of a document that has none: the same ids each time that the document is read.

So a document written by hand can be imported again, and unchanged items are recognised.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from pmtui.session.document import Session
from pmtui.session.hashing import derived_id
from pmtui.session.paths import all_items


class MissingIds:
    """Makes ids for the items of one session, which must have an id itself."""

    def __init__(self, session: Session) -> None:
        """Take the session as decoded, before ids are added."""
        self.session = session
        self._given: set[str] | None = None
        self._met = Counter[tuple[str, bytes]]()

    def id_of(self, item: Any, path: str) -> str:
        """Return an id derived from the content of an item; the path is like `$.timeline[3].id`."""
        if self._given is None:
            self._given = {each.id for _, each in all_items(self.session)}
        alone = {"id": ""} | ({"whys": ()} if hasattr(item, "whys") else {})
        section, says = path.rpartition("[")[0], msgspec.json.encode(msgspec.structs.replace(item, **alone))
        while True:
            self._met[section, says] += 1
            made = derived_id("missing", self.session.id, section, says.decode(), str(self._met[section, says]))
            if made not in self._given:
                return made
