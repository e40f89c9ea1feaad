"""The facts and passages of a session in few bytes: the index keeps them so, and shows them from there."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import msgspec

from pmtui.index.facts import Facts
from pmtui.index.passages import Passage

_encoder: Final = msgspec.msgpack.Encoder()
_passages: Final = msgspec.msgpack.Decoder(list[Passage])
_facts: Final = msgspec.msgpack.Decoder(Facts)


def pack(passages: Sequence[Passage]) -> bytes:
    """The passages as bytes."""
    return zlib.compress(_encoder.encode(list(passages)), 6)


def unpack(packed: bytes) -> list[Passage]:
    """The passages again.

    Raises:
        ValueError: the bytes are damaged.
    """
    try:
        return _passages.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError("damaged texts") from error


def pack_facts(facts: Facts) -> bytes:
    """The facts as bytes."""
    return zlib.compress(_encoder.encode(facts), 6)


def unpack_facts(packed: bytes) -> Facts:
    """The facts again.

    Raises:
        ValueError: the bytes are damaged.
    """
    try:
        return _facts.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError("damaged facts") from error
