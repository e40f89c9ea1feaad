"""The index of the library, brought up to date for a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.index.index_file import IndexFile

_NAMED: Final = 5
"""So many files that cannot be read are named."""
_FEW: Final = 500
"""So many sessions are read within a second or two; where there are more, it is said."""


def indexed(call: Call) -> IndexFile:
    """The index, as the library is now; what it lacks, as it cannot be read, is said.

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

    index = open_index(call.library_read)
    index.refresh(tell)
    _say_unreadable(call, index)
    return index


def _say_unreadable(call: Call, index: IndexFile) -> None:
    """Name the reviews that are left out; files of other programs are not meant."""
    from pmtui.library.errors import LibraryError
    from pmtui.library.file_format import NOT_OURS

    entries = [each for each in call.library.glimpse(index.unreadable()) if each.unreadable != NOT_OURS]
    for entry in entries[:_NAMED]:
        try:
            call.library.read(entry)
        except LibraryError as error:
            out.say(f"left out: {error}")
    if len(entries) > _NAMED:
        out.say(f"{len(entries) - _NAMED:,} more were left out: pmtui list says why")
