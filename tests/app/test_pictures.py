"""A picture becomes half blocks of its colours; what is none, or would cost too much, is told by its name and size."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from pmtui.app.pictures import Colour, draw, size_in_words

RED, BLUE, WHITE, GROUND = (255, 0, 0), (0, 0, 255), (255, 255, 255), (20, 20, 30)


def picture(size: tuple[int, int], colour: Colour | tuple[int, ...] = RED, kind: str = "PNG", **said: object) -> bytes:
    """A file with one colour in it."""
    out = BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(out, kind, **said)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A small file that asks for more memory than there is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0"))


def test_two_pixels_are_a_cell_and_the_shape_stays() -> None:
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (0, 10, 40, 20))
    out = BytesIO()
    image.save(out, "PNG")
    drawing = draw("graph.png", out.getvalue(), 20, 50, GROUND)
    assert drawing.facts == f"PNG, 40 × 20, {len(out.getvalue())} bytes"
    assert [len(line) for line in drawing.lines] == [20] * 5
    assert drawing.lines[0][0] == (RED, RED) and drawing.lines[2][7] == (RED, BLUE) and drawing.lines[4][19][1] == BLUE


def test_it_fits_into_the_lines_and_a_small_one_is_not_blown_up() -> None:
    assert len(draw("a.png", picture((100, 400)), 80, 10, GROUND).lines) == 10
    small = draw("a.png", picture((3, 3)), 80, 10, GROUND)
    assert [len(line) for line in small.lines] == [3, 3]
    assert small.lines[1][0] == (RED, GROUND), "an odd number of rows: half a cell is left"


def test_the_ground_is_seen_through_and_a_telephone_s_picture_stands_upright() -> None:
    assert draw("a.png", picture((2, 2), (255, 0, 0, 0)), 2, 1, GROUND).lines == (((GROUND, GROUND),) * 2,)
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by a quarter
    shown = draw("a.jpg", picture((40, 10), WHITE, "JPEG", exif=turned), 40, 40, GROUND)
    assert (len(shown.lines[0]), len(shown.lines)) == (10, 20)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_each_kind_of_picture_is_drawn_and_named(kind: str) -> None:
    drawing = draw("whatever.png", picture((8, 8), WHITE, kind), 8, 4, GROUND)
    assert drawing.facts.startswith(f"{kind}, 8 × 8, ")
    assert drawing.lines[0][0][0] == pytest.approx(WHITE, abs=3)


def test_what_is_not_drawn_is_told() -> None:
    frames = BytesIO()
    Image.new("RGB", (4, 4), RED).save(frames, "GIF", save_all=True, append_images=[Image.new("RGB", (4, 4), BLUE)])
    whole = picture((900, 900), WHITE, "JPEG")
    cases = {
        ("app.log", picture((4, 4))): "bytes",
        ("graph.svg", b"<svg/>"): "SVG, 6 bytes, not drawn here",
        ("photo.HEIC", b"\0\0\0\x18ftypheic"): "HEIC, 12 bytes, not drawn here",
        ("app.png", b"no picture"): "10 bytes, not read as a picture",
        ("empty.png", b""): "0 bytes, not read as a picture",
        ("moving.gif", frames.getvalue()): "animated: not drawn here",
        ("cut.jpg", whole[: len(whole) // 2]): "damaged: not drawn here",
        ("bomb.png", huge_png(60_000, 60_000)): "too many pixels to be drawn here",
        ("large.png", huge_png(9_000, 9_000)): "PNG, 9,000 × 9,000, 54 bytes, too many pixels to be drawn here",
        ("tiff.png", picture((4, 4), WHITE, "TIFF")): "not read as a picture",
    }
    for (name, data), said in cases.items():
        drawing = draw(name, data, 20, 10, GROUND)
        assert drawing.facts.endswith(said), name
        assert drawing.lines == ()


def test_without_room_only_the_facts_are_told() -> None:
    drawing = draw("a.png", picture((40, 20)), 20, 0, GROUND)
    assert drawing.facts.startswith("PNG, 40 × 20") and drawing.facts.endswith(" bytes") and drawing.lines == ()


def test_a_size_is_told_in_the_largest_unit_that_fits() -> None:
    assert list(map(size_in_words, (1, 999, 14_560, 999_949, 999_950, 3_200_000))) == [
        "1 byte", "999 bytes", "14.6 KB", "999.9 KB", "1.0 MB", "3.2 MB",
    ]  # fmt: skip
