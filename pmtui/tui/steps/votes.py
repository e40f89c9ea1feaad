"""`Votes` that are typed digit by digit: a number on a note, then the next note."""

from __future__ import annotations

from typing import Final

MOST_VOTES: Final = 999


class VoteTyping:
    """The number that is being typed, and its note. On another note, a new number begins."""

    def __init__(self) -> None:
        self._note = ""
        self._digits = ""

    def typing(self, note_id: str, votes: int) -> bool:
        """Return whether the number of this note is being typed; not if its votes were changed elsewhere."""
        return note_id == self._note and votes == int(self._digits or -1)

    def press(self, note_id: str, votes: int, digit: str) -> int:
        """Return the note's votes after one more digit; a digit too many begins a new number."""
        digits = self._digits + digit if self.typing(note_id, votes) else digit
        self._note, self._digits = note_id, digits if int(digits) <= MOST_VOTES else digit
        return int(self._digits)

    def rub(self) -> int:
        """Return the votes without the last digit; without digits, the number ends."""
        self._digits = self._digits[:-1]
        if not self._digits:
            self._note = ""
        return int(self._digits or 0)

    def end(self) -> None:
        """End the number."""
        self._note = self._digits = ""
