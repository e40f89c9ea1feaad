"""The names that the reviews of a library use, by kind and most used first, for completion.

`library_names` has the same names for the screen on which each spelling is listed and renamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from pmtui.index.facts import Facts
    from pmtui.session.renaming import NameKind

    Kind = NameKind | Literal["actor"]
    """The kinds of names. An actor is a role, system or person that acts in a timeline."""
MOST: Final = 2000
"""At most so many names of one kind are kept, so that searching them is fast."""
_APART: Final = str.maketrans(dict.fromkeys("-_/.", " "))


class Known(Struct, frozen=True):
    """A name, prepared for search."""

    text: str
    """The most frequent spelling."""
    folded: str
    """The spelling without case and accents."""
    words: str
    """`folded` with a space before each word."""
    initials: str


def known(text: str, folded: str) -> Known:
    """Return a name with its forms for search."""
    words = folded.translate(_APART).split()
    return Known(text, folded, " " + " ".join(words), "".join(word[0] for word in words))


class KnownWords:
    """The names that reviews use. It is made once, in a thread, and never changed.

    Args:
        reviews: the newest incident first.
    """

    def __init__(self, reviews: Iterable[Facts] = ()) -> None:
        counts: dict[Kind, Counter[str]] = {}
        for review in reviews:
            for kind, names in names_of(review).items():
                counts.setdefault(kind, Counter()).update(list(dict.fromkeys(name for name in names if name.strip())))
        self._by_kind = {kind: _ranked(of_kind) for kind, of_kind in counts.items()}

    def of(self, kind: Kind) -> Sequence[Known]:
        """Return the names of a kind, each in one spelling: most used first, of equals the newest."""
        return self._by_kind.get(kind, ())


def people_of(review: Facts) -> tuple[str, ...]:
    """Return the people of a review: attendees, then owners of actions, each once."""
    details = review.details
    present = (*details.attendees, details.facilitator, details.scribe, details.owner)
    names = (name.strip() for name in (*present, *(action.owner for action in review.actions)))
    return tuple(dict.fromkeys(name for name in names if name))


def names_of(review: Facts) -> dict[Kind, Sequence[str]]:
    """Return the names that one review uses, by kind."""
    details = review.details
    return {
        "product": (details.product,),
        "team": (details.team,),
        "customer": (details.customer,),
        "tag": details.tags,
        "service": review.services,
        "person": people_of(review),
        "actor": review.actors,
        "cause": (*review.roots, *review.contributing),
    }


def _ranked(counts: Counter[str]) -> tuple[Known, ...]:
    """Return the names, each in its most frequent spelling, sorted by the use of all its spellings."""
    from pmtui.index.words import fold

    spellings: dict[str, list[str]] = {}
    for text in counts:  # newest first
        spellings.setdefault(fold(text.strip()), []).append(text)
    often = {folded: sum(counts[text] for text in texts) for folded, texts in spellings.items()}
    ranked = sorted(spellings, key=lambda folded: -often[folded])[:MOST]
    return tuple(known(max(spellings[folded], key=counts.__getitem__).strip(), folded) for folded in ranked)
