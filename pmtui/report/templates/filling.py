"""Put a session's texts into the output of a template, each escaped for its place in the Markdown.

While a template runs, a mark stands for each text. Where the mark ends up decides how the text is escaped: as a cell
in a table row, on one line in a heading, as an address after `](`, as HTML after `<`, else as inline text. So a
template is safe although it escapes nothing itself.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pmtui.report.escape import NO_TEXT, cell, coded, flow, heading
from pmtui.report.link_targets import encoded, is_safe_target
from pmtui.session.text import cleaned

_OPEN, _CLOSE = "\x01", "\x02"
"""Delimiters of a mark. No text contains them, as they are control characters, and `strip` does not remove them."""

_MARK: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BEGINNING: Final = re.compile(r"(?:[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+|>[ \t]?)*")
_FENCE: Final = re.compile(r"[ \t]*(`{3,}|~{3,})")
_BARE_BULLET: Final = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]*")
"""Matches an item without text, which could make a heading of the line above it."""
_ONLY_BLANKS: Final = re.compile(r"^[ \t]+$", re.MULTILINE)
_MANY_EMPTY: Final = re.compile(r"\n{3,}")


class _Text(NamedTuple):
    text: str
    is_markdown: bool


class Texts:
    """The texts of a session, and the marks that stand for them."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []

    def mark(self, text: str, *, is_markdown: bool = False) -> str:
        """Return the mark for a text. Markdown that is safe already is put in unescaped."""
        self._texts.append(_Text(cleaned(text), is_markdown))
        return f"{_OPEN}{len(self._texts) - 1}{_CLOSE}"

    def fill(self, written: str) -> str:
        """Return a template's output with the texts in place of the marks, and at most one empty line in a row."""
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
