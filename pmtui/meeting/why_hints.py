"""Hints about the tree of whys, such as a good facilitator would give: short, and never more than three at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Final

import msgspec

from pmtui.meeting.gap_wording import people, quoted
from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.wording import flags
from pmtui.session.document import Session, Why
from pmtui.session.paths import all_items, path_to_why

MOST: Final = 3
"""At most so many hints are shown at once."""


class Hint(msgspec.Struct, frozen=True):
    """A short sentence, the id of the item that it is about (None: the whole tree), and the name of its rule."""

    text: str
    item_id: str | None
    key: str


def why_hints(session: Session, selected_id: str | None = None) -> tuple[Hint, ...]:
    """Return the most important hints, at most `MOST` and one of each rule; those about the selected answer first."""
    found = _all_hints(session)
    about = found.by_item.get(selected_id, ()) if selected_id is not None else ()
    by_kind: dict[str, Hint] = {}
    for hint in (*about, *found.firsts):
        by_kind.setdefault(hint.key, hint)
    return tuple(by_kind.values())[:MOST]


def read_back(session: Session, why_id: str) -> tuple[str, ...]:
    """Return the texts from an answer up to the problem, to be read with "therefore" between them.

    Empty where the answer does not exist.
    """
    texts = [why.text for why in reversed(path_to_why(session.root_cause.whys, why_id))]
    if texts:
        texts.append(session.root_cause.problem)
    return tuple(text.strip().rstrip(".;,") for text in texts if text.strip())


class _Hints(msgspec.Struct):
    """All hints of a session, sorted for the question which of them are shown with an answer."""

    firsts: list[Hint]
    """The first hint of each rule, the most important rule first."""
    by_item: dict[str | None, list[Hint]]
    """The hints about each answer, in the order of the rules."""


def _all_hints(session: Session) -> _Hints:
    """Return all hints of a session. They are cached until the session changes, as the cursor moves far more often."""
    if not _last or _last[0][0] is not session:
        tree = _Tree(session)
        firsts: dict[str, Hint] = {}
        by_item: dict[str | None, list[Hint]] = {}
        for hint in (hint for rule in _RULES for hint in rule(tree)):
            firsts.setdefault(hint.key, hint)
            by_item.setdefault(hint.item_id, []).append(hint)
        _last[:] = [(session, _Hints(list(firsts.values()), by_item))]
    return _last[0][1]


_last: list[tuple[Session, _Hints]] = []


class _Tree:
    """The tree of whys for the rules: without the answers that were ruled out or not followed, and what is
    below them.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def whys(self) -> tuple[tuple[tuple[Why, ...], Why], ...]:
        """Each answer with the answers above it, from the top down."""
        return tuple(_walk_live(self.session.root_cause.whys, ()))

    @cached_property
    def ends(self) -> tuple[Why, ...]:
        """The answers that have no answer below them."""
        return tuple(why for _, why in self.whys if not any(_is_live(child) for child in why.whys))

    @cached_property
    def roots(self) -> tuple[Why, ...]:
        """The answers marked as root causes."""
        return tuple(why for _, why in self.whys if why.verdict == "root")


def _is_live(why: Why) -> bool:
    return why.verdict not in ("ruled_out", "not_followed")


def _walk_live(whys: tuple[Why, ...], above: tuple[Why, ...]) -> Iterator[tuple[tuple[Why, ...], Why]]:
    for why in whys:
        if _is_live(why):
            yield above, why
            yield from _walk_live(why.whys, (*above, why))


# --- how one answer reads ---

