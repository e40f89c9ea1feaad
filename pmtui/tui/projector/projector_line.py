"""The line below a slide: what is typed there is for the list of the step that was shown while it was typed."""

from __future__ import annotations

from pmtui.app.slides.slide import Slide
from pmtui.library.drafts import PROJECTOR_LINE
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.widgets.editor import Editor


class ProjectorLine:
    """The text of the add line on the projector, and the list that it adds to."""

    def __init__(self, field: Editor) -> None:
        self.field = field
        self.list: ItemList | None = None
        """The list that the line adds to."""
        self.asked = False
        """Whether the line was asked for, on a slide that shows it only then."""

    def show(self, slide: Slide) -> None:
        """Show the line where the slide has one, with the example of its list."""
        self.field.display = slide.adds == "here" or (slide.adds == "asked" and self.asked)
        if self.list is not None:
            self.field.placeholder = self.list.part.example

    def turn_to(self, view: ItemList | None) -> None:
        """Add to another list from now on, or to none."""
        self.hand_over()
        self.list, self.asked = view, False

    def hand_over(self) -> None:
        """Move what is half-typed into the list's own add line."""
        if self.list is not None and self.field.text.strip():
            self.list.line.take_over(self.field.text, PROJECTOR_LINE)
        self.field.empty()

    def keep(self, text: str) -> None:
        """Keep half-typed text on disk: it becomes an item, whatever ends the app; offer how it may go on."""
        if self.list is not None:
            self.list.line.keep(text, PROJECTOR_LINE)
            self.field.completion.offer(*self.list.editing.completion(self.list.part, text))

    def submit(self, text: str) -> None:
        """Add the text to the list; where it is refused it stands in the line."""
        if self.list is not None and self.list.line.submit(text, PROJECTOR_LINE):
            self.field.empty()
        else:
            self.field.put(text)  # what was pasted stands there too
