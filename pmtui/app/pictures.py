"""An attached picture as coloured half blocks, which every terminal of 256 colours can show, and what it is in words.

Sixel and Kitty's graphics would be sharper. Whether a terminal has them can only be asked of the terminal itself, and
its answer comes the way that typed keys come: over a slow line, in tmux or on a serial console it would swallow keys.
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
"""A picture with more of them is not drawn: a file of a few kilobytes can ask for gigabytes of memory."""
MOST_BYTES: Final = 50_000_000
_READ: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""No other decoder is let near a file that somebody attached."""
_NOT_DRAWN: Final = {"svg": "SVG", "heic": "HEIC", "heif": "HEIC", "avif": "AVIF", "tif": "TIFF", "tiff": "TIFF"}
"""Pictures that nothing here can read, by the ending of the name."""
_ENDINGS: Final = {*_NOT_DRAWN, "png", "jpg", "jpeg", "gif", "webp", "bmp"}


class Drawing(NamedTuple):
    """What is known of a picture, and the picture where it can be drawn."""

    facts: str
    """`PNG, 1,280 x 640, 14.6 KB`, and why it is not drawn where it is not."""
    lines: tuple[tuple[tuple[Colour, Colour], ...], ...] = ()
    """For each line its cells: the colours of the upper and of the lower half."""


def draw(name: str, data: bytes, columns: int, lines: int, ground: Colour) -> Drawing:
    """A picture in at most so many columns and lines; without any, what is known of it alone. Raises nothing.

    Args:
        name: of the file; what does not end as pictures do is none.
        data: what the file holds.
        columns: how many cells there are in a line.
        lines: how many lines there are.
        ground: what is seen through a transparent picture.
    """
    ending, size = name.rpartition(".")[2].lower(), size_in_words(len(data))
    if ending not in _ENDINGS:
        return Drawing(size)
    try:
        from PIL import Image, WebPImagePlugin  # noqa: F401  # slow to load; the second knows WebP
    except ImportError:
        return Drawing(f"{size}, not drawn: Pillow is not installed")
    if len(data) > MOST_BYTES:
        return Drawing(f"{size}, too large to be drawn here")
    warnings.filterwarnings("ignore", module=r"PIL\.")  # it would write into the screen
    try:
        with Image.open(BytesIO(data), formats=_READ) as image:
            return _drawn(image, size, columns, lines, ground)
    except Image.DecompressionBombError:
        return Drawing(f"{size}, too many pixels to be drawn here")
    except Exception:  # a decoder that is given a damaged file raises whatever it stumbles over
        known = _NOT_DRAWN.get(ending)
        return Drawing(f"{known}, {size}, not drawn here" if known else f"{size}, not read as a picture")


def size_in_words(size: int) -> str:
    """A number of bytes: `842 bytes`, `14.6 KB`, `3.2 MB`."""
    if size < 1000:
        return f"{size} byte{'s' * (size != 1)}"
    return f"{size / 1000:.1f} KB" if size < 999_950 else f"{size / 1_000_000:,.1f} MB"


def _drawn(image: Image, size: str, columns: int, lines: int, ground: Colour) -> Drawing:
    kind = "JPEG" if image.format == "MPO" else image.format  # several pictures of a telephone in one file
    facts = f"{kind}, {image.width:,} {signs.TIMES} {image.height:,}, {size}"
    if image.width * image.height > MOST_PIXELS:
        return Drawing(f"{facts}, too many pixels to be drawn here")
    if kind != "JPEG" and getattr(image, "is_animated", False):
        return Drawing(f"{facts}, animated: not drawn here")
    if columns < 1 or lines < 1:
        return Drawing(facts)
    try:
        return Drawing(facts, _half_blocks(image, columns, lines, ground))
    except Exception:  # as above: the head can be read, the rest is damaged
        return Drawing(f"{facts}, damaged: not drawn here")


def _half_blocks(
    image: Image, columns: int, lines: int, ground: Colour
) -> tuple[tuple[tuple[Colour, Colour], ...], ...]:
    from PIL import Image, ImageOps

    image.draft("RGB", (columns * 2, lines * 4))  # a JPEG is read at a part of its size
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
