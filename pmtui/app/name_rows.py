"""The names of a library as rows: a line for each name, and the names that it may be renamed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len

from pmtui.app.library_names import Name, near
from pmtui.app.rename_names import new_name
from pmtui.app.row_layout import Row, Span
from pmtui.app.wrap import fit
from pmtui.index.words import words
from pmtui.session.renaming import KINDS, NameKind
from pmtui.session.text import cut, one_line

SHOWN: Final[tuple[NameKind | None, ...]] = (None, *KINDS)
"""The kinds that a key switches between; None: all kinds."""
_KIND_WIDTH: Final = max(map(len, KINDS)) + 2
_MANY: Final = 13
_ALSO: Final = 34
"""In cells: the width of the number of reviews, and of another spelling."""


def found(names: Iterable[Name], typed: str, kind: NameKind | None) -> list[Name]:
    """Return the names of a kind (None: of all kinds) that contain every typed word or its beginning."""
    asked = words(typed)
    of_kind = [name for name in names if kind in (None, name.kind)]
    if not asked:
        return of_kind
    told = (f" {' '.join(words(f'{name.kind} {name.text}'))}" for name in of_kind)
    return [name for name, text in zip(of_kind, told, strict=True) if all(f" {word}" in text for word in asked)]


def widest(names: Iterable[Name]) -> int:
    """Return the width of the list in cells, between 60 and 120, so that the remarks stand close to the names."""
    names = list(names)
    longest = max((cell_len(name.text) for name in names), default=0)
    beside = _MANY + (_ALSO if any(name.alike for name in names) else 0)
    return min(max(_KIND_WIDTH + longest + beside + 6, 60), 120)


def line(name: Name, width: int) -> Row:
    """Return the row of a name, one line. Its other spellings are highlighted."""
    many = f"{name.reviews:,} review{'s' * (name.reviews != 1)}"
    right = [Span(f"  {fit(many, _MANY)}", "dim")]
    if name.alike and width >= 60:
        right.insert(0, Span(f"  also “{cut(one_line(name.alike[0]), 24)}”", "notice"))
    lead = (Span(fit(name.kind, _KIND_WIDTH), "dim"),)
    return Row(name.key, one_line(name.text), "" if width >= 60 or not name.alike else "notice", lead=lead,
               right=tuple(right), single=True)  # fmt: skip


def new_name_rows(typed: str, name: Name, names: Sequence[Name]) -> list[Row]:
    """Return rows for the new name: the typed text, then similar existing names to merge with."""
    asked = "" if one_line(typed).strip() == one_line(name.text) else typed
    if not asked.strip():
        spelled = [one for one in names if one.kind == name.kind and one.text in name.alike]
        return [*map(_merged, spelled), Row("", "Type the new name, and Enter.", "dim", fixed=True)]
    try:
        new = new_name(asked, name.kind)
    except ValueError as error:
        return [Row("", str(error), "notice", fixed=True)]
    others = [one for one in near(new, names, name.kind) if one.text != name.text]
    same = next((one for one in names if one.kind == name.kind and one.text == new), None)
    first = _merged(same) if same else Row(new, new, right=(Span("a new name", "dim"),))
    return [first, *map(_merged, others)]


def _merged(name: Name) -> Row:
    many = f"{name.reviews:,} review{'s have' if name.reviews != 1 else ' has'} it: both become one"
    return Row(name.text, one_line(name.text), right=(Span(many, "dim"),))
