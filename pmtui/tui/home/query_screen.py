"""`QueryScreen`: the base of trends and health. A thread computes a result from the reviews that match the filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final, Generic, TypeVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.worker import get_current_worker

from pmtui.index.facts import Facts
from pmtui.index.query import hints, read_query
from pmtui.index.search import search
from pmtui.session.text import one_line
from pmtui.tui.home.index_screen import IndexScreen

Found = TypeVar("Found")

_ALL: Final = 1_000_000
"""A limit above the size of any library, so that no review is left out."""


class QueryScreen(IndexScreen, Generic[Found]):
    """A screen that computes something from the reviews that match its filter, and shows it."""

    class WorkedOut(Message):
        """Posted from a thread with the result for a query; `reviews` is the number of matching reviews."""

        def __init__(self, query: str, found: object, reviews: int) -> None:
            super().__init__()
            self.query, self.found, self.reviews = query, found, reviews

    found: Found | None = None
    """The last result; None before the first."""
    reviews = 0
    """The number of reviews that the result is computed from."""
    _working = False
    """Whether a thread is working; what is typed meanwhile is computed after it."""

    # --- for subclasses ---

    def work_out(self, reviews: Sequence[Facts], today: date) -> Found:
        """Return the result, in a thread; the reviews are in the order of the incidents, the newest first."""
        raise NotImplementedError

    # --- computing ---

    def look_again(self) -> None:
        """Read in a thread what has changed, and compute the result again."""
        self._work(refresh=True)

    def _work(self, *, refresh: bool) -> None:
        if not self._working:
            self._working = True
            self.run_worker(partial(self._read, self.field.text, refresh), thread=True, group="work")

    def _read(self, query: str, refresh: bool) -> None:
        worker = get_current_worker()
        today = self.today()
        if refresh:
            self.refresh_index(worker)
        if worker.is_cancelled:
            return
        asked = read_query(query, today)
        found = self.facts(lambda index: index.read(lambda: [hit.facts for hit in search(index, asked, _ALL)]))
        reviews = sorted(found, key=lambda facts: (facts.day, facts.id), reverse=True)
        self.post_message(self.WorkedOut(query, self.work_out(reviews, today), len(reviews)))

    @on(WorkedOut)
    def worked_out(self, event: WorkedOut) -> None:
        """Show the result; if the filter was changed meanwhile, compute again."""
        self._working = False
        self.found, self.reviews = event.found, event.reviews  # type: ignore[assignment]
        self.show()
        if self.field.text != event.query:
            self._work(refresh=False)

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Compute the result for the changed filter."""
        event.stop()
        self._work(refresh=False)

    # --- showing ---

    @property
    def asked_for(self) -> str:
        """The filter as one line."""
        return one_line(self.field.text).strip()

    def show_note(self, belongs: str) -> None:
        """Say why there is no result: it is being read, nothing matches, or the text `belongs` for an empty library."""
        self.set_class(not (self.found is not None and self.reviews), "-nothing")
        if self.found is None:
            self.note.update(Content.styled("Reading the reviews …", "$dim"))
        elif not self.reviews and self.asked_for:
            said = "\n".join((f"No review matches “{self.asked_for}”.", *hints(self.asked_for, self.today()), ""))
            self.note.update(Content.assemble(said, ("esc, then esc again, shows all", "$dim")))
        elif not self.reviews:
            self.note.update(Content.assemble(("No reviews yet\n\n", "bold"), (belongs, "$dim")))
