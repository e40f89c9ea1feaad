"""Packs the facts and passages of a session into few bytes, which the index keeps, and unpacks them."""

from __future__ import annotations

import zlib
from typing import Final, TypeVar

import msgspec

from pmtui.index.facts import Facts
from pmtui.index.passages import Passage

T = TypeVar("T")

_encoder: Final = msgspec.msgpack.Encoder()
_passages: Final = msgspec.msgpack.Decoder(list[Passage])
_facts: Final = msgspec.msgpack.Decoder(Facts)


def pack(what: Facts | list[Passage]) -> bytes:
    """The facts, or the passages, as bytes."""
    return zlib.compress(_encoder.encode(what), 6)


def unpack_facts(packed: bytes) -> Facts:
    """The facts again.

    Raises:
        ValueError: the bytes are damaged.
    """
    return _unpacked(packed, _facts)


def unpack_passages(packed: bytes) -> list[Passage]:
    """The passages again.

    Raises:
        ValueError: the bytes are damaged.
    """
    return _unpacked(packed, _passages)


def _unpacked(packed: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T:
    try:
        return decoder.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError("damaged bytes in the index") from error
