"""Votes of a room as one person types them: a number on a note, then the next note."""

from __future__ import annotations

from typing import Final

MOST_VOTES: Final = 999


class VoteTyping:
    """The number that is being typed, and the note that it is for. On another note, typing begins anew."""

    def __init__(self) -> None:
        self._note = ""
        self._digits = ""

    def typing(self, note_id: str, votes: int) -> bool:
        """Whether this note's number is being typed; not where it has other votes now, from an undo or elsewhere."""
        return note_id == self._note and votes == int(self._digits or -1)

    def press(self, note_id: str, votes: int, digit: str) -> int:
        """The note's votes after one more digit; a digit too many begins the number anew."""
        digits = self._digits + digit if self.typing(note_id, votes) else digit
        self._note, self._digits = note_id, digits if int(digits) <= MOST_VOTES else digit
        return int(self._digits)

    def rub(self) -> int:
        """The votes without the last digit; with none left, typing is over."""
        self._digits = self._digits[:-1]
        if not self._digits:
            self._note = ""
        return int(self._digits or 0)

    def end(self) -> None:
        """The number stands."""
        self._note = self._digits = ""
