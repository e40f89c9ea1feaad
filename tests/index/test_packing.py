"""What the index keeps of a session is the same when it is unpacked, also by a later program; damage is known."""

from __future__ import annotations

import pytest

from pmtui.index.facts import Facts
from pmtui.index.packing import pack_facts, unpack_facts
from pmtui.session.document import KeyDetails

FACTS = Facts(
    id="0199f0c2",
    file="2026-11-18-checkout-0199f0.json",
    status="final",
    created_at="2026-11-20T09:00:00Z",
    updated_at="2026-11-20T10:00:00Z",
    details=KeyDetails(product="Checkout", severity="SEV2"),
    roots=("The certificate had expired",),
)
PACKED = bytes.fromhex(
    "78bbbfeca1d8bbc7c00eb46e8581a1a5659a41b211389ded37323032d33534d435b4d04dce484dcece2f2dd185a8c09beeb6c0f4190153992566f2"
    "439637243515ae7086ba84a4d4b804981a8d68901c17a3a6c303d44f7d908272e2ee908c5485e4d4a292cc34a0034a521532125314522b0a328b52"
    "53008a75b611"
)
"""The facts as an index holds them whose `SCHEMA` is 6."""


def test_what_an_earlier_program_packed_is_read() -> None:
    assert unpack_facts(PACKED) == FACTS, "the bytes have another form now: `SCHEMA` in `tables.py` must rise"
    assert unpack_facts(pack_facts(FACTS)) == FACTS


@pytest.mark.parametrize("length", [0, 1, 6, 40, len(PACKED) - 1])
def test_bytes_that_are_cut_off_are_damaged(length: int) -> None:
    with pytest.raises(ValueError, match="index"):
        unpack_facts(PACKED[:length])
