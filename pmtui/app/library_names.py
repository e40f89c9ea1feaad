"""The names of a library for the screen of names: each spelling, how many reviews use it, and similar spellings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from pmtui.app.known_words import names_of
from pmtui.index.facts import Facts
from pmtui.index.words import fold, stem, words
from pmtui.session.renaming import KINDS, NameKind

_LIKE: Final = 0.8
"""How similar a misspelt name must be, from 0 to 1."""


class Name(NamedTuple):
    """One spelling of a name."""

    kind: NameKind
    text: str
    reviews: int
    """How many reviews use it."""
    alike: tuple[str, ...] = ()
    """Spellings that differ only in case, accents, punctuation or endings; most used first."""

    @property
    def key(self) -> str:
        """Its key among all names."""
        return f"{self.kind} {self.text}"


def renamable_names(review: Facts) -> dict[NameKind, set[str]]:
    """Return the names in a review that can be renamed, by kind; as causes its root and contributing answers."""
    found = names_of(review)
    found["person"] = (*found["person"], *found.pop("actor"), *review.authors)
    return {kind: {name.strip() for name in found[kind] if name.strip()} for kind in KINDS}


def library_names(reviews: Iterable[Facts]) -> list[Name]:
    """Return all names by kind; in each kind first those with several spellings, then the most used."""
    counts: dict[NameKind, dict[str, int]] = {kind: {} for kind in KINDS}
    for review in reviews:
        for kind, names in renamable_names(review).items():
            for text in names:
                counts[kind][text] = counts[kind].get(text, 0) + 1
    return [name for kind in KINDS for name in _of_kind(kind, counts[kind])]


def near(text: str, names: Iterable[Name], kind: NameKind) -> list[Name]:
    """Return the names of a kind that an unknown text may mean, most used first.

    These are other spellings of it; else names that contain all its words; else names that a typing error explains.
    """
    of_kind = [name for name in names if name.kind == kind and name.text != text]
    spelled = _spelled(text, kind)
    same = [name for name in of_kind if _spelled(name.text, kind) == spelled]
    asked = words(text)
    found = same or [name for name in of_kind if asked and all(word in fold(name.text) for word in asked)]
    if not found:
        by_text = {fold(name.text): name for name in of_kind}
        found = [by_text[one] for one in get_close_matches(fold(text), by_text, cutoff=_LIKE)]
    return sorted(found, key=lambda name: -name.reviews)


def _of_kind(kind: NameKind, counts: Mapping[str, int]) -> list[Name]:
    often = sorted(counts, key=lambda text: (-counts[text], text))
    spellings: dict[str, list[str]] = {}
    for text in often:
        spellings.setdefault(_spelled(text, kind), []).append(text)

    def rank(text: str) -> tuple[bool, int, str, int, str]:
        both = spellings[_spelled(text, kind)]
        return len(both) < 2, -counts[both[0]], both[0], -counts[text], text

    return [
        Name(kind, text, counts[text], tuple(one for one in spellings[_spelled(text, kind)] if one != text))
        for text in sorted(often, key=rank)
    ]


def _spelled(text: str, kind: NameKind) -> str:
    """Return what the spellings of one name have in common. Endings count in names of people."""
    found = words(text) if kind == "person" else [stem(word) for word in words(text)]
    return " ".join(found) or text
