"""The passages of a session in few bytes: the index keeps them so, and shows them from there."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import msgspec

from pmtui.index.passages import Passage

_decoder: Final = msgspec.msgpack.Decoder(list[Passage])


def pack(passages: Sequence[Passage]) -> bytes:
    """The passages as bytes."""
    return zlib.compress(msgspec.msgpack.encode(list(passages)), 6)


def unpack(packed: bytes) -> list[Passage]:
    """The passages again.

    Raises:
        ValueError: the bytes are damaged.
    """
    try:
        return _decoder.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError("damaged texts") from error
