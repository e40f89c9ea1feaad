"""Conflicts of a merge: which texts go to the parking lot, and the notices for the user."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from pmtui.session.document import Parked
from pmtui.session.hashing import derived_id
from pmtui.session.sections import FORMS, SECTIONS
from pmtui.session.text import cut

_NOUNS: Final = {
    "session": "session",
    **{form: form.replace("_", " ") for form in FORMS},
    **{each.table: each.noun for each in SECTIONS},
    "meeting": "sitting",
}
_WORDS: Final = {
    "at": "time", "until": "end", "due": "due date", "done_at": "date it was done", "source": "source",
    "of": "place that it is about", "parent": "place", "list": "list", "group": "group", "body": "text",
    "started_at": "start", "detected_at": "time of detection", "acknowledged_at": "time of acknowledgement",
    "mitigated_at": "time of mitigation", "resolved_at": "time of resolution", "known": "what was known",
    "not_found": "why no root cause was found", "known_now": "what is known now", "more": "own field",
    "asked": "number of people asked", "learned": "number of those who learned something",
    "again": "number of those who would do it again",
}  # fmt: skip
_NAMED_BY: Final = (*dict.fromkeys(each.texts[0] for each in SECTIONS), "held_at")


class ConflictPlace(NamedTuple):
    """The place of a conflict: a field of a row, or a whole row (`field` empty). `item` is the struct of the row."""

    table: str
    row_id: str
    item: Any
    field: str = ""

    def at(self, name: str) -> ConflictPlace:
        """Return the place of a field of this row, or of a key in this field."""
        return self._replace(field=f"{self.field}.{name}" if self.field else name)

    def words(self) -> str:
        """Return the place in words, such as `the due date of the action “Renew it”`."""
        noun = _NOUNS[self.table]
        called = next((str(value) for name in _NAMED_BY if (value := getattr(self.item, name, ""))), "")
        row = f"the {noun} “{cut(called, 40)}”" if called else f"the {noun}"
        return f"the {self._field_words()} of {row}" if self.field else row

    def short(self) -> str:
        """Return `action: due date`, independent of the content, so that a repeated merge parks the same text."""
        return f"{_NOUNS[self.table]}: {self._field_words()}"

    def _field_words(self) -> str:
        return ", ".join(_WORDS.get(name, name.replace("_", " ")) for name in self.field.split("."))


class Conflicts:
    """Collects the conflicts of a merge: parked texts and notices.

    With `undoing`, theirs is the session before an edit: nothing is parked, and what was deleted since stays deleted.
    """

    def __init__(self, *, undoing: bool) -> None:
        self.undoing = undoing
        self.parked: dict[str, Parked] = {}
        self.notices: list[str] = []

    def text(self, place: ConflictPlace, theirs: str) -> None:
        """Both sides changed a text: park theirs, unless it is empty."""
        if self.undoing or not theirs:
            self.value(place)
            return
        key = derived_id("conflict", place.table, place.row_id, place.field, theirs)
        self.parked[key] = Parked(id=key, text=theirs, kind="conflict", answer=place.short())
        self.notices.append(f"both changed {place.words()}: yours stands, the other text is in the parking lot")

    def value(self, place: ConflictPlace, theirs: object = None, *, told: bool = True) -> None:
        """Both sides changed a value that is no text: ours is kept, and the notice names theirs.

        Args:
            place: what both changed.
            theirs: the value of the other side.
            told: whether the notice names it; an id says nothing to the user.
        """
        if self.undoing:
            self.notices.append(f"{place.words()} was changed since and stays as it is")
            return
        other = f" (theirs was {_value_words(theirs)})" if told else ""
        self.notices.append(f"both changed {place.words()}: yours stands{other}")

    def number(self, place: ConflictPlace, ours: int, theirs: int) -> None:
        """Both sides changed a number: the greater one is kept."""
        if not self.undoing and ours != theirs:
            here = f"{ours} here, {theirs} there"
            self.notices.append(f"both changed {place.words()}: {here}: {max(ours, theirs)} stands")

    def kept(self, place: ConflictPlace) -> None:
        """One side deleted what the other changed: it is kept."""
        how = "was changed since and stays" if self.undoing else "was deleted by one and changed by the other: it stays"
        self.notices.append(f"{place.words()} {how}")

    def gone(self, place: ConflictPlace) -> None:
        """The item that an undo would change was deleted."""
        self.notices.append(f"{place.words()} was deleted since and stays so")

    def brought_back(self, place: ConflictPlace) -> None:
        """A deleted why is restored, since an answer below it stays."""
        self.notices.append(f"{place.words()} stays, for an answer below it does")


def _value_words(value: object) -> str:
    """Return a value as words of a sentence."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    return cut(str(value).replace("_", " "), 40)
