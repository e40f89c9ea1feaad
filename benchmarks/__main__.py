"""Print the table. `--quick` runs everything once, small, to see that it runs; `--only paint keys` runs parts of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import capture, durable, keys, library, memory, paint, reports, steps
from benchmarks.measure import Line, table

Part = Callable[[Path, bool], list[Line]]

PARTS: dict[str, Part] = {
    "log": lambda home, quick: capture.lines(home, times=1 if quick else 21, sizes=(20,) if quick else (20, 5000)),
    "edit": lambda home, quick: durable.lines(
        home, times=2 if quick else 41, sizes=(20,) if quick else (100, 1000, 5000)
    ),
    "export": lambda home, quick: reports.lines(times=1 if quick else 9, size=50 if quick else 5000),  # noqa: ARG005
    "paint": lambda home, quick: paint.lines(home, times=1 if quick else 11, files=20 if quick else 10_000),
    "library": lambda home, quick: (
        library.lines(home, times=1, count=12) if quick else library.lines(home, times=11, count=10_000)
    ),
    "keys": lambda home, quick: keys.lines(
        home, times=3 if quick else 120, events=100 if quick else 5000, whys=40 if quick else 1000
    ),
    "steps": lambda home, quick: (
        steps.lines(home, times=1, steps=("key_details",), walks=1) if quick else steps.lines(home, times=5)
    ),
    "memory": lambda home, quick: memory.lines(home, events=100 if quick else 5000),
}


def main() -> int:
    """Run the parts; 1 where a goal was missed in a full run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once, and small: to see that it runs")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", default=list(PARTS), help=", ".join(PARTS))
    chosen = parser.parse_args()
    made: list[Line] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pmtui-bench-") as home:
            for name in chosen.only:
                print(f"measuring {name} …", file=sys.stderr)
                made += PARTS[name](Path(home), chosen.quick)
    finally:
        print(table(made))  # of what was measured before a part failed, too
    return int(not chosen.quick and any(line.good is False for line in made))


if __name__ == "__main__":
    sys.exit(main())
