"""Every call through which a verb changes the disk is cut in turn: killed there, or refused once, or from then on.

Whatever happens, the next reader sees the library as it was before, or as it is afterwards, attached files included; a
reader who may not write sees the same; and the next writer leaves no temporary file behind.
"""

from __future__ import annotations

import contextlib
import errno
import io
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.cases import CASES, Case, build, leftovers, seen
from tests.faults.cutting import Killed, cut, frozen

NUMBERS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES)
LAST_WRITER = Case("new", lambda home: ["new", "--no-open"])


class Fault(NamedTuple):
    """What happens at a call: the program is killed, or (`number`) the disk refuses."""

    number: int | None = None
    onwards: bool = True

    def __str__(self) -> str:
        """As it stands in a message."""
        if self.number is None:
            return "killed"
        return f"{errno.errorcode[self.number]}{' from then on' if self.onwards else ''}"


KILL = Fault()


def try_case(
    case: Case, home: Path, faults: tuple[Fault, ...], end: float = float("inf"), chance: random.Random | None = None
) -> int:
    """Cut every call of a verb with these faults in turn; how many were cut.

    Args:
        case: the verb.
        home: an empty folder.
        faults: what happens at each call.
        end: when to stop, where that is too much; then `chance` decides what is tried.
        chance: brings them into another order.

    Raises:
        AssertionError: what a reader sees afterwards is neither the old state nor the new.
    """
    base = home / "base"
    base.mkdir()
    build(base)
    case.prepare(base)
    old = seen(base)
    with _copy(base, home) as copy, cut() as counted:
        status = _quiet(case, copy)
        assert status == 0, f"{case.name}: exit status {status}"
        new = seen(copy)
    todo = [(at, fault) for at in range(1, counted.count + 1) for fault in faults]
    if chance is not None:
        chance.shuffle(todo)
    for done, (at, fault) in enumerate(todo):
        if time.monotonic() > end:
            return done
        with _copy(base, home) as copy:
            _try(case, copy, at, fault, old, new)
    return len(todo)


def _try(case: Case, home: Path, at: int, fault: Fault, old: Any, new: Any) -> None:
    where = f"{case.name}, call {at}, {fault}"
    status = 0
    with cut(at, fault.number, onwards=fault.onwards), contextlib.suppress(Killed):
        status = _quiet(case, home)
    with frozen():
        found = seen(home)
        assert found in (old, new), f"{where}: neither old nor new for a reader who may not write"
    assert found == seen(home), f"{where}: seen otherwise by one who may write"
    assert status in (0, 3), f"{where}: exit status {status}"
    if fault.number is not None and status == 0:
        assert found == new, f"{where}: exit status 0, and it is not done"
    assert _quiet(LAST_WRITER, home) == 0, where
    assert leftovers(home) == [], f"{where}: {leftovers(home)}"


def _quiet(case: Case, home: Path) -> int:
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        return case.run(home)


@contextlib.contextmanager
def _copy(base: Path, home: Path) -> Iterator[Path]:
    copy = home / "copy"
    shutil.copytree(base, copy)
    # The library's files name no folder, so that a copy is as good as the original.
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def run(seconds: float, seed: int) -> str:
    """Cut every call of every verb, by every fault, as far as the time suffices."""
    faults = (KILL, *(Fault(n, onwards) for n in NUMBERS for onwards in (False, True)))
    end, chance = time.monotonic() + seconds, random.Random(seed)
    said = []
    for left, case in zip(range(len(CASES), 0, -1), CASES, strict=True):
        now = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
            cuts = try_case(case, Path(home), faults, now + max(end - now, 0) / left, chance)
        said += [f"{case.name} {cuts}"] if cuts else []
    return f"cut calls, all left old or new: {', '.join(said)}"
