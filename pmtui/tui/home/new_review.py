"""`NewReviewScreen`: a window with three fields for a new review, all of which may stay empty. Enter creates it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pmtui.app.completion import of_words
from pmtui.app.library_actions import NewReview
from pmtui.session.text import one_line
from pmtui.session.times import read_date, show_date
from pmtui.tui.input import keymap
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.status_bar import KeysLine


class NewReviewScreen(ModalScreen[NewReview]):
    """Asks for product, headline and date; the result is None if it was closed with Escape.

    Args:
        heading: the heading of the window.
        draft: what the fields contain at first.
        today: the day to which a typed date refers.
        keep: called with the typed texts when the window is closed with Escape.
        products: the products of the library to suggest, that of the last review first.
    """

    CSS_PATH = sheet("new_review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("tab", "turn(1)", "Next field", show=False),
        Binding("shift+tab", "turn(-1)", "Field before", show=False),
        *keymap.on_top(),
    ]

    def __init__(
        self,
        heading: str,
        draft: NewReview,
        today: date,
        keep: Callable[[NewReview], None],
        products: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.heading, self.draft, self.today, self.keep = heading, draft, today, keep
        self._offered_day = day = show_date(draft.incident_date) if draft.incident_date else ""
        self.product = Editor(draft.product, placeholder="Checkout")
        self.products = products
        self.product.completion.offer_into_empty(products[0] if products else "", "Checkout")
        self.headline = Editor(draft.headline, placeholder="Card payments refused for 47 minutes")
        self.day = Editor(day, placeholder="18-11-2026, yesterday, or nothing yet")
        self.said = Static(markup=False, classes="said")

    def compose(self) -> ComposeResult:
        """Make the heading and the fields."""
        with Vertical(id="new"):
            yield Static(self.heading, markup=False, classes="heading")
            for label, field in (("Product", self.product), ("What happened", self.headline), ("Date", self.day)):
                with Horizontal(classes="row"):
                    yield Static(label, markup=False, classes="label")
                    yield field
            yield self.said
            yield KeysLine()

    def on_mount(self) -> None:
        """Focus the first empty field."""
        first = next((field for field in self._fields if not field.text), self.product)
        first.focus()
        first.move_cursor(first.document.end)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of this window and their labels, for the line of keys."""
        taken = self.product.completion.keys() if self.product.has_focus else []
        return [("enter", "begin the review"), *taken, ("tab", "next field"), ("esc", "close")]

    @property
    def _fields(self) -> list[Editor]:
        return [self.product, self.headline, self.day]

    def action_turn(self, by: int) -> None:
        """Focus the next field (1) or the previous one (-1)."""
        at = next((n for n, field in enumerate(self._fields) if field.has_focus), 0)
        field = self._fields[(at + by) % 3]
        self.set_focus(field)
        self.query_one(KeysLine).refresh()
        if field is self.day and field.text == self._offered_day:
            field.select_all()  # a suggested day is replaced by what is typed

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Suggest a product that begins like the typed text."""
        event.stop()
        if event.text_area is self.product:
            self.product.completion.offer(*of_words(self.product.text, self.products))
            self.query_one(KeysLine).refresh()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Focus the neighbouring field on up and down."""
        event.stop()
        self.action_turn(event.by)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Create the review; if the date cannot be read, say so instead."""
        event.stop()
        try:
            self.dismiss(self._typed())
        except ValueError as error:
            self.said.update(str(error))
            self.day.focus()

    def action_close(self) -> None:
        """Close the window; the typed texts are shown when it is opened again."""
        try:
            self.keep(self._typed())
        except ValueError:
            self.keep(NewReview(one_line(self.product.text), one_line(self.headline.text), self.draft.incident_date))
        self.dismiss(None)

    def _typed(self) -> NewReview:
        day = self.day.text.strip()
        return NewReview(
            one_line(self.product.text), one_line(self.headline.text), read_date(day, self.today) if day else None
        )
