"""The order of a list of sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pmtui.library.entries import Entry

SECONDS = st.integers(0, 3)
FRACTIONS = st.integers(0, 10**9 - 1).map(lambda n: f"{n:09}".rstrip("0")) | st.sampled_from(["", "5", "52", "49"])
DAYS = st.none() | st.sampled_from([date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19)])


@st.composite
def entries(draw: st.DrawFn) -> tuple[tuple[str, int, int, str], Entry]:
    """An entry, and what it is sorted by as numbers: its day, the second and nanosecond of its creation, and its id."""
    second, fraction, day, name = draw(SECONDS), draw(FRACTIONS), draw(DAYS), draw(st.sampled_from(["a", "b"]))
    made = datetime(2026, 11, 18, 23, 59, 58, tzinfo=UTC) + timedelta(seconds=second)
    at = f"{made:%Y-%m-%dT%H:%M:%S}{'.' if fraction else ''}{fraction}Z"
    by = (day or made.date()).isoformat(), second, int(fraction.ljust(9, "0") or 0), name
    return by, Entry(file="x.json", id=name, incident_date=day, created_at=at)


@given(entries(), entries())
def test_sessions_are_sorted_by_day_then_by_creation_to_the_nanosecond(
    one: tuple[tuple[str, int, int, str], Entry], other: tuple[tuple[str, int, int, str], Entry]
) -> None:
    assert (one[0] < other[0]) == (one[1].newest_first < other[1].newest_first)
