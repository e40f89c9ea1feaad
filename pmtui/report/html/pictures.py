"""Pictures of the evidence as part of the page itself, up to a size that a mail still carries."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Final

from pmtui.library.errors import LibraryError

LARGEST: Final = 4_000_000
"""Bytes of one picture, at most."""
MOST: Final = 16_000_000
"""Bytes of all pictures of a page."""

ReadFile = Callable[[str], bytes]
"""What an attached file holds, by its name. It raises a `LibraryError` where it cannot be read."""

_ENDING: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
_SVG: Final = re.compile(rb"\s*(?><\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*+<svg[\s>]", re.DOTALL)


class Pictures:
    """Gives each picture as a data URI, and says why where it cannot."""

    def __init__(self, read: ReadFile | None) -> None:
        self._read, self._left = read, MOST

    def data_uri(self, name: str) -> tuple[str, str]:
        """The address that holds the picture, or nothing and why it is not in the page (empty: it is no picture)."""
        if not _ENDING.search(name):
            return "", ""
        if self._read is None:
            return "", "not part of this page"
        try:
            data = self._read(name)
        except LibraryError:
            return "", "not found when this page was written"
        kind = _kind(data)
        if not kind:
            return "", "not read as a picture"
        if len(data) > min(LARGEST, self._left):
            return "", f"too large for this page, {len(data) / 1e6:.1f} MB"
        self._left -= len(data)
        return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}", ""


def _kind(data: bytes) -> str:
    """The kind of picture, by what it begins with: a name can say anything. Shown as a picture, an SVG runs nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "svg+xml" if _SVG.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) else ""
