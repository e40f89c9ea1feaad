"""The text that a field offers while somebody types, and that the right arrow key puts in."""

from __future__ import annotations

from pmtui import signs
from pmtui.tui.widgets.text_field import TextField


class Completion:
    """The text that one field offers: for what is typed, or while the field is empty.

    Args:
        field: the field that shows it.
    """

    def __init__(self, field: TextField) -> None:
        self._field = field
        self._for_empty = ""
        """The text that is offered while the field is empty."""
        self._whole = ""
        """The whole text that the suggestion shown in the field stands for; empty if nothing is offered."""

    def offer(self, whole: str, shown: str = "") -> None:
        """Offer a text for what is typed; if it begins with that, the rest is shown dim after the cursor.

        Args:
            whole: the text that the field gets; empty: nothing is offered.
            shown: what is shown of a text that does not begin with what is typed; empty: all of it.
        """
        typed = self._field.text
        self._whole = whole
        rest = whole[len(typed) :] if whole.casefold().startswith(typed.casefold()) else ""
        self._field.suggestion = rest or (f" {signs.RIGHT} {shown or whole}" if whole not in ("", typed) else "")

    def offer_into_empty(self, whole: str, placeholder: str) -> None:
        """Offer a text while the field is empty; if the text is empty, show the placeholder instead."""
        self._for_empty = whole
        self._field.placeholder = f"{signs.RIGHT} {whole}" if whole else placeholder

    def keys(self) -> list[tuple[str, str]]:
        """Return the key that takes what an empty field offers, and its label, for the line of keys."""
        return [(signs.RIGHT, "take it")] if self._for_empty and not self._field.text else []

    def take(self) -> bool:
        """Put the offered text into the field; return False if none is offered."""
        field = self._field
        if not field.text and self._for_empty:
            field.insert_here(self._for_empty)
        elif field.suggestion and self._whole:
            whole, self._whole = self._whole, ""
            field.replace(whole, (0, 0), field.document.end, maintain_selection_offset=False)
            field.move_cursor(field.document.end)
        else:
            return False
        return True

    def hide_within_text(self) -> None:
        """Hide the suggestion if the cursor is not at the end of the text: it would be drawn between words."""
        if self._field.suggestion and self._field.cursor_location != self._field.document.end:
            self._field.suggestion = ""
