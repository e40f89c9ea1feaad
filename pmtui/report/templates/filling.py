"""Puts the texts of a session into what a template wrote, each escaped as its place in the Markdown needs it.

While a template runs, a mark stands for each text. Where it has ended up decides how it is escaped: in a row of a
table as a cell, in a heading on one line, behind `](` as an address, behind `<` as HTML, elsewhere as running text.
So a template that escapes nothing is safe.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pmtui.report.escape import NO_TEXT, cell, coded, encoded, flow, heading, is_safe_target
from pmtui.session.text import cleaned

_OPEN, _CLOSE = "\x01", "\x02"
"""No text of a session holds these, as they are control characters; and no `strip` takes them for blanks."""

_MARK: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BEGINNING: Final = re.compile(r"(?:[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+|>[ \t]?)*")
_FENCE: Final = re.compile(r"[ \t]*(`{3,}|~{3,})")
_BARE_BULLET: Final = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]*")
"""An item without words: alone it would underline what stands above it."""
_ONLY_BLANKS: Final = re.compile(r"^[ \t]+$", re.MULTILINE)
_MANY_EMPTY: Final = re.compile(r"\n{3,}")


class _Text(NamedTuple):
    text: str
    is_markdown: bool


class Texts:
    """The texts that marks stand for."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []

    def mark(self, text: str, *, is_markdown: bool = False) -> str:
        """A mark for a text; for Markdown that is safe already it is put in as it is."""
        self._texts.append(_Text(cleaned(text), is_markdown))
        return f"{_OPEN}{len(self._texts) - 1}{_CLOSE}"

    def fill(self, written: str) -> str:
        """What the template wrote, with the texts in their places and at most one empty line at a time."""
        written = _MANY_EMPTY.sub("\n\n", _ONLY_BLANKS.sub("", written)).strip("\n")
        lines = []
        fence = ""
        for line in written.split("\n"):
            found = _FENCE.match(line)
            if found and (not fence or line.strip() == fence):
                fence = "" if fence else found[1]
            filled = self._in_code(line) if fence else self._filled(line)
            lines.append(f"{filled.rstrip()} {NO_TEXT}" if not fence and _BARE_BULLET.fullmatch(filled) else filled)
        return _MANY_EMPTY.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"

    def _filled(self, line: str) -> str:
        return _MARK.sub(lambda found: self._escaped(line, found), line) if _OPEN in line else line

    def _escaped(self, line: str, found: re.Match[str]) -> str:
        text, is_markdown = self._texts[int(found[1])]
        before = line[: found.start()]
        beginning = _BEGINNING.match(line)
        indent = " " * len(beginning[0]) if beginning else ""
        if is_markdown:
            return text.replace("\n", f"\n{indent}")
        if before.endswith("]("):
            return encoded(text) if is_safe_target(text) else "#"
        start = line.lstrip()[:1]
        if start == "<":
            return "".join(char if char.isalnum() or char == " " else coded(char) for char in text)
        if start == "|":
            return cell(text)
        if start == "#":
            return heading(text)
        escaped = flow(text, indent)
        return escaped if before.strip() or not escaped.startswith(" ") else escaped.lstrip()

    def _in_code(self, line: str) -> str:
        return _MARK.sub(lambda found: re.sub("[`~]{3,}", "…", self._texts[int(found[1])].text), line)
