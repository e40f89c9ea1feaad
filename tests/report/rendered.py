"""What a reader sees of a report: rendered by cmark-gfm, which pmtui does not use, and taken apart again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES


@dataclass
class Section:
    """A heading and what stands below it, up to the next one."""

    level: int = 0
    heading: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)
    """Depth (1 is the outermost) and own text of each list item."""
    ticks: list[bool] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A whole page."""

    sections: list[Section]
    tags: set[str]
    links: list[str]
    html: str

    @property
    def headings(self) -> list[tuple[int, str]]:
        return [(section.level, section.heading) for section in self.sections]

    def under(self, heading: str) -> Section:
        """The one section with that heading."""
        (found,) = [section for section in self.sections if section.heading == heading]
        return found


def page(markdown: str) -> Page:
    """Render and take apart."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, OPTIONS)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(reader.sections[1:], reader.tags, reader.links, html)


def seen(text: str) -> list[str]:
    """The lines of a text as a page shows them: runs of white space are one space, empty lines at the end are gone."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?://|mailto:)[^\s()<>|\\\"^{}\[\]`]+\)")


def rich(text: str) -> str:
    """What is left to see of a field in which code spans closed on their line and links are rendered."""
    return "\n".join(map(_rich_line, text.split("\n")))


def flowed(text: str) -> str:
    """A field outside tables: a line break at its very end is a space to the page, as at the end of any paragraph."""
    kept = text.rstrip("\n")
    return kept + " " * (len(text) - len(kept))


def _rich_line(line: str) -> str:
    runs = [(m.start(), m.end()) for m in re.finditer("`+", line)]
    done, at = "", 0
    while runs:
        start, end = runs.pop(0)
        done += _LINK.sub(r"\1", line[at:start])
        closing = next((n for n, (a, b) in enumerate(runs) if b - a == end - start), None)
        if closing is None:
            done += line[start:end]
            at = end
            continue
        code = line[end : runs[closing][0]]
        done += code
        at = runs[closing][1]
        runs = runs[closing + 1 :]
    return done + _LINK.sub(r"\1", line[at:])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [Section()]
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text: list[list[str]] = []
        self.depth = 0
        self.in_fence = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.in_fence |= tag == "pre"
        here = self.sections[-1]
        if tag == "br":
            self._put("\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self._put(dict(attrs).get("alt") or "")
        elif tag == "input":
            here.ticks.append("checked" in dict(attrs))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.sections.append(Section(level=int(tag[1])))
            self.text.append([])
        elif tag == "table":
            here.tables.append([])
        elif tag == "tr":
            here.tables[-1].append([])
        elif tag in ("td", "th", "p", "pre"):
            self.text.append([])
        elif tag == "li":
            self.depth += 1
            self.text.append([])
            here.items.append((self.depth, ""))
            self.text[-1].append(str(len(here.items) - 1))

    def handle_endtag(self, tag: str) -> None:
        here = self.sections[-1]
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            here.heading = "".join(self.text.pop())
        elif tag in ("td", "th"):
            here.tables[-1][-1].append("".join(self.text.pop()))
        elif tag == "p":
            text = "".join(self.text.pop())
            if self.depth:
                self._put(text)
            else:
                here.paragraphs.append(text)
        elif tag == "pre":
            self.in_fence = False
            here.code.append("".join(self.text.pop()))
        elif tag == "li":
            index, *text = self.text.pop()
            here.items[int(index)] = (self.depth, "".join(text))
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        # A line break of the source is a space; one that is to be seen is a <br>. In a fence it is what it is.
        self._put(data if self.in_fence else data.replace("\n", " "))

    def _put(self, text: str) -> None:
        if self.text:
            # What isolates marks of direction is the report's own.
            self.text[-1].append(re.sub("[\u2068\u2069]", "", text))
