"""Typed text that is not part of the session: values that cannot be read, and text in add lines.

It is written to disk beside the session within a moment, and deleted when the field has a value, or the line is added
or erased.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from pmtui.library.drafts import FieldKey
from pmtui.library.protocol import DraftStore
from pmtui.session import paths
from pmtui.session.document import Item, Session


class Unread(Struct, frozen=True):
    """The text, and whether somebody is still typing it."""

    text: str
    typing: bool = False


class UnreadValues:
    """The unreadable values and unadded lines of one session. One thread changes them, another may write them.

    Args:
        drafts: keeps them on disk; None: they are not kept.
    """

    def __init__(self, drafts: DraftStore | None) -> None:
        self._drafts = drafts
        found = {} if drafts is None else {k: t for k, t in drafts.read().items() if not k.is_line}
        found |= {} if drafts is None else drafts.take_over()
        self._values = {key: Unread(text) for key, text in found.items()}
        self._on_disk = {key: unread.text for key, unread in self._values.items()}
        self._taken_back: tuple[FieldKey, Unread] | None = None
        self._newest: FieldKey | None = None

    def text(self, key: FieldKey) -> str | None:
        """Return the text of a field or line; None where there is none."""
        unread = self._values.get(key)
        return None if unread is None else unread.text

    def left(self, session: Session) -> tuple[FieldKey, ...]:
        """Return the fields with unreadable text whose item exists, the oldest first, without the one being typed."""
        return tuple(
            key
            for key, unread in list(self._values.items())
            if not (unread.typing or key.is_line)
            and (key.section is None or item_of(session, key.section, key.item) is not None)
        )

    @property
    def lines(self) -> tuple[FieldKey, ...]:
        """The keys of the lines with text that was not added."""
        return tuple(key for key in list(self._values) if key.is_line)

    @property
    def typing(self) -> bool:
        """Whether somebody is typing an unreadable value, or the text of a line is not on disk yet."""
        return any(
            unread.typing or (key.is_line and self._on_disk.get(key) != unread.text)
            for key, unread in list(self._values.items())
        )

    # --- acts ---

    def keep(self, key: FieldKey, text: str, *, typing: bool = False) -> None:
        """Keep the text of a field or line."""
        if self._values.get(key) != (unread := Unread(text, typing)):
            self._values[key] = unread
            if not key.is_line:
                self._newest, self._taken_back = key, None

    def forget(self, key: FieldKey) -> bool:
        """Forget the text of a field or line; returns whether there was any."""
        return self._values.pop(key, None) is not None

    def acted(self) -> None:
        """Note that another edit was made, which undo must take back first."""
        self._newest = self._taken_back = None

    def undo(self) -> FieldKey | None:
        """Undo the newest unreadable value: remove its text, and return its key. None where an edit was made since."""
        key, self._newest = self._newest, None
        if key is None or key not in self._values:
            return None
        self._taken_back = key, self._values.pop(key)
        return key

    def redo(self) -> FieldKey | None:
        """Restore the text that `undo` removed, and return its key. None where something else was done since."""
        if self._taken_back is None:
            return None
        (key, unread), self._taken_back = self._taken_back, None
        self._values[key] = unread
        self._newest = key
        return key

    @property
    def undoes(self) -> FieldKey | None:
        """The key of the value that `undo` would remove; None where there is none."""
        return self._newest if self._newest in self._values else None

    # --- keeping ---

    @property
    def waiting(self) -> bool:
        """Whether something must be written to disk."""
        return {key: unread.text for key, unread in list(self._values.items())} != self._on_disk

    @property
    def forgets(self) -> bool:
        """Whether something must be deleted from disk: after a kill it would be shown again."""
        return any(key not in self._values for key in list(self._on_disk))

    def write(self, session: Session | None = None, *, may_forget: Callable[[], bool] = lambda: True) -> None:
        """Write what changed to disk.

        Args:
            session: given when the session is closed: the texts of items that it no longer has are deleted.
            may_forget: whether the edits made of texts to be deleted are saved; False: those texts stay on disk.

        Raises:
            OSError: something could not be written; everything else was.
        """
        if self._drafts is None:
            return
        wanted = {key: unread.text for key, unread in list(self._values.items())}
        if session is not None:
            wanted = {
                k: t for k, t in wanted.items() if k.is_line or k.section is None or item_of(session, k.section, k.item)
            }
        # Asked only now: texts that became edits after `wanted` was taken are not deleted by this call.
        forgets = may_forget()
        trouble: OSError | None = None
        for key in wanted | self._on_disk:
            if wanted.get(key) == self._on_disk.get(key):
                continue
            try:
                if key in wanted:
                    self._drafts.keep(key, wanted[key])
                    self._on_disk[key] = wanted[key]
                elif forgets:
                    self._drafts.forget(key)
                    del self._on_disk[key]
            except OSError as error:
                trouble = error
        if trouble is not None:
            raise trouble

    def release(self) -> None:
        """Give up the claim on the lines left behind when the session is closed, so that another program may
        take them.
        """
        if self._drafts is not None:
            self._drafts.release()


def item_of(session: Session, section: str, item_id: str | None) -> Item | None:
    """Return the item of a section with that id; None where it does not exist."""
    if section in paths.LISTS:
        return next((item for item in paths.get(session, section) if item.id == item_id), None)
    above = paths.path_to_why(session.root_cause.whys, item_id or "")
    return above[-1] if above else None
