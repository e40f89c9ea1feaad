"""What was typed and is no part of the session: values that could not be read, and what stands in add lines.

The words are on disk a moment after they were typed, beside the session and not in it, until their field is filled or
their line is added or erased.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from pmtui.library.drafts import FieldKey
from pmtui.library.protocol import DraftStore
from pmtui.session import paths
from pmtui.session.document import Item, Session


class Unread(Struct, frozen=True):
    """The words, and whether somebody is still typing them."""

    text: str
    typing: bool = False


class UnreadValues:
    """The values of one session that could not be read. One thread changes them, another may write them.

    Args:
        drafts: where they are kept on disk; None: nowhere.
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
        """The words that stand in a field in place of its value; None where there are none."""
        unread = self._values.get(key)
        return None if unread is None else unread.text

    def left(self, session: Session) -> tuple[FieldKey, ...]:
        """The fields that were left so and whose item is there, in the order in which they came."""
        return tuple(
            key
            for key, unread in list(self._values.items())
            if not (unread.typing or key.is_line)
            and (key.section is None or item_of(session, key.section, key.item) is not None)
        )

    @property
    def lines(self) -> tuple[FieldKey, ...]:
        """The lines in which something stands that was not added."""
        return tuple(key for key in list(self._values) if key.is_line)

    @property
    def typing(self) -> bool:
        """Whether somebody is typing a value that cannot be read as it stands, or a line that is not on disk yet."""
        return any(
            unread.typing or (key.is_line and self._on_disk.get(key) != unread.text)
            for key, unread in list(self._values.items())
        )

    # --- acts ---

    def keep(self, key: FieldKey, text: str, *, typing: bool = False) -> None:
        """Keep what stands in a field."""
        if self._values.get(key) != (unread := Unread(text, typing)):
            self._values[key] = unread
            if not key.is_line:
                self._newest, self._taken_back = key, None

    def forget(self, key: FieldKey) -> bool:
        """The field is filled; True where something had been kept of it."""
        return self._values.pop(key, None) is not None

    def acted(self) -> None:
        """Note that something else was done, which undo takes back first."""
        self._newest = self._taken_back = None

    def undo(self) -> FieldKey | None:
        """Take the words out of their field where they came after the last act; None where they did not."""
        key, self._newest = self._newest, None
        if key is None or key not in self._values:
            return None
        self._taken_back = key, self._values.pop(key)
        return key

    def redo(self) -> FieldKey | None:
        """Put the words that undo took out back; None where something else was done since."""
        if self._taken_back is None:
            return None
        (key, unread), self._taken_back = self._taken_back, None
        self._values[key] = unread
        self._newest = key
        return key

    @property
    def undoes(self) -> FieldKey | None:
        """The field whose words undo would take out."""
        return self._newest if self._newest in self._values else None

    # --- keeping ---

    @property
    def waiting(self) -> bool:
        """Whether something is to be written to the disk."""
        return {key: unread.text for key, unread in list(self._values.items())} != self._on_disk

    @property
    def forgets(self) -> bool:
        """Whether something is on disk that is not wanted any more: a kill now would show it again."""
        return any(key not in self._values for key in list(self._on_disk))

    def write(self, session: Session | None = None, *, may_forget: Callable[[], bool] = lambda: True) -> None:
        """Write what changed; with a session, what belongs to items that it has not any more is forgotten.

        Args:
            session: the session, on the way out.
            may_forget: whether what came of the words that are to be forgotten is on disk.

        Raises:
            OSError: something could not be written; the rest was.
        """
        if self._drafts is None:
            return
        wanted = {key: unread.text for key, unread in list(self._values.items())}
        if session is not None:
            wanted = {
                k: t for k, t in wanted.items() if k.is_line or k.section is None or item_of(session, k.section, k.item)
            }
        # Asked after the words were looked at: what was added since is not among those that are forgotten now.
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
        """The program ends, or the session is closed: the lines that were left are anybody's."""
        if self._drafts is not None:
            self._drafts.release()


def item_of(session: Session, section: str, item_id: str | None) -> Item | None:
    """The item of a section with that id; None where it is gone."""
    if section in paths.LISTS:
        return next((item for item in paths.get(session, section) if item.id == item_id), None)
    above = paths.chain(session.root_cause.whys, item_id or "")
    return above[-1] if above else None
