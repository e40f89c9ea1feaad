"""The short form of the monkey at the keys; `make faults` has the long one."""

from __future__ import annotations

import pytest

from tests.faults import monkey


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_pastes_and_sizes_leave_the_app_and_the_session_sound(seed: int) -> None:
    assert monkey.one_life(seed, acts=15)
