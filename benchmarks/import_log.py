"""A million log lines searched into a review, beside `grep` and a sort of them: `python -m benchmarks.import_log`.

All in one run, on a file that is made for it; each is the best of three. Starting Python is part of ours.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

LINES = 1_000_000
_WORDS = ("request", "order", "payment", "timeout", "upstream", "cart", "token", "cache", "pool", "certificate")


def write_log(path: Path, lines: int = LINES) -> None:
    """Write a log with ISO times; one line in 5,000 is an error."""
    chance = random.Random(1)
    when = datetime(2026, 11, 18, 10)
    with path.open("w") as file:
        for number in range(lines):
            when += timedelta(milliseconds=chance.randrange(30))
            level = "ERROR" if number % 5000 == 7 else chance.choice(("INFO", "INFO", "DEBUG", "WARN"))
            words = " ".join(chance.choices(_WORDS, k=6))
            file.write(f"{when.isoformat(timespec='milliseconds')}Z {level} checkout-api {words} id={number}\n")


def timed(command: Sequence[str], env: dict[str, str]) -> tuple[float, float]:
    """The best of three runs: seconds on the wall, and of processor time."""
    found = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return min(wall for wall, _ in found), min(cpu for _, cpu in found)


def main() -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "app.log"
        write_log(log)
        env = {**os.environ, "PMTUI_LIBRARY": f"{folder}/library", "LC_ALL": "C.UTF-8"}
        ours = [sys.executable, "-m", "pmtui"]
        new = [*ours, "new", "--no-open", "--date", "2026-11-18", "--timezone", "UTC"]
        review = subprocess.run(new, env=env, check=True, capture_output=True, text=True).stdout.strip()
        of_all = timed(["sh", "-c", f"grep ERROR {log}; sort {log}"], env)
        of_hits = timed(["sh", "-c", f"grep ERROR {log} | sort"], env)
        print(f"grep and a sort of all lines: {of_all[0]:.2f} s, {of_all[1]:.2f} s of processor time")
        print(f"grep and a sort of its hits:  {of_hits[0]:.2f} s, {of_hits[1]:.2f} s")
        for pattern in ("ERROR", "ERROR|FATAL", "(?i)error"):
            took = timed([*ours, "import", str(log), "--into", review, "--grep", pattern], env)
            ratio = f"{took[0] / of_all[0]:.1f} and {took[1] / of_all[1]:.1f} times"
            print(f"import --grep {pattern!r}: {took[0]:.2f} s, {took[1]:.2f} s: {ratio}")


if __name__ == "__main__":
    main()
