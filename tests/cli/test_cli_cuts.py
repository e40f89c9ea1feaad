"""A verb that is killed, or refused by the disk, at any call leaves the old or the new state to whoever reads next."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.faults.cases import CASES, Case
from tests.faults.cuts import KILL, Fault, try_case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_verb_leaves_old_or_new_wherever_it_is_cut(case: Case, tmp_path: Path) -> None:
    assert try_case(case, tmp_path, (KILL, Fault(errno.ENOSPC, onwards=False))) >= 10
