"""`ProjectorLine`: the add line below a slide. Its text is for the list that was shown while it was typed."""

from __future__ import annotations

from pmtui.app.slides.slide import Slide
from pmtui.library.drafts import PROJECTOR_LINE
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.widgets.editor import Editor


class ProjectorLine:
    """The text of the add line of present mode, and the list that it adds to.

    Args:
        field: the add line.
    """

    def __init__(self, field: Editor) -> None:
        self.field = field
        self.list: ItemList | None = None
        """The list that the line adds to; None if there is none."""
        self.asked = False
        """Whether the user opened the line, on a slide that shows it only on demand."""

    def show(self, slide: Slide) -> None:
        """Show the line if the slide has one, with an example for its list."""
        self.field.display = slide.adds == "here" or (slide.adds == "asked" and self.asked)
        if self.list is not None:
            self.field.placeholder = self.list.part.example

    def turn_to(self, view: ItemList | None) -> None:
        """Use the line for another list, or for none."""
        self.hand_over()
        self.list, self.asked = view, False

    def hand_over(self) -> None:
        """Move typed text into the list's own add line."""
        if self.list is not None and self.field.text.strip():
            self.list.line.take_over(self.field.text, PROJECTOR_LINE)
        self.field.empty()

    def keep(self, text: str) -> None:
        """Keep the text as a draft, which becomes an item if the app ends, and offer a completion."""
        if self.list is not None:
            self.list.line.keep(text, PROJECTOR_LINE)
            self.field.completion.offer(*self.list.editing.completion(self.list.part, text))

    def submit(self, text: str) -> None:
        """Add the text to the list; if that is refused, it stays in the line."""
        if self.list is not None and self.list.line.submit(text, PROJECTOR_LINE):
            self.field.empty()
        else:
            self.field.put(text)  # with the pasted text, which is not in the line yet
