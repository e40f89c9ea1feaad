"""Where the style sheets lie: in the package once installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

LOW_WINDOW: Final = 20
"""Lines of the terminal below which a window has no empty lines around what it shows."""
HEIGHTS: Final = [(0, "-low"), (LOW_WINDOW, "-roomy")]
"""Classes of a window, by the least lines of the terminal that each is for."""

_PACKAGE = Path(__file__).resolve().parent.parent


def sheet(*names: str) -> list[str | PurePath]:
    """The style sheets of those names (without `.tcss`)."""
    folder = _PACKAGE / "styles"
    if not folder.is_dir():
        folder = _PACKAGE.parent / "styles"
    return [folder / f"{name}.tcss" for name in names]
