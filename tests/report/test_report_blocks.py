"""Block Markdown in a field: what is welcome is rendered, what would act beyond the field is shown as it was typed."""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.report import blocks, parsing
from pmtui.report.blocks import SPLIT, block, is_shown_as_typed, sets_apart
from pmtui.report.markdown import render
from tests.report.random_texts import judge, random_text
from tests.report.rendered import page
from tests.report.test_report_hostile import HEADINGS, SAFE_TAGS, hostile_sessions, own_table, without_own_section

BLOCK_FRAGMENTS = (
    "\n", "\n\n", "\n\n", " ", "  ", "    ", "\t", "a", "b c", "- a\n", "- ", "* ", "+ ", "1. ", "> ", ">", "```\n",
    "```", "````\n", "~~~\n", "~~~", "```x\n", "`", "``", "| a | b |\n", "|---|---|\n", "|", "|a\n", "a | b\n",
    "<div>\n", "</div>", "<b>", "<!-- ", " -->", "<?", "<![CDATA[", "<a href='`'>", "<http://x.y>", "<javascript:x>",
    "[a]: /x\n", "[a]:\n/x\n", "[a]", "[b\n]: /x", "[^1]: y\n", "[^1]", "[//]", "[//]: # (pmtui)\n", "# h\n",
    "## Impact\n", "#", "===\n", "---\n", "-", "=", "&#35;", "&#035;", "&#96;", "&#60;", "&amp;", "&", "\\", "*b*",
    "**", "_", "~~s~~", "[l](http://x.y)", "[l](", "[j](javascript:x)", "![i](p.png)", "(b`c)", "]", ")", "(",
    "**Fig. 1** x\n", "$", "é", "\u3000", "\u2028",
)  # fmt: skip
BLOCKS = st.lists(st.sampled_from(BLOCK_FRAGMENTS), min_size=1, max_size=14).map("".join)
BLOCK_TAGS = SAFE_TAGS | {"ol", "em", "del", "blockquote", "hr"}


@settings(max_examples=60, deadline=None)
@given(hostile_sessions(BLOCKS))
def test_no_block_changes_the_headings_tables_or_lists_of_the_report(session) -> None:
    report = render(session)
    shown = page(report)
    assert without_own_section(shown.headings[1:], session) == HEADINGS
    assert shown.tags <= BLOCK_TAGS
    own_table(shown.under("Summary"), rows=7, columns=2)
    own_table(shown.under("Impact"), rows=1, columns=2)
    own_table(shown.under("Timeline"), rows=2, columns=5)
    assert len(shown.under("Resources").items) == 2
    to_figures = [link for link in shown.links if link.startswith("#")]
    assert sorted(to_figures) == ["#fig-1", "#fig-2"]
    assert not any(link.startswith("javascript:") for link in shown.links)

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 500}).enable(["table", "strikethrough"])
    tokens = parser.parse(report)
    headings = [(int(a.tag[1]), b.content) for a, b in pairwise(tokens) if a.type == "heading_open"]
    assert headings[1:3] + headings[4:] == HEADINGS


