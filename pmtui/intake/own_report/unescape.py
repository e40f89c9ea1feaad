"""Convert a report's Markdown back to the text that was typed: the inverse of `pmtui.report.escape`.

A backslash escapes the next character, an entity is its character, an address in angle brackets is the address.
Everything else is literal, also text that somebody wrote into the file without escaping it. Code spans are not
changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape as decoded
from typing import Final

from pmtui.report.link_targets import encoded

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
"""Matches what is not literal. The first character is matched by a set, which is faster than alternatives."""

_SUSPECT: Final = re.compile(r"[\\`&<\]\u2068\u2069]")


def text_of(markdown: str) -> str:
    """Return a field for one line of a report, in a cell (`<br>` is a line break) or as inline text.

    The pipes of a cell must be unescaped already (`tables.cells_of`).
    """
    if not _SUSPECT.search(markdown):
        return markdown
    return _TOKEN.sub(_meant, markdown)


def label_of(markdown: str) -> str:
    """Return a field that may be a link, such as a ticket: the text of the link."""
    found = re.fullmatch(r"\[((?:\\.|[^\[\]\\])*)\]\(<[^<>\n]*>\)", markdown)
    return text_of(found[1] if found else markdown)


def flowing(lines: Iterable[str]) -> str:
    """Return a field for the lines of a paragraph or list item; lines that are only wrapped in the file are joined."""
    made: list[str] = []
    glue = ""
    for line in lines:
        bare = line.strip(" \t")
        hard = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
        made += [glue, text_of(bare[:-1].rstrip(" \t") if hard else bare)]
        glue = "\n" if hard or line.endswith("  ") else " "
    if made and hard:
        made.append("\\")  # at the end it is no hard break
    return "".join(made[1:])


def split_at(markdown: str, mark: str) -> list[str]:
    """Split a line at marks that are not escaped, and not in code or an address."""
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
    """Return the text of an address with a pipe, or of a chat address, whose link has what was typed as its text."""
    label = text_of(found["label"])
    target = found["angled"]
    if text_of(target.replace("%7C", "|")) == label or target == f"mailto:{encoded(label)}":
        return label
    return f"[{label}](<{target}>)"