_PERSON_END: Final = LazyPattern(
    r"\b(?:human|operator|user|manual|pilot) (?:error|mistake|failure)|\bmistakes?\b|\btypo\b|\bnot trained\b|"
    r"\b(?:engineer|operator|developer|admin|on-?call|dba|sre|colleague|intern|contractor|manager|team|he|she|they|"
    r"someone|somebody|we)\b[^.]{0,40}\b(?:did(?:n[’']?t| not)|forgot|failed to|missed|ignored|overlooked|"
    r"misread|mistyped|misunderstood|confused|was unaware|should|was not aware|made an? (?:error|mistake|typo))\b",
    re.IGNORECASE,
)
_NO_TIME: Final = LazyPattern(
    r"\b(?:no|not enough|too little|lack of|short of|out of|limited|insufficient) (?:\w+ )?"
    r"(?:time|budget|money|resources?|capacity|staff|people|headcount|funding)\b|"
    r"\b(?:too busy|understaffed|other priorities|deprioriti[sz]ed|cost (?:reasons|savings?)|too expensive)\b",
    re.IGNORECASE,
)
_OUTSIDE: Final = LazyPattern(
    r"\b(?:vendor|supplier|provider|third[- ]part(?:y|ies)|upstream|ISP|carrier|partner|customers?|AWS|Azure|GCP|"
    r"Google Cloud|Cloudflare|Fastly|Akamai|regulator|data cent(?:er|re) operator|power company|attackers?|"
    r"spammers?)\b",
    re.IGNORECASE,
)
_LACK_OF: Final = LazyPattern(
    r"^\W*(?:there (?:was|were|is|are) |we had |we have |it had |because of )?"
    r"(?:(?:a |the )?lack of|(?:the )?absence of|lacking|missing|insufficient|not enough|"
    r"no)\s+(?:[\w-]+\s*){1,3}[.!]?$",
    re.IGNORECASE,
)
_ASSUMED: Final = LazyPattern(
    r"\b(?:assum\w+|to (?:be )?verif\w+|to check|presum\w+|probably|perhaps|not verified)\b|\?", re.I
)
_NOTICED: Final = LazyPattern(
    r"\b(?:notic\w+|alert\w*|alarm\w*|monitor\w*|detect\w*|saw|seen|see|visible|warn\w*|page[drs]?|unseen|silent\w*|"
    r"dashboards?|metrics?|measur\w+|checks?|checked|mails?|emails?)\b",
    re.IGNORECASE,
)
_NUMBER: Final = LazyPattern(r"\d")
_WORD: Final = LazyPattern(r"[^\W\d_]{3,}")
_ENDING: Final = LazyPattern(r"(?<=\w{3})(?:ings?|ed|es|s)$")
_COMMON: Final = frozenset(
    word
    for line in (
        "the and was were for not had has been that this with from they are but its out did any all can could then",
        "than because there when which into over also only very more most some other about after before while their",
    )
    for word in line.split()
)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """Return the words that carry the meaning, without their endings."""
    words = (word for word in _WORD.findall(text.casefold()) if word not in _COMMON)
    return frozenset(_ENDING.sub("", word)[:6] for word in words)


# --- the rules, most important first ---


def _circular(tree: _Tree) -> Iterator[Hint]:
    problem = tree.session.root_cause.problem
    for above, why in tree.whys:
        here = _stems(why.text)
        for text in (problem, *(parent.text for parent in above)):
            there = _stems(text)
            if len(here) >= 2 and len(here & there) >= 0.8 * len(here | there):
                words = f"{quoted(why.text, 30)} says much the same as the answer above: what lies between?"
                yield Hint(words, why.id, "circular")
                break


def _person(tree: _Tree) -> Iterator[Hint]:
    names = people(tree.session)
    for why in tree.ends:
        if _PERSON_END.search(why.text) or any(
            flag.kind in ("person", "name") for flag in flags(why.text, where="why", names=names)
        ):
            words = f"{quoted(why.text, 30)} ends at a person: what made it possible, or let it pass?"
            yield Hint(words, why.id, "person")


def _no_time(tree: _Tree) -> Iterator[Hint]:
    for why in tree.ends:
        if why.verdict != "contributing" and _NO_TIME.search(why.text):
            words = f"{quoted(why.text, 30)}: time and money are short everywhere. How was it chosen what to leave?"
            yield Hint(words, why.id, "no_time")


def _outside(tree: _Tree) -> Iterator[Hint]:
    for why in tree.ends:
        if why.verdict != "contributing" and _OUTSIDE.search(why.text):
            words = f"{quoted(why.text, 30)} lies outside: what on our side let it reach us?"
            yield Hint(words, why.id, "outside")


