"""Find the style sheets: in the package once it is installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

LOW_WINDOW: Final = 20
"""The lines of the terminal below which a window has no empty lines around its content."""
HEIGHTS: Final = [(0, "-low"), (LOW_WINDOW, "-roomy")]
"""The CSS classes of a window, each with the least lines of the terminal for it."""

_PACKAGE = Path(__file__).resolve().parent.parent


def sheet(*names: str) -> list[str | PurePath]:
    """Return the paths of style sheets; the names are without `.tcss`."""
    folder = _PACKAGE / "styles"
    if not folder.is_dir():
        folder = _PACKAGE.parent / "styles"
    return [folder / f"{name}.tcss" for name in names]
