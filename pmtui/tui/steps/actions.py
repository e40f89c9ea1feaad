"""The actions: what comes from a why or a note is linked to it; wording that cannot be finished is said softly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from pmtui.library.ids import uuid7
from pmtui.meeting.actions import MANY, weak_wording
from pmtui.meeting.step import Items
from pmtui.meeting.steps import step
from pmtui.session import edits
from pmtui.session.document import Action, Session
from pmtui.session.edits import EditRefused
from pmtui.session.places import find
from pmtui.session.text import cut
from pmtui.tui import keymap
from pmtui.tui.desk import Place
from pmtui.tui.screens.item import ItemScreen
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.guide import Aside
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.rows import Row, Span


class ActionsList(ItemsView):
    """Short term before long, each with who, when and where."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("actions")]

    def action_action_drop(self) -> None:
        """Dropped, with a reason to be typed; or taken up again."""
        action = self.item()
        if action is None:
            return
        if action.status == "dropped":
            self.change(action.id, "take the action up again", status="open")
        elif self.change(action.id, f"drop “{cut(action.text, 24)}”", status="dropped"):
            place = Place("actions", action.id, "description")
            title = "Dropped, because … (in the description)"
            self.app.push_screen(ItemScreen(self.desk, title, "actions", self.part.fields, place))

    def action_action_horizon(self) -> None:
        """Short term, or long."""
        action = self.item()
        if action is not None:
            horizon = "long" if action.horizon == "short" else "short"
            self.change(action.id, f"make it {horizon} term", horizon=horizon)

    def row(self, session: Session, item: Any, number: int) -> Row:
        """The term stands with the rest; what has no owner or date yet is seen."""
        row = super().row(session, item, number)
        lead = row.lead[0].text + ("long  " if item.horizon == "long" else "short ")
        below: tuple[Span, ...] = ()
        if item.source and (found := find(session, item.source)):
            below = (Span(f"from “{cut(str(getattr(found[1], 'text', '')), 60)}”", "dim"),)
        return replace(row, lead=(Span(lead, "dim"),), below=below)


class ActionsView(StepView):
    """The actions and what is soft about them."""

    def make_list(self, part: Items) -> ItemsView:
        """The list of actions."""
        made = ActionsList(self.desk, part, self.step.name)
        self.lists.append(made)
        return made

    def subtitle(self, session: Session) -> str:
        """How many are open."""
        open_ones = sum(action.status == "open" for action in session.actions)
        return f"{open_ones} open" if session.actions else "verb first, one person, one date"

    def asides(self, session: Session) -> Sequence[Aside]:
        """The selected action's weak wording; a wish list; ideas that wait."""
        asides: list[Aside] = []
        action = self.lists[0].item() if self.lists else None
        if action is not None and (weak := weak_wording(action.text)):
            asides.append(Aside("Notice", Content.assemble(("● ", "$notice"), weak), notice=True))
        if sum(action.status == "open" for action in session.actions) > MANY:
            asides.append(Aside("Many", f"More than {MANY} are a wish list: which would have changed this incident?"))
        ideas = [parked.text for parked in session.parking_lot if parked.kind == "idea"]
        if ideas:
            asides.append(Aside("Parked ideas", "\n".join(f"· {cut(idea, 60)}" for idea in ideas[:5])))
        return [*asides, *super().asides(session)]


def new_action(view: ItemsView, source: str, about: str) -> None:
    """Make an action that comes from an item, and let its text be typed at once."""
    action = Action(id=uuid7(), source=source)
    label = f"action from “{cut(about, 20)}”"
    try:
        view.desk.do(lambda s: edits.add_items(s, "actions", [action]), label, Place("actions", action.id))
    except EditRefused as refused:
        view.post_message(view.Said(str(refused), wrong=True))
        return
    part = next(part for part in step("actions").parts if isinstance(part, Items))
    title = f"Action from “{cut(about, 60)}”"
    view.app.push_screen(ItemScreen(view.desk, title, "actions", part.fields, Place("actions", action.id)))
