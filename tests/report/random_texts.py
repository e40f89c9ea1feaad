"""Random block Markdown, biased to what readers of Markdown disagree on, and a judge of what a report makes of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from random import Random
from urllib.parse import unquote

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

from pmtui.report.blocks import block, is_shown_as_typed
from pmtui.report.parsing import parser

FRAGMENTS = (
    "\n", "\n", "\n", "\n\n", "\n\n", " ", " ", "  ", "    ", "\t", "\xa0", "\u3000", "\u2028", "a", "b c", "word",
    "é", "漢", "€", "。", "“q”", "🎉", "e\u0301", "\u200d", "\ufe0f", "\u202e", "\u2067", "\u2069", "- ", "- a\n", "-",
    "* ", "+ ", "1. ", "2. ", "7) ", "123456789. ", "> ", ">", ">\t", "> > ", "- [ ] ", "- [x] ", "[ ]", "```\n",
    "```", "````\n", "~~~\n", "~~~", "```x\n", "```a`\n", "`", "``", "`c`", "`` ` ``", "` `", "`<id>`", "`|`", "`\\`",
    "|", "| a | b |\n", "|---|---|\n", "| --- |\n", "|-\n", "-|", ":-:", "|a\n", "a | b\n", "\\|", "---\n", "---",
    "===\n", "=", "***", "# ", "## Impact", "#", "<", ">", "<div>", "</div>", "<b>", "<br>", "<pre", "<!-- ", " -->",
    "<?", "<![CDATA[", "<a href='`'>", "<script>", "<http://x.y>", "<https://x.y/a|b>", "<javascript:x>", "<a@b.cd>",
    "<ftp://x>", "[a]: /x\n", "[a]:\n/x\n", "[a]", "[b\n]: /x", "[^1]: y\n", "[^1]", "[//]: # (pmtui)\n", "[", "]",
    "(", ")", "!", "![i](http://x.y/p.png)", "[l](http://x.y)", "[l](<http://x.y/a b> \"t\")", "[l](",
    "[j](javascript:x)", "[r](p.md)", "[`c`](https://x.y/(z))", "http://x.y/a_b", "https://x.y/?a=1&b=2.",
    "HTTP://X.Y", "mailto:a@b.cd", "www.x.y", "ftp://x.y", "a@b.cd", "xmpp:a@b.cd", "xmpp:", "a@b_c.d", ":tada:", "::",
    "$x$", "$", "\\", "\\\n", "  \n", "&amp;", "&#35;", "&#60;", "&lt;b&gt;", "&#10;", "&#32;", "&nbsp;", "&", "*",
    "**", "_", "__", "*b*", "**c**", "_d_", "***", "~~", "~", "~~s~~", "snake_case", '"', "'", ".", ",", "^", "{", "}",
    "{#id .c}",
    "@me", "#12", "(Fig. 1)", "**Fig. 1** x\n", "%", "+++", "...", "--",
)  # fmt: skip

BLOCK_TAGS = frozenset(
    "p ul ol li blockquote table thead tbody tr th td pre code a em strong del br hr img input".split()  # noqa: SIM905
)
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_BEFORE = "# Title\n\n## Summary\n\n"
_END = "<td>Effect</td><td>Outage</td></tr></tbody></table><h2>Next</h2><p>last words</p>"
_AFTER = "\n\n| Question | Answer |\n| --- | --- |\n| Effect | Outage |\n\n## Next\n\nlast words\n"


def random_text(random: Random) -> str:
    """A text of a few fragments; now and then one of them many times, or every line in a quote or list."""
    parts = [random.choice(FRAGMENTS) for _ in range(random.randint(1, 14))]
    if random.random() < 0.03:
        at = random.randrange(len(parts))
        parts[at] *= random.choice((3, 20, 81, 90, 260, 300))
    text = "".join(parts)
    if random.random() < 0.1:
        prefix = random.choice(("> ", "- ", "  ", ">", "1. ", "> - "))
        text = "\n".join(prefix + line for line in text.split("\n"))
    return text


def judge(text: str, *, thorough: bool = True) -> None:
    """Hold what a report makes of a field of block Markdown against what two readers make of that.

    Args:
        text: what was typed.
        thorough: also hold it against what was understood of the text, and against what is made of it when it is
            read again.

    Raises:
        AssertionError: live HTML, a heading or a footnote comes of it, or words are lost, or the readers differ.
    """
    made = block(text)
    report = f"{_BEFORE}{made}{_AFTER}"
    ours = Reading.of(_html(report))
    again = block(made) if thorough else made
    assert made == again or Reading.of(_html(f"{_BEFORE}{again}{_AFTER}")).events == ours.events, "it changes each time"
    assert set(ours.in_order) - {"h1", "h2"} <= BLOCK_TAGS, "it is more than Markdown may hold"
    assert ours.headings == ["Title", "Summary", "Next"], "the report's headings do not stand"
    assert all(re.match("(?i:https?://|mailto:)", link) for link in ours.links), "a link leads where it may not"
    assert "".join(ours.events).endswith(
        "<td>Effect</td><td>Outage</td></tr></tbody></table><h2>Next</h2><p>last words</p>"
    )
    theirs = Reading.of(_parser().render(report))
    assert theirs.events == ours.events, "two readers differ"
    assert _is_kept(text, made), "words are lost"
    if thorough and made and not is_shown_as_typed(text):
        understood = Reading.of(parser().render(f"{_BEFORE}{text.strip(chr(10))}{_AFTER}"))
        links = map(unquote, ours.links)  # and those that were bare addresses
        assert all(unquote(link) in links for link in understood.links if link), "a link is lost"
        assert _skeleton(understood) == _skeleton(ours), "it is not what was understood"


@dataclass
class Reading:
    """A page of HTML as one string for each tag and each run of text."""

    events: list[str]
    in_order: list[str]
    """The names of its tags."""
    links: list[str]
    headings: list[str]
    texts: list[str]
    """Its runs of text alone."""

    @classmethod
    def of(cls, html: str) -> Reading:
        """Take a page apart."""
        reader = _Reader()
        reader.feed(html)
        reader.close()
        reader.flush()
        return cls(reader.events, reader.tags, reader.links, reader.headings, reader.texts)


class _Reader(HTMLParser):
    names = {"s": "del", "b": "strong", "i": "em"}  # noqa: RUF012 - never changed
    inline = frozenset(("em", "strong", "del", "code", "a"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.texts: list[str] = []
        self.text = ""
        self.verbatim = False
        self.mailbox = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        tag = self.names.get(tag, tag)
        self.tags.append(tag)
        if tag == "a":
            self.mailbox = re.match("mailto:", said.get("href") or "") is not None
            if self.mailbox:  # one of the readers makes a link of any
                return
        if tag == "input":  # one of the readers knows no tasks
            self.text += "[x] " if "checked" in said else "[ ] "
            return
        if tag == "p" and self.text.strip() in ("[x]", "[ ]"):  # a box before its paragraph, not in it
            self.events.append("<p>")
            return
        self.flush(keep_end=tag in self.inline)
        if tag == "a":
            self.links.append(said.get("href") or "")
        self.verbatim |= tag == "pre"
        shown = f" {unquote(said.get('href') or '')}" if tag == "a" else ""
        self.events.append(f"<{tag}{shown}>" if tag != "img" else f"<img {said.get('src')} {said.get('alt')}>")

    def handle_endtag(self, tag: str) -> None:
        tag = self.names.get(tag, tag)
        if tag == "input":
            return
        if tag == "a" and self.mailbox:
            self.mailbox = False
            return
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(" ".join(self.text.split()))
        self.flush(keep_end=tag in self.inline)
        self.verbatim &= tag != "pre"
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self, *, keep_end: bool = False) -> None:
        """End a run of text; white space counts as one space, and at the edge of a block not at all."""
        text = self.text if self.verbatim else re.sub(r"[ \t\n]+", " ", self.text)
        if not self.verbatim and not keep_end:
            text = text.rstrip(" ")
        if not self.verbatim and self.events and self.events[-1].strip("</>").split(" ")[0] not in self.inline:
            text = text.lstrip(" ")
        if text:
            self.events.append(text)
            self.texts.append(text)
        self.text = ""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 500}).enable(["table", "strikethrough"])
    parser.normalizeLink = parser.normalizeLinkText = str  # type: ignore[assignment, method-assign]
    return parser


def _skeleton(reading: Reading) -> list[str]:
    """The lists, quotes, tables, code and pictures of a page."""
    kept = ("ol", "ul", "li", "blockquote", "table", "th", "td", "pre", "code", "img", "hr")
    return [tag for tag in reading.in_order if tag in kept]


def _html(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, _OPTIONS))


def _is_kept(typed: str, made: str) -> bool:
    """Whether all letters of the one stand in the other, in their order."""
    rest = iter(_letters(made))
    return all(letter in rest for letter in _letters(typed))


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", unquote(unescape(text))).lower()


def visible_words(source: str, *, is_html: bool = False) -> list[str]:
    """The words that a page shows, apart at its headings; boxes of tasks and white space do not count."""
    html = source if is_html else _html(source)
    parts = re.split(r"<h2\b", html)
    return [_words(part if n == 0 else f"<h2{part}") for n, part in enumerate(parts)]


def _words(html: str) -> str:
    text = "".join(Reading.of(html).texts)
    return re.sub(r"\s|\[[x ]\]|[☐☒]", "", unicodedata.normalize("NFC", text))
