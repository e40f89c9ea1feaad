"""Write the inline text of block Markdown from the parser's tokens, in a form that all renderers show alike.

Text is escaped, code is on one line, link targets are in angle brackets. Emphasis is kept where all renderers agree
that its asterisks are emphasis, which depends on the characters beside them; elsewhere the asterisks are escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from pmtui.report.escape import autolink, begun, coded, encoded, in_block, spaces

if TYPE_CHECKING:
    from markdown_it.token import Token

# Some renderers stop searching for the end of a longer run of backticks.
_LONGEST_RUN: Final = 80
_BACKTICKS: Final = re.compile("`+")
_EMPHASIS: Final = ("em", "strong", "s")
_MOST_ROUNDS: Final = 40

Kind = Literal["text", "whole", "open", "close", "soft", "hard"]


@dataclass(slots=True)
class _Piece:
    """A part of a paragraph. `text` is to be escaped, `whole` is Markdown already, `open` and `close` are emphasis."""

    kind: Kind
    text: str
    pair: int = 0


def inline(tokens: Sequence[Token], *, in_cell: bool = False) -> list[str]:
    """Return the lines of a paragraph, or the one line of a cell."""
    lines = "".join(_written(_pieces(tokens, in_cell=in_cell))).split("\n")
    return lines if in_cell else [begun(line) for line in lines]


# --- from tokens to pieces ---


def _pieces(tokens: Sequence[Token], *, in_cell: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    open_pairs: list[tuple[str, int]] = []
    inside = Counter[str]()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        name, _, side = token.type.rpartition("_")
        if token.type == "link_open":
            after = next(n for n in range(at, len(tokens)) if tokens[n].type == "link_close")
            label = tokens[at + 1 : after]
            if token.attrGet("href"):
                pieces.append(_link(token, label, in_cell=in_cell))
            else:
                pieces += [_Piece("text", "["), *_pieces(label, in_cell=in_cell), _Piece("text", _nowhere(token))]
            at = after
        elif name in _EMPHASIS and side == "open":
            # Bold within bold has no effect, and some renderers do not accept it.
            pair = at + 1 if not inside[name] or name == "em" else 0
            open_pairs.append((name, pair))
            inside[name] += 1
            if pair:
                pieces.append(_Piece("open", token.markup, pair))
        elif name in _EMPHASIS:
            opened, pair = open_pairs.pop()
            inside[opened] -= 1
            if pair:
                pieces.append(_Piece("close", token.markup, pair))
        elif token.type == "code_inline":
            pieces.append(_code(token, in_cell=in_cell))
        elif token.type == "image":
            pieces.append(_image(token))
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(_Piece("soft" if token.type == "softbreak" else "hard", "\n"))
        else:
            pieces.append(_Piece("text", token.content))
        at += 1
    return pieces


def _code(token: Token, *, in_cell: bool) -> _Piece:
    """Return a code span with the shortest fence; as typed text where some renderer would not close it."""
    content = token.content
    runs = {len(run) for run in _BACKTICKS.findall(content)}
    length = next(n for n in range(1, len(runs) + 2) if n not in runs)
    if length > _LONGEST_RUN or max(runs, default=0) > _LONGEST_RUN or (in_cell and "\\|" in content):
        return _Piece("text", f"{token.markup}{content}{token.markup}")
    padded = content.strip(" ") and ("`" in (content[0], content[-1]) or content[0] == content[-1] == " ")
    space = " " if padded else ""
    shown = content.replace("|", "\\|") if in_cell else content
    return _Piece("whole", f"{'`' * length}{space}{shown}{space}{'`' * length}")


def _link(token: Token, label: Sequence[Token], *, in_cell: bool) -> _Piece:
    url = str(token.attrGet("href") or "")
    if token.info == "auto" or not label:
        return _Piece("whole", autolink("".join(each.content for each in label) or url, url))
    words = "".join(_written(_pieces(label, in_cell=in_cell), links=False))
    return _Piece("whole", f"[{words}]({_target(token, url)})")


def _nowhere(token: Token) -> str:
    """Return the end of a link without a valid target, as it was typed."""
    title = token.attrGet("title")
    return f']("{title}")' if title else "]()"


def _image(token: Token) -> _Piece:
    alt = "".join(_plain(token.children or ()))
    url = str(token.attrGet("src") or "")
    if not url:
        return _Piece("text", f"![{alt}{_nowhere(token)}")
    return _Piece("whole", f"![{_edged(alt, links=False)}]({_target(token, url)})")


def _plain(tokens: Iterable[Token]) -> Iterable[str]:
    """Yield the words of an image's description, which is not rendered; targets of links in it stay readable."""
    target = ""
    for token in tokens:
        if token.type == "image":
            yield f"![{''.join(_plain(token.children or ()))}]({token.attrGet('src') or ''})"
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            yield "["
        elif token.type == "link_close":
            yield f"]({target})"
        else:
            yield " " if token.type.endswith("break") else token.content


