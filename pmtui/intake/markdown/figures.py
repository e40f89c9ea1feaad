"""Read evidence and links: images, logs, and further reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.draft import Draft, Own
from pmtui.intake.markdown.inline import Picture, plain, words
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.session.text import one_line

_LINK: Final = re.compile(
    r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"]*\")?\)"
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\")\]]+")
_PICTURE_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)(?:\?.*)?$", re.IGNORECASE)
_TYPE: Final = re.compile(r"\((?:image/[\w.+-]+|\d+(?:\.\d+)? ?[kM]i?B)\)")
_LONG: Final = 300


def read_evidence(draft: Draft, blocks: Sequence[Block], title: str) -> None:
    """Read images and logs as figures, and links as further reading; other text becomes an own section."""
    own: Own | None = None
    caption = ""
    for block in blocks:
        if block.kind == "code":
            language = f"{block.info.strip()}: " if block.info.strip() else ""
            draft.log(block, f"{language}{caption or plain(title)}")
        elif block.kind == "list":
            _list(draft, block, "evidence")
        elif block.kind == "rule":
            draft.account.put(block, "evidence", "")
        elif block.kind == "paragraph" and (
            _is_picture(draft, block) or _are_attached(draft, block) or _is_link(draft, block)
        ):
            continue
        elif block.kind == "paragraph" and is_placeholder(draft.words(block)):
            draft.account.put(block, None)
            draft.account.value(block.text)
        else:
            own = draft.add_section(plain(title), [block], own)
            caption = draft.plain(block.text, block.start)[0].strip(" :") if block.kind == "paragraph" else ""
            caption = caption if len(caption) <= 120 else ""


def read_links(draft: Draft, blocks: Sequence[Block], title: str) -> None:
    """Read further reading: an entry for each item or line."""
    own: Own | None = None
    for block in blocks:
        if block.kind == "list":
            _list(draft, block, "further_reading")
        elif block.kind == "rule":
            draft.account.put(block, "further_reading", "")
        elif block.kind == "paragraph" and is_placeholder(draft.words(block)):
            draft.account.put(block, None)
            draft.account.value(block.text)
        elif block.kind == "paragraph" and (_is_picture(draft, block) or _lines(draft, block)):
            continue
        elif block.kind == "code":
            draft.log(block, plain(title))
        else:
            own = draft.add_section(plain(title), [block], own)


def is_list_of_links(draft: Draft, block: Block) -> bool:
    """Whether every item of a list is a link and nothing else."""
    texts = [plain(draft.cleaned(item.children[0].text, item.start)) for item in block.children if item.children]
    return bool(texts) and all(_LINK.fullmatch(text) or _ADDRESS.fullmatch(text) for text in texts)


def _is_picture(draft: Draft, block: Block) -> bool:
    """Keep the images of a paragraph that has nothing else; returns whether it was one."""
    if "![" not in block.text:
        return False
    bare = re.sub(r"!\[[^\]]{0,500}\]\([^)]*\)", "", draft.words(block))
    if words(bare):
        return False
    draft.plain(block.text, block.start)
    draft.account.put(block, "evidence", "")
    return True


def _are_attached(draft: Draft, block: Block) -> bool:
    """Keep a paragraph of links to images only, `[graph.png](/download/graph.png) (image/png)`; returns whether
    it was.
    """
    text = draft.words(block)
    rest = _TYPE.sub("", _LINK.sub("", text))
    links = list(_LINK.finditer(text))
    if not links or words(rest) or not all(_PICTURE_FILE.search(link["url"]) for link in links):
        return False
    for link in links:
        draft.picture(Picture(link["words"], link["url"], ""), block.start)
    draft.account.became(text, _TYPE.sub("", text))
    draft.account.put(block, "evidence", "")
    return True


def _is_link(draft: Draft, block: Block) -> bool:
    """Keep a paragraph that is one link; returns whether it was."""
    text = draft.words(block)
    found = _LINK.fullmatch(text.strip()) or _ADDRESS.fullmatch(text.strip("<> "))
    return bool(found) and _lines(draft, block)


def _lines(draft: Draft, block: Block) -> bool:
    """Keep the lines of a short paragraph as entries; returns whether it did."""
    text = draft.words(block)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) > _LONG * len(lines) or not (_LINK.search(text) or _ADDRESS.search(text) or len(text) < _LONG):
        return False
    if any(not (_LINK.search(line) or _ADDRESS.search(line)) for line in lines):
        lines = [text]
    for line in lines:
        _entry(draft, draft.plain(line, block.start)[0])
    draft.account.put(block, "further_reading")
    return True


def _list(draft: Draft, block: Block, place: str) -> None:
    for item in block.children:
        found = item_text(draft, item)
        gone = is_placeholder(found.text) and not found.rest
        draft.account.put_lines(item.start, item.end, None if gone else place)
        if gone:
            draft.account.value(found.text)
            continue
        if place == "evidence" and found.figures and not found.rest:
            bare = " ".join(re.sub(r"\bFig\. \d+\b", "", found.text).split()).strip(" :,;–—-")
            if not words(bare):
                continue
            if len(found.figures) == 1 and not (_LINK.search(bare) or _ADDRESS.search(bare)) and len(bare) < _LONG:
                _name_figure(draft, bare)
                continue
        nested = [each for each in found.rest if each.kind == "list"]
        below = as_text(draft, [each for each in found.rest if each.kind != "list"], caption=found.text)
        _entry(draft, "\n".join(part for part in (found.text, below.text) if part))
        for each in nested:
            _list(draft, each, place)


def _name_figure(draft: Draft, sentence: str) -> None:
    """Set the caption of the last figure to its sentence; a caption that is the file's name is replaced."""
    figure = draft.evidence[-1]
    stem = figure.url.rsplit("/", 1)[-1].partition(".")[0]
    own = "" if figure.caption.casefold() in (stem.casefold(), sentence.casefold()) else figure.caption
    kind = "graph" if re.search(r"\b(?:graph|chart|plot)\b", sentence, re.IGNORECASE) else figure.kind
    draft.evidence[-1] = replace(figure, kind=kind, caption=one_line(f"{sentence}: {own}" if own else sentence))
    if not own:
        draft.account.value(figure.caption)


def _entry(draft: Draft, text: str) -> None:
    """Keep a link with its text, or a text without a link."""
    text = text.strip()
    if not text:
        return
    link = _LINK.search(text)
    if link and len(_LINK.findall(text)) == 1:
        around = (text[: link.start()] + link["words"] + text[link.end() :]).strip()
        draft.add_reading(around, link["url"])
        return
    addresses = _ADDRESS.findall(text)
    if len(addresses) == 1 and not link:
        address = addresses[0].rstrip(".,;")
        rest = " ".join(text.replace(address, " ").split()).strip(" <>:,;–—-")
        draft.add_reading(rest or address, address)
        return
    draft.add_reading(" ".join(text.split("\n")) if "\n" in text else text, "")
