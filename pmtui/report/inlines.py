"""Write the inline text of block Markdown from the parser's tokens, in a form that all renderers show alike.

Text is escaped, code is on one line, link targets are in angle brackets. Emphasis is kept where all renderers agree
that its asterisks are emphasis, which depends on the characters beside them; elsewhere the asterisks are escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pmtui.report.emphasis import Piece, choose_marks, unsure_pair
from pmtui.report.escape import autolink, begun, in_block, spaces
from pmtui.report.link_targets import encoded

if TYPE_CHECKING:
    from markdown_it.token import Token

# Some renderers stop searching for the end of a longer run of backticks.
_LONGEST_RUN: Final = 80
_BACKTICKS: Final = re.compile("`+")
_EMPHASIS: Final = ("em", "strong", "s")
_MOST_ROUNDS: Final = 40


def inline(tokens: Sequence[Token], *, in_cell: bool = False) -> list[str]:
    """Return the lines of a paragraph, or the one line of a cell."""
    lines = "".join(_written(_pieces(tokens, in_cell=in_cell))).split("\n")
    return lines if in_cell else [begun(line) for line in lines]


# --- from tokens to pieces ---


def _pieces(tokens: Sequence[Token], *, in_cell: bool) -> list[Piece]:
    pieces: list[Piece] = []
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
                pieces += [Piece("text", "["), *_pieces(label, in_cell=in_cell), Piece("text", _nowhere(token))]
            at = after
        elif name in _EMPHASIS and side == "open":
            # Bold within bold has no effect, and some renderers do not accept it.
            pair = at + 1 if not inside[name] or name == "em" else 0
            open_pairs.append((name, pair))
            inside[name] += 1
            if pair:
                pieces.append(Piece("open", token.markup, pair))
        elif name in _EMPHASIS:
            opened, pair = open_pairs.pop()
            inside[opened] -= 1
            if pair:
                pieces.append(Piece("close", token.markup, pair))
        elif token.type == "code_inline":
            pieces.append(_code(token, in_cell=in_cell))
        elif token.type == "image":
            pieces.append(_image(token))
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(Piece("soft" if token.type == "softbreak" else "hard", "\n"))
        else:
            pieces.append(Piece("text", token.content))
        at += 1
    return pieces


def _code(token: Token, *, in_cell: bool) -> Piece:
    """Return a code span with the shortest fence; as typed text where some renderer would not close it."""
    content = token.content
    runs = {len(run) for run in _BACKTICKS.findall(content)}
    length = next(n for n in range(1, len(runs) + 2) if n not in runs)
    if length > _LONGEST_RUN or max(runs, default=0) > _LONGEST_RUN or (in_cell and "\\|" in content):
        return Piece("text", f"{token.markup}{content}{token.markup}")
    padded = content.strip(" ") and ("`" in (content[0], content[-1]) or content[0] == content[-1] == " ")
    space = " " if padded else ""
    shown = content.replace("|", "\\|") if in_cell else content
    return Piece("whole", f"{'`' * length}{space}{shown}{space}{'`' * length}")


def _link(token: Token, label: Sequence[Token], *, in_cell: bool) -> Piece:
    url = str(token.attrGet("href") or "")
    if token.info == "auto" or not label:
        return Piece("whole", autolink("".join(each.content for each in label) or url, url))
    words = "".join(_written(_pieces(label, in_cell=in_cell), links=False))
    return Piece("whole", f"[{words}]({_target(token, url)})")


def _nowhere(token: Token) -> str:
    """Return the end of a link without a valid target, as it was typed."""
    title = token.attrGet("title")
    return f']("{title}")' if title else "]()"


def _image(token: Token) -> Piece:
    alt = "".join(_plain(token.children or ()))
    url = str(token.attrGet("src") or "")
    if not url:
        return Piece("text", f"![{alt}{_nowhere(token)}")
    return Piece("whole", f"![{_edged(alt, links=False)}]({_target(token, url)})")


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


def _written(pieces: list[Piece], *, links: bool = True) -> list[str]:
    """Return the pieces as lines of Markdown; emphasis that renderers may not agree on becomes text, pair by pair."""
    for _ in range(_MOST_ROUNDS):
        pieces = _joined(pieces)
        shown = _escaped(pieces, links=links)
        if not any(piece.kind == "open" for piece in pieces):
            return shown
        unsure = choose_marks(pieces, shown)
        if unsure is None:
            unsure = unsure_pair(pieces, shown)
        if unsure is None:
            return shown
        pieces = [
            _typed(piece) if piece.pair == unsure and piece.kind in ("open", "close") else piece for piece in pieces
        ]
    return _escaped(_joined([_typed(piece) for piece in pieces]), links=links)


def _typed(piece: Piece) -> Piece:
    return Piece("text", piece.text) if piece.kind in ("open", "close") else piece


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with adjacent texts joined."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = Piece("text", joined[-1].text + piece.text)
        elif piece.kind != "text" or piece.text:
            joined.append(piece)
    return joined


def _escaped(pieces: list[Piece], *, links: bool) -> list[str]:
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
