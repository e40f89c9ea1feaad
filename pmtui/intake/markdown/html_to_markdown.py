"""Convert HTML that an export left in a Markdown file to Markdown: tables, lists, headings, bold text, links.

Code and unknown tags stay as they are. Only tags are removed; the text between them stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from pmtui.intake.markdown.inline import words

_CODE_SPAN: Final = re.compile(r"(`+[^`\n]+`+)")
_FENCE: Final = re.compile(r"\s{0,3}(```+|~~~+)")
_BEGINS: Final = re.compile(r"<(table|ul|ol)\b", re.IGNORECASE)
_HEADING: Final = re.compile(r"^\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*$", re.IGNORECASE)
_BARE: Final = re.compile(
    r"</?(?:span|p|div|font|u|center|section|article|tbody|time|ac:[\w-]+|ri:[\w-]+)\b[^<>]*>", re.IGNORECASE
)
_LINE_END: Final = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_INLINE: Final = (
    (re.compile(r"<ac:task-status>\s*(\w+)\s*</ac:task-status>\s*", re.IGNORECASE), r"[\1] "),
    (re.compile(r"<(strong|b)\b[^<>]*>\s*([^<>]*?)\s*</\1>", re.IGNORECASE), r"**\2**"),
    (re.compile(r"<(em|i)\b[^<>]*>\s*([^<>]*?)\s*</\1>", re.IGNORECASE), r"*\2*"),
    (re.compile(r"<a\b[^<>]*?\bhref=[\"']([^\"'<>\s]*)[\"'][^<>]*>([^<>]*)</a>", re.IGNORECASE), r"[\2](\1)"),
    (re.compile(r"</p>\s*<p\b[^<>]*>", re.IGNORECASE), "<br>"),
    (_BARE, ""),
    (re.compile(r"\[~([\w.-]+)\](?!\()"), r"@\1"),
)
_IN_CELL: Final = (
    (re.compile(r"\s*<li\b[^<>]*>\s*", re.I), "<br>- "),
    (re.compile(r"</?(?:ul|ol|li)\b[^<>]*>", re.I), ""),
)
_TAG: Final = re.compile(
    r"</?(?:table|thead|tbody|tfoot|tr|td|th|ul|ol|li|p|div|span|b|strong|i|em|u|font|center|br|a|img|code|col|colgroup"
    r"|caption|time|sup|sub|small|ac:[\w-]+|ri:[\w-]+)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_TIP: Final = re.compile(r"<\w[^<>]*\s(?:title|alt)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
_DEEPEST: Final = 30
"""The most levels of nested lists."""
_MOST_LINES: Final = 2000
"""The most lines of one table or list."""


def without_html(text: str) -> tuple[str, list[int] | None]:
    """Return the text as Markdown, and for each of its lines the number of the original line; None: nothing changed."""
    if "</" not in text or not (_BARE.search(text) or _BEGINS.search(text)):
        return text, None
    lines: list[str] = []
    origin: list[int] = []
    for n, line in _converted(text.split("\n")):
        lines.append(line)
        origin.append(n)
    return "\n".join(lines), origin


def hover_texts(text: str, made: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of `title` and `alt` attributes that the Markdown made of the tags does not contain.

    Yields:
        The number of the line, from 1, and the text.
    """
    kept = frozenset(words(made))
    for n, line in enumerate(text.split("\n"), 1):
        for found in _TIP.finditer(line) if "=" in line else ():
            tip = found[1] or found[2] or ""
            if not kept.issuperset(words(tip)):
                yield n, tip


def _converted(lines: list[str]) -> Iterator[tuple[int, str]]:
    fence, n = "", 0
    unclosed: set[str] = set()
    while n < len(lines):
        line = lines[n]
        if found := _FENCE.match(line):
            if not fence:
                fence = found[1]
            elif line.strip().startswith(fence):
                fence = ""
        block = None if fence or "<" not in line or line.lstrip().startswith("|") else _block(lines, n, unclosed)
        if block is not None:
            end, made = block
            for each in made:
                yield n, each
            n = end
            continue
        if fence:
            yield n, line
        else:
            for each in _line(line).split("\n"):
                yield n, each
        n += 1


