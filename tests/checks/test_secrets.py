"""What must not leave is found, named and masked; ids, hashes, versions and words are left alone."""

from __future__ import annotations

import re
import time
import uuid
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.checks.secrets import KINDS, find_secrets, masked, shown

CASES = [
    # Split by a bar, so that nobody's scanner takes the samples for lost keys.
    tuple(line.replace("¦", "").replace("\\n", "\n").split("\t"))
    for line in Path(__file__).with_name("secrets.tsv").read_text().splitlines()
]
SEEDED = [(code, text) for code, text in CASES if code]
INNOCENT = [text for code, text in CASES if not code]


@pytest.mark.parametrize(("code", "text"), SEEDED, ids=[text[:40] for _, text in SEEDED])
def test_what_must_not_leave_is_found_and_masked(code: str, text: str) -> None:
    for words in (text, f"Then we saw it ({text}).", f"{text}\nand nothing else"):
        assert code in {found.code for found in find_secrets(words)}, words
        assert f"[masked: {KINDS[code]}]" in masked(words)
        assert find_secrets(masked(words)) == ()


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    assert find_secrets(text) == ()
    assert masked(text) == text


def test_the_words_around_a_secret_stay() -> None:
    assert masked("postgres://app:Tr0ub4dor@db/orders was logged, ada@acme.io saw it.") == (
        "postgres://app:[masked: password]@db/orders was logged, [masked: e-mail address] saw it."
    )


def test_a_secret_is_never_named_whole() -> None:
    for _, text in SEEDED:
        for found in find_secrets(text):
            if found.code.startswith("secret"):
                assert len(shown(text, found)) <= 5


SEEDS = st.sampled_from([text for _, text in SEEDED] + INNOCENT)
MIXED = st.lists(st.one_of(SEEDS, st.text(max_size=20)), max_size=6)


@given(MIXED, st.sampled_from(["", " ", "\n", "=", ":", "@", "."]))
def test_whatever_stands_around_it_nothing_is_left_after_masking(parts: list[str], between: str) -> None:
    text = between.join(parts)
    found = find_secrets(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert find_secrets(masked(text)) == ()


@given(st.uuids(), st.binary(min_size=20, max_size=20), st.tuples(*[st.integers(0, 99)] * 3), st.integers(1, 99999))
def test_nothing_is_found_in_innocent_ids(
    an_id: uuid.UUID, sha: bytes, version: tuple[int, int, int], number: int
) -> None:
    ids = (str(an_id), an_id.hex, sha.hex(), sha.hex()[:8], ".".join(map(str, version)), f"OPS-{number}", str(number))
    for each in ids:
        for text in (
            each,
            f"saw {each}.",
            f"commit {each}",
            f"v{each}",
            f"({each})",
            f"id={each}",
            f"https://x.io/{each}",
        ):
            assert find_secrets(text) == (), text


HOSTILE = (
    "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAA\n", "password ", "password=",
    "key key ", "a@", "a.", "@a.", "1.", "1.1.1.1", "://a:", "://", ":a", "::1", "ey", "eyJ.", "xoxb-1-", "+1 ",
    "eyJhbGciOiJIUzI1NiJ9.ey", "+44 20 ", "1111 ", "DE89 ", "?sig=", "bearer ", "authorization: ", "--token ",
    "mysql -", "login a password ", "curl -u a:", "sk_live_", "\\n", "A", "=", "sess", "session=", "-us", "hvs.",
    "AAAAAAAAAAAAAAAAAAAAAA", "0123456789", "passcode 'a",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_takes_longer_than_its_length_allows(part: str) -> None:
    text = part * (60_000 // len(part))
    begun = time.process_time()
    find_secrets(text)
    assert time.process_time() - begun < 1.5, part


def test_a_key_of_several_lines_goes_whole() -> None:
    text = next(text for code, text in SEEDED if code == "secret-private-key")
    assert not re.search(r"MII|BEGIN|END", masked(f"before\n{text}\nafter"))
    assert masked(f"before\n{text}\nafter") == "before\n[masked: private key]\nafter"
