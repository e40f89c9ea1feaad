"""Inline Markdown: remove marks where a field shows plain text, keep links, find images."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from pmtui.intake.markdown.blocks import Reference

_CODE: Final = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<inner>[^\n]{0,400}?[^`\n])(?P=ticks)(?!`))"
_TARGET: Final = r"\(\s*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_LINK: Final = rf"(?P<link>!?\[(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*\]{_TARGET})"
_ADDRESS: Final = r"(?P<address><(?:https?|mailto):[^<>\s]*>|\bhttps?://[^\s<>]*)"
_ESCAPE: Final = r"(?P<escape>\\[!-/:-@\[-`{-~])"
_BREAK: Final = re.compile(r"<br\s*/?>|(?:\\|  )\n", re.IGNORECASE)
_BOLD_LINE: Final = re.compile(r"^([^\w\n]{0,4}(?:\*\*|__)[^*_\n]+(?:\*\*|__):?)[ ]*\n", re.MULTILINE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PICTURE: Final = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*(?P<url><[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)"
    r"(?:\s+(?:\"(?P<title>[^\"]*)\"|'(?P<title2>[^']*)'))?\s*\)"
)
_STRONG: Final = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])")
_STRONG_UNDER: Final = re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?![\w_])")
_STRUCK: Final = re.compile(r"(?<![\w~])~~(?=\S)([^~]+?)(?<=\S)~~(?![\w~])")
_REFERENCE: Final = re.compile(
    r"(?P<bang>!?)\[(?P<text>[^\[\]\n]{1,300})\](?:\[(?P<label>[^\[\]\n]{0,100})\])?(?![(\[])"
)
_LEAD: Final = re.compile(
    r"(?:\*\*|__)(?P<lead>[^*\n]{1,120}?)(?P<colon>[:：]?)(?:\*\*|__)(?P<colon2>[:：]?)(?P<rest>.*)", re.DOTALL
)


class Picture(NamedTuple):
    """An image in inline text."""

    alt: str
    url: str
    title: str


class Lead(NamedTuple):
    """The bold beginning of a text, and the rest; `colon` says whether a colon ends the beginning."""

    words: str
    rest: str
    colon: bool


@cache
def _kept() -> re.Pattern[str]:
    return re.compile("|".join((_CODE, _LINK, _ADDRESS, _ESCAPE)))


def plain(text: str) -> str:
    """Return a text without emphasis and escapes; code spans, links and addresses stay."""
    if text.isalnum():
        return text
    if "\n" in text or "<" in text:
        # A line break within a paragraph is a space, except a hard break, or after a bold line.
        text = _BREAK.sub("\ue002", text)
        text = _BOLD_LINE.sub("\\1\ue002", text).replace("\n", " ").replace("\ue002", "\n")
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        shown = found[0]
        if found["escape"]:
            shown = shown[1:]
        elif shown.startswith("<"):
            shown = shown[1:-1]
        kept.append(shown)
        return f"\ue000{len(kept) - 1}\ue001"

    if "\ue000" not in text:
        text = _kept().sub(keep, text) if any(sign in text for sign in "`[<\\") or "://" in text else text
    if "*" in text:
        text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    if "_" in text:
        text = _STRONG_UNDER.sub(r"\2", text)
    if "~~" in text:
        text = _STRUCK.sub(r"\1", text)
    text = unescaped(text)
    if kept:
        text = re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def unescaped(text: str) -> str:
    """Return a text with its entities (`&amp;`) decoded."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    shown = html.unescape(found[0])
    return shown if shown.isprintable() or shown == "\xa0" else found[0]


def without_comments(text: str) -> tuple[str, list[str]]:
    """Return a text without `<!-- … -->`, and the comments."""
    kept: list[str] = []
    comments: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
        comments.append(text[start:at])
    return ("".join([*kept, text[at:]]), comments) if comments else (text, [])


def pictures(text: str) -> list[tuple[str, Picture]]:
    """Return each image of a text: its Markdown, and its parts."""
    if "![" not in text:
        return []
    return [
        (found[0], Picture(plain(found["alt"]), found["url"].strip("<>"), found["title"] or found["title2"] or ""))
        for found in _PICTURE.finditer(text)
    ]


def resolved(text: str, references: Mapping[str, Reference], used: set[str]) -> str:
    """Return a text with addresses in its reference links (`[text][name]`, `[name]`); adds the names to `used`."""
    if not references or "[" not in text:
        return text

    def link(found: re.Match[str]) -> str:
        label = _label(found["label"] or found["text"])
        if label not in references:
            return found[0]
        used.add(label)
        return f"{found['bang']}[{found['text']}]({references[label].href})"

    return _REFERENCE.sub(link, text)


def _label(text: str) -> str:
    """Return a label normalised as the parser does it."""
    return " ".join(text.split()).lower().upper()


def bold_lead(text: str) -> Lead | None:
    """Return the bold beginning of a text; None where it has none."""
    if not text.startswith(("**", "__")):
        return None
    found = _LEAD.fullmatch(text)
    if found is None or not found["lead"].strip():
        return None
    return Lead(plain(found["lead"]).strip(), found["rest"].strip(), bool(found["colon"] or found["colon2"]))


def words(text: str) -> list[str]:
    """Return the words of a text: runs of letters and digits."""
    return _WORD.findall(text)


_WORD: Final = re.compile(r"[^\W_]+")
