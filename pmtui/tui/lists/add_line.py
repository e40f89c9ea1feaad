"""The text that is typed for a list: kept on disk as a draft while it is typed, made into items on Enter."""

from __future__ import annotations

from pmtui.library.drafts import ADD_LINE, PROJECTOR_LINE, FieldKey
from pmtui.tui.lists.list_parts import ListWidget


class AddLine:
    """The text that is typed for one list, in the add line of the list or in the line of the projector.

    The argument `line` of the methods is the name of that line in the drafts: `ADD_LINE` or `PROJECTOR_LINE`.
    """

    def __init__(self, items: ListWidget) -> None:
        self._items, self._field, self._editing = items, items.add, items.editing
        self._section = items.part.section
        self._keys: dict[str, FieldKey] = {}
        """By the name of a line, the key of its draft."""

    def keep(self, text: str, line: str = ADD_LINE) -> str:
        """Keep typed text as a draft, which becomes items if the app ends; return what was understood of it."""
        items = self._items
        key = FieldKey(self._section, items.parts.add_line.goes_with(items), line)
        before = self._keys.get(line)
        if before not in (None, key):
            self._editing.drop(before)
        self._keys[line] = key
        if texts := items.parts.add_line.split(text):
            made = items.make(texts)
            self._editing.draft_line(key, text, made.edit, made.label, items.place(made.items[-1].id))
            return made.understood
        self._editing.drop(key)
        return ""

    def submit(self, text: str, line: str = ADD_LINE) -> bool:
        """Add the items of a typed or pasted text; return False if there were none, or they were refused."""
        texts = self._items.parts.add_line.split(text)
        done = bool(texts) and self._items.parts.add_line.submit(self._items, texts)
        if done or not texts:
            self._drop(line)
        return done

    def restore(self) -> None:
        """Put the drafts of the last run into the add line; in a tree, only those for the answer under the cursor."""
        items, lines, unread = self._items, (ADD_LINE, PROJECTOR_LINE), self._editing.unread
        keys = [key for key in unread.lines if key.section == self._section and key.field in lines]
        texts = {key: unread.text(key) or "" for key in keys if items.parts.add_line.restores(items, key)}
        if not texts:
            return
        for key in texts:
            self._editing.drop(key)
        self._field.put("\n".join(filter(None, (self._field.text, *texts.values()))))
        self.keep(self._field.text)

    def take_over(self, text: str, line: str) -> None:
        """Move text that was typed for the list in another line into the add line."""
        self._field.put(f"{self._field.text}\n{text}" if self._field.text.strip() else text)
        self.keep(self._field.text)
        self._drop(line)

    def empty_kept(self) -> None:
        """Empty the add line if its text was made into items by an end of the app that then failed."""
        if not self._editing.drafted(self._keys.get(ADD_LINE)):
            self._field.empty()

    def _drop(self, line: str) -> None:
        if (key := self._keys.get(line)) is not None:
            self._editing.drop(key)
