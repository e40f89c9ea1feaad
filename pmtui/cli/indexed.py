"""The index of the library, brought up to date for a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.index.index_file import IndexFile

_FEW: Final = 500
"""So many sessions are read within a second or two; where there are more, it is said."""


def indexed(call: Call) -> IndexFile:
    """The index, as the library is now.

    Raises:
        LibraryError: the library cannot be read.
    """
    from pmtui.index.location import open_index

    said = False

    def tell(_: int, of: int) -> None:
        nonlocal said
        if of > _FEW and not said:
            out.say(f"reading {of:,} reviews that are new or were changed, once")
            said = True

    index = open_index(call.library)
    index.refresh(tell)
    return index
