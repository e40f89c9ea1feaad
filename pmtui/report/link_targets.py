"""The targets of links: which addresses may be linked, and how they are encoded."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_SAFE_TARGET: Final = re.compile(r"(?i:https?)://[^\s/?#]|(?i:mailto):\S")
_OUT_OF_TARGET: Final = re.compile(r"[^\w\-.~:/?#@!$&'()*+,;=%]|&(?=#?\w+;)", re.ASCII)


def is_safe_target(url: str) -> bool:
    """Whether an address may be linked: it is on the web or an e-mail address."""
    return _SAFE_TARGET.match(url) is not None


def encoded(url: str) -> str:
    """Return a target with every character percent-encoded that renderers could take for syntax."""
    return _OUT_OF_TARGET.sub(lambda found: "&amp;" if found[0] == "&" else quote(found[0]), url)


def file_target(path: str) -> str:
    """Return a file's path as the target of a link; bytes that are not UTF-8 are percent-encoded."""
    return quote(path, errors="surrogateescape")
