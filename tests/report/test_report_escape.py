"""What is escaped can be read back to the character: the law that import relies on, with a reader of a few lines."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.report.blocks import block
from pmtui.report.escape import cell, flow, heading, is_address, listed, plain
from tests.report.rendered import page, seen
from tests.report.test_report_hostile import HOSTILE

TOKEN = re.compile(
    r"\[(?P<piped>(?:\\.|[^\\\]])+)\]\(<[^>]*>\)|\\\n *|\\(?P<escaped>.)|&#(?P<code>\d+);|(?P<br><br>)"
    r"|<(?P<address>[^>]*)>|(?P<comma>, )"
    r"|(?P<isolation>[\u2068\u2069])|(?P<span>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<target>\]\([^ ]*?\)(?=[^)]|$))"
)


def read(text: str, *, in_cell: bool = False, rich: bool = True) -> str:
    """The typed text, with U+0000 where a comma separates."""

    def one(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind in (None, "br"):
            return "\n"
        if kind == "escaped":
            return found["escaped"]
        if kind == "code":
            return chr(int(found["code"]))
        if kind == "address":
            return found["address"]
        if kind == "isolation":
            return ""
        if kind == "piped":
            return re.sub(r"\\(.)", r"\1", found["piped"])
        if kind == "target":
            return found[0].replace("%7C", "|").replace("%7&#67;", "%7C")
        if kind == "comma":
            return "\0"
        return found[0].replace("\\|", "|") if in_cell and kind == "span" else found[0]

    return TOKEN.sub(one, text)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_each_kind_of_field_can_be_read_back(text: str) -> None:
    assert text == read(cell(text), in_cell=True).replace("\0", ", ")
    assert text == read(flow(text, "    ")).replace("\0", ", ")
    assert text == read(plain(text)).replace("\0", ", ")
    assert text == read(flow(text, apart=True)).replace("\0", ", ")
    assert text == read(heading(text)).replace("\0", ", ")


@settings(max_examples=100, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4).map(tuple))
def test_a_list_in_a_cell_can_be_read_back(texts: tuple[str, ...]) -> None:
    assert texts == tuple(read(listed(texts), in_cell=True).split("\0"))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Rolled back release 1.2 at 14:02:31, 5 > 3 - see #12 (@bo)", None),
        ("snake_case & R&D: 100% [", "snake_case & R&D: 100% \\["),
        ("`a | b` | c", "`a \\| b` \\| c"),
        ("see https://x.y/a_b?c=1&d=2.", "see <https://x.y/a_b?c=1&d=2>."),
        ("(https://x.y/z_(1))", "(<https://x.y/z_(1)>)"),
        ("[the *run*book](https://x.y)", "[the \\*run\\*book](https://x.y)"),
        ("www.x.y a@b.cd, xmpp:c@d.ef", "www\\.x.y <a@b.cd>, xmpp\\:<c@d.ef>"),
        ("<b> &amp; $1 :tada: 10:20:30", "\\<b> \\&amp; \\$1 \\:tada: 10:20:30"),
        (" two  spaces ", "&#32;two  spaces&#32;"),
        ("a\nb", "a<br>b"),
    ],
)
def test_the_source_stays_readable(text: str, source: str | None) -> None:
    assert (source or text) == cell(text)


@pytest.mark.parametrize(
    "text",
    ["# a", "- a", "+ a", "1. a", "10) a", "> a", "---", "===", "a\n---", "a\n:-:", "    a", "```\na", "[x] a", "-"],
)
def test_nothing_begins_a_block(text: str) -> None:
    shown = page(flow(text))
    assert shown.tags <= {"p", "br"}
    assert shown.html.count("<p>") == 1


def test_addresses_and_code_are_rendered_but_not_in_titles() -> None:
    text = "`a` https://x.y [b](mailto:c@d.ef) [e](javascript:f)"
    shown = page(flow(text))
    assert shown.links == ["https://x.y", "mailto:c@d.ef"]
    assert "<code>a</code>" in shown.html
    assert page(plain(text)).tags.isdisjoint({"code"})
    assert "https://x.y" not in page(plain(text)).links
    assert seen(re.sub("<[^>]*>", "", page(plain(text)).html)) == [text]


@pytest.mark.parametrize(
    "box", ["a@b.cd", "xmpp:a@b.cd", "xmpp:a@b_c.d", "XMPP:_a@b.cd/x", "(a@b.cd)", "xmpp:a@b.cd_e"]
)
def test_a_mailbox_is_a_link_to_the_mailbox_and_to_nothing_else(box: str) -> None:
    for written in (cell(box), flow(box), plain(box), block(box), heading(box), listed((box, box))):
        shown = page(f"| h |\n| --- |\n| {written} |") if "\n" not in written else page(written)
        assert shown.links and all(link.startswith("mailto:") for link in shown.links), written
        assert box in unescape(re.sub("<[^>]*>", "", shown.html)), written


def test_only_whole_addresses_are_link_targets() -> None:
    assert is_address("https://x.y/a_(b)?c=d")
    assert not any(map(is_address, ("", "x.y", "javascript:a", "https://x.y z", "https://x.y/a)", "https://")))


def test_what_separates_fields_is_told_from_what_was_typed() -> None:
    assert listed(("a, b", "c", "", "`d, e` [f, g](https://x.y)")) == "a\\, b, c, `d, e` [f\\, g](https://x.y)"
    assert flow("a — b `c — d` [e — f](https://x.y)", apart=True) == ("a &#8212; b `c — d` [e &#8212; f](https://x.y)")
    assert plain("a — `b`", apart=True) == "a &#8212; \\`b\\`"


def test_a_pipe_in_a_link_or_address_keeps_it_working_in_a_cell() -> None:
    text = "see [runbook](https://e.org/a|b) and https://e.org/x|y_z_, not <https://e.org|name> nor |https://e.org|c|"
    shown = page(f"| a |\n| --- |\n| {cell(text)} |")
    assert shown.links[:2] == ["https://e.org/a%7Cb", "https://e.org/x%7Cy_z"]
    assert shown.links[2:] == ["https://e.org", "https://e.org"]
    assert "see runbook and https://e.org/x|y_z_, not &lt;https://e.org|name&gt;" in re.sub(
        "</?a[^>]*>", "", shown.html
    )
    assert cell("[b](https://x.y/%7C|)") == "[b](https://x.y/%7&#67;%7C)"


def test_marks_of_direction_end_with_the_field_that_holds_them() -> None:
    assert cell("a\u202eb") == "\u2068a&#8238;b\u2069"
    assert cell("\u2067a\n`\u2069`") == "\u2068&#8295;a\u2069\u2069<br>\u2068\u2068`\u2069`\u2069"
    assert heading("\u202eC") == "\u2068&#8238;C\u2069"
    assert flow("a\n\u2066b") == "a\\\n\u2068&#8294;b\u2069\u2069"


def test_a_sharp_at_the_end_of_a_heading_is_no_closing_mark() -> None:
    assert heading("The rewrite in C#") == "The rewrite in C\\#"
