"""Convert typed text to HTML: whatever it contains, it opens no tag, runs no script and loads nothing.

It renders what the Markdown report renders: a field is escaped for Markdown, and the result goes through a parser
without HTML. Images from elsewhere become links, because the page opens no connection.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from pmtui.report import blocks
from pmtui.report.escape import flow
from pmtui.report.link_targets import is_safe_target
from pmtui.session.bidi import isolated
from pmtui.session.text import cleaned

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# One line without characters that begin Markdown: it needs no parser.
_PROSE: Final = re.compile(r"[\w ,;.'\"()%/?+–—…“”‘’=#&<>-]*")


def words(text: str) -> str:
    """Escape a field without rendering anything: for titles, captions and names."""
    if not text:
        return ""
    return escape(isolated(cleaned(text))).replace("\n", "<br>")


def inline(text: str) -> str:
    """Render a field of inline text with its code spans, links and line breaks."""
    if _PROSE.fullmatch(text) and "://" not in text and "www." not in text.lower():
        return escape(text) if text.isascii() or text.isprintable() else words(text)
    made: str = _parser().renderInline(flow(cleaned(text)))
    return made


def block(text: str) -> str:
    """Render a field of block Markdown; empty where it would show nothing."""
    return markdown(blocks.block(text))


def markdown(text: str) -> str:
    """Render Markdown that pmtui wrote; `<br>` in cells is the only HTML that it allows."""
    if not text:
        return ""
    made: str = _parser().render(text)
    return made


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # deferred: slow to import, and only HTML needs it

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    made.enable(["table", "strikethrough"])
    made.inline.ruler.before("html_inline", "line_break", _line_break)
    made.validateLink = _may_be_linked  # type: ignore[method-assign]
    made.add_render_rule("image", _picture_as_link)
    made.add_render_rule("table_open", _table_open)
    made.add_render_rule("table_close", _table_close)
    made.add_render_rule("th_open", _cell_open)
    made.add_render_rule("td_open", _cell_open)
    return made


def _may_be_linked(url: str) -> bool:
    return is_safe_target(url) or re.fullmatch(r"#[\w-]+", url) is not None


def _line_break(state: StateInline, silent: bool) -> bool:
    """Parse `<br>`, the one tag that the report writes into cells."""
    if not state.src.startswith("<br>", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += len("<br>")
    return True


def _picture_as_link(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    token = tokens[at]
    url = str(token.attrGet("src") or "")
    return f'<a href="{escape(url)}">{escape(token.content or url)}</a>'


def _table_open(*_: Any) -> str:
    return '<div class="wide"><table>\n'


def _cell_open(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """Open a cell with `align` as an attribute, because the page's policy forbids inline styles."""
    token = tokens[at]
    _, _, side = str(token.attrGet("style") or "").partition(":")
    return f'<{token.tag} align="{side}">' if side else f"<{token.tag}>"


def _table_close(*_: Any) -> str:
    return "</table></div>\n"
