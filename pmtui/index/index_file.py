"""The index on disk: one SQLite file for each library, in the user's cache folder.

Nothing in it is needed: where the file is damaged, from another version, or may not be written, it is built anew, in
memory if need be. Several programs may use one file at once.
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
from pmtui.index.packing import unpack_facts
from pmtui.index.passages import Passage, passages
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore

T = TypeVar("T")

_BATCH: Final = 200
"""Sessions that are written at once: so long another program waits at most to write."""
_WAIT: Final = 5.0
"""Seconds to wait for another program that writes."""
_WORDS_FROM: Final = """
WITH RECURSIVE begun (word) AS (
  SELECT (SELECT term FROM terms WHERE term >= ?1 LIMIT 1)
  UNION ALL
  SELECT (SELECT term FROM terms WHERE term >= begun.word || char(1) LIMIT 1) FROM begun WHERE begun.word < ?2
)
SELECT word FROM begun WHERE word < ?2 LIMIT ?3
"""
"""Goes from word to word: to count where each stands, as SQLite does when it is asked for words, takes longer."""
_LAST: Final = "\U0010ffff"
"""What begins with a word and goes on is before the word and this."""
_LET_GO: Final = "the index was let go of"

Progress = Callable[[int, int], None]
"""Is told how many sessions of how many were read."""


class Unusable(Exception):
    """The file cannot be used: it is damaged, or SQLite lacks what is needed."""


class IndexFile:
    """The index of one library. Methods may be called from any thread; none raises for what is wrong with the file.

    After `close` they raise `Unusable`, and leave the file alone.

    Args:
        store: the library.
        path: where the index is kept; None: in memory.
    """

    def __init__(self, store: SessionStore, path: Path | None) -> None:
        self.store, self._path = store, path
        self._lock = threading.RLock()
        self._states: Mapping[str, object] | None = None
        """What was found at the last refresh; None where nothing is known yet."""
        self._closed = False
        self._db = self._opened()
        self._words: tuple[object, dict[tuple[str, int], list[str]]] = None, {}
        """The state of the file, and what `words_from` found in it."""

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True  # before the lock: who builds the index anew stops at it
        with self._lock:
            self._db.close()

    def refresh(self, progress: Progress | None = None, *, ended: Callable[[], bool] = lambda: False) -> bool:
        """Read what changed in the library since the last time; True if anything did.

        Args:
            progress: is told how far it is, where there is something to read.
            ended: asked after each batch; where it says True the rest is left for the next time.

        Raises:
            LibraryError: the library cannot be read.
        """
        states = self.store.states()
        with self._lock:
            if states == self._states:
                return False
            return self._safely(lambda: self._refresh(states, progress, ended))

    def facts(self) -> list[Facts]:
        """The facts of every readable session, newest incident first; of files with one id the last written."""
        query = "SELECT facts FROM held JOIN session USING (n) ORDER BY day DESC, id DESC, updated DESC"
        each_once: dict[str, Facts] = {}
        for facts in self.read(lambda: [unpack_facts(packed) for (packed,) in self.rows(query)]):
            each_once.setdefault(facts.id, facts)
        return list(each_once.values())

    def unreadable(self) -> list[str]:
        """The files of which nothing is known, as they could not be read."""
        return [file for (file,) in self.rows("SELECT file FROM session WHERE id IS NULL ORDER BY file")]

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self._lock:
            return self._safely(lambda: self._db.execute(query, values).fetchall(), self._filled_anew)

    def words_from(self, beginning: str, most: int) -> list[str]:
        """The words of all reviews that begin so, in order, at most so many."""
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
        """Read something and unpack it; once more in an index that is built anew, where it turns out to be damaged."""
        with self._lock:
            return self._safely(work, self._filled_anew)

    # --- helpers ---

    def _refresh(self, found: Mapping[str, object], progress: Progress | None, ended: Callable[[], bool]) -> bool:
        states = {file: str(state) for file, state in found.items()}
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
                    tables.forget(self._db, file)
                for row in read:
                    tables.put(self._db, *row)
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
        """What a session says; None where it cannot be read."""
        for entry in self.store.glimpse([file]):
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

    def _filled_anew(self) -> None:
        """Read the whole library into an index that has just been made."""
        try:
            self._refresh(self.store.states(), None, lambda: self._closed)
        except LibraryError as error:
            raise Unusable(str(error)) from error
        if self._closed:
            raise Unusable(_LET_GO)

    def _safely(self, work: Callable[[], T], before_again: Callable[[], None] = lambda: None) -> T:
        """Do it; where the file turns out unusable, with a new one, and then in memory.

        Args:
            work: what is done.
            before_again: what a new index needs first.
        """
        for attempt in (1, 2, 3):
            try:
                if attempt > 1:
                    before_again()
                return work()
            except (sqlite3.Error, msgspec.MsgspecError, UnicodeError, ValueError) as error:
                if self._closed:
                    raise Unusable(_LET_GO) from error
                with contextlib.suppress(sqlite3.Error):
                    self._db.close()
                self._states = None
                if attempt == 3:
                    raise Unusable(str(error)) from error
                if _is_busy(error) or self._path is None or not self._thrown_away() or attempt == 2:
                    self._path = None
                self._db = self._opened()
        raise AssertionError

    def _thrown_away(self) -> bool:
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
                    if _is_busy(error) or not self._thrown_away():
                        break
            self._path = None
        return _connect(":memory:")


def _connect(name: str) -> sqlite3.Connection:
    """A connection to an index of this version, made where there is none.

    Raises:
        Unusable: it is of another version.
        sqlite3.Error: it cannot be used.
    """
    db = sqlite3.connect(name, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        # What is lost with the power is built again.
        db.execute("PRAGMA synchronous = OFF")
        # KiB: what filters ask of ten thousand reviews has room in it, else it would be read anew for each letter.
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
    """A short form of what the library's files look like: equal where nothing changed."""
    return hashlib.blake2b(
        "\n".join([f"{file} {state}" for file, state in states.items()]).encode("utf-8", "replace")
    ).digest()


def _is_busy(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "readonly" in str(error))