def test_two_readers_read_the_same_and_no_word_is_lost_whatever_was_typed() -> None:
    for seed in range(400):
        text = random_text(Random(seed))
        try:
            judge(text)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {text!r}: {error}") from None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# a", "<p># a</p>"),
        ("a\n===", "<p>a\n===</p>"),
        ("- # a\n- b\n  ---", "<ul>\n<li># a</li>\n<li>b\n---</li>\n</ul>"),
        ("|a\n---\n\n> |b\n> -", "<p>|a\n---</p>\n<blockquote>\n<p>|b\n-</p>\n</blockquote>"),
        ("<b>x</b> and `<i>`", "<p>&lt;b&gt;x&lt;/b&gt; and <code>&lt;i&gt;</code></p>"),
        ("<!-- x", "<p>&lt;!-- x</p>"),
        ("[a]: /x\n\n[a]", "<p>[a]: /x</p>\n<p>[a]</p>"),
        ("[^1]: x\n\n[^1]", "<p>[^1]: x</p>\n<p>[^1]</p>"),
        ("```\nx", "<p>```\nx</p>"),
        ("```\n# x\n```", "<pre><code># x\n</code></pre>"),
        ("use `` then `a` and `<id>` ``", "<p>use <code>then `a` and `&lt;id&gt;`</code></p>"),
        ("a `<id>", "<p>a `&lt;id&gt;</p>"),
        ("- [ ] \ne\n=", "<ul>\n<li>[ ]\ne\n=</li>\n</ul>"),
        ("a|b\n-|", "<p>a|b\n-|</p>"),
        ("|a\n-|", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>"),
        ("`[a]: /x`\n\n[a]", "<p><code>[a]: /x</code></p>\n<p>[a]</p>"),
        ("`" * 90 + "a" + "`" * 90, "<p><code>a</code></p>"),
        (">- <pre\n", "<blockquote>\n<ul>\n<li>&lt;pre</li>\n</ul>\n</blockquote>"),
        ("```\n```\xa0", "<p>```\n```</p>"),
        ("a `b\n<a href='`'><div>", "<p>a <code>b &lt;a href='</code>'&gt;&lt;div&gt;</p>"),
        (">\ta", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n-\n- b", "<ul>\n<li>a</li>\n<li> </li>\n<li>b</li>\n</ul>"),
        (
            "- [ ] a\n- [X] b",
            '<ul>\n<li><input type="checkbox" disabled="" /> a</li>\n'
            '<li><input type="checkbox" checked="" disabled="" /> b</li>\n</ul>',
        ),
        ("- [ ] `[x]`", "<ul>\n<li>[ ] <code>[x]</code></li>\n</ul>"),
        ("| a |\n|---|\n| b | lost? |", "<p>| a |\n|---|\n| b | lost? |</p>"),
        ("\\![a](http://b.c)", '<p>!<a href="http://b.c">a</a></p>'),
        ("これは**重要**です", "<p>これは<strong>重要</strong>です</p>"),
        ("[a]()", "<p>[a]()</p>"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](http://b.c) *d*", '<p><a href="http://b.c">a</a> <em>d</em></p>'),
        ("> a\n\n1. b", "<blockquote>\n<p>a</p>\n</blockquote>\n<ol>\n<li>b</li>\n</ol>"),
    ],
)
def test_what_is_not_welcome_is_shown_as_it_was_typed(text: str, html: str) -> None:
    assert html == page(block(text)).html.strip()


def test_plain_prose_stays_as_it_is_in_the_source() -> None:
    text = "It **broke** at 14:02 & stayed so.\n\n1. one\n2. two_words\n"
    assert text == f"{block(text)}\n"


def test_a_text_that_ends_like_the_report_goes_on_is_set_apart() -> None:
    assert f"a\n| b |\n\n{SPLIT}\n\nown" == sets_apart("a\n| b |", "own", "| b |")
    assert sets_apart("a", "own", "| b |") == "a\n\nown"


def test_what_is_nested_too_deep_is_shown_as_it_was_typed() -> None:
    text = "before\n\n" + "> - " * 200 + "deep"
    assert is_shown_as_typed(text)
    shown = page(block(text))
    assert shown.tags == {"p", "br"}
    assert "&gt; - " * 200 + "deep" in shown.html
    assert not is_shown_as_typed("> - " * 5 + "not deep")


def test_whatever_goes_wrong_while_a_text_is_read_its_words_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> str:
        raise RecursionError(text)

    monkeypatch.setattr(blocks, "markdown_of", fail)
    assert block("*a* <b>\n# c -- unlike any other") == "\\*a\\* \\<b>\\\n\\# c -- unlike any other"


def test_hundreds_of_open_fences_and_deep_quotes_end_soon() -> None:
    for text in ("```a\n" * 3000, "~~~\n````\n" * 1500 + "<b>", ">" * 5000 + " # a", "[" * 5000, "<" * 5000 + "a"):
        assert {"h1", "h2", "b"}.isdisjoint(page(block(text)).tags)


def test_emphasis_within_emphasis_without_end_ends_soon() -> None:
    began = time.process_time()
    block("*" * 30_000 + "a" + "*" * 30_000)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("after", ["", " [a](https://x.y)", "](https://x.y)"])
@pytest.mark.parametrize("line", ["\x1b[32mINFO\x1b[0m foo\n", "[" * 5, "![" * 5, "[a] ", "[`]`"])
def test_brackets_without_a_partner_cost_little(line: str, after: str) -> None:
    """Each used to be looked for to the end of the paragraph: thousands of calls a line."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    text = line * 200 + after
    parsing.parse("[warm](https://x.y) ![up](https://x.y)")
    sys.setprofile(counted)
    try:
        parsing.parse(text)
    finally:
        sys.setprofile(None)
    assert count / 200 < 1000


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[[[ [a](https://x.y)", 1),
        ("[ `](` [a](https://x.y) ` ]`](https://x.y)", 1),
        ("[a\\]](https://x.y) [b](<https://x.y/[> 't[') [c](https://x.y/[(d)])", 3),
        ("[a <https://x.y/]> b", 1),
        ("[" * 40 + "a" + "](https://x.y)" * 40, 1),
        ("[" * 12 + "a" + "](https://x.y)" * 12, 1),
        ("![a ![b ![c](https://x.y)](https://x.y)](https://x.y)", 0),
    ],
)
def test_links_are_found_among_brackets(text: str, links: int) -> None:
    assert parsing.parser().render(text).count("<a href") == links
