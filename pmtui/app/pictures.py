"""Draw an attached picture with coloured half blocks, which every terminal with 256 colours can show.

Sixel and Kitty's protocol would be sharper. But only the terminal can say whether it has them, and its answer arrives
like typed keys: on a slow line, in tmux or on a serial console, waiting for it would swallow keys.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui import signs

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

MOST_PIXELS: Final = 40_000_000
"""A larger picture is not drawn, because a file of a few kilobytes can unpack to gigabytes of memory."""
MOST_BYTES: Final = 50_000_000
_READ: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""The only decoders that are used: attached files are not trusted."""
_NOT_DRAWN: Final = {"svg": "SVG", "heic": "HEIC", "heif": "HEIC", "avif": "AVIF", "tif": "TIFF", "tiff": "TIFF"}
"""Picture formats that cannot be drawn, by file ending."""
_ENDINGS: Final = {*_NOT_DRAWN, "png", "jpg", "jpeg", "gif", "webp", "bmp"}


class Drawing(NamedTuple):
    """The facts about a picture, and its cells where it can be drawn."""

    facts: str
    """`PNG, 1,280 x 640, 14.6 KB`; where it is not drawn, with the reason."""
    lines: tuple[tuple[tuple[Colour, Colour], ...], ...] = ()
    """For each line its cells; a cell is the colour of its upper and of its lower half."""


def draw(name: str, data: bytes, columns: int, lines: int, ground: Colour) -> Drawing:
    """Draw a picture in at most so many columns and lines. Never raises: `facts` says why nothing is drawn.

    Args:
        name: the file's name; without the ending of a picture nothing is drawn.
        data: the file's content.
        columns: the most cells in a line.
        lines: the most lines; 0: only the facts are wanted.
        ground: the colour behind transparent parts.
    """
    ending, size = name.rpartition(".")[2].lower(), size_in_words(len(data))
    if ending not in _ENDINGS:
        return Drawing(size)
    try:
        from PIL import Image, WebPImagePlugin  # noqa: F401  # deferred: slow to import; the plug-in registers WebP
    except ImportError:
        return Drawing(f"{size}, not drawn: Pillow is not installed")
    if len(data) > MOST_BYTES:
        return Drawing(f"{size}, too large to be drawn here")
    warnings.filterwarnings("ignore", module=r"PIL\.")  # a warning would be printed onto the screen
    try:
        with Image.open(BytesIO(data), formats=_READ) as image:
            return _drawn(image, size, columns, lines, ground)
    except Image.DecompressionBombError:
        return Drawing(f"{size}, too many pixels to be drawn here")
    except Exception:  # decoders raise anything when a file is damaged
        known = _NOT_DRAWN.get(ending)
        return Drawing(f"{known}, {size}, not drawn here" if known else f"{size}, not read as a picture")


def size_in_words(size: int) -> str:
    """Return a number of bytes in words: `842 bytes`, `14.6 KB`, `3.2 MB`."""
    if size < 1000:
        return f"{size} byte{'s' * (size != 1)}"
    return f"{size / 1000:.1f} KB" if size < 999_950 else f"{size / 1_000_000:,.1f} MB"


def _drawn(image: Image, size: str, columns: int, lines: int, ground: Colour) -> Drawing:
    kind = "JPEG" if image.format == "MPO" else image.format  # MPO: several pictures of a phone in one JPEG file
    facts = f"{kind}, {image.width:,} {signs.TIMES} {image.height:,}, {size}"
    if image.width * image.height > MOST_PIXELS:
        return Drawing(f"{facts}, too many pixels to be drawn here")
    if kind != "JPEG" and getattr(image, "is_animated", False):
        return Drawing(f"{facts}, animated: not drawn here")
    if columns < 1 or lines < 1:
        return Drawing(facts)
    try:
        return Drawing(facts, _half_blocks(image, columns, lines, ground))
    except Exception:  # damaged: the head was read, the rest cannot be
        return Drawing(f"{facts}, damaged: not drawn here")


def _half_blocks(
    image: Image, columns: int, lines: int, ground: Colour
) -> tuple[tuple[tuple[Colour, Colour], ...], ...]:
    from PIL import Image, ImageOps

    image.draft("RGB", (columns * 2, lines * 4))  # decode a JPEG at a fraction of its size
    upright = ImageOps.exif_transpose(image)
    whole = upright.convert("RGBA")
    whole.thumbnail((columns, lines * 2), Image.Resampling.BOX)
    below = Image.new("RGBA", (whole.width, whole.height + whole.height % 2), (*ground, 255))
    below.alpha_composite(whole)
    pixels = below.convert("RGB").tobytes()
    wide = below.width * 3
    rows = [
        [(line[at], line[at + 1], line[at + 2]) for at in range(0, wide, 3)]
        for line in (pixels[top : top + wide] for top in range(0, len(pixels), wide))
    ]
    return tuple(tuple(zip(upper, lower, strict=True)) for upper, lower in zip(rows[::2], rows[1::2], strict=True))
