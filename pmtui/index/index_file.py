"""The index on disk: one SQLite file per library, in the user's cache folder.

All of it can be built again: if the file is damaged, from another version or not writable, a new index is built, if
necessary in memory. Several programs may use one file at the same time.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from pmtui.index import tables
from pmtui.index.facts import Facts, facts_of
from pmtui.index.file_names import name_on_disk, stored_name
from pmtui.index.packing import unpack_facts
from pmtui.index.passages import Passage, passages
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore

T = TypeVar("T")

_BATCH: Final = 200
"""The number of sessions per transaction, which limits how long another writer waits."""
_WAIT: Final = 5.0
"""Seconds to wait for another writer."""
_WORDS_FROM: Final = """
WITH RECURSIVE begun (word) AS (
  SELECT (SELECT term FROM terms WHERE term >= ?1 LIMIT 1)
  UNION ALL
  SELECT (SELECT term FROM terms WHERE term >= begun.word || char(1) LIMIT 1) FROM begun WHERE begun.word < ?2
)
SELECT word FROM begun WHERE word < ?2 LIMIT ?3
"""
"""Steps from each distinct word to the next; letting SQLite count the occurrences of each word is slower."""
_LAST: Final = "\U0010ffff"
"""The upper bound of a prefix search is the prefix followed by this character."""
_CLOSED: Final = "the index was let go of"

Progress = Callable[[int, int], None]
"""Called with the number of sessions read, and their total."""


class Unusable(Exception):
    """The file cannot be used: it is damaged, or SQLite lacks a feature."""


class IndexFile:
    """The index of one library. Methods may be called from any thread; errors of the file never raise.

    After `close`, methods raise `Unusable` and do not touch the file.

    Args:
        store: the library.
        path: the file of the index; None: in memory.
    """

    def __init__(self, store: SessionStore, path: Path | None) -> None:
        self.store, self._path = store, path
        self._lock = threading.RLock()
        self._states: Mapping[str, object] | None = None
        """The library's state at the last refresh; None if unknown."""
        self._closed = False
        self._db = self._opened()
        self._words: tuple[object, dict[tuple[str, int], list[str]]] = None, {}
        """The state of the file, and the results of `words_from` for it."""

    def close(self) -> None:
        """Close the file."""
        self._closed = True  # before taking the lock, so that a running rebuild stops
        with self._lock:
            self._db.close()

    def refresh(self, progress: Progress | None = None, *, ended: Callable[[], bool] = lambda: False) -> bool:
        """Read what changed in the library since the last refresh; return whether anything did.

        Args:
            progress: called with the progress if there is something to read.
            ended: called after each batch; if it returns True, the rest is left for the next refresh.

        Raises:
            LibraryError: the library cannot be read.
        """
        states = self.store.states()
        with self._lock:
            if states == self._states:
                return False
            return self._with_recovery(lambda: self._refresh(states, progress, ended))

    def facts(self) -> list[Facts]:
        """Return the facts of all readable sessions, newest incident first; of files with one id the last written."""
        query = "SELECT facts FROM held JOIN session USING (n) ORDER BY day DESC, id DESC, updated DESC"
        each_once: dict[str, Facts] = {}
        for facts in self.read(lambda: [unpack_facts(packed) for (packed,) in self.rows(query)]):
            each_once.setdefault(facts.id, facts)
        return list(each_once.values())

    def unreadable(self) -> list[str]:
        """Return the names of the files that could not be read."""
        rows = self.rows("SELECT file FROM session WHERE id IS NULL ORDER BY file")
        return [name_on_disk(file) for (file,) in rows]

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._lock:
            return self._with_recovery(lambda: self._db.execute(query, values).fetchall(), self._rebuild)

    def words_from(self, beginning: str, most: int) -> list[str]:
        """Return the indexed words with this prefix, sorted, at most `most`."""
        with self._lock:
            (version,) = self.rows("PRAGMA data_version")
            state = self._db, version, self._db.total_changes
            if state != self._words[0]:
                self._words = state, {}
            known = self._words[1]
            if (beginning, most) not in known:
                known[beginning, most] = [
                    word for (word,) in self.rows(_WORDS_FROM, (beginning, beginning + _LAST, most))
                ]
            return known[beginning, most]

    def read(self, work: Callable[[], T]) -> T:
        """Run a function that reads and unpacks; if the index is damaged, rebuild it and run the function again."""
        with self._lock:
            return self._with_recovery(work, self._rebuild)

    # --- helpers ---

    def _refresh(self, found: Mapping[str, object], progress: Progress | None, ended: Callable[[], bool]) -> bool:
        states = {stored_name(file): str(state) for file, state in found.items()}
        digest = _digest(states)
        if self._db.execute("SELECT digest FROM looked").fetchone() == (digest,):
            self._states = found
            return False
        known = dict(self._db.execute("SELECT file, state FROM session"))
        gone = [file for file in known if file not in states]
        new = [file for file, state in states.items() if known.get(file) != state]
        for start in range(0, max(len(new), 1), _BATCH):
            batch = new[start : start + _BATCH]
            read = [(file, states[file], *self._read(file)) for file in batch]
            with self._writing():
                self._db.execute("DELETE FROM looked")
                for file in gone:
                    tables.delete(self._db, file)
                for row in read:
                    tables.store(self._db, *row)
            gone = []
            if progress and new:
                progress(start + len(batch), len(new))
            if ended():
                return True
        with self._writing():
            self._db.execute("REPLACE INTO looked (n, digest) VALUES (1, ?)", (digest,))
        self._states = found
        return bool(new) or len(known) != len(states)

    def _read(self, file: str) -> tuple[Facts | None, list[Passage]]:
        """Return the facts and passages of the session in a file, by its stored name; no facts if it cannot be read."""
        for entry in self.store.quick_entries([name_on_disk(file)]):
            with contextlib.suppress(LibraryError):
                session = self.store.read(entry)
                return facts_of(session, file), passages(session)
        return None, []

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rebuild(self) -> None:
        """Read the whole library into a new index."""
        try:
            self._refresh(self.store.states(), None, lambda: self._closed)
        except LibraryError as error:
            raise Unusable(str(error)) from error
        if self._closed:
            raise Unusable(_CLOSED)

    def _with_recovery(self, work: Callable[[], T], before_again: Callable[[], None] = lambda: None) -> T:
        """Run a function; if the file is unusable, again with a new file, and then in memory.

        Args:
            work: the function.
            before_again: called first with a new index, to fill it.
        """
        for attempt in (1, 2, 3):
            try:
                if attempt > 1:
                    before_again()
                return work()
            except (sqlite3.Error, msgspec.MsgspecError, UnicodeError, ValueError) as error:
                if self._closed:
                    raise Unusable(_CLOSED) from error
                with contextlib.suppress(sqlite3.Error):
                    self._db.close()
                self._states = None
                if attempt == 3:
                    raise Unusable(str(error)) from error
                if _is_busy(error) or self._path is None or not self._deleted() or attempt == 2:
                    self._path = None
                self._db = self._opened()
        raise AssertionError

    def _deleted(self) -> bool:
        assert self._path is not None
        try:
            for end in ("", "-wal", "-shm"):
                Path(f"{self._path}{end}").unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _opened(self) -> sqlite3.Connection:
        if self._path is not None:
            for _ in range(2):
                try:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    return _connect(str(self._path))
                except (sqlite3.Error, OSError, Unusable) as error:
                    if _is_busy(error) or not self._deleted():
                        break
            self._path = None
        return _connect(":memory:")


def _connect(name: str) -> sqlite3.Connection:
    """Connect to an index of this version; create it if missing.

    Raises:
        Unusable: it is of another version.
        sqlite3.Error: the file cannot be used.
    """
    db = sqlite3.connect(name, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        # Not durable: after a power cut the index is built again.
        db.execute("PRAGMA synchronous = OFF")
        # In KiB: enough for what filters read of ten thousand reviews, which would otherwise be read again for each
        # letter.
        db.execute("PRAGMA cache_size = -8000")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            db.execute("BEGIN IMMEDIATE")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in tables.STATEMENTS.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {tables.SCHEMA}")
            db.execute("COMMIT")
            version = version or tables.SCHEMA
        if version != tables.SCHEMA:
            raise Unusable(f"an index of version {version}")
    except BaseException:
        db.close()
        raise
    return db


def _digest(states: Mapping[str, str]) -> bytes:
    """Return a hash of the states of the library's files, which is equal if nothing changed."""
    return hashlib.blake2b(
        "\n".join([f"{file} {state}" for file, state in states.items()]).encode("utf-8", "replace")
    ).digest()


def _is_busy(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "readonly" in str(error))