def _target(token: Token, url: str) -> str:
    title = str(token.attrGet("title") or "").replace("\n", " ")
    said = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", title)
    return f'<{encoded(url)}> "{said}"' if title else f"<{encoded(url)}>"


# --- from pieces to Markdown ---


def _written(pieces: list[_Piece], *, links: bool = True) -> list[str]:
    """Return the pieces as lines of Markdown; emphasis that renderers may not agree on becomes text, pair by pair."""
    for _ in range(_MOST_ROUNDS):
        pieces = _joined(pieces)
        shown = _escaped(pieces, links=links)
        if not any(piece.kind == "open" for piece in pieces):
            return shown
        unsure = _choose_marks(pieces, shown)
        if unsure is None:
            unsure = _unsure(pieces, shown)
        if unsure is None:
            return shown
        pieces = [
            _typed(piece) if piece.pair == unsure and piece.kind in ("open", "close") else piece for piece in pieces
        ]
    return _escaped(_joined([_typed(piece) for piece in pieces]), links=links)


def _typed(piece: _Piece) -> _Piece:
    return _Piece("text", piece.text) if piece.kind in ("open", "close") else piece


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with adjacent texts joined."""
    joined: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = _Piece("text", joined[-1].text + piece.text)
        elif piece.kind != "text" or piece.text:
            joined.append(piece)
    return joined


def _escaped(pieces: list[_Piece], *, links: bool) -> list[str]:
    shown: list[str] = []
    for n, piece in enumerate(pieces):
        before = pieces[n - 1].kind if n else "soft"
        after = pieces[n + 1].kind if n + 1 < len(pieces) else "soft"
        if piece.kind == "text":
            left, right = before in ("soft", "hard", "open"), after in ("soft", "hard", "close")
            shown.append(_edged(piece.text, left=left, right=right, links=links))
        elif piece.kind == "hard":
            # Next to the end of emphasis, a backslash would count as punctuation.
            shown.append("  \n" if before == "close" else "\\\n")
        else:
            if before == "text" and piece.text[0] == "[" and shown[-1][-1:] == "!":
                shown[-1] = shown[-1][:-1] + "\\!"  # or the link would become an image
            shown.append(piece.text)
    return shown


def _edged(text: str, *, left: bool = True, right: bool = True, links: bool) -> str:
    """Escape a text, with white space at the given ends as entities."""
    inner = text.strip()
    if not inner:
        return spaces(text) if left or right else in_block(text)
    start = len(text) - len(text.lstrip())
    before, after = text[:start], text[start + len(inner) :]
    words = in_block(inner, links=links)
    return f"{spaces(before) if left else in_block(before)}{words}{spaces(after) if right else in_block(after)}"


def _choose_marks(pieces: list[_Piece], shown: list[str]) -> int | None:
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


def _unsure(pieces: list[_Piece], shown: list[str]) -> int | None:
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


def _codable(pieces: list[_Piece], shown: list[str], n: int, char_at: int) -> bool:
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
