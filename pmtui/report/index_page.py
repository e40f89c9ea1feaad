"""Write the index page of a library in Markdown: an `INDEX.md` for its folder on a code host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmtui.library.entries import Entry
from pmtui.meeting import vocabulary
from pmtui.report.dates import day
from pmtui.report.escape import label, plain_cell
from pmtui.report.link_targets import file_target
from pmtui.report.tables import table, without_empty_columns
from pmtui.session.text import one_line

_HEADER: Final = ("Date", "Product", "Review", "Severity", "Status")
_MAY_LACK: Final = frozenset({"Product", "Severity"})


def index_page(entries: Sequence[Entry]) -> str:
    """Return the page; its links lead to files in the same folder.

    Args:
        entries: the library's entries, newest incident first.
    """
    many = f"{len(entries)} review{'s' * (len(entries) != 1)}, newest incident first." if entries else "No reviews yet."
    header, rows = without_empty_columns(_HEADER, [_row(entry) for entry in entries], _MAY_LACK)
    parts = ("# Reviews", many, table(header, rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(entry: Entry) -> list[str]:
    name = entry.headline or entry.product or entry.file
    if entry.unreadable:
        return ["", "", _link(entry.file, entry.file), "", "cannot be read"]
    return [
        day(entry.incident_date),
        plain_cell(one_line(entry.product)),
        _link(name, entry.file),
        plain_cell(one_line(entry.severity)),
        vocabulary.STATUS.get(entry.status, ""),
    ]


def _link(words: str, file: str) -> str:
    # A file's name may contain anything: in the target, everything but letters, digits and `_.-~/` is encoded.
    return f"[{label(one_line(words)) or 'review'}]({file_target(file)})"
