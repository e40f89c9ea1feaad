"""Five whys: the tree of answers (`why_tree`), and below it what it came to."""

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
"""Lines of the step that the tree does not have where what it came to is seen whole."""
_CONCLUSION: Final = 9
"""Lines of what it came to, where the tree has those that it needs and no more."""
_BESIDE: Final = 3
"""Columns of the list that are not its text's: the bar, the space behind it, and the scrollbar."""


class FiveWhysView(StepView):
    """The tree, then what it came to."""

    sheets = ("five_whys",)

    def compose_parts(self) -> ComposeResult:
        """The tree has the room; the statement and "none was found, because" stand below it."""
        yield self.make_list(ANSWERS)
        form = next(part for part in self.step.parts if isinstance(part, declared.Form))
        with FieldsArea(classes="forms conclusion"):
            yield self.make_form(declared.Form(fields=form.fields[1:]))

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """The tree."""
        return tree_parts(self.step)

    def show(self, session: Session) -> None:
        """Show the tree, and share the lines between it and what it came to."""
        super().show(session)
        self._share()

    def on_resize(self, event: events.Resize) -> None:
        """Share the lines anew."""
        self._share()

    def _share(self) -> None:
        """Where they do not suffice for both, the tree has them until somebody writes below it."""
        if not self.size.height:
            return  # it has no place on the screen yet
        room = max(self.size.height - _AROUND, 0)
        spare = room - lines_of(self.whys.list.rows, self.size.width - _BESIDE, room + 1)
        self.set_class(spare < 0, "-short")
        limits = self.query_one(".conclusion").styles
        if spare > 0:
            limits.max_height = _CONCLUSION + spare
        else:
            limits.clear_rule("max_height")  # the style sheet says

    def on_descendant_focus(self) -> None:
        """Where they are short, the fields below the tree have more lines as long as one of them has the focus."""
        super().on_descendant_focus()
        self._settle_conclusion()

    def turn(self, by: int) -> None:
        """Move the focus to the next field; one below the tree is shown before it gets the focus."""
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
        """The line in which an answer is typed."""
        return self.whys.add

    def go_to(self, place: Place) -> bool:
        """The problem is a row of the tree."""
        if place.field == "root_cause.problem":
            self.whys.go_to(PROBLEM)
            self.screen.set_focus(self.whys.list)
            return True
        found = super().go_to(place)
        self._settle_conclusion()
        return found

    def subtitle(self, session: Session) -> str:
        """How many roots, how deep."""
        return _subtitle(session.root_cause.whys)

    def asides(self, session: Session) -> Sequence[Aside]:
        """What is worth noticing in the tree, and the chain read back."""
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
        """Of a person, the wording hint beside it says the same; on a shared screen neither is shown."""
        if hint.key != "person":
            return False
        why = self.whys.item(hint.item_id)
        return is_silent(self.app) or (
            why is not None
            and hint.item_id == self.whys.item_id
            and any(flag.kind in ("person", "name") for flag in self.whys.wording.flags(why.text))
        )

    def question(self) -> str:
        """What fits the answer that is selected."""
        return question_of_item(self)


@cached_by_identity
def _subtitle(whys: tuple[Why, ...]) -> str:
    found = list(walk(whys))
    if not found:
        return "how it came about"
    roots = sum(why.verdict == "root" for _, why in found)
    count = "no root yet" if not roots else f"{roots} root{'s' if roots > 1 else ''}"
    return f"how it came about · {count} · deepest {max(depth for depth, _ in found)}"
