"""From a report's Markdown back to the text that somebody typed: the inverse of `pmtui.report.escape`.

A backslash escapes the next sign, a code stands for its character, an address in angles is the address. Everything else
is text as it stands, also what somebody wrote into the file without escaping it. Code spans are passed over whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape as decoded
from typing import Final

from pmtui.report.escape import encoded

_TOKEN: Final = re.compile(
    r"[\\`&<\[\]\u2068\u2069](?:(?<=\\)(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<=`)(?P<ticks>`*+)(?P<code>.+?(?<!`)`(?P=ticks)(?!`))?"
    r"|(?<=&)(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?<=<)(?P<address>(?i:https?|mailto):[^\s<>]+|[\w.+-]+@[\w.-]+)>"
    r"|(?<=<)(?P<break>br ?/?>)"
    r"|(?<=\[)(?P<label>(?:\\.|[^\[\]\\])*)\]\(<(?P<angled>[^<>\n]*)>\)"
    r"|(?<=\])\((?P<target>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
    r"|(?<=[\u2068\u2069])(?P<isolate>))"
)
"""What does not stand for itself. The first character is matched by a set before anything else is tried."""

_SUSPECT: Final = re.compile(r"[\\`&<\]\u2068\u2069]")


def text_of(markdown: str) -> str:
    """A field from one line of a report, in a cell (`<br>` is a line break) or in running text.

    The backslashes before the pipes of a cell must be gone already (`rows.cells_of`).
    """
    if not _SUSPECT.search(markdown):
        return markdown
    return _TOKEN.sub(_meant, markdown)


def label_of(markdown: str) -> str:
    """A field that may be a link to elsewhere, such as a ticket: its words, wherever it leads."""
    found = re.fullmatch(r"\[((?:\\.|[^\[\]\\])*)\]\(<[^<>\n]*>\)", markdown)
    return text_of(found[1] if found else markdown)


def flowing(lines: Iterable[str]) -> str:
    """A field from the lines of a paragraph or list item; what is only wrapped in the file is one line."""
    made: list[str] = []
    glue = ""
    for line in lines:
        bare = line.strip(" \t")
        hard = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
        made += [glue, text_of(bare[:-1].rstrip(" \t") if hard else bare)]
        glue = "\n" if hard or line.endswith("  ") else " "
    if made and hard:
        made.append("\\")  # nothing follows that it could break from
    return "".join(made[1:])


def split_at(markdown: str, mark: str) -> list[str]:
    """The parts of a line between marks that stand open: not escaped, in code, or in an address."""
    parts, start, at = [], 0, 0
    while (found := markdown.find(mark, at)) >= 0:
        covering = next((t for t in _TOKEN.finditer(markdown, start) if t.end() > found), None)
        if covering is not None and covering.start() <= found and covering.lastgroup != "break":
            at = covering.end()
            continue
        parts.append(markdown[start:found])
        start = at = found + len(mark)
    return [*parts, markdown[start:]]


def _meant(found: re.Match[str]) -> str:
    group = found.lastgroup
    if group == "escaped":
        return found["escaped"]
    if group in ("code", "ticks"):
        return found[0]
    if group == "entity":
        return decoded(found[0])
    if group == "address":
        return found["address"]
    if group == "break":
        return "\n"
    if group == "isolate":
        return ""
    if group == "target":
        return f"]({text_of(found['target'].replace('%7C', '|'))})"
    return _shown_address(found)


def _shown_address(found: re.Match[str]) -> str:
    """An address with a pipe in it, and the mailbox of a chat, are links whose words are what was typed."""
    label = text_of(found["label"])
    target = found["angled"]
    if text_of(target.replace("%7C", "|")) == label or target == f"mailto:{encoded(label)}":
        return label
    return f"[{label}](<{target}>)"
