"""Write emphasis so that all renderers agree on it, which depends on the characters beside its marks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from pmtui.report.escape import coded

if TYPE_CHECKING:
    pass

Kind = Literal["text", "whole", "open", "close", "soft", "hard"]


@dataclass(slots=True)
class Piece:
    """A part of a paragraph. `text` is to be escaped, `whole` is Markdown already, `open` and `close` are emphasis."""

    kind: Kind
    text: str
    pair: int = 0


def choose_marks(pieces: list[Piece], shown: list[str]) -> int | None:
    """Choose asterisks or underscores for each emphasis so that no two runs touch; returns a pair that allows
    neither.
    """
    within: list[str] = []
    chosen: dict[int, str] = {}
    for n, piece in enumerate(pieces):
        if piece.kind == "close":
            shown[n] = chosen[piece.pair]
            within.pop()
        elif piece.kind == "open":
            touching = {shown[n - 1][-1]} if n and pieces[n - 1].kind in ("open", "close") else set()
            if piece.text[0] == "~":
                choice = "" if "~" in within or "~" in touching else "~"
            else:
                parent = next((char for char in reversed(within) if char != "~"), "")
                choice = "".join(char for char in "*_" if char != parent and char not in touching)
            if not choice:
                return piece.pair
            chosen[piece.pair] = shown[n] = choice[0] * len(piece.text)
            within.append(choice[0])
    return None


def unsure_pair(pieces: list[Piece], shown: list[str]) -> int | None:
    """Return a pair of emphasis that renderers may not agree on; None where an entity beside it solves that."""
    settled = False
    while not settled:
        settled = True
        within: list[str] = []
        for n, piece in enumerate(pieces):
            if piece.kind not in ("open", "close"):
                continue
            opens, char = piece.kind == "open", shown[n][0]
            if not opens:
                within.pop()
            before = _class(shown[n - 1][-1:] if n else "")
            after = _class(shown[n + 1][:1] if n + 1 < len(shown) else "")
            if not _acts(char, before, after, opens=opens, sole=char not in within):
                beside = n - 1 if opens else n + 1
                sides = ("P", after) if opens else (before, "P")
                if not _codable(pieces, shown, beside, -1 if opens else 0) or not _acts(
                    char, *sides, opens=opens, sole=char not in within
                ):
                    return piece.pair
                text = shown[beside]
                shown[beside] = text[:-1] + coded(text[-1]) if opens else coded(text[0]) + text[1:]
                settled = False
            if opens:
                within.append(char)
    return None


def _codable(pieces: list[Piece], shown: list[str], n: int, char_at: int) -> bool:
    """Whether the character beside emphasis may become an entity: a letter, or one that renderers class differently."""
    if not 0 <= n < len(pieces) or pieces[n].kind != "text":
        return False
    return "A" in _class(shown[n][char_at])


def _acts(char: str, before: str, after: str, *, opens: bool, sole: bool) -> bool:
    """Whether every renderer reads a run as the beginning (or end) of emphasis.

    Args:
        char: the character of the run.
        before, after: the classes of the characters beside it, as `_class` returns them.
        opens: whether it must begin emphasis; else it must end it.
        sole: whether no emphasis of the same character is open around it, which the run could end instead.
    """
    for one, other in product(before, after):
        left = other != "W" and (other != "P" or one != "A")
        right = one != "W" and (one != "P" or other != "A")
        if opens and not (left and (char != "_" or not right or one == "P") and (sole or not right)):
            return False
        if not opens and not (right and (char != "_" or not left or other == "P")):
            return False
    return True


def _class(char: str) -> str:
    """Return W for white space, P for punctuation, A for anything else; several where renderers disagree."""
    if not char or char.isspace():
        return "W"
    if char == "~":
        return "WPA"  # some renderers skip it and use the next character
    if char.isascii():
        return "A" if char.isalnum() else "P"
    if char.isalpha():
        return "A"
    return (
        "P"
        if unicodedata.category(char)[0] == "P" and not 0x2E00 <= ord(char) < 0x3000 and ord(char) < 0x10000
        else "AP"
    )
