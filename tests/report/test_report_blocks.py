"""Block Markdown in a field: what is welcome is rendered, what would act beyond the field is shown as it was typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.report.blocks import AS_TYPED, SPLIT, block, restored, sets_apart
from pmtui.report.markdown import render
from tests.report.rendered import page
from tests.report.test_report_hostile import HEADINGS, SAFE_TAGS, hostile_sessions, own_table

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
    assert shown.headings[1:] == HEADINGS
    assert shown.tags <= BLOCK_TAGS
    own_table(shown.under("Summary"), rows=7, columns=2)
    own_table(shown.under("Impact"), rows=1, columns=2)
    own_table(shown.under("Timeline"), rows=2, columns=4)
    assert len(shown.under("Resources").items) == 2
    assert not any(link.startswith(("javascript:", "#")) for link in shown.links)

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 500}).enable(["table", "strikethrough"])
    tokens = parser.parse(report)
    headings = [(int(a.tag[1]), b.content) for a, b in pairwise(tokens) if a.type == "heading_open"]
    assert headings[1:] == HEADINGS


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_a_block_can_be_read_back_to_the_character(text: str) -> None:
    made = block(text)
    assert made == "" if not text.strip() else made.startswith(AS_TYPED) or restored(made) == text


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
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](http://b.c) *d*", '<p><a href="http://b.c">a</a> <em>d</em></p>'),
        ("> a\n\n1. b", "<blockquote>\n<p>a</p>\n</blockquote>\n<ol>\n<li>b</li>\n</ol>"),
    ],
)
def test_what_is_not_welcome_is_shown_as_it_was_typed(text: str, html: str) -> None:
    assert html == page(block(text)).html.strip()


def test_plain_prose_stays_as_it_is_in_the_source() -> None:
    text = "It **broke** at 14:02 & stayed so.\n\n1. one\n2. two_words\n"
    assert text == block(text)


def test_a_text_that_ends_like_the_report_goes_on_is_set_apart() -> None:
    assert f"a\n| b |\n\n{SPLIT}\n\nown" == sets_apart("a\n| b |", "own", "| b |")
    assert sets_apart("a", "own", "| b |") == "a\n\nown"


def test_hundreds_of_open_fences_and_deep_quotes_end_soon() -> None:
    for text in ("```a\n" * 3000, "~~~\n````\n" * 1500 + "<b>", ">" * 5000 + " # a", "[" * 5000, "<" * 5000 + "a"):
        assert {"h1", "h2", "b"}.isdisjoint(page(block(text)).tags)