def _block(lines: list[str], start: int, unclosed: set[str]) -> tuple[int, list[str]] | None:
    """Convert the table or list that begins on a line: the number of the line after it, and its Markdown; None: none.

    Args:
        lines: the text.
        start: the number of the line.
        unclosed: names of tags found without an end, which are not searched again; this call may add one.
    """
    found = _BEGINS.search(_CODE_SPAN.sub(lambda code: " " * len(code[0]), lines[start]))
    name = found[1].lower() if found else ""
    if found is None or name in unclosed:
        return None
    depth, end = 0, start
    marks = re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE)
    while end < min(len(lines), start + _MOST_LINES):
        for mark in marks.finditer(lines[end], found.start() if end == start else 0):
            depth += -1 if mark[1] else 1
            if depth > _DEEPEST:
                return None
            if depth == 0:
                return _made(lines, start, end, found.start(), mark.end(), name)
        end += 1
    unclosed.add(name)
    return None


def _made(lines: list[str], start: int, end: int, begin: int, stop: int, name: str) -> tuple[int, list[str]] | None:
    before, behind = lines[start][:begin], lines[end][stop:]
    whole = "\n".join(lines[start : end + 1])
    inner = whole[begin : len(whole) - len(behind)]
    if len(re.findall(r"<table\b", inner, re.IGNORECASE)) != (name == "table"):
        return None
    reader = _Reader()
    reader.feed(inner)
    reader.close()
    made = reader.table() if name == "table" else reader.items()
    # What the HTML parser does not read as tags (a script, an unknown tag) stays as it was written.
    said = Counter(words(_TAG.sub(" ", inner.replace("&nbsp;", " "))))
    if not made or said - Counter(words("\n".join(made))):
        return None
    around = [_line(text).strip().split("\n") for text in (before, behind)]
    return end + 1, [*around[0], "", *made, "", *around[1]]


def _line(line: str) -> str:
    if "<" not in line and "&nbsp;" not in line and "[~" not in line:
        return line
    if heading := _HEADING.match(line):
        return f"{'#' * int(heading[1])} {_line(heading[2]).strip()}"
    is_paragraph = line.lstrip().casefold().startswith(("<p>", "<p ", "<div"))
    made = "".join(part if n % 2 else _inline(part, line) for n, part in enumerate(_CODE_SPAN.split(line)))
    if is_paragraph:
        made = _LINE_END.sub("  \n", made).strip()
    return made


def _inline(text: str, line: str) -> str:
    text = text.replace("&nbsp;", " ")
    for pattern, shown in (*_INLINE[:-2], *(_IN_CELL if line.lstrip().startswith("|") else ()), *_INLINE[-2:]):
        text = pattern.sub(shown, text)
    return text


_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}


class _Reader(HTMLParser):
    """Parses one table or list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[str]] = []
        self.lines: list[str] = []
        self._lists: list[str] = []
        self._links: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, cell or item, or write the Markdown mark of an inline tag."""
        values = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._text = []
        elif tag in ("ul", "ol"):
            self._item_ends()
            self._lists.append(tag)
        elif tag == "li":
            self._item_ends()
            self._text += ["<br>- "] if self.rows else []
        elif tag == "a":
            self._links.append(values.get("href") or "")
            self._text.append("[")
        elif tag == "img":
            self._text.append(f"![{values.get('alt') or ''}]({values.get('src') or ''})")
        elif tag == "br":
            self._text.append("<br>")
        else:
            self._text.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """End a row, cell or item, or write the closing mark."""
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append(self._taken())
        elif tag in ("ul", "ol"):
            self._item_ends()
            self._lists = self._lists[:-1]
        elif tag == "li":
            self._item_ends()
        elif tag == "a" and self._links:
            self._text.append(f"]({self._links.pop()})")
        elif tag in ("p", "div"):
            self._text.append("<br>")
        else:
            self._text.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self._text.append(data)

    def handle_entityref(self, name: str) -> None:
        """Keep a named character reference as it is."""
        self._text.append(" " if name == "nbsp" else f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a numeric character reference as it is."""
        self._text.append(f"&#{name};")

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text = []
        return re.sub(r"^(?:\s*<br>)+\s*|(?:\s*<br>)+\s*$", "", text).strip()

    def _item_ends(self) -> None:
        if self.rows:
            return  # a list in a table cell stays in the cell
        if text := self._taken():
            mark = "1." if self._lists and self._lists[-1] == "ol" else "-"
            self.lines.append(f"{'    ' * (len(self._lists) - 1)}{mark} {text}")

    def items(self) -> list[str]:
        """Return the list as Markdown."""
        self._item_ends()
        return self.lines

    def table(self) -> list[str]:
        """Return the table as Markdown; its first row is the header."""
        rows = [row for row in self.rows if row]
        width = max(map(len, rows), default=0)
        made = [
            f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in [*row, *[''] * (width - len(row))])} |"
            for row in rows
        ]
        return [*made[:1], "|" + " --- |" * width, *made[1:]] if made else []
