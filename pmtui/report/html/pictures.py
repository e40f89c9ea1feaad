"""Embed pictures of the evidence in a page, up to a size that can be mailed."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Final

from pmtui.library.errors import LibraryError

LARGEST: Final = 4_000_000
"""The largest picture, in bytes."""
MOST: Final = 16_000_000
"""The most bytes of all pictures of a page together."""

ReadFile = Callable[[str], bytes]
"""Returns the content of an attached file by its name; raises `LibraryError` where it cannot be read."""

_ENDING: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
_SVG: Final = re.compile(rb"\s*(?><\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*+<svg[\s>]", re.DOTALL)


class Pictures:
    """Returns the pictures of one page as data URIs, up to the size limits."""

    def __init__(self, read: ReadFile | None) -> None:
        self._read, self._left = read, MOST

    def data_uri(self, name: str) -> tuple[str, str]:
        """Return the picture as a data URI; or an empty string and why it is not embedded (empty: it is no picture)."""
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
    """Return the image type by the content's first bytes, as a name proves nothing; an SVG in an `img` runs no
    script.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "svg+xml" if _SVG.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) else ""
