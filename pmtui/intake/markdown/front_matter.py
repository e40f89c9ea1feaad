"""Read key details from the front matter (YAML or TOML) of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.intake.markdown.details import take
from pmtui.intake.markdown.draft import PROSE, Draft
from pmtui.intake.markdown.headings import meaning
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.title import read_title

_TOML_KEY: Final = re.compile(r"^\s*([\w ./-]{1,60}?)\s*=\s*")
_TOML_TABLE: Final = re.compile(r"\[\[?[\w. -]+\]?\]")


def read_front_matter(draft: Draft) -> None:
    """Read `key: value`, with lists in brackets or below their key; in TOML `key = value`."""
    start, end = draft.parsed.front_matter
    if start == end:
        return
    draft.account.put_lines(start, end, "key_details", "")
    key, values, line = "", [], start
    toml = draft.parsed.lines[start].startswith("+++")
    for n, text in enumerate([*draft.parsed.lines[start + 1 : end - 1], ":"], start + 1):
        if toml and text != ":":
            text = _TOML_KEY.sub(r"\1: ", text)
            if _TOML_TABLE.fullmatch(text.strip()):
                draft.account.names(n, text)
                continue
        item = re.match(r"\s+-?\s*(.*)|-\s+(.*)", text)
        named = re.match(r"([\w ./-]{1,60}?)\s*:(?:\s+(.*)|$)", text)
        if item and key:
            values.append((item[1] or item[2] or "").strip().strip("\"'"))
        elif named or text == ":":
            _take_key(draft, key, values, line)
            key, line = (named[1] if named else ""), n
            values = [_value(named[2] or "")] if named else []
        elif text.strip() and not text.lstrip().startswith("#"):
            values.append(text.strip())


def _take_key(draft: Draft, key: str, values: Sequence[str], line: int) -> None:
    filled = [value for value in values if value and value not in (">", "|", ">-", "|-")]
    if not key:
        return
    if not filled:
        draft.account.names(line, key)
        return
    place = PROSE.get(meaning(key).group or "")
    if place and field_of(key) is None:
        draft.prose[place].append("\n".join(filled))
        draft.account.put_lines(line, line + 1, place)
        draft.account.value(key)
        return
    if key.strip().casefold() == "title" and len(filled) == 1:
        read_title(draft, filled[0], (line, line + 1))
        draft.account.names(line, key)
        return
    take(draft, key.replace("_", " "), ", ".join(filled), line)


def _value(text: str) -> str:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return ", ".join(part.strip().strip("\"'") for part in text[1:-1].split(","))
    return text.strip("\"'")
