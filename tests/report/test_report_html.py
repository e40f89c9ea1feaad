"""The report as one HTML page: it needs nothing, runs nothing, and shows what the Markdown report shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from pmtui.library.errors import Refused
from pmtui.report.formats import export, format_of
from pmtui.report.html.page import _style, render
from pmtui.report.html.pictures import LARGEST
from pmtui.session.document import Event, Evidence, RootCause, Session, Why
from pmtui.session.edits import set_field
from tests.report.test_report_timeline import checkout
from tests.strategies import empty, sessions

TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "section", "h1", "h2", "h3", "small", "p",
    "div", "span", "strong", "em", "s", "a", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th",
    "td", "blockquote", "pre", "code", "hr", "br", "figure", "figcaption", "img", "svg", "g", "rect", "line",
    "path", "text",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "src", "alt", "title", "scope", "start",
    "data-label", "viewbox", "role", "aria-label", "aria-hidden", "x", "y", "x1", "y1", "x2", "y2", "rx", "width",
    "height", "d", "text-anchor", "align",
}  # fmt: skip
VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "line", "path"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Reader(HTMLParser):
    """Takes a page apart: what is in it, and whether every tag is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_says_what_the_markdown_report_says() -> None:
    page = export(checkout(), "html", attachments="files")
    assert page == render(checkout(), attachments="files")
    text = read(page).text
    for said in (
        "Learning review: Checkout", "18-11-2026", "Card payments refused for 47 minutes", "47 min", "1,240",
        "Every card payment was refused.", "Nothing warned before it ran out", "(root cause)", "Europe/London, 2026",
        "What went well", "Fig. 1", "Key details",
    ):  # fmt: skip
        assert said in text
    for hidden in ("0199aaaa", "an older wording", "votes", "pmtui ("):
        assert hidden not in text
    assert format_of("report.HTML") == "html"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_whatever_a_session_holds_the_page_runs_and_loads_nothing(session: Session) -> None:
    look_at(render(session, attachments="files", ticket_url="https://jira.example.com/{}"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></title><svg/onload=x>",
        "[a](javascript:x)", "![p](https://x.y/p.png)", "<https://x.y>", "&lt;b&gt; &amp;", "[a](data:text/html,x)",
        "`</code><b>`", "|a|<b>|\n|-|-|\n|1|2|", "a <br> b", "<!-- x", "\u202eabc", "www.x.y http://x.y/?a='\"><b>",
    ],
)  # fmt: skip
def test_hostile_text_is_shown_as_text_in_every_place(text: str) -> None:
    session = checkout()
    for path in ("key_details.product", "key_details.headline", "key_details.severity", "summary.overview"):
        session = set_field(session, path, text)
    session = replace(
        session,
        timeline=(Event(id="e", text=text, who=text, known=text), *session.timeline),
        root_cause=RootCause(text, tuple(Why(id=n, text=text, verdict="root") for n in "abc"), statement=text),
        evidence=(Evidence(id="f", caption=text, body=text, url=text), Evidence(id="g", kind="log", body=text)),
    )
    look_at(render(session))


def look_at(page: str) -> None:
    """Check that a page is whole and holds nothing that acts."""
    reader = read(page)
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES
    for address in reader.addresses:
        assert re.match(r"(?i:https?://|mailto:)|#fig-\d+$|files/|data:image/", address), address
    assert "default-src 'none'" in page


def test_pictures_are_in_the_page_and_what_is_not_is_said() -> None:
    held = {
        "a.png": PNG, "b.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        "c.png": b"<html>", "d.jpg": b"\xff\xd8\xff" + b"0" * LARGEST,
    }  # fmt: skip

    def read_file(name: str) -> bytes:
        if name not in held:
            raise Refused("no such file")
        return held[name]

    paths = ("a.png", "b.svg", "c.png", "d.jpg", "e.gif", "f.log")
    session = replace(empty(), evidence=tuple(Evidence(id=path, path=path) for path in paths))
    page = render(session, attachments="files", read_file=read_file)
    assert re.findall(r'src="data:image/([\w+]+);base64', page) == ["png", "svg+xml"]
    assert "<script" not in page
    assert re.findall(r"\((.*?)\)</span></p>", page) == [
        "not read as a picture", "too large for this page, 4.0 MB", "not found when this page was written",
    ]  # fmt: skip
    assert 'href="files/f.log"' in page
    assert "not part of this page" in render(session, attachments="files")


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG has it."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_word_can_be_read_in_the_light_in_the_dark_and_on_paper() -> None:
    themes = [dict(re.findall(r"--(\w+): (#\w{6})", each)) for each in re.findall(r":root \{(.*?)\}", _style(), re.S)]
    assert len(themes) == 3
    for theme in themes:
        for ground in ("ground", "panel", "box"):
            for ink in ("ink", "dim", "accent", "notice", "well", "wrong", "lucky"):
                assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)


def test_the_incident_and_the_whys_are_drawn_and_stay_within_their_drawing() -> None:
    page = render(checkout())
    broad, narrow, whys = re.findall(r"<svg.*?</svg>", page)
    assert "started 14:02" in broad and "until mitigated" in broad
    for drawing in (broad, narrow, whys):
        across, down = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawing)[0])
        for x, y in re.findall(r'<(?:text|rect)[^>]* x="([\d.-]+)" y="([\d.-]+)"', drawing):
            assert 0 <= float(x) <= across and 0 <= float(y) <= down
    assert render(empty()).count("<svg") == 0


@pytest.mark.parametrize("levels", [4, 30, 100])
def test_a_deep_tree_is_drawn_as_a_staircase_or_listed(levels: int) -> None:
    why = Why(id="0", text="the last one", verdict="root")
    for n in range(1, levels):
        why = Why(id=str(n), text=f"answer {n}", whys=(why,))
    page = render(replace(empty(), root_cause=RootCause("It broke", (why,))))
    assert ('class="whys"' in page) is (levels < 80)
    assert read(page).text.count("the last one") == (2 if levels < 80 else 1)