def _lack_of(tree: _Tree) -> Iterator[Hint]:
    for why in tree.ends:
        if _LACK_OF.search(why.text) and not _NO_TIME.search(why.text):
            words = f"{quoted(why.text, 30)} is a fix turned round: what happened instead?"
            yield Hint(words, why.id, "lack_of")


def _five_deep(tree: _Tree) -> Iterator[Hint]:
    ends = {why.id for why in tree.ends}
    for above, why in tree.whys:
        if len(above) >= 4 and why.id in ends and why.verdict is None:
            words = "Five is neither minimum nor maximum: can this be changed? Mark it as a root, or go on."
            yield Hint(words, why.id, "five_deep")


def _not_measured(tree: _Tree) -> Iterator[Hint]:
    problem = tree.session.root_cause.problem
    if problem.strip() and not _NUMBER.search(problem):
        yield Hint("The problem has no number: how much, how many, how long?", None, "no_number")


def _one_chain(tree: _Tree) -> Iterator[Hint]:
    deepest = max((len(above) + 1 for above, _ in tree.whys), default=0)
    if deepest >= 3 and len(tree.whys) == deepest:
        yield Hint("One line so far: what else had to be true?", None, "one_chain")


def _effects(tree: _Tree) -> Iterator[Hint]:
    """Yield a hint for numbers in the problem or among the measures of the impact that no answer explains."""
    if len(tree.whys) < 2:  # after the first answer it is too early to miss others
        return
    told = frozenset().union(*(_stems(why.text) for _, why in tree.whys))
    problem = tree.session.root_cause.problem
    clauses = [clause for clause in re.split(r"[;,]\s+(?:and\s+)?|\s+and\s+", problem) if _NUMBER.search(clause)]
    for clause in clauses if len(clauses) > 1 else ():
        if not _stems(clause) & told:
            yield Hint(f"{quoted(clause, 40)} has no branch yet", None, "effect")
    for measure in tree.session.impact.measures:
        stems = _stems(measure.name)
        if stems and _NUMBER.search(measure.value) and not stems & (told | _stems(problem)):
            yield Hint(f"{quoted(f'{measure.name}: {measure.value}', 40)} has no branch yet", None, "effect")


def _root_without_action(tree: _Tree) -> Iterator[Hint]:
    followed_up = {action.source for action in tree.session.actions}
    bare = [why for why in tree.roots if why.id not in followed_up]
    if bare:
        words = "One root has no action" if len(bare) == 1 else f"{len(bare)} roots have no action"
        # One hint for each answer: of a rule's hints the one about the selected answer is shown.
        yield from (Hint(words, why.id, "root_no_action") for why in bare)


def _no_evidence(tree: _Tree) -> Iterator[Hint]:
    for why in tree.roots:
        if not why.evidence and not _ASSUMED.search(why.text):
            words = f"What shows that {quoted(why.text, 30)}? Attach a figure, or call it an assumption."
            yield Hint(words, why.id, "no_evidence")


def _action_without_cause(tree: _Tree) -> Iterator[Hint]:
    if not tree.roots:
        return
    ids = {item.id for _, item in all_items(tree.session)}
    loose = [action for action in tree.session.actions if action.source not in ids and action.status != "dropped"]
    if loose:
        words = "One action has no cause here" if len(loose) == 1 else f"{len(loose)} actions have no cause here"
        yield Hint(words, loose[0].id, "action_no_cause")


def _depth_one(tree: _Tree) -> Iterator[Hint]:
    if tree.roots and not any(above for above, _ in tree.whys):
        yield Hint("One step deep so far: how did that come about in turn?", tree.roots[0].id, "depth_one")


def _unnoticed(tree: _Tree) -> Iterator[Hint]:
    if len(tree.whys) >= 4 and not any(_NOTICED.search(why.text) for _, why in tree.whys):
        yield Hint("No branch asks yet how it went unnoticed", None, "unnoticed")


_RULES: Final[tuple[Callable[[_Tree], Iterator[Hint]], ...]] = (
    _circular,
    _person,
    _no_time,
    _outside,
    _lack_of,
    _five_deep,
    _not_measured,
    _one_chain,
    _effects,
    _root_without_action,
    _no_evidence,
    _action_without_cause,
    _depth_one,
    _unnoticed,
)
