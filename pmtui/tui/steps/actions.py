"""The actions: what comes from a why or a note is linked to it; wording that cannot be finished is said softly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import BindingType

from pmtui.app.editing_session import Place
from pmtui.app.item_parsing import NewItems
from pmtui.app.suggestions import Offer
from pmtui.app.wrap import fit
from pmtui.library.ids import uuid7
from pmtui.meeting import vocabulary
from pmtui.meeting.actions import MANY, weak_wording
from pmtui.meeting.step import Items
from pmtui.meeting.steps import list_of
from pmtui.session import edits
from pmtui.session.document import Action, Session
from pmtui.session.edits import EditRefused
from pmtui.session.paths import all_items
from pmtui.session.text import cut
from pmtui.session.times import show_date
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input import keymap
from pmtui.tui.steps.base import StepView
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.hints_muted import is_silent
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.offer import OfferScreen
from pmtui.tui.widgets.rows import Row, Span

WIDE: Final = 84
"""Columns of the list from which owner, date and ticket stand in columns."""


class ActionsList(ItemsView):
    """Short term before long, each with who, when and where."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("actions")]

    def action_action_drop(self) -> None:
        """Drop the action and ask for the reason, or take a dropped one up again."""
        action = self.item()
        if action is None:
            return
        if action.status == "dropped":
            self.change(action.id, f"status of {self.named(action.id)}", status="open")
        elif self.change(action.id, f"status of {self.named(action.id)}", status="dropped"):
            place = Place("actions", action.id, "description")
            title = "Dropped, because … (in the description)"
            self.app.push_screen(ItemScreen(self.editing, title, "actions", self.part.fields, place))

    def action_action_horizon(self) -> None:
        """Turn the action from short term to long, or back."""
        action = self.item()
        if action is not None:
            horizon = "long" if action.horizon == "short" else "short"
            self.change(action.id, f"term of {self.named(action.id)}", horizon=horizon)

    def action_action_idea(self) -> None:
        """Make an action of the parked idea; where there are several, offer them."""
        ideas = Ideas(self)
        offers = ideas.offers(self.editing.session)
        if not offers:
            self.post_message(self.Said("No parked idea waits to become an action"))
        elif len(offers) == 1:
            ideas.take_offers(offers)
        else:
            self.app.push_screen(OfferScreen(ideas, "Parked ideas", everything="All of them"))

    # --- rows ---

    @property
    def wide(self) -> bool:
        """Whether there is room for columns beside the text."""
        return self.list.size.width >= WIDE

    def _today(self) -> str:
        zone = ZoneInfo(self.editing.session.key_details.timezone)
        return self.editing.now().astimezone(zone).date().isoformat()

    def signature(self, session: Session) -> object:
        """What the rows are made of: the actions, where they came from, and today's date."""
        return same_parts(
            session.actions, session.root_cause, session.lessons, session.parking_lot, self.wide, self._today()
        )

    def make_rows(self, session: Session, items: Sequence[Any]) -> list[Row]:
        """Make a row for each action."""
        by_id = {item.id: item for _, item in all_items(session)} if any(item.source for item in items) else {}
        today, wide = self._today(), self.wide
        rows = []
        for item in items:
            source = str(getattr(by_id.get(item.source or ""), "text", ""))
            made_of = (item, source, today, wide)
            rows.append(self.cached(item.id, made_of, partial(_row, *made_of)))
        return rows or [self.empty_row()]


class Ideas:
    """The parked ideas that are no actions yet, as something to take from."""

    def __init__(self, view: ActionsList) -> None:
        self.view = view
        self.editing = view.editing

    def offers(self, session: Session) -> list[Offer]:
        """The parked ideas that are no actions yet."""
        taken = {action.source for action in session.actions}
        ideas = [parked for parked in session.parking_lot if parked.kind == "idea" and parked.id not in taken]
        return [Offer(idea.id, idea.text, idea.author) for idea in ideas]

    def take_offers(self, offers: list[Offer]) -> bool:
        """Make actions of them; the ideas stay parked, and say that they are actions."""
        actions = tuple(Action(id=uuid7(), text=offer.label, source=offer.text) for offer in offers)
        one = f"action from “{cut(offers[0].label, 20)}”"

        def add(session: Session) -> Session:
            return edits.add_items(session, "actions", actions)

        return self.view.submit_entry(NewItems(actions, add, one if len(offers) == 1 else f"{len(offers)} actions"))


