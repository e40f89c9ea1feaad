"""The real program killed at each system call that changes a file, and each such call refused, by `strace`."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.faults.cases import CASES, Case, build, seen
from tests.faults.kills import command_of, surroundings

CALLS = (
    "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink",
    "unlinkat", "mkdir", "mkdirat", "rmdir", "utimensat", "fchmod", "fchmodat", "chmod", "chown", "fchown", "fchownat",
)  # fmt: skip
"""Those that change files; those that this machine does not know are left out."""

ERRORS = ("ENOSPC", "EIO", "EROFS")


def run(seconds: float, seed: int) -> str:
    """Go through the verbs, as far as the time suffices."""
    strace = shutil.which("strace")
    if strace is None:
        return "left out: strace is not installed"
    end, chance = time.monotonic() + seconds, random.Random(seed)
    killed = refused = 0
    for left, case in zip(range(len(CASES), 0, -1), CASES, strict=True):
        now = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
            a, b = _try_case(strace, case, Path(home), now + max(end - now, 0) / left, chance)
            killed, refused = killed + a, refused + b
    return f"killed at {killed} system calls, {refused} refused: all left old or new"


def _try_case(strace: str, case: Case, home: Path, end: float, chance: random.Random) -> tuple[int, int]:
    base, after = home / "base", home / "after"
    base.mkdir()
    build(base)
    case.prepare(base)
    old = seen(base)
    shutil.copytree(base, after)
    counted = _counts(strace, case, after, home / "trace")
    new = seen(after)
    hows = ("signal=KILL", *(f"error={error}" for error in ERRORS))
    todo = [(name, n, how) for name, times in counted.items() for n in range(1, times + 1) for how in hows]
    chance.shuffle(todo)
    killed = refused = 0
    for name, n, how in todo:
        if time.monotonic() > end:
            break
        _try(strace, case, base, home / "copy", f"{name}:{how}:when={n}", (old, new))
        killed, refused = killed + (how == hows[0]), refused + (how != hows[0])
    return killed, refused


def _try(strace: str, case: Case, base: Path, copy: Path, fault: str, states: tuple[object, object]) -> None:
    shutil.copytree(base, copy)
    command = [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"inject={fault}", *command_of(case, copy)]
    done = subprocess.run(command, env=surroundings(copy), capture_output=True, text=True, check=False)
    found = seen(copy)
    assert found in states, f"{case.name}, {fault}: neither old nor new"
    if "error=" in fault and done.returncode == 0 and "write" not in fault:
        assert found == states[1], f"{case.name}, {fault}: exit status 0, and it is not done"
    assert "Traceback" not in done.stderr, f"{case.name}, {fault}: {done.stderr}"
    shutil.rmtree(copy)


def _counts(strace: str, case: Case, home: Path, trace: Path) -> dict[str, int]:
    """How often the verb makes each call."""
    names = ",".join(f"?{name}" for name in CALLS)
    command = [strace, "-f", "-qq", "-o", str(trace), "-e", f"trace={names}", *command_of(case, home)]
    subprocess.run(command, env=surroundings(home) | {"PYTHONDONTWRITEBYTECODE": "1"}, check=True, capture_output=True)
    found = re.findall(r"^\d+ +(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE)
    return {name: found.count(name) for name in dict.fromkeys(found)}
