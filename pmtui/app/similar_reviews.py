"""Find earlier reviews that are similar to a draft, and say why: product, tags, words of headlines and causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from pmtui.index.facts import Facts, facts_of
from pmtui.index.words import stem, words
from pmtui.meeting.past_reviews import SeenBefore
from pmtui.session.document import Session

MOST: Final = 8
"""At most so many are returned."""
_SHORTEST: Final = 4
"""In letters: shorter words are not compared."""
_OFTEN: Final = 5
"""A word is not compared if more than one in so many reviews contains it."""
_SHOWN: Final = 4
"""At most so many words are named as a reason."""
_COMMON: Final = """
after again also because been before being cause caused could does down during each else every from have into just more
most much nobody none only other over same should since some such than that their them then there these they this those
through under until very were what when where which while will with within without would your
"""
_EMPTY: Final = frozenset(_COMMON.split())
"""Words that are not compared, because they occur in every incident."""
_TAG, _PRODUCT = 3, 2


class _Known(NamedTuple):
    """An earlier review, prepared for comparison."""

    facts: Facts
    product: str
    tags: frozenset[str]


class SimilarReviews:
    """The earlier reviews of a library, prepared for repeated comparison with a review that changes.

    Args:
        reviews: the newest incident first.
    """

    def __init__(self, reviews: Iterable[Facts]) -> None:
        self._known = [_Known(each, _plain(each.details.product), frozenset(_tags(each))) for each in reviews]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for at, known in enumerate(self._known):
            for word in _said(known.facts):
                self._by_word[word].append(at)
        self._last: tuple[Session, tuple[SeenBefore, ...]] | None = None
        """The last argument and result of `similar_to`, which is called at every key, mostly for the same session."""

    def similar_to(self, session: Session) -> tuple[SeenBefore, ...]:
        """Return the most similar reviews with the reasons, without those that the session already names as the
        same.
        """
        if self._last is None or self._last[0] is not session:
            self._last = session, self._like(session)
        return self._last[1]

    def _like(self, session: Session) -> tuple[SeenBefore, ...]:
        mine = facts_of(session, "")
        tags, product = _tags(mine), _plain(mine.details.product)
        shared = self._shared_words(_said(mine))
        found = []
        for at, known in enumerate(self._known):
            same = bool(product) and product == known.product
            both = [tag for plain, tag in tags.items() if plain in known.tags]
            said = shared.get(at, ())
            if known.facts.id in (session.id, *mine.recurs_of) or not (same or both or len(said) > 1):
                continue
            worth = _TAG * len(both) + _PRODUCT * same + len(said)
            found.append((worth, at, _why(same, both, said)))
        found.sort(key=lambda one: (-one[0], one[1]))
        return tuple(self._seen(at, why) for _, at, why in found[:MOST])

    def _shared_words(self, mine: dict[str, str]) -> dict[int, list[str]]:
        """Return, by index of the review, the words that both have, as this session spells them."""
        shared: dict[int, list[str]] = defaultdict(list)
        most = max(len(self._known) // _OFTEN, 3)
        for plain, word in mine.items():
            at_all = self._by_word.get(plain, ())
            if len(at_all) <= most:
                for at in at_all:
                    shared[at].append(word)
        return shared

    def _seen(self, at: int, why: str) -> SeenBefore:
        facts = self._known[at].facts
        return SeenBefore(facts.id, facts.details.incident_date, facts.details.headline or facts.details.product, why)


def _why(same_product: bool, tags: list[str], said: Iterable[str]) -> str:
    words = list(said)[:_SHOWN]
    parts = (
        "same product" if same_product else "",
        f"tag{'s' * (len(tags) > 1)} {', '.join(tags)}" if tags else "",
        f"“{'”, “'.join(words)}”" if words else "",
    )
    return " · ".join(part for part in parts if part)


def _plain(text: str) -> str:
    return " ".join(words(text))


def _tags(review: Facts) -> dict[str, str]:
    return {plain: tag for tag in review.details.tags if (plain := _plain(tag))}


def _said(review: Facts) -> dict[str, str]:
    """Return the words of the headline and the causes: without their endings, each with its first spelling."""
    found: dict[str, str] = {}
    for word in words(" ".join((review.details.headline, *review.roots, *review.contributing))):
        if len(word) >= _SHORTEST and word not in _EMPTY and not word.isdecimal():
            found.setdefault(stem(word), word)
    return found
