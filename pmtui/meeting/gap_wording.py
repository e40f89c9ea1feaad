"""Helpers for checks of steps: the wording of gaps, the people of a review, and caches for checks of long lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import TypeVar, TypeVarTuple

from pmtui.meeting.step import Gap
from pmtui.session.document import Session, StepName
from pmtui.session.paths import get
from pmtui.session.text import cut


def quoted(text: str, width: int = 48) -> str:
    """Return the beginning of a text in quotation marks, on one line; `(no text)` where it is empty."""
    return f"“{cut(text, width)}”" if text.strip() else "(no text)"


def empty_field_gaps(session: Session, step: StepName, wanted: dict[str, str]) -> Iterator[Gap]:
    """Yield a gap for each field that has no value.

    Args:
        session: the review.
        step: the step that shows the fields.
        wanted: dotted paths, each with the text of its gap.
    """
    for path, words in wanted.items():
        if is_empty(get(session, path)):
            yield Gap(step=step, code=_UNSAID.get(path) or _code(path), text=words, field=path)


_UNSAID = {"impact.statement": "no-impact"}


def _code(path: str) -> str:
    name = path.removesuffix(".answer").removesuffix("_at").rpartition(".")[2]
    return f"no-{name.replace('_', '-')}"


def is_empty(value: object) -> bool:
    """Whether a field has no value: None, white space, or an empty list."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def people(session: Session) -> tuple[str, ...]:
    """Return the names of attendees, facilitator, scribe and owner, each once."""
    details = session.key_details
    known = (*details.attendees, details.facilitator, details.scribe, details.owner)
    return tuple(dict.fromkeys(name for name in known if name.strip()))


T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class LazyIterable(Iterable[T]):
    """Iterates over an iterator's items any number of times; each is computed once, and only when it is reached."""

    def __init__(self, rest: Iterator[T]) -> None:
        self._rest = rest
        self._found: list[T] = []

    def __iter__(self) -> Iterator[T]:
        """Yield the items from the first one."""
        at = 0
        while at < len(self._found) or self._more():
            yield self._found[at]
            at += 1

    def _more(self) -> bool:
        for one in self._rest:
            self._found.append(one)
            return True
        return False


def cached_by_identity(work: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
    """Cache the last result of a function, for as long as it is called with the same objects (compared by `is`).

    Versions of a session share the sections that did not change, so that long lists are checked only after an edit.
    """
    last: list[tuple[tuple[*Ts], T]] = []

    def remembered(*arguments: *Ts) -> T:
        before: tuple[object, ...] = last[0][0] if last else ()
        if not last or not all(map(is_, before, arguments)):
            last[:] = [(arguments, work(*arguments))]
        return last[0][1]

    return remembered
