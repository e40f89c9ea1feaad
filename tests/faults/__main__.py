"""Run the long trials, one after the other, and print a line of figures for each."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable

import tests.faults

Run = Callable[[float, int], str]


def parts() -> dict[str, Run]:
    """Every module of this package that has a function `run`, by its name."""
    found = {}
    for module in pkgutil.iter_modules(tests.faults.__path__):
        if not module.name.startswith(("_", "test_")):
            run = getattr(importlib.import_module(f"tests.faults.{module.name}"), "run", None)
            if run is not None:
                found[module.name] = run
    return found


def main() -> int:
    """Run the chosen parts; 1 where a promise was broken."""
    known = parts()
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each part tries (60)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="for the random choices; printed first")
    parser.add_argument("--only", nargs="+", choices=sorted(known), default=sorted(known), metavar="PART")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, {chosen.seconds:g} s a part", flush=True)
    broken = 0
    for name in chosen.only:
        began = time.monotonic()
        try:
            said = known[name](chosen.seconds, chosen.seed)
        except Exception:
            broken += 1
            traceback.print_exc()
            said = "BROKEN, see above"
        print(f"{name:16} {time.monotonic() - began:5.0f} s  {said}", flush=True)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
