"""The texts about the whole library on the screen of the library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from textual.content import Content

from pmtui.app.review_preview import ReviewPreview
from pmtui.app.wrap import drawable

_LONGEST: Final = 40
"""The characters of the folder that fit into the top line."""


def where(place: str, shown: int, all_of: int, *, narrow: bool, cut: bool = False) -> Content:
    """Return `pmtui · sessions/ · 143 reviews`; for an empty library without a number.

    Args:
        place: the library, as a folder or by another name.
        shown: the number of reviews in the list.
        all_of: the number of reviews in the library.
        narrow: whether the screen is narrow.
        cut: whether more reviews were found than are shown.
    """
    many = f"{all_of:,} review{'s' * (all_of != 1)}" if all_of else ""
    if shown < all_of:
        many = f"{'the first ' if cut else ''}{shown:,} of {many}"
    said = [words for words in ("" if narrow else _short(place), many) if words]
    return Content.assemble((" pmtui", "bold"), (" · ".join(["", *said]), "$dim"))


def counted(previews: Sequence[ReviewPreview]) -> Content:
    """Return `2 actions overdue · 11 open`, for all reviews."""
    todo = sum(len(preview.open_actions) for preview in previews)
    late = sum(len(preview.overdue) for preview in previews)
    if not todo:
        return Content("")
    open_ = f"{todo} open" if late else f"{todo} open action{'s' * (todo != 1)}"
    said = [Content.styled(f"{late} action{'s' * (late != 1)} overdue", "$danger")] if late else []
    return Content.assemble(Content.styled(" · ", "$dim").join([*said, Content.styled(open_, "$dim")]), " ")


def empty(place: str, key: str) -> Content:
    """Return the text for an empty library: what belongs there, and how to begin by the key or from a shell."""
    return Content.assemble(
        ("No reviews yet", "bold"),
        "\n\n",
        ("A review goes from the first note of an incident to the published report.\n", "$dim"),
        (f"Each is one file in {_short(place)}\n\n", "$dim"),
        (key, "bold"), ("   begin one here; in it, ", "$dim"), ("T", "bold"), (" is a short tour\n\n", "$dim"),
        ("In the middle of an incident, from any shell:\n", "$dim"),
        'pmtui log "card payments are refused"\n\n',
        ("One that was written elsewhere:\n", "$dim"),
        "pmtui import postmortem.md",
    )  # fmt: skip


def nothing_matches(query: str, today: date, *, reading: bool = False) -> Content:
    """Return the text for a filter without results; `reading`: not all reviews are read yet."""
    from pmtui.index.query import hints  # loaded with the first query

    begins = "Nothing yet" if reading else "Nothing"
    return Content.assemble(
        (f"{begins} matches “{query.strip()}”{': reviews are still being read' if reading else ''}.\n", ""),
        *(f"{line}\n" for line in hints(query, today)),
        ("esc, then esc again, shows all of them\n\n", "$dim"),
        ('Words are looked for in all that was written, a phrase in "quotes".\nBeside them: ', "$dim"),
        "product: severity: tag: team: owner: status: has: after: before:",
    )


def indexing(done: int, of: int) -> str:
    """Return how far the index is, as a text."""
    return f"reading {done:,} of {of:,} reviews, so that all their words are found"


def no_index(trouble: str) -> str:
    """Return why there is no index, and what works without it."""
    return f"only titles, tags, summaries and root causes are found, and no filters: {trouble}"


def _short(place: str) -> str:
    """Return a folder relative to the home, or another name as it is; a long one is cut at the beginning."""
    folder = Path(place)
    text = f"{place}/" if folder.is_absolute() else place
    for base, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if folder.is_relative_to(base) and folder != base:
            text = f"{sign}{folder.relative_to(base)}/"
            break
    return drawable(text if len(text) <= _LONGEST else f"…{text[1 - _LONGEST :]}")
