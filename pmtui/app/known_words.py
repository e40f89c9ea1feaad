"""What completion offers: the names that the reviews of a library use, by kind, most used first.

The screen of names, where each spelling stands for itself and is renamed, has `library_names`.
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
    """What a name is of. An actor is a role, a system or a person that did something in a timeline."""
MOST: Final = 2000
"""So many names of one kind are kept, so that going through them takes no time that one feels."""
_APART: Final = str.maketrans(dict.fromkeys("-_/.", " "))


class Known(Struct, frozen=True):
    """One name, ready to be found by what is typed of it."""

    text: str
    """As it is written most often."""
    folded: str
    """Without case and accents."""
    words: str
    """The same with a space before each of its words."""
    initials: str


def known(text: str, folded: str) -> Known:
    """A name, and what it is found by."""
    words = folded.translate(_APART).split()
    return Known(text, folded, " " + " ".join(words), "".join(word[0] for word in words))


class KnownWords:
    """The names that reviews use; made once, in a thread, and then only asked.

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
        """The names of a kind, each in one spelling; most used first, of those used alike the newest."""
        return self._by_kind.get(kind, ())


def people_of(review: Facts) -> tuple[str, ...]:
    """Those present in a review, then the owners of its actions, each once."""
    details = review.details
    present = (*details.attendees, details.facilitator, details.scribe, details.owner)
    names = (name.strip() for name in (*present, *(action.owner for action in review.actions)))
    return tuple(dict.fromkeys(name for name in names if name))


def names_of(review: Facts) -> dict[Kind, Sequence[str]]:
    """The names that one review uses, by kind."""
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
    """The names in their most used spelling, by how often they are used in all their spellings."""
    from pmtui.index.words import fold

    spellings: dict[str, list[str]] = {}
    for text in counts:  # newest first
        spellings.setdefault(fold(text.strip()), []).append(text)
    often = {folded: sum(counts[text] for text in texts) for folded, texts in spellings.items()}
    ranked = sorted(spellings, key=lambda folded: -often[folded])[:MOST]
    return tuple(known(max(spellings[folded], key=counts.__getitem__).strip(), folded) for folded in ranked)
