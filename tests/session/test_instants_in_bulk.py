"""Thousands of instants are looked at together; the answer is that of each alone, or to look at each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.session.instants import all_canonical, is_canonical

_ODD = st.sampled_from((
    "2026-11-18T14:02:00Z", "2026-02-30T14:02:00Z", "2026-11-18T24:00:00Z", "2026-11-18T14:02:60Z", "",
    "2026-11-18T14:02:00.5Z", "2026-11-18T14:02:00.50Z", "2026-11-18T14:02:00Z\n", "0000-01-01T00:00:00Z",
    "2026-11-18T14:02:00Z\n2026-11-18T14:02:00Z", "٢٠٢٦-11-18T14:02:00Z", "9999-12-31T23:59:59.999999999Z",
))  # fmt: skip


@given(st.lists(st.one_of(_ODD, st.datetimes().map(lambda at: at.isoformat() + "Z"), st.text(max_size=4)), max_size=4))
def test_texts_that_pass_together_are_instants_each(texts: list[str]) -> None:
    assert all_canonical(texts) == all(map(is_canonical, texts))


@pytest.mark.parametrize("odd", ["2026-11-18T14:02:00Z\n", "2026-02-30T14:02:00Z", "yesterday"])
def test_one_odd_text_among_thousands_is_found(odd: str) -> None:
    assert all_canonical(["2026-11-18T14:02:00Z"] * 3000)
    assert not all_canonical([*["2026-11-18T14:02:00Z"] * 3000, odd])
