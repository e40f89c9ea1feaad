"""Decode the input of the terminal, so that no pasted byte ends the app, and none is taken for a key.

Textual decodes strictly, so a byte that is not UTF-8 would end its input thread, and the app. It also looks for keys in
a bracketed paste: an ESC in it would end the pasted text, and what follows it would be pressed keys.
"""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from typing import Final

from textual import events
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.message import Message

PASTE_BEGINS: Final = "\x1b[200~"
PASTE_ENDS: Final = "\x1b[201~"
"""What the terminal sends before and after a bracketed paste."""
ESCAPE: Final = "\x1b"
PASTED_ESCAPE: Final = "\udc1b"
"""Stands for an ESC in a paste until Textual has found the end of it. It cannot come from the terminal."""


class InputDecoder(IncrementalDecoder):
    """Decodes UTF-8 that arrives in pieces. An ESC in a bracketed paste becomes `PASTED_ESCAPE`.

    A byte that is not UTF-8 becomes U+FFFD.
    """

    def __init__(self, errors: str = "replace") -> None:
        super().__init__(errors)
        self._decoder = getincrementaldecoder("utf-8")(errors)
        self._is_pasting = False
        self._tail = ""
        """The last characters: of a paste they are held back, since they may begin its end; else they were returned."""

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        """Return the text of the next piece, except for an unfinished character or end of a paste."""
        text, parts = self._decoder.decode(data, final), list[str]()
        while text or (final and self._tail):
            part, text = (self._pasted if self._is_pasting else self._typed)(text, final)
            parts.append(part)
        return "".join(parts)

    def _typed(self, text: str, final: bool) -> tuple[str, str]:
        """Return the text to the beginning of a paste, and the rest. Nothing is held back: Escape is a key."""
        seen = self._tail + text
        at = seen.find(PASTE_BEGINS)
        if at < 0:
            self._tail = "" if final else seen[1 - len(PASTE_BEGINS) :]
            return text, ""
        begins = at + len(PASTE_BEGINS) - len(self._tail)
        self._is_pasting, self._tail = True, ""
        return text[:begins], text[begins:]

    def _pasted(self, text: str, final: bool) -> tuple[str, str]:
        """Return the pasted text with the end of the paste, and the rest."""
        text, self._tail = self._tail + text, ""
        pasted, end, rest = text.partition(PASTE_ENDS)
        if end:
            self._is_pasting = False
        elif not final:
            held = next(n for n in range(len(PASTE_ENDS) - 1, -1, -1) if pasted.endswith(PASTE_ENDS[:n]))
            pasted, self._tail = pasted[: len(pasted) - held], pasted[len(pasted) - held :]
        return pasted.replace(ESCAPE, PASTED_ESCAPE) + end, rest


def with_whole_pastes(driver: type[Driver]) -> type[Driver]:
    """Return a driver class that decodes its input by `InputDecoder`."""
    linux_driver.getincrementaldecoder = lambda _encoding: InputDecoder  # type: ignore[attr-defined, assignment]

    class WholePastes(driver):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            if isinstance(message, events.Paste):
                message.text = message.text.replace(PASTED_ESCAPE, ESCAPE)
            super().process_message(message)

    return WholePastes
