"""The board of actions in memory: all actions by key, filtered by a query, and grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from rich.cells import cell_len

from pmtui.app.action_board import BoardAction, board, is_overdue
from pmtui.app.known_words import people_of
from pmtui.index.facts import Facts
from pmtui.index.query import SEVERITY_LETTERS, Filter, hints, read_query
from pmtui.index.words import fold, words
from pmtui.session.document import Action
from pmtui.session.text import one_line

Group = Literal["day", "owner", "product", "term"]
GROUPS: Final[tuple[Group, ...]] = ("day", "owner", "product", "term")
Shown = Literal["open", "overdue", "all"]
SHOWN: Final[tuple[Shown, ...]] = ("open", "overdue", "all")


class Counts(NamedTuple):
    """The number of actions, regardless of filters."""

    all: int
    open: int
    overdue: int


class ActionBoard:
    """The actions of all reviews by key, in the order of the board, with its filters. It never reads the disk."""

    def __init__(self, reviews: Iterable[Facts] = (), today: date = date.max) -> None:
        self.today = today
        self.actions: dict[str, BoardAction] = {key_of(each): each for each in board(reviews, today)}
        self._words = {key: _words_of(each) for key, each in self.actions.items()}
        self.changed: set[str] = set()
        """Keys of actions that were changed here: they stay visible although a filter would hide them."""
        self._shown: dict[Shown, list[str]] = {}
        self.widest = _widest(self.actions.values())
        self.counts = self._count()

    def _count(self) -> Counts:
        status = [each.action.status for each in self.actions.values()]
        return Counts(len(status), status.count("open"), sum(each.overdue for each in self.actions.values()))

    def change(self, key: str, action: Action) -> None:
        """Replace an action by its changed version, at the same place."""
        each = self.actions[key]
        self.actions[key] = BoardAction(action, each.review, is_overdue(action, self.today))
        self._words[key] = _words_of(self.actions[key])
        self.changed.add(key)
        self._shown.clear()
        self.counts = self._count()

    def show_changed(self, keys: Iterable[str]) -> None:
        """Keep exactly these actions visible although a filter would hide them."""
        self.changed = set(keys) & self.actions.keys()
        self._shown.clear()

    def find(self, query: str = "", shown: Shown = "open", group: Group = "day") -> list[str]:
        """Return the keys of the actions that contain every word and pass every filter, sorted by group.

        Args:
            query: words and filters as in `pmtui search`. `owner:` takes a part of a name; `status:` and `term:` are
                the action's, other filters its review's. Words are searched in all that the board shows.
            shown: which actions to show; a `status:` in the query overrides it.
            group: what to group by; within a group the order of the board stays.
        """
        asked = read_query(query, self.today)
        found = self._those("all" if any(each.name == "status" for each in asked.filters) else shown)
        for term in asked.terms:
            text = f" {' '.join(term.words)}{' ' if term.exact else ''}"
            found = [key for key in found if text in self._words[key]]
        for each in asked.filters:
            meets = _test(each)
            found = [key for key in found if meets(self.actions[key])]
        if group == "day":
            return found
        return sorted(found, key=lambda key: _group_order(group_of(self.actions[key], group), group))

    def _those(self, shown: Shown) -> list[str]:
        """Return the keys of the actions that are shown without a query."""
        if shown not in self._shown:
            self._shown[shown] = [
                key for key, each in self.actions.items() if key in self.changed or _is_shown(each, shown)
            ]
        return self._shown[shown]

    def owners(self, key: str = "") -> list[str]:
        """Return possible owners: the people of the action's review, then owners by number of actions, then others."""
        counts = Counter(name for each in self.actions.values() if (name := each.action.owner.strip()))
        here = people_of(self.actions[key].review) if key in self.actions else ()
        reviews = {each.review.id: each.review for each in self.actions.values()}
        others = (name for review in reviews.values() for name in people_of(review))
        return list(dict.fromkeys((*here, *(name for name, _ in counts.most_common()), *others)))


def remarks_of(query: str, today: date) -> list[str]:
    """Return a line for each filter of the query that the board does not know, saying how to write it."""
    return hints(query, today, ("open", "done", "dropped", "overdue", "any", "all"))


def key_of(each: BoardAction) -> str:
    """Return the key of an action among those of all reviews."""
    return f"{each.review.id}/{each.action.id}"


def group_of(each: BoardAction, group: Group) -> str:
    """Return the name of the group that an action belongs to; empty where it has none."""
    if group == "owner":
        return one_line(each.action.owner).strip()
    if group == "product":
        return one_line(each.review.details.product).strip()
    return f"{each.action.horizon} term" if group == "term" else ""


def _group_order(name: str, group: Group) -> tuple[bool, str]:
    """Sort groups by name, the short term before the long one, actions without a group last."""
    return not name, str(name != "short term") if group == "term" else _plain(name)


def _is_shown(each: BoardAction, shown: Shown) -> bool:
    return shown == "all" or (each.action.status == "open" and (each.overdue or shown == "open"))


def _words_of(each: BoardAction) -> str:
    action, details = each.action, each.review.details
    state = "overdue" if each.overdue else action.status
    texts = (
        action.text, action.owner or "nobody", action.ticket, action.priority, details.product, details.team,
        details.headline, *details.tags, state, f"term {action.horizon} term",
    )  # fmt: skip
    return f" {' '.join(words(' '.join(texts)))} "


def _test(one: Filter) -> Callable[[BoardAction], bool]:
    """Return the test for a filter. `owner:` and `status:` test the action, all others its review."""
    value = one.value
    if one.name == "owner":
        asked = value.split()
        # Many actions share few names: test each name once.
        is_meant = cache(lambda name: all(word in _plain(name) for word in asked))
        return lambda each: is_meant(each.action.owner)
    if one.name == "status":
        return lambda each: (
            each.overdue if value == "overdue" else value in ("any", "all") or each.action.status.startswith(value)
        )
    in_review = _review_test(one.name, value)
    by_review: dict[str, bool] = {}

    def meets(each: BoardAction) -> bool:
        review = each.review
        if (known := by_review.get(review.id)) is None:
            known = by_review[review.id] = in_review(review)
        return known

    return meets


def _review_test(name: str, value: str) -> Callable[[Facts], bool]:
    tests: dict[str, Callable[[Facts], bool]] = {
        "product": lambda review: value in _plain(review.details.product),
        "team": lambda review: value in _plain(review.details.team),
        "severity": lambda review: value == fold(review.details.severity).strip(),
        "level": lambda review: value == fold(review.details.severity).strip().lstrip(SEVERITY_LETTERS),
        "tag": lambda review: value in map(_plain, review.details.tags),
        "after": lambda review: review.day.isoformat() >= value,
        "before": lambda review: review.day.isoformat() < value,
        "has": lambda review: value in review.has,
    }
    return tests[name]


@lru_cache(4096)
def _plain(text: str) -> str:
    return " ".join(words(text))


class Widest(NamedTuple):
    """The width of the longest value of each column, in cells."""

    owner: int = 0
    ticket: int = 0
    product: int = 0


def _widest(actions: Iterable[BoardAction]) -> Widest:
    texts = [(each.action.owner, each.action.ticket, each.review.details.product) for each in actions]
    return Widest(*(max(cell_len(text.strip()) for text in set(each)) for each in zip(*texts, strict=True)))
