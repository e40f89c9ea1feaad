"""Where the style sheets lie: in the package once installed, beside it in a checkout; and that each is read once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from textual.css.stylesheet import Stylesheet

_PACKAGE = Path(__file__).resolve().parent.parent


def sheet(*names: str) -> list[str | PurePath]:
    """The style sheets of those names (without `.tcss`)."""
    folder = _PACKAGE / "styles"
    if not folder.is_dir():
        folder = _PACKAGE.parent / "styles"
    return [folder / f"{name}.tcss" for name in names]


class Sheets(Stylesheet):
    """The style sheets of the app.

    Whenever a screen brings a sheet, Textual parses all that were there once more, for the case that one has a mistake.
    Ours are known to be sound (every test parses them): what was parsed stays so until the theme is another.
    """

    def bring(self, names: Sequence[str]) -> None:
        """Read the sheets of those names, but those that are here."""
        paths = [path for path in sheet(*names) if not self.has_source(str(path))]
        if paths:
            self.read_all([Path(path) for path in paths])
            self.parse()

    def reparse(self) -> None:
        """Parse what is new."""
        self.parse()
