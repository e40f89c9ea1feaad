"""Bring the library's search index up to date for a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pmtui.cli import out

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.index.index_file import IndexFile

_NAMED: Final = 5
"""Up to so many unreadable files are named."""
_FEW: Final = 500
"""Up to so many sessions are indexed within two seconds; where there are more, a notice is printed first."""


def indexed(call: Call) -> IndexFile:
    """Return the search index, brought up to date. Sessions that cannot be read are left out and named in a notice.

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
    """Name the sessions that the index leaves out because they cannot be read; files of other programs are skipped."""
    from pmtui.library.errors import LibraryError
    from pmtui.library.file_format import NOT_OURS

    entries = [each for each in call.library.quick_entries(index.unreadable()) if each.unreadable != NOT_OURS]
    for entry in entries[:_NAMED]:
        try:
            call.library.read(entry)
        except LibraryError as error:
            out.say(f"left out: {error}")
    if len(entries) > _NAMED:
        out.say(f"{len(entries) - _NAMED:,} more were left out: pmtui list says why")
