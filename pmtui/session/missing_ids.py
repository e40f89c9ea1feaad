"""Ids for the items of a document that leaves them out: the same each time that the document is read.

So a document that somebody wrote by hand can be imported again: what has not changed is known to be there already.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from pmtui.session.document import Session
from pmtui.session.hashing import derived_id
from pmtui.session.paths import all_items


class MissingIds:
    """Makes the ids of one session that has an id itself."""

    def __init__(self, session: Session) -> None:
        """Take the session as it was read, before ids are put in."""
        self.session = session
        self._given: set[str] | None = None
        self._met = Counter[tuple[str, bytes]]()

    def id_of(self, item: Any, path: str) -> str:
        """The id of an item, made of what it says; the path is such as `$.timeline[3].id`."""
        if self._given is None:
            self._given = {each.id for _, each in all_items(self.session)}
        alone = {"id": ""} | ({"whys": ()} if hasattr(item, "whys") else {})
        section, says = path.rpartition("[")[0], msgspec.json.encode(msgspec.structs.replace(item, **alone))
        while True:
            self._met[section, says] += 1
            made = derived_id("missing", self.session.id, section, says.decode(), str(self._met[section, says]))
            if made not in self._given:
                return made
