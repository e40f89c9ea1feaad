"""`python -m pmtui` and the program `pmtui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program and end with its exit status."""
    from pmtui.cli.program import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
