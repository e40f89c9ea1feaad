"""Rename a name in every review of a library that uses it, final ones too, and undo it as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pmtui.app.library_names import renamable_names
from pmtui.index.facts import Facts
from pmtui.index.location import index_path
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError, NotFound
from pmtui.library.protocol import SessionStore
from pmtui.session.renaming import IN_ONE_PLACE, Change, NameKind, rename, undo_rename
from pmtui.session.text import cleaned, one_line

KEPT: Final = 10
"""So many renamings can be undone, the last one first."""
_OFTEN: Final = 50
"""The history for undo is saved after every so many reviews, so that an interrupted renaming can be undone."""
_SIGNS: Final = ",;"

_OVERTAKEN: Final = "another program renamed something since, or took it back: look again"

Progress = Callable[[int, int], None]
"""Called with the number of reviews that are done, and of all."""


class Renamed(msgspec.Struct, frozen=True):
    """The changes of a renaming in one review."""

    id: str
    file: str
    changes: tuple[Change, ...]


class Renaming(msgspec.Struct, frozen=True):
    """A renaming over all reviews."""

    kind: NameKind
    old: str
    new: str
    reviews: tuple[Renamed, ...] = ()

    @property
    def places(self) -> int:
        """In how many places the name was changed."""
        return sum(len(review.changes) for review in self.reviews)


class Outcome(NamedTuple):
    """The result of renaming or undoing."""

    renaming: Renaming
    """The changes that were made, or undone."""
    failed: tuple[str, ...] = ()
    """One line for each review that could not be written, with the reason."""
    left: int = 0
    """Places where undo left the name, because somebody changed it since."""

    @property
    def amount(self) -> str:
        """The number of changes: `3 reviews (4 places)`."""
        return counted(len(self.renaming.reviews), self.renaming.places)


def counted(reviews: int, places: int) -> str:
    """Return `3 reviews (4 places)`."""
    return f"{reviews:,} review{'s' * (reviews != 1)} ({places:,} place{'s' * (places != 1)})"


def new_name(typed: str, kind: NameKind) -> str:
    """Return a typed name as it is written into reviews.

    Raises:
        ValueError: it cannot be a name; the message says why.
    """
    name = one_line(cleaned(typed)).strip()
    if not name:
        raise ValueError("the new name is empty: say what it shall be")
    if kind in ("tag", "service", "person") and any(sign in name for sign in _SIGNS):
        raise ValueError(f"{name}: commas and semicolons stand between names: leave them out")
    return name


class NameChanges:
    """Renames names in one library. Every method writes each review to disk before it returns.

    The history for undo is a file in the user's cache folder, which a power cut may empty.

    Args:
        library: the library of the reviews.
    """

    def __init__(self, library: SessionStore) -> None:
        self.library = library
        place = index_path(library.place)
        self._path = place and place.with_name(f"{place.stem}-renamed.json")
        self._kept: tuple[Renaming, ...] = ()
        """The history for undo, where its file cannot be written."""

    @property
    def last(self) -> Renaming | None:
        """The last renaming that can be undone, by any program; None where there is none."""
        return next(iter(self._history()[-1:]), None)

    def plan(
        self, kind: NameKind, old: str, new: str, reviews: Iterable[Facts], progress: Progress = lambda *_: None
    ) -> Outcome:
        """Return what `rename` would change, given the same arguments. For people and causes it reads the reviews."""
        return self._do(kind, old, new, reviews, progress, write=False)

    def rename(
        self, kind: NameKind, old: str, new: str, reviews: Iterable[Facts], progress: Progress = lambda *_: None
    ) -> Outcome:
        """Rename in each review that uses the name. Reviews that cannot be written are reported, the others are done.

        Args:
            kind: the kind of name.
            old: the old name, exactly as it is spelt.
            new: the new name.
            reviews: the facts of the library's reviews.
            progress: called with the number of reviews that are done, and of all.
        """
        return self._do(kind, old, new, reviews, progress, write=True)

    def undo(self, renaming: Renaming, progress: Progress = lambda *_: None) -> Outcome:
        """Restore the old name wherever nobody changed it since.

        Args:
            renaming: the last renaming; where it is another by now, nothing is changed and `failed` says so.
            progress: called with the number of reviews that are done, and of all.
        """
        if self.last != renaming:
            return Outcome(msgspec.structs.replace(renaming, reviews=()), (_OVERTAKEN,))
        done, failed, stuck, left = [], [], [], 0
        for number, review in enumerate(renaming.reviews):
            progress(number, len(renaming.reviews))
            try:
                left += self._put_back(review)
                done.append(review)
            except NotFound as error:
                failed.append(f"{review.file}: {error}")
            except LibraryError as error:
                failed.append(_named(review.file, error))
                stuck.append(review)
        rest = (msgspec.structs.replace(renaming, reviews=tuple(stuck)),) if stuck else ()
        self._keep((*self._history()[:-1], *rest))
        return Outcome(msgspec.structs.replace(renaming, reviews=tuple(done)), tuple(failed), left)

    # --- one review ---

    def _do(
        self, kind: NameKind, old: str, new: str, reviews: Iterable[Facts], progress: Progress, *, write: bool
    ) -> Outcome:
        affected = [facts for facts in reviews if old.strip() in renamable_names(facts)[kind]]
        done: list[Renamed] = []
        failed: list[str] = []
        before = self._history() if write else ()
        for number, facts in enumerate(affected):
            progress(number, len(affected))
            if not write and kind in IN_ONE_PLACE:
                done.append(Renamed(facts.id, facts.file, (Change("", "", kind, old, new),)))
                continue
            try:
                entry = self._entry(facts.id, facts.file)
                changes = self._rename(entry, kind, old, new, write=write)
            except LibraryError as error:
                failed.append(_named(facts.file, error))
                continue
            if changes:
                done.append(Renamed(facts.id, entry.file, changes))
            if write and number % _OFTEN == _OFTEN - 1:
                self._keep((*before, Renaming(kind, old, new, tuple(done))))
        renaming = Renaming(kind, old, new, tuple(done))
        if write and done:
            self._keep((*before, renaming))
        return Outcome(renaming, tuple(failed))

    def _rename(self, entry: Entry, kind: NameKind, old: str, new: str, *, write: bool) -> tuple[Change, ...]:
        if not write:
            return rename(self.library.read(entry), kind, old, new)[1]
        # Not `SessionStore.change`, which refuses to change a final review.
        loaded = self.library.load(entry)
        renamed, changes = rename(loaded.session, kind, old, new)
        if changes:
            self.library.save(loaded, renamed)
        return changes

    def _put_back(self, review: Renamed) -> int:
        loaded = self.library.load(self._entry(review.id, review.file))
        before, left = undo_rename(loaded.session, review.changes)
        if before is not loaded.session:
            self.library.save(loaded, before)
        return left

    def _entry(self, session_id: str, file: str) -> Entry:
        """Return the entry of a review by its file, else by its id where the file was renamed."""
        for entry in self.library.quick_entries([file]):
            if entry.id == session_id:
                return entry
        entry_now = self.library.by_id(session_id)
        if entry_now is None:
            raise NotFound("the review is not in the library any more")
        return entry_now

    # --- what can be taken back ---

    def _history(self) -> tuple[Renaming, ...]:
        if self._path is not None:
            with suppress(OSError, msgspec.MsgspecError, UnicodeError):
                return _history.decode(self._path.read_bytes())
        return self._kept

    def _keep(self, history: Sequence[Renaming]) -> None:
        """Save the history beside the index; where that fails it is kept in memory."""
        self._kept = tuple(history[-KEPT:])
        if self._path is None:
            return
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.json.encode(self._kept))
            os.replace(temporary, self._path)
        except OSError:
            for path in (temporary, self._path):
                with suppress(OSError):
                    Path(path).unlink()


_history = msgspec.json.Decoder(tuple[Renaming, ...])


def _named(file: str, error: LibraryError) -> str:
    said = str(error)
    return said if file in said else f"{file}: {said}"
