"""Five whys: the tree, and the question asked of the answer that is selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import NewItems, why_entry
from pmtui.app.verdicts import VERDICT_SPANS
from pmtui.library.drafts import FieldKey
from pmtui.library.ids import uuid7
from pmtui.meeting import step as declared
from pmtui.meeting.five_whys import ANSWERS
from pmtui.meeting.hints import Hint, read_back, why_hints
from pmtui.meeting.step import Step
from pmtui.session import edits
from pmtui.session.document import Session, Verdict, Why
from pmtui.session.paths import chain, figure_words, walk
from pmtui.session.text import cut
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input import keymap
from pmtui.tui.steps.base import StepView
from pmtui.tui.steps.figures import pick_figures
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.hints_muted import is_silent
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.picker import Picker, matcher
from pmtui.tui.widgets.rows import Row, Rows, Span

TALL: Final = 30
"""Lines of the step from which the tree can spare some for what it came to."""
PROBLEM: Final = "problem"
"""The id of the row above the tree."""


class WhyTree(ItemsView):
    """The tree of answers; whatever is typed answers the selected one."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("five whys")]
    HINT = "Enter adds it and asks again · ↑↓ choose another · Esc for commands"

    def __init__(self, editing: EditingSession, step: Step) -> None:
        super().__init__(editing, ANSWERS, step.name)
        self.question = Static(classes="question")
        form = next(part for part in step.parts if isinstance(part, declared.Form))
        self.problem = form.fields[0]

    def compose(self) -> ComposeResult:
        """Lay out the tree, the question, and the line for its answer."""
        yield Static(classes="items-title")
        yield self.list
        yield self.question
        if self.add is not None:
            yield self.add
        yield Static(self.HINT, markup=False, classes="hint")

    # --- content ---

    def items(self, session: Session) -> tuple[Any, ...]:
        """All answers, parents first."""
        return tuple(why for _, why in walk(session.root_cause.whys))

    def signature(self, session: Session) -> object:
        """Made of the tree, the problem and the figures' order."""
        return same_parts(session.root_cause, session.evidence)

    def make_rows(self, session: Session, items: Sequence[Any]) -> list[Row]:
        """The problem, then the tree under it."""
        problem = session.root_cause.problem
        head = Row(PROBLEM, problem or "What happened? One measured effect.", "bold" if problem else "dim")
        rows = [self.cached(PROBLEM, (problem,), lambda: head)]
        limit = max(self.list.size.width, 40) // 2
        for why, before, last in _branches(session.root_cause.whys, ""):
            words = figure_words(session, why.evidence)
            made_of = (why, before, last, words, limit)
            rows.append(self.cached(why.id, made_of, partial(_row, *made_of)))
        return rows

    def show(self, session: Session) -> None:
        """The tree and the question."""
        super().show(session)
        self.ask()

    def ask(self) -> None:
        """Ask how the selected answer came about."""
        problem = self.editing.session.root_cause.problem
        why = self.item()
        if not problem and why is None:
            text = Content.assemble(("What happened,\n", "$dim"), ("as one measured effect?", "bold $accent"))
        else:
            asked = cut((why.text if why is not None else problem).rstrip(" .?!"), 160)
            text = Content.assemble(("How did it come about that\n", "$dim"), (f"“{asked}”?", "bold $accent"))
        self.question.update(text)
        self.call_after_refresh(self.fit)

    @on(Rows.Moved)
    def asked(self) -> None:
        """Ask anew: another answer is selected."""
        self.ask()

    # --- adding ---

    def asked_id(self) -> str | None:
        """The answer that is answered; None for the problem."""
        return None if self.item_id == PROBLEM else self.item_id

    def line_item(self) -> str | None:
        """An answer goes with what it was asked of."""
        return self.asked_id()

    def takes_up(self, key: FieldKey) -> bool:
        """Any answer; what it was asked of is selected again."""
        self.go_to(key.item or PROBLEM)
        return True

    def entry(self, texts: list[str]) -> NewItems:
        """The problem where there is none yet, else answers to what is selected."""
        session = self.editing.session
        if session.root_cause.problem or session.root_cause.whys:
            return why_entry(texts, self.asked_id())
        rest = [Why(id=uuid7(), text=text) for text in texts[1:]]

        def state(session: Session) -> Session:
            session = edits.set_field(session, "root_cause.problem", texts[0])
            for why in rest:
                session = edits.add_why(session, None, why)
            return session

        return NewItems((rest[-1] if rest else Why(id=PROBLEM),), state, f"state “{cut(texts[0], 24)}”")

    # --- acts ---

    def _verdict(self, verdict: Verdict) -> None:
        why = self.item()
        if why is not None:
            new = None if why.verdict == verdict else verdict
            label = f"verdict on {self.named(why.id)}"
            self.change(why.id, label, verdict=new)

    def action_why_root(self) -> None:
        """Mark the answer as a root, or take the mark back."""
        self._verdict("root")

    def action_why_ruled_out(self) -> None:
        """Mark the answer as ruled out, or take the mark back."""
        self._verdict("ruled_out")

    def action_why_contributing(self) -> None:
        """Mark the answer as contributing, or take the mark back."""
        self._verdict("contributing")

    def action_why_not_followed(self) -> None:
        """Mark the answer as not followed, or take the mark back."""
        self._verdict("not_followed")

    def action_why_action(self) -> None:
        """Make an action from the answer, and let its text be typed at once."""
        why = self.item()
        if why is None:
            return
        from pmtui.tui.steps.actions import new_action  # the step is imported when it is needed

        new_action(self, why.id, why.text)

    def action_why_evidence(self) -> None:
        """Attach figures to the answer."""
        why = self.item()
        if why is not None:
            pick_figures(self, why)

    def action_why_out(self) -> None:
        """Move the answer one level out, beside its parent."""
        above = chain(self.editing.session.root_cause.whys, self.item_id or "")
        if len(above) > 1:
            self._reparent(above[-1].id, above[-3].id if len(above) > 2 else None)

    def action_why_in(self) -> None:
        """Move the answer under the one above it."""
        above = chain(self.editing.session.root_cause.whys, self.item_id or "")
        if above:
            siblings = above[-2].whys if len(above) > 1 else self.editing.session.root_cause.whys
            at = next(i for i, why in enumerate(siblings) if why.id == above[-1].id)
            if at > 0:
                self._reparent(above[-1].id, siblings[at - 1].id)

    def action_why_reparent(self) -> None:
        """Move the answer under another one that is picked, or under the problem."""
        why = self.item()
        if why is None:
            return
        below = {inner.id for _, inner in walk((why,))}
        entries = [(PROBLEM, self.editing.session.root_cause.problem or "The problem", "first level")]
        others = walk(self.editing.session.root_cause.whys)
        entries += [(other.id, other.text, f"level {depth}") for depth, other in others if other.id not in below]
        picker = Picker(f"Move “{cut(why.text, 40)}” under …", matcher(entries))

        def chosen(parent: str | None) -> None:
            if parent is not None:
                self._reparent(why.id, None if parent == PROBLEM else parent)

        self.app.push_screen(picker, chosen)

    def _reparent(self, why_id: str, parent: str | None) -> None:
        self.do(lambda session: edits.reparent_why(session, why_id, parent), self.moved_label(why_id), why_id)

    def action_item_edit(self) -> None:
        """Edit the answer, or the problem in a form of one field."""
        if self.item_id == PROBLEM:
            field = self.problem
            place = Place(self.step, None, field.path)
            self.app.push_screen(ItemScreen(self.editing, field.label, None, (field,), place))
        else:
            super().action_item_edit()

    def action_item_delete(self) -> None:
        """Delete the answer with all below it; the problem stays."""
        why = self.item()
        below = sum(1 for _ in walk(why.whys)) if isinstance(why, Why) else 0
        before = self.editing.session
        if self.item_id != PROBLEM:
            super().action_item_delete()
        if below and self.editing.session is not before:
            self.post_message(self.Said(f"Deleted, with {below} below it · {self.key_for('undo')} brings all back"))

    def action_item_duplicate(self) -> None:
        """A copy would say the same twice: there is none in a tree."""

    def chosen(self) -> tuple[str, ...]:
        """The ids of the answers to act on, without the problem."""
        return tuple(row_id for row_id in super().chosen() if row_id != PROBLEM)

    def why_not(self, command_id: str) -> str:
        """Why an action cannot be done: most need a selected answer, and the problem is none."""
        acts = ("item.delete", "item.up", "item.down", "item.select")
        if (command_id.startswith("why.") or command_id in acts) and self.item_id in (None, PROBLEM):
            return "choose an answer first"
        return super().why_not(command_id) if command_id == "item.edit" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether an action can be done: most need a selected answer."""
        if action.startswith("why_") or action in ("item_delete", "item_up", "item_down", "item_select"):
            return self.item_id not in (None, PROBLEM)
        if action in ("item_duplicate", "item_sort"):
            return False
        return super().check_action(action, parameters)


class FiveWhysView(StepView):
    """The tree, then what it came to."""

    sheets = ("five_whys",)

    def compose_parts(self) -> ComposeResult:
        """The tree has the room; the statement and "none was found, because" stand below it."""
        tree = WhyTree(self.editing, self.step)
        self.lists.append(tree)
        yield tree
        form = next(part for part in self.step.parts if isinstance(part, declared.Form))
        with VerticalScroll(classes="forms conclusion", can_focus=False):
            yield self.make_form(declared.Form(fields=form.fields[1:]))

    def on_resize(self, event: events.Resize) -> None:
        """Where it is low, the tree has the room until somebody writes below it."""
        self.set_class(self.size.height < TALL, "-short")

    def on_descendant_focus(self) -> None:
        """Where it is very low, the fields below the tree show as long as one of them has the focus."""
        super().on_descendant_focus()
        self._settle_conclusion()

    def turn(self, by: int) -> None:
        """Move the focus to the next field; one below the tree is shown before it gets the focus."""
        self._open_conclusion(True)
        super().turn(by)
        self._settle_conclusion()

    def _settle_conclusion(self) -> None:
        self._open_conclusion(any(row.input is self.screen.focused for row in self.field_rows()))

    def _open_conclusion(self, is_open: bool) -> None:
        self.query_one(".conclusion").set_class(is_open, "-open")

    @property
    def whys(self) -> WhyTree:
        """The tree."""
        return next(view for view in self.lists if isinstance(view, WhyTree))

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
        found = list(walk(session.root_cause.whys))
        if not found:
            return "how it came about"
        roots = sum(why.verdict == "root" for _, why in found)
        count = "no root yet" if not roots else f"{roots} root{'s' if roots > 1 else ''}"
        return f"how it came about · {count} · deepest {max(depth for depth, _ in found)}"

    def asides(self, session: Session) -> Sequence[Aside]:
        """What is worth noticing in the tree, and the chain read back."""
        asides = []
        hints = [hint for hint in why_hints(session, self.whys.asked_id()) if not self._said_already(hint)]
        if hints:
            asides.append(Aside("Notice", notice=True, bullets=tuple(hint.text for hint in hints)))
        if why_id := self.whys.asked_id():
            texts = read_back(session, why_id)
            if len(texts) > 1:
                therefore = Content.styled(" therefore ", "bold")
                asides.append(Aside("Read back", therefore.join(Content.styled(text, "$dim") for text in texts)))
        return asides

    def _said_already(self, hint: Hint) -> bool:
        """Of a person, the wording hint beside it says the same; on a shared screen neither is shown."""
        if hint.key != "person":
            return False
        why = self.whys.item(hint.item_id)
        return is_silent(self.app) or (
            why is not None
            and hint.item_id == self.whys.item_id
            and any(flag.kind in ("person", "name") for flag in self.whys.flags(why.text))
        )

    def question(self) -> str:
        """What fits the answer that is selected."""
        return self.asked_of_item()


def _branches(whys: tuple[Why, ...], before: str) -> Iterator[tuple[Why, str, bool]]:
    """Each why with the guides before it, and whether it is the last of its siblings."""
    for n, why in enumerate(whys):
        last = n == len(whys) - 1
        yield why, before, last
        yield from _branches(why.whys, before + ("   " if last else "│  "))


def _row(why: Why, before: str, last: bool, figures: str, limit: int) -> Row:
    if len(before) > limit:
        # Deeper than the screen is wide: the level as a number, and the nearest guides.
        before = f"‹{len(before) // 3 + 1} ".ljust(6) + before[-limit + 6 :]
    lead = before + ("└─ " if last else "├─ ")
    cont = before + ("   " if last else "│  ")
    right = [Span(figures, "dim")] if figures else []
    verdict = VERDICT_SPANS.get(why.verdict or "")
    if verdict is not None:
        right += [Span("  ")] if right else []
        right.append(verdict)
    style = "struck" if why.verdict == "ruled_out" else "dim" if why.verdict == "not_followed" else ""
    return Row(why.id, why.text, style, lead=(Span(lead, "guide"),), cont=(Span(cont, "guide"),), right=tuple(right))
