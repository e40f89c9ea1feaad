"""`python -m pmtui` and the program `pmtui`."""

from __future__ import annotations

import os
import sys

from pmtui.startup import collect_rarely, import_lightly


def main() -> None:
    """Run the program and end with its exit status."""
    _keep_numbers()
    collect_rarely()
    import_lightly()
    from pmtui.cli.program import main as run

    sys.exit(run())


def _keep_numbers() -> None:
    """Where a standard stream was closed its number is free, and the next file would be taken for it."""
    for fd in (0, 1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    main()