def _row(item: Action, source: str, today: str, wide: bool) -> Row:
    """The text; who, when and where beside it in columns, or under it where there is no room."""
    sign = {"done": Span("✓ ", "well"), "dropped": Span("× ", "dim")}.get(item.status, Span("○ ", "dim"))
    style = "struck" if item.status == "dropped" else "dim" if item.status == "done" else ""
    origin = f"from “{cut(source, 60)}”" if source and source != item.text else ""
    due, due_style = _due(item, today)
    owner, owner_style = _owner(item)
    term = "long term" if item.horizon == "long" else ""
    right: tuple[Span, ...]
    if wide:
        right = (Span(fit(owner, 16), owner_style), Span(fit(due, 19), due_style), Span(fit(item.ticket, 10), "dim"))
        below = " · ".join(text for text in (term, item.priority, origin) if text)
    else:
        right = (Span(due, due_style),) if due else ()
        known = owner if owner_style == "dim" else ""
        below = " · ".join(text for text in (known, item.ticket, term, item.priority, origin) if text)
    spans = [Span(below, "dim")] if below else []
    if item.status == "dropped" and item.description.strip():
        spans.append(Span(f"because: {cut(item.description, 100)}", "dim"))
    if not wide and owner_style == "notice":
        spans.insert(0, Span(owner, owner_style))
    return Row(item.id, item.text or "(no text)", style, lead=(sign,), right=right, below=tuple(spans))


def _due(item: Action, today: str) -> tuple[str, str]:
    """When, and how it looks: red where it is overdue."""
    if item.status == "done":
        return (f"done {show_date(item.done_at)}" if item.done_at else "done"), "dim"
    if item.status == "dropped":
        return "dropped", "dim"
    if item.due is None:
        return "no date", "notice"
    late = item.due.isoformat() < today
    return show_date(item.due) + (" overdue" if late else ""), "danger bold" if late else "dim"


def _owner(item: Action) -> tuple[str, str]:
    if item.owner or item.status != "open":
        return item.owner, "dim"
    return "no owner", "notice"


class ActionsView(StepView):
    """The actions and what is soft about them."""

    def make_list(self, part: Items) -> ItemsView:
        """The list of actions."""
        made = ActionsList(self.editing, part, self.step.name)
        self.lists.append(made)
        return made

    def on_resize(self, event: events.Resize) -> None:
        """Redraw the rows: the columns depend on the width."""
        self.call_after_refresh(lambda: self.lists[0].show(self.editing.session))

    def subtitle(self, session: Session) -> str:
        """How many are open, how many are done."""
        counts = Counter[str](action.status for action in session.actions)
        if not counts:
            return "verb first, one person, one date"
        return " · ".join(f"{counts[status]} {status}" for status in vocabulary.ACTION_STATUS if counts[status])

    @property
    def actions(self) -> ActionsList:
        """The list of actions."""
        return next(view for view in self.lists if isinstance(view, ActionsList))

    def _wording_said(self, action: Action) -> bool:
        """Whether the wording hint beside it says the same, or must not be shown on this screen."""
        return is_silent(self.app) or any(flag.kind == "vague" for flag in self.actions.flags(action.text))

    def asides(self, session: Session) -> Sequence[Aside]:
        """The selected action's weak wording; a wish list; ideas that wait."""
        asides: list[Aside] = []
        action = self.lists[0].item() if self.lists else None
        if action is not None and not self._wording_said(action) and (weak := weak_wording(action.text)):
            asides.append(Aside("Notice", notice=True, bullets=(weak,)))
        if sum(action.status == "open" for action in session.actions) > MANY:
            asides.append(Aside("Many", f"More than {MANY} are a wish list: which would have changed this incident?"))
        ideas = [offer.label for offer in Ideas(self.actions).offers(session)]
        if ideas:
            asides.append(Aside("Parked ideas", "\n".join(f"· {cut(idea, 60)}" for idea in ideas[:5])))
        return [*asides, *super().asides(session)]


def new_action(view: ItemsView, source: str, about: str) -> None:
    """Make an action that comes from an item, and let its text be typed at once."""
    action = Action(id=uuid7(), source=source)
    label = f"action from “{cut(about, 20)}”"
    try:
        view.editing.do(lambda s: edits.add_items(s, "actions", [action]), label, Place("actions", action.id))
    except EditRefused as refused:
        view.post_message(view.Said(str(refused), wrong=True))
        return
    part = list_of("actions")
    title = f"Action from “{cut(about, 60)}”"
    view.app.push_screen(ItemScreen(view.editing, title, "actions", part.fields, Place("actions", action.id)))
