"""`python -m pmtui` and the program `pmtui`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the program and end with its exit status."""
    # A verb is done before there is anything to collect; looking for it while importing takes a twentieth of its time.
    gc.set_threshold(100_000)
    from pmtui.cli.program import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
