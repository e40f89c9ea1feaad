"""Convert Slack's markup (mrkdwn) to text: names for ids, links as `[label](address)`, no bold or italics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ANGLES: Final = re.compile(r"<([^<>\n]+)>")
_CODE: Final = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_STYLED: Final = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")


def as_text(message: str, people: Mapping[str, str]) -> str:
    """Return a message as people see it.

    Args:
        message: the text of an export or the API.
        people: the names of members by id.
    """
    parts = _CODE.split(message)
    return "".join(_code(part, people) if at % 2 else _prose(part, people) for at, part in enumerate(parts))


def _prose(text: str, people: Mapping[str, str]) -> str:
    # Placeholders stand for addresses, so that stars and underscores in them are not read as markup.
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_reference(found[1], people))
        return f"\x00{len(kept) - 1}\x00"

    text = _ANGLES.sub(keep, text.replace("\x00", ""))
    for _ in range(3):
        text = _STYLED.sub(r"\2", text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], _unescaped(text))


def _code(text: str, people: Mapping[str, str]) -> str:
    return _unescaped(_ANGLES.sub(lambda found: _bare(found[1], people), text))


def _reference(inside: str, people: Mapping[str, str]) -> str:
    """Return the text for what is in angle brackets."""
    target, _, label = inside.partition("|")
    if target[:1] in "@#!":
        return _bare(inside, people)
    target, label = _unescaped(target), _unescaped(label)
    address = target.removeprefix("mailto:")
    if not label or label in (target, address) or re.sub(r"^\w+://|/$", "", target) == label.removesuffix("/"):
        return address
    if re.search(r"[\s()]", target):
        return f"{label} ({target})"
    return f"[{label.replace('[', '(').replace(']', ')')}]({target})"


def _bare(inside: str, people: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    label = _unescaped(label)
    if target.startswith("@"):
        return f"@{people.get(target[1:]) or label or target[1:]}".replace("@@", "@")
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!date"):
        return label or target
    if target.startswith("!"):
        return label if label.startswith("@") else f"@{label or target[1:].partition('^')[0]}"
    return _unescaped(target)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
