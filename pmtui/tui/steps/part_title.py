"""`PartTitle`: the heading of a part of a step, with as much dim text beside it as fits."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static


class PartTitle(Static):
    """A line above a part."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="part-title")
        self.title = title
        self._said: object = None

    def show(self, beside: Sequence[str], *, short: str = "", turn: str = "") -> None:
        """Show the first form that there is room for, else the last.

        Args:
            beside: what may stand beside the title, the longest first.
            short: what stands in place of the title where none of them fits; empty: nothing does.
            turn: the key that turns to another part, named behind each form.
        """
        forms = [Content.assemble((self.title, "bold"), (f"   {words}", "$dim"), (turn, "$accent")) for words in beside]
        if short:
            forms.append(Content.assemble((short, "bold"), (turn, "$accent")))
        room = self.size.width or self.app.size.width - 4
        said = next((form for form in forms if form.cell_length <= room), forms[-1])
        if (said.plain, said.spans) != self._said:
            self._said = said.plain, said.spans
            self.update(said, layout=False)
