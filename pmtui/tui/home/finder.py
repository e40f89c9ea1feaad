"""`Finder`: threads that update the search index of the library and query it, so that typing never waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from pmtui.app.review_index import ReviewIndex

if TYPE_CHECKING:
    from pmtui.app.library_search import Answer, LibrarySearch

LONG: Final = 500
"""The number of reviews to read from which a message is shown, because it takes long."""


class Answered(Message):
    """Posted from a thread when the index has answered, or cannot.

    Args:
        typed: the query.
        answer: the result; None if there is no index (yet).
    """

    def __init__(self, typed: str, answer: Answer | None) -> None:
        super().__init__()
        self.typed, self.answer = typed, answer


class Indexing(Message):
    """Posted from a thread while the index reads the library, and when it is done.

    Args:
        done: the number of reviews that were read.
        of: the number of reviews to read; 0 at the end.
        trouble: why there is no index; empty if there is one.
    """

    def __init__(self, done: int = 0, of: int = 0, trouble: str = "") -> None:
        super().__init__()
        self.done, self.of, self.trouble = done, of, trouble


class Finder:
    """Queries the index for a widget, which gets `Answered` and `Indexing`. It has one thread for queries, one to read.

    Args:
        widget: gets the messages; the threads end with it.
        review_index: the reviews of the library.
    """

    def __init__(self, widget: Widget, review_index: ReviewIndex) -> None:
        self._widget, self._review_index = widget, review_index
        self._search: LibrarySearch | None = None
        self._typed = ""
        self._asking = self._reading = False
        self._of = 0
        """The number of reviews that the index has to read."""

    @property
    def is_reading(self) -> bool:
        """Whether the index still reads many reviews, so that more results may come."""
        return self._reading and self._of > LONG

    @property
    def is_ready(self) -> bool:
        """Whether the index can answer at once."""
        return self._search is not None and not self._reading and not self._search.trouble

    def update(self) -> None:
        """Read what has changed in the library."""
        if not self._reading:
            self._reading = True
            self._widget.run_worker(self._read, thread=True, group="index", exit_on_error=False)

    def update_if_opened(self) -> None:
        """Read what has changed, if there was a query before."""
        if self._search is not None:
            self.update()

    def ask(self, typed: str) -> None:
        """Query the index; of several queries only the newest is answered."""
        self._typed = typed
        if typed and not self._asking and self._search is not None:
            self._asking = True
            self._widget.run_worker(self._answer, thread=True, group="find", exit_on_error=False)

    def answered(self, event: Answered) -> Answer | None:
        """Return the answer if it is for the newest query; else start that query."""
        self._asking = False
        if event.typed == self._typed:
            return event.answer
        self.ask(self._typed)
        return None

    def has_read(self, event: Indexing) -> None:
        """Repeat the query when all of the library has been read; before that no row is moved."""
        self._of = event.of
        if not event.of:
            self._reading = False
            self.ask(self._typed)

    # --- in threads ---

    def _read(self) -> None:
        from pmtui.app.library_search import LibrarySearch  # loads SQLite, which the list of reviews does not need

        worker = get_current_worker()
        library, today = self._review_index.library, self._review_index.previews.today
        search = self._search = self._search or LibrarySearch(library, today)
        search.update(self._tell, lambda: worker.is_cancelled)
        if worker.is_cancelled:
            search.close()
        else:
            self._widget.post_message(Indexing(trouble=search.trouble))

    def _tell(self, done: int, of: int) -> None:
        self._widget.post_message(Indexing(done, of))

    def _answer(self) -> None:
        typed, search = self._typed, self._search
        self._widget.post_message(Answered(typed, search.find(typed) if search else None))
