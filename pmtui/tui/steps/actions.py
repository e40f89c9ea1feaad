"""The actions: a list with links to whys and notes, and hints on actions whose wording is vague."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar, Final, NamedTuple
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from pmtui import signs
from pmtui.app.action_links import link, linkable_actions, linkable_sources
from pmtui.app.editing_session import Place
from pmtui.app.item_parsing import NewItems
from pmtui.app.screen_columns import COLUMNS
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
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import NOTHING, KeptRows
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL, key_of, move_past_neighbour, needs_row
from pmtui.tui.steps.base import StepView, set_widest
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.steps.ticket_text import copy_ticket
from pmtui.tui.widgets.hints_muted import is_silent
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.offer import OfferScreen
from pmtui.tui.widgets.picker import Picker, matcher
from pmtui.tui.widgets.rows import Row, Span

WIDE: Final = 88
"""The columns of the list from which owner, date and ticket have columns of their own."""
WIDER: Final = 110
"""The columns of the list from which names are whole, and each row says where the action came from."""
WHOLE: Final = 120
"""The columns of the list from which the texts of done actions are whole; a screen of 190 has them."""
WIDEST: Final = 140
"""The most columns of a row: about eighty for the text, the rest for owner, date and ticket."""
HINT: Final = "end: @who, date, ticket, !P1 · Enter adds it"


# --- the commands ---


def drop_action(items: ItemList) -> None:
    """Ask for the reason and drop the action; reopen an action that is dropped."""
    action = items.item()
    if action is None:
        return
    label = f"status of {items.named(action.id)}"
    if action.status == "dropped":
        items.change(action.id, label, status="open")
    elif items.change(action.id, label, status="dropped"):
        place = Place("actions", action.id, "description")
        title = "Dropped, because … (in the description)"
        items.app.push_screen(ItemScreen(items.editing, title, "actions", items.part.fields, place))


def turn_horizon(items: ItemList) -> None:
    """Change the action from short term to long term, or back."""
    action = items.item()
    if action is not None:
        horizon = "long" if action.horizon == "short" else "short"
        items.change(action.id, f"term of {items.named(action.id)}", horizon=horizon)


def pick_source(items: ItemList) -> None:
    """Choose the root, answer, note or idea that the action comes from; choosing the same again removes it."""
    action = items.item()
    if action is None:
        return
    sources = linkable_sources(items.editing.session, action)
    if not sources:
        items.say("There is no answer, note or idea yet that it could come from")
        return

    def chosen(source: str | None) -> None:
        if source is not None:
            items.do(link(action, source), f"source of {items.named(action.id)}", action.id)

    items.app.push_screen(Picker(f"“{cut(action.text, 48)}” comes from …", matcher(sources)), chosen)


def pick_action(view: ItemList, source: str, about: str) -> None:
    """Link an existing action to an answer; choosing the same again removes the link."""
    actions = {action.id: action for action in view.editing.session.actions}
    if not actions:
        view.say(f"There is no action yet: {key_of(view, 'why.action')} makes one of the answer")
        return

    def chosen(action_id: str | None) -> None:
        if action_id is not None:
            action = actions[action_id]
            view.do(link(action, source), f"source of the action “{cut(action.text, 24)}”", source)

    entries = linkable_actions(view.editing.session, source)
    view.app.push_screen(Picker(f"The action for “{cut(about, 48)}” is …", matcher(entries)), chosen)


def take_idea(items: ItemList) -> None:
    """Make an action of the parked idea; if there are several, let the user choose."""
    ideas = Ideas(items)
    offers = ideas.offers(items.editing.session)
    if not offers:
        items.say("No parked idea waits to become an action")
    elif len(offers) == 1:
        ideas.take_offers(offers)
    else:
        items.app.push_screen(OfferScreen(ideas, "Parked ideas", everything="All of them"))


def _is_closed(action: Action) -> bool:
    return action.status != "open"


def staying(act: Callable[[ItemList], object], items: ItemList) -> None:
    """Make a change that may move the action in the list, and keep the cursor near its place."""
    before, here = [action.id for action in items.items(items.editing.session)], items.item_id
    act(items)
    after = [action.id for action in items.items(items.editing.session)]
    if here is None or here not in after or after == before:
        return
    at = before.index(here)
    neighbours = [*before[at + 1 :], *reversed(before[:at])]
    items.show(items.editing.session)
    items.go_to(next((action_id for action_id in neighbours if action_id in after), here))


ACTS: Final = (
    *USUAL,
    Act("item.up", partial(move_past_neighbour, -1, _is_closed), needs_row),
    Act("item.down", partial(move_past_neighbour, 1, _is_closed), needs_row),
    Act("action.drop", partial(staying, drop_action), needs_row),
    Act("action.horizon", turn_horizon, needs_row),
    Act("action.idea", take_idea),
    Act("action.source", pick_source, needs_row),
    Act("action.copy", copy_ticket, needs_row),
)


class Ideas:
    """The parked ideas that are not actions yet, for the window of suggestions."""

    def __init__(self, view: ItemList) -> None:
        self.view = view
        self.editing = view.editing

    def offers(self, session: Session) -> list[Offer]:
        """Return the parked ideas that are not actions yet."""
        taken = {action.source for action in session.actions}
        ideas = [parked for parked in session.parking_lot if parked.kind == "idea" and parked.id not in taken]
        return [Offer(idea.id, idea.text, idea.author) for idea in ideas]

    def take_offers(self, offers: list[Offer]) -> bool:
        """Make actions of ideas; the ideas stay parked, marked as actions."""
        actions = tuple(Action(id=uuid7(), text=offer.label, source=offer.text) for offer in offers)
        one = f"action from “{cut(offers[0].label, 20)}”"

        def add(session: Session) -> Session:
            return edits.add_items(session, "actions", actions)

        return self.view.add_made(NewItems(actions, add, one if len(offers) == 1 else f"{len(offers)} actions"))


# --- the rows ---


class _Beside(NamedTuple):
    """The widths of the columns beside the texts, in cells; all 0 if there is no room."""

    owner: int
    due: int
    ticket: int
    origin: bool
    """Whether every row says where its action came from, and not only the selected one."""
    whole: bool
    """Whether the text of a done action is whole, and not cut to one line."""


class ActionRows:
    """The rows of the actions, open ones first, with owner, date and ticket."""

    def __init__(self, part: Items, now: Callable[[], datetime]) -> None:
        self.part, self.now = part, now
        self.kept = KeptRows()

    def items(self, session: Session) -> tuple[Action, ...]:
        """Return the actions, open ones first; their order in the review stays."""
        return tuple(sorted(session.actions, key=_is_closed))

    def made_of(self, session: Session, width: int) -> object:
        """Return the actions, where they came from, and the present day."""
        room = width >= WIDE, width >= WIDER, width >= WHOLE, self._today(session)
        return same_parts(session.actions, session.root_cause, session.lessons, session.parking_lot, room)

    def rows(self, session: Session, items: Sequence[Action], width: int) -> list[Row]:
        """Return a row for each action."""
        by_id = {item.id: item for _, item in all_items(session)} if any(item.source for item in items) else {}
        today = self._today(session)
        beside = _beside(items, today, width)
        rows = []
        for item in items:
            source = str(getattr(by_id.get(item.source or ""), "text", ""))
            made_of = (item, source, today, beside)
            rows.append(self.kept.row(item.id, made_of, partial(_row, *made_of)))
        return rows or [NOTHING]

    def _today(self, session: Session) -> str:
        return self.now().astimezone(ZoneInfo(session.key_details.timezone)).date().isoformat()


def _beside(items: Sequence[Action], today: str, width: int) -> _Beside:
    """Return columns as wide as their content, as far as the texts leave room."""
    if width < WIDE or not items:
        return _Beside(0, 0, 0, origin=False, whole=False)
    wider = width >= WIDER
    return _Beside(
        owner=min(max(cell_len(_owner(item)[0]) for item in items), 28 if wider else 20),
        due=max(cell_len(_due(item, today)[0]) for item in items),
        ticket=min(max(cell_len(_ticket(item)) for item in items), 16 if wider else 10),
        origin=wider,
        whole=width >= WHOLE,
    )


def _row(item: Action, source: str, today: str, beside: _Beside) -> Row:
    """Return the row of an action: the text with owner, date and ticket in columns beside it, or below it."""
    sign = {"done": Span(f"{signs.TICK} ", "well"), "dropped": Span(f"{signs.DROPPED} ", "dim")}.get(
        item.status, Span(f"{signs.OPEN} ", "dim")
    )
    style = "struck" if item.status == "dropped" else "dim" if item.status == "done" else ""
    origin = f"from “{cut(source, 100)}”" if source and source != item.text else ""
    due, due_style = _due(item, today)
    owner, owner_style = _owner(item)
    term = "long term" if item.horizon == "long" else ""
    right: tuple[Span, ...]
    below: list[Span] = []
    facts = [term, item.priority]
    if beside.due:
        columns = (
            (owner, beside.owner, owner_style),
            (due, beside.due, due_style),
            (_ticket(item), beside.ticket, "dim"),
        )
        right = tuple(Span(fit(text, width) + "  ", style) for text, width, style in columns if width)
    else:
        right = (Span(due, due_style),) if due else ()
        facts = [owner if owner_style == "dim" else "", cut(_ticket(item), 40), *facts]
        below = [Span(owner, owner_style)] if owner_style == "notice" else []
    said = " · ".join(text for text in facts if text)
    more = [Span(text, "dim") for text in (origin, said if _is_closed(item) else "") if text]
    if said and not _is_closed(item):
        below.append(Span(said, "dim"))
    if origin and beside.origin and not _is_closed(item):
        below.append(more.pop(0))
    if item.status == "dropped" and item.description.strip():
        more.append(Span(f"because: {one_line(item.description)}", "dim"))
    return Row(
        item.id,
        item.text or "(no text)",
        style,
        lead=(sign,),
        right=right,
        below=tuple(below),
        more=tuple(more),
        single=_is_closed(item) and not beside.whole,
    )


def _ticket(item: Action) -> str:
    """Return the name of a ticket; of an address its last part."""
    return item.ticket.rstrip("/").rpartition("/")[2] if "://" in item.ticket else item.ticket


def _due(item: Action, today: str) -> tuple[str, str]:
    """Return the due date and its style; the style is red if the action is overdue."""
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
    """The list of actions, and hints on vague ones."""

    wants_columns: ClassVar[int] = COLUMNS

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Make the list."""
        rows = ActionRows(part, self.editing.now)
        return ListParts(part, ACTS, keys="actions", rows=rows, add_line=AddLineParts(hint=HINT))

    def make_list(self, part: Items) -> ItemList:
        """Return the parts of the list; its rows may be wider than text, because they have columns."""
        made = super().make_list(part)
        set_widest(made, WIDEST)
        return made

    def subtitle(self, session: Session) -> str:
        """Return the number of open and of done actions."""
        counts = Counter[str](action.status for action in session.actions)
        if not counts:
            return "verb first, one person, one date"
        return " · ".join(f"{counts[status]} {status}" for status in vocabulary.ACTION_STATUS if counts[status])

    def label_of(self, command_id: str) -> str | None:
        """Return the label of a command; that of parked ideas only if there are any."""
        has_none = command_id == "action.idea" and not Ideas(self.actions).offers(self.editing.session)
        return "" if has_none else super().label_of(command_id)

    @property
    def actions(self) -> ItemList:
        """The list of actions."""
        return self.lists[0]

    def _wording_said(self, action: Action) -> bool:
        """Return whether the wording hint says the same, or must not be shown on this screen."""
        return is_silent(self.app) or any(flag.kind == "vague" for flag in self.actions.wording.flags(action.text))

    def asides(self, session: Session) -> Sequence[Aside]:
        """Return hints: the selected action's vague words, too many actions, parked ideas."""
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


def new_action(view: ItemList, source: str, about: str) -> None:
    """Make an action from an item, and open the field for its text."""
    action = Action(id=uuid7(), source=source)
    label = f"action from “{cut(about, 20)}”"
    try:
        view.editing.do(lambda s: edits.add_items(s, "actions", [action]), label, Place("actions", action.id))
    except EditRefused as refused:
        view.say(str(refused), wrong=True)
        return
    part = list_of("actions")
    title = f"Action from “{cut(about, 60)}”"
    place = Place("actions", action.id)
    view.app.push_screen(ItemScreen(view.editing, title, "actions", part.fields, place, line=part))
