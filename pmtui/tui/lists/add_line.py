"""What is typed for a list: kept on disk while it is half-typed, and items once it is entered."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import NewItems
from pmtui.library.drafts import ADD_LINE, PROJECTOR_LINE, FieldKey
from pmtui.tui.widgets.editor import Editor


class AddLine:
    """The text that is typed for one list, in its own add line or in another one for it, such as the projector's.

    `line` is the name of that line in drafts, `ADD_LINE` or `PROJECTOR_LINE`.

    Args:
        editing: keeps the drafts.
        section: the path of the list's items in the session.
        field: the list's own add line.
        split: the entries in a text.
        make: the items that entries become.
        submit: adds entries as items; False where that was refused.
        goes_with: what the items of the line go with: the answer that is asked of, or a kind; None where with nothing.
        takes_up: whether what was kept under a key of this section belongs into this list's line.
        place: where an act on an item of the list happens.
    """

    def __init__(
        self,
        editing: EditingSession,
        section: str,
        field: Editor,
        *,
        split: Callable[[str], list[str]],
        make: Callable[[list[str]], NewItems],
        submit: Callable[[list[str]], bool],
        goes_with: Callable[[], str | None],
        takes_up: Callable[[FieldKey], bool],
        place: Callable[[str], Place],
    ) -> None:
        self.editing, self.section, self.field = editing, section, field
        self.split, self.make, self.submit_entries = split, make, submit
        self.goes_with, self.takes_up, self.place = goes_with, takes_up, place
        self._keys: dict[str, FieldKey] = {}
        """Under which key what stands in a line is kept."""

    def keep(self, text: str, line: str = ADD_LINE) -> str:
        """Keep half-typed text on disk, to be items where the app ends in good order; returns what was understood."""
        key, before = FieldKey(self.section, self.goes_with(), line), self._keys.get(line)
        if before not in (None, key):
            self.editing.drop(before)
        self._keys[line] = key
        if texts := self.split(text):
            made = self.make(texts)
            self.editing.draft_line(key, text, made.edit, made.label, self.place(made.items[-1].id))
            return made.understood
        self.editing.drop(key)
        return ""

    def submit(self, text: str, line: str = ADD_LINE) -> bool:
        """Add what was typed or pasted, an item an entry; False where there was nothing, or it was refused."""
        texts = self.split(text)
        done = bool(texts) and self.submit_entries(texts)
        if done or not texts:
            self._drop(line)
        return done

    def take_up(self) -> None:
        """Put what was left on disk into the add line; in a tree, under the answer that it was typed for."""
        lines = (ADD_LINE, PROJECTOR_LINE)
        keys = [key for key in self.editing.unread.lines if key.section == self.section and key.field in lines]
        texts = {key: self.editing.unread.text(key) or "" for key in keys if self.takes_up(key)}
        if not texts:
            return
        for key in texts:
            self.editing.drop(key)
        self.field.put("\n".join(filter(None, (self.field.text, *texts.values()))))
        self.keep(self.field.text)

    def take_over(self, text: str, line: str) -> None:
        """Move what was half-typed for the list in another line into the add line."""
        self.field.put(f"{self.field.text}\n{text}" if self.field.text.strip() else text)
        self.keep(self.field.text)
        self._drop(line)

    def let_go(self) -> None:
        """Empty the add line after the app failed to end: what stood there is an item already, unless refused."""
        if not self.editing.drafted(self._keys.get(ADD_LINE)):
            self.field.empty()

    def _drop(self, line: str) -> None:
        if (key := self._keys.get(line)) is not None:
            self.editing.drop(key)
