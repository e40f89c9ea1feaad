"""Serialise the facts and passages of a session compactly for the index."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from pmtui.index.facts import Facts
from pmtui.index.file_names import name_on_disk
from pmtui.index.passages import Passage, Weight
from pmtui.index.words import fold
from pmtui.session.document import StepName

T = TypeVar("T")
_Place = tuple[StepName, str | None, str, str]
"""The step of a passage, the id of its item, the path of its field, and its label."""


class Texts(msgspec.Struct, frozen=True, array_like=True):
    """The packed passages of a session; one can be unpacked without the others."""

    lines: bytes
    """The texts in UTF-8, one per line, then the folded form of texts in which folding changes more than case."""
    weights: tuple[Weight, ...]
    folded: tuple[int, ...]
    """The numbers (from 0) of the texts that have a folded form."""
    places: tuple[msgspec.Raw, ...]
    """The place of each passage, packed."""

    def passage(self, line: int) -> Passage:
        """Return the passage on a line.

        Raises:
            ValueError: the bytes are damaged.
        """
        text = self.lines.split(b"\n", line + 1)[line]
        return _passage(_decoded(self.places[line], _place), text, self.weights[line])

    def passages(self) -> list[Passage]:
        """Return all passages.

        Raises:
            ValueError: the bytes are damaged.
        """
        places = [_decoded(place, _place) for place in self.places]
        return list(map(_passage, places, self.lines.split(b"\n"), self.weights))


_encoder: Final = msgspec.msgpack.Encoder()
_texts: Final = msgspec.msgpack.Decoder(Texts)
_place: Final = msgspec.msgpack.Decoder(_Place)
_facts: Final = msgspec.msgpack.Decoder(Facts)


_USUAL_FACTS: Final = _encoder.encode(
    {
        "recurs": "no", "recurs_of": [], "roots": [], "root_ids": [], "contributing": [], "services": [], "actors": [],
        "authors": [], "meeting": [{"held_at": "T10:00:00Z", "minutes": {}, "asked": 8, "learned": 6, "again": 7}],
        "left_asked": [
            {"id": "", "text": "", "author": "", "kind": "question", "answer": "", "owner": "", "of": None,
             "settled": False},
        ],
        "has": ["summary", "impact", "timeline", "decision", "whys", "root", "contributing", "actions", "open",
                "learned", "well", "wrong", "lucky", "evidence", "parked"],
        "id": "", "file": "-incident-.json", "status": "final", "created_at": "-00T00:00:00Z",
        "updated_at": "-00T00:00:00Z",
        "details": {
            "term": "Learning review", "product": "", "headline": "", "incident_date": None, "reference": "",
            "severity": "SEV", "team": "", "facilitator": "", "scribe": "", "owner": "", "attendees": [],
            "customer": "", "audience": "technical", "timezone": "Europe/UTC", "started_at": "T10:00:00Z",
            "detected_at": None, "acknowledged_at": None, "mitigated_at": None, "resolved_at": None,
            "review_date": None, "tags": [], "more": {},
        },
        "actions": [
            {"id": "", "text": "", "ticket": "", "horizon": "long", "kind": "prevent", "owner": "", "priority": "P1",
             "due": None, "status": "done", "done_at": None, "description": "", "source": None},
            {"id": "", "text": "", "ticket": "", "horizon": "short", "kind": "detect", "owner": "", "priority": "",
             "due": None, "status": "open", "done_at": None, "description": "", "source": None},
        ],
    }
)  # fmt: skip
"""A compression dictionary: the typical content of packed facts. It saves two thirds of the bytes.

Data packed with another dictionary cannot be read, so a change here must increase `SCHEMA`.
"""


def pack_facts(facts: Facts) -> bytes:
    """Return the facts as bytes."""
    packer = zlib.compressobj(6, zdict=_USUAL_FACTS)
    return packer.compress(_encoder.encode(facts)) + packer.flush()


def pack_passages(passages: Sequence[Passage]) -> bytes:
    """Return the passages as bytes."""
    lines = [each.text.encode() for each in passages]
    folded = {n: line for n, each in enumerate(passages) if (line := fold(each.text).encode()) != lines[n].lower()}
    texts = Texts(
        b"\n".join([*lines, *folded.values()]),
        tuple(each.weight for each in passages),
        tuple(folded),
        tuple(msgspec.Raw(_encoder.encode((e.step, e.item_id, e.field, e.called))) for e in passages),
    )
    return zlib.compress(_encoder.encode(texts), 6)


def unpack_facts(packed: bytes) -> Facts:
    """Return the facts in these bytes.

    Raises:
        ValueError: the bytes are damaged.
    """
    facts = _decoded(_inflated(packed, _USUAL_FACTS), _facts)
    return facts if facts.file.isascii() else replace(facts, file=name_on_disk(facts.file))


def unpack_passages(packed: bytes) -> Texts:
    """Return the passages in these bytes.

    Raises:
        ValueError: the bytes are damaged.
    """
    return _decoded(_inflated(packed), _texts)


def _passage(place: _Place, text: bytes, weight: Weight) -> Passage:
    step, item_id, field, called = place
    return Passage(step, item_id, field, called, text.decode(), weight)


def _inflated(packed: bytes, usual: bytes = b"") -> bytes:
    unpacker = zlib.decompressobj(zdict=usual)
    try:
        data = unpacker.decompress(packed)
    except zlib.error as error:
        raise ValueError("damaged bytes in the index") from error
    if not unpacker.eof:
        raise ValueError("bytes of the index are missing")
    return data


def _decoded(data: bytes | msgspec.Raw, decoder: msgspec.msgpack.Decoder[T]) -> T:
    try:
        return decoder.decode(data)
    except msgspec.MsgspecError as error:
        raise ValueError("damaged bytes in the index") from error
