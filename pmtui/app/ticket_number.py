"""Read the number of a ticket from a command's output, and compare the spellings of ticket numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_URL: Final = re.compile(r"https?://[^\s\"'<>\\]+")
_KEY: Final = re.compile(r"(?!UTF-|ISO-|RFC-|SHA-|CVE-)[A-Z][A-Z0-9_]*-[0-9]+")
_NUMBER: Final = re.compile(r"[#!]?[0-9]{1,12}")
_MARKS: Final = ".,:;!()[]{}<>\"'“”‘’`*"
_NAMES: Final = ("key", "iid", "number", "id")
"""The keys of a ticket's number in JSON, in this order: GitLab's `id` is unique on the server, users see `iid`."""


def ticket_in(printed: str, pattern: str = "") -> str:
    """Return the ticket that a command's output names, such as `12` or `OPS-12`; empty where there is none.

    Args:
        printed: the output.
        pattern: the config's regular expression for a whole ticket; empty: the default.
    """
    address = next(reversed(_URL.findall(printed)), "").rstrip(_MARKS)
    words = [word for word in (each.strip(_MARKS) for each in printed.split()) if word and "://" not in word]
    if pattern:
        for word in (*reversed(list(_segments(address))), *reversed(words)):
            if re.fullmatch(pattern, word):
                return word
    return _of_json(printed) or _of_address(address) or _of_words(words)


def ticket_key(ticket: str) -> str:
    """Return what all spellings of a ticket share: `12` for `#12`, `OPS-12` in any case, the last part of an
    address.
    """
    bare = ticket.strip()
    if "://" in bare:
        bare = _of_address(bare) or next(reversed(list(_segments(bare))), bare)
    return bare.strip(_MARKS).lstrip("#!").casefold()


def _segments(address: str) -> Iterator[str]:
    """Yield the path segments of an address, the last ones first, without query and fragment."""
    path = re.split(r"[?#]", address, maxsplit=1)[0].partition("://")[2].partition("/")[2]
    yield from (unquote(part) for part in path.split("/") if part)


def _of_address(address: str) -> str:
    parts = list(reversed(list(_segments(address))))
    for looks in (_KEY, re.compile(r"[0-9]{1,12}")):
        for part in parts:
            if looks.fullmatch(part):
                return part
    return ""


def _of_json(printed: str) -> str:
    try:
        value = json.loads(printed)
    except (ValueError, RecursionError):
        return ""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return ""
    for name in _NAMES:
        found = value.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool) and ticket_key(str(found)):
            return str(found).strip()
    return ""


def _of_words(words: list[str]) -> str:
    """Return the last key, else the last number with a sign, else the only bare number."""
    for looks in (_KEY, re.compile(r"[#!][0-9]{1,12}")):
        for word in reversed(words):
            if looks.fullmatch(word):
                return word
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    return numbers[0] if len(numbers) == 1 else ""
