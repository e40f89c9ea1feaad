"""The five whys: the tree of answers (`why_tree`), and the fields for the conclusion below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from pmtui.app.action_links import actions_from
from pmtui.app.editing_session import Place
from pmtui.app.item_parsing import PROBLEM
from pmtui.app.row_layout import lines_of
from pmtui.meeting import step as declared
from pmtui.meeting.five_whys import ANSWERS
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.meeting.step import Items
from pmtui.meeting.why_hints import Hint, read_back, why_hints
from pmtui.session.document import Session, Why
from pmtui.session.paths import walk
from pmtui.session.text import cut
from pmtui.tui.hints.guide import Aside
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.list_parts import ListParts
from pmtui.tui.steps.base import StepView, question_of_item
from pmtui.tui.steps.why_tree import asked_id, tree_parts
from pmtui.tui.widgets.fields_area import FieldsArea
from pmtui.tui.widgets.hints_muted import is_silent

_AROUND: Final = 18
"""The lines of the step besides the tree, if the fields below it are whole."""
_CONCLUSION: Final = 9
"""The lines of the fields, if the tree needs no more than it has."""
_BESIDE: Final = 3
"""The columns of the list besides its text: the bar, a space, and the scrollbar."""


class FiveWhysView(StepView):
    """The tree, and the fields below it."""

    sheets = ("five_whys",)

    def compose_parts(self) -> ComposeResult:
        """Make the tree, and below it the fields for the conclusion."""
        yield self.make_list(ANSWERS)
        form = next(part for part in self.step.parts if isinstance(part, declared.Form))
        with FieldsArea(classes="forms conclusion"):
            yield self.make_form(declared.Form(fields=form.fields[1:]))

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Make the tree."""
        return tree_parts(self.step)

    def show(self, session: Session) -> None:
        """Show the session, and divide the lines between the tree and the fields."""
        super().show(session)
        self._share()

    def on_resize(self, event: events.Resize) -> None:
        """Divide the lines again."""
        self._share()

    def _share(self) -> None:
        """Give the lines to the tree if they are too few for both, until a field below it has the focus."""
        if not self.size.height:
            return  # it is not laid out yet
        room = max(self.size.height - _AROUND, 0)
        spare = room - lines_of(self.whys.list.rows, self.size.width - _BESIDE, room + 1)
        self.set_class(spare < 0, "-short")
        limits = self.query_one(".conclusion").styles
        if spare > 0:
            limits.max_height = _CONCLUSION + spare
        else:
            limits.clear_rule("max_height")  # back to the style sheet

    def on_descendant_focus(self) -> None:
        """Give the fields below the tree more lines while one of them has the focus."""
        super().on_descendant_focus()
        self._settle_conclusion()

    def turn(self, by: int) -> None:
        """Focus the next field; a field below the tree is shown before it gets the focus."""
        self._open_conclusion(True)
        super().turn(by)
        self._settle_conclusion()

    def _settle_conclusion(self) -> None:
        self._open_conclusion(any(row.holds(self.screen.focused) for row in self.field_rows()))

    def _open_conclusion(self, is_open: bool) -> None:
        self.query_one(".conclusion").set_class(is_open, "-open")

    @property
    def whys(self) -> ItemList:
        """The tree."""
        return self.lists[0]

    def entry_point(self) -> Widget | None:
        """Return the add line of the tree."""
        return self.whys.add

    def go_to(self, place: Place) -> bool:
        """Show and focus an item or a field; the problem is a row of the tree."""
        if place.field == "root_cause.problem":
            self.whys.go_to(PROBLEM)
            self.screen.set_focus(self.whys.list)
            return True
        found = super().go_to(place)
        self._settle_conclusion()
        return found

    def subtitle(self, session: Session) -> str:
        """Return the number of roots and the depth."""
        return _subtitle(session.root_cause.whys)

    def asides(self, session: Session) -> Sequence[Aside]:
        """Return hints on the tree, and its chain of answers."""
        asides = []
        hints = [hint for hint in why_hints(session, asked_id(self.whys)) if not self._said_already(hint)]
        if hints:
            asides.append(Aside("Notice", notice=True, bullets=tuple(hint.text for hint in hints)))
        if why_id := asked_id(self.whys):
            texts = read_back(session, why_id)
            if len(texts) > 1:
                therefore = Content.styled(" therefore ", "bold")
                asides.append(Aside("Read back", therefore.join(Content.styled(text, "$dim") for text in texts)))
            if actions := actions_from(session, why_id):
                asides.append(Aside("Its actions", bullets=tuple(cut(action.text, 60) for action in actions)))
        return asides

    def _said_already(self, hint: Hint) -> bool:
        """Return whether to leave out a hint on a person: the wording hint says the same, or hints are hidden here."""
        if hint.key != "person":
            return False
        why = self.whys.item(hint.item_id)
        return is_silent(self.app) or (
            why is not None
            and hint.item_id == self.whys.item_id
            and any(flag.kind in ("person", "name") for flag in self.whys.wording.flags(why.text))
        )

    def question(self) -> str:
        """Return the question that fits the answer under the cursor."""
        return question_of_item(self)


@cached_by_identity
def _subtitle(whys: tuple[Why, ...]) -> str:
    found = list(walk(whys))
    if not found:
        return "how it came about"
    roots = sum(why.verdict == "root" for _, why in found)
    count = "no root yet" if not roots else f"{roots} root{'s' if roots > 1 else ''}"
    return f"how it came about · {count} · deepest {max(depth for depth, _ in found)}"
