"""A store that is no folder: everything in memory, shared by whoever holds it, as programs share a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from pmtui.library import ids
from pmtui.library.attachments import contents, safe_name
from pmtui.library.drafts import FieldKey
from pmtui.library.entries import Entry
from pmtui.library.errors import Deleted, NotFound, Refused
from pmtui.library.protocol import AttachedFiles, DraftStore, LoadedSession, SavedSession, SessionStore, Trashed
from pmtui.session.document import DocumentError, Session
from pmtui.session.instants import to_instant
from pmtui.session.merge import merge
from pmtui.session.normalise import check_attachment_path


class Kept(Struct, frozen=True, eq=False):
    """A version of a session."""

    session: Session
    number: int
    notices: tuple[str, ...] = ()
    merged: bool = False
    wrote: bool = True
    exact: bool = True
    without: Session | None = None

    @property
    def file(self) -> str:
        """Its name: nothing but the id, as there is no file."""
        return self.session.id

    def prepare_save(self) -> None:
        """There is nothing to prepare."""


class MemoryFiles:
    """The attached files of one session."""

    def __init__(self, session_id: str, kept: dict[str, bytes]) -> None:
        self.name, self._kept = session_id, kept

    def attach(self, source: Path | BinaryIO | bytes, name: str = "") -> str:
        data = contents(source)
        wanted = safe_name(name or (source.name if isinstance(source, Path) else ""))
        stem, dot, ending = wanted.rpartition(".") if "." in wanted else (wanted, "", "")
        candidates = (wanted, *(f"{stem}-{n}{dot}{ending}" for n in range(2, 1000)))
        found = next(each for each in candidates if self._kept.get(each, data) == data)
        self._kept[found] = data
        return found

    def read(self, name: str) -> bytes:
        self.check(name)
        if name not in self._kept:
            raise Refused(f"{name}: no such file: attach it again")
        return self._kept[name]

    def check(self, name: str) -> None:
        try:
            check_attachment_path(name)
        except DocumentError:
            raise Refused(f"{name!r} leads out of the attached files: use a plain file name") from None

    def seen_from(self, folder: Path) -> str:
        return self.name


class Typed:
    """What was typed on one session, shared by all programs: values, and the lines of each program."""

    def __init__(self) -> None:
        self.values: dict[FieldKey, str] = {}
        self.lines: list[dict[FieldKey, str]] = []
        self.left: dict[FieldKey, str] = {}


class MemoryDrafts:
    """What was typed on one session and is no part of it yet, as one program sees it."""

    def __init__(self, typed: Typed) -> None:
        self._typed, self._mine = typed, dict[FieldKey, str]()
        typed.lines.append(self._mine)

    def read(self) -> dict[FieldKey, str]:
        found = self._typed.values | self._typed.left
        for lines in self._typed.lines:
            found |= lines
        return found

    def take_over(self) -> dict[FieldKey, str]:
        found = dict(self._typed.left)
        self._typed.left.clear()
        self._mine |= found
        return found

    def keep(self, key: FieldKey, text: str) -> None:
        (self._mine if key.is_line else self._typed.values)[key] = text

    def forget(self, key: FieldKey) -> None:
        (self._mine if key.is_line else self._typed.values).pop(key, None)

    def release(self) -> None:
        self._typed.left |= self._mine
        self._mine.clear()


class MemoryStore(SessionStore):
    """Keeps sessions in memory."""

    def __init__(self, *, now: Callable[[], datetime] = ids.now) -> None:
        self.now, self.new_id = now, ids.uuid7
        self._kept: dict[str, Kept] = {}
        self._trash: list[tuple[Trashed, Kept]] = []
        self._files: dict[str, dict[str, bytes]] = {}
        self._drafts: dict[str, Typed] = {}
        self._marks: dict[str, str] = {}
        self._lock = RLock()

    @property
    def place(self) -> str:
        return "memory:reviews"

    def entries(self, *, quick: bool = False) -> Sequence[Entry]:
        with self._lock:
            found = [_entry(kept.session) for kept in self._kept.values()]
        return sorted(found, key=lambda entry: entry.newest_first, reverse=True)

    def load(self, entry: Entry, *, like: LoadedSession | None = None) -> LoadedSession:
        thrown = [kept for trashed, kept in self._trash if trashed.entry is entry]
        return thrown[0] if thrown else self._one(entry.id)

    def changed(self, loaded: LoadedSession) -> bool:
        return self._kept.get(loaded.session.id) is not loaded

    def newer(self, loaded: LoadedSession) -> LoadedSession:
        found = self._kept.get(loaded.session.id)
        if found is None:
            raise Deleted(f"{loaded.file} was deleted")
        return found

    def save(self, base: LoadedSession, ours: Session) -> SavedSession:
        with self._lock:
            there = self._kept.get(ours.id)
            if there is None or there is base:
                return self._put(ours)
            merged = merge(base.session, ours, there.session)
            return self._put(merged.session, merged.notices, merged=True)

    def create(self, session: Session) -> Entry:
        return _entry(self._put(session).session)

    def add(self, session: Session) -> Entry:
        return _entry(self._put(session, stamp=session.updated_at).session)

    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> Entry | None:
        with self._lock:
            return None if self.newest_draft(now, damaged=damaged) else self.create(session)

    def replace(self, entry: Entry, session: Session) -> Trashed:
        with self._lock:
            thrown = self.trash(entry)
            self.add(session)
            return thrown

    def trash(self, entry: Entry, *, duplicates: bool = False) -> Trashed:
        with self._lock:
            kept = self._one(entry.id)
            del self._kept[entry.id]
            thrown = Trashed(_entry(kept.session), to_instant(self.now()), f"the trash of {self.place}")
            self._trash.insert(0, (thrown, kept))
            return thrown

    def trashed(self) -> Sequence[Trashed]:
        return [thrown for thrown, _ in self._trash]

    def untrash(self, thrown: Trashed, *, over: Entry | None = None) -> Entry:
        with self._lock:
            found = next((pair for pair in self._trash if pair[0] is thrown), None)
            if found is None:
                raise NotFound(f"{thrown.entry.file}: not in the trash any more")
            if over is not None:
                self.trash(over)
            self._trash.remove(found)
            return _entry(self._put(found[1].session, stamp=found[1].session.updated_at).session)

    def was_replaced(self, loaded: LoadedSession) -> bool:
        return any(kept is loaded for _, kept in self._trash)

    def attached_files(self, of: Entry | LoadedSession) -> AttachedFiles:
        session_id = of.id if isinstance(of, Entry) else of.session.id
        return MemoryFiles(session_id, self._files.setdefault(session_id, {}))

    def drafts(self, session_id: str) -> DraftStore:
        return MemoryDrafts(self._drafts.setdefault(session_id, Typed()))

    def bookmark(self, session_id: str) -> str:
        return self._marks.get(session_id, "")

    def set_bookmark(self, session_id: str, step: str) -> None:
        self._marks[session_id] = step

    def _one(self, session_id: str) -> Kept:
        if session_id not in self._kept:
            raise NotFound(f"{session_id}: no such session in {self.place}: see pmtui list")
        return self._kept[session_id]

    def _put(self, session: Session, notices: tuple[str, ...] = (), *, merged: bool = False, stamp: str = "") -> Kept:
        with self._lock:
            number = self._kept[session.id].number + 1 if session.id in self._kept else 1
            session = replace(session, updated_at=stamp or to_instant(self.now()))
            self._kept[session.id] = kept = Kept(session, number, notices, merged)
            return kept


def _entry(session: Session) -> Entry:
    details = session.key_details
    return Entry(
        file=session.id,
        id=session.id,
        status=session.status,
        product=details.product,
        headline=details.headline,
        term=details.term,
        severity=details.severity,
        incident_date=details.incident_date,
        created_at=session.created_at,
        updated_at=session.updated_at,
    )
