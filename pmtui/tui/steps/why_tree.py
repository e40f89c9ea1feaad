"""The tree of whys: the question below its rows, what a typed answer becomes, and its commands."""

from __future__ import annotations

from functools import partial
from typing import Final

from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.item_parsing import PROBLEM, NewItems, tree_entry
from pmtui.library.drafts import FieldKey
from pmtui.meeting import step as declared
from pmtui.meeting.five_whys import ANSWERS
from pmtui.meeting.step import Step
from pmtui.session import edits
from pmtui.session.document import Verdict, Why
from pmtui.session.paths import path_to_why, walk
from pmtui.session.text import cut
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import (
    USUAL,
    delete_items,
    edit_item,
    key_of,
    moved_label,
    needs_row,
    without,
)  # fmt: skip
from pmtui.tui.steps.figures import pick_figures
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.steps.why_rows import WhyRows
from pmtui.tui.widgets.picker import Picker, matcher

# --- the question below the rows ---


def ask(question: Static, tree: ItemList) -> None:
    """Show the question that asks for the cause of the selected answer."""
    problem = tree.editing.session.root_cause.problem
    why = tree.item()
    if not problem and why is None:
        text = Content.assemble(("What happened,\n", "$dim"), ("as one measured effect?", "bold $accent"))
    else:
        asked = (why.text if why is not None else problem).rstrip(" .?!")
        # Two lines of it, less what a wrap leaves empty at the end of the first; some characters are two cells wide.
        most = min(max(2 * tree.columns - 24, 60), 160)
        asked = cut(asked, most * len(asked) // max(cell_len(asked), len(asked), 1))
        text = Content.assemble(("How did it come about that\n", "$dim"), (f"“{asked}”?", "bold $accent"))
    if (text.plain, text.spans) != (getattr(question.content, "plain", ""), getattr(question.content, "spans", [])):
        question.update(text, layout=False)  # its height is fixed


# --- what is typed ---


def asked_id(tree: ItemList) -> str | None:
    """Return the id of the answer that a new answer is for; None for the problem."""
    return None if tree.item_id == PROBLEM else tree.item_id


def select_asked(tree: ItemList, key: FieldKey) -> bool:
    """Select the answer that a draft is for, and return that the draft belongs here."""
    tree.go_to(key.item or PROBLEM)
    return True


def make_answers(tree: ItemList, texts: list[str]) -> NewItems:
    """Make the problem if there is none, else answers to the selected one."""
    return tree_entry(texts, asked_id(tree), tree.editing.session)


ANSWER: Final = AddLineParts[ItemList](
    make=make_answers,
    goes_with=asked_id,
    restores=select_asked,
    hint=f"Enter adds it and asks again · {signs.UP_DOWN} choose another · Esc for commands",
)
"""How typed text becomes answers to the selected one."""


# --- the commands ---


def needs_answer(tree: ItemList) -> bool | str:
    """Return True if an answer is selected, else the reason; the problem is no answer."""
    return tree.item_id not in (None, PROBLEM) or "choose an answer first"


def mark(verdict: Verdict, tree: ItemList) -> None:
    """Set the verdict of the answer, or remove it if it has the same."""
    why = tree.item()
    if why is not None:
        tree.change(why.id, f"verdict on {tree.named(why.id)}", verdict=None if why.verdict == verdict else verdict)


def make_action(tree: ItemList) -> None:
    """Make an action from the answer, and open the field for its text."""
    why = tree.item()
    if why is not None:
        from pmtui.tui.steps.actions import new_action  # deferred: the module of another step

        new_action(tree, why.id, why.text)


def link_action(tree: ItemList) -> None:
    """Link an existing action to the answer."""
    why = tree.item()
    if why is not None:
        from pmtui.tui.steps.actions import pick_action  # deferred: the module of another step

        pick_action(tree, why.id, why.text)


def attach_figures(tree: ItemList) -> None:
    """Attach figures to the answer."""
    why = tree.item()
    if why is not None:
        pick_figures(tree, why)


def move_out(tree: ItemList) -> None:
    """Move the answer one level up, beside its parent."""
    above = path_to_why(tree.editing.session.root_cause.whys, tree.item_id or "")
    if len(above) > 1:
        _reparent(tree, above[-1].id, above[-3].id if len(above) > 2 else None)


def move_in(tree: ItemList) -> None:
    """Move the answer under the one above it."""
    above = path_to_why(tree.editing.session.root_cause.whys, tree.item_id or "")
    if above:
        siblings = above[-2].whys if len(above) > 1 else tree.editing.session.root_cause.whys
        at = next(i for i, why in enumerate(siblings) if why.id == above[-1].id)
        if at > 0:
            _reparent(tree, above[-1].id, siblings[at - 1].id)


def pick_parent(tree: ItemList) -> None:
    """Choose another answer or the problem, and move the answer under it."""
    why = tree.item()
    if why is None:
        return
    below = {inner.id for _, inner in walk((why,))}
    entries = [(PROBLEM, tree.editing.session.root_cause.problem or "The problem", "first level")]
    others = walk(tree.editing.session.root_cause.whys)
    entries += [(other.id, other.text, f"level {depth}") for depth, other in others if other.id not in below]
    picker = Picker(f"Move “{cut(why.text, 40)}” under …", matcher(entries))

    def chosen(parent: str | None) -> None:
        if parent is not None:
            _reparent(tree, why.id, None if parent == PROBLEM else parent)

    tree.app.push_screen(picker, chosen)


def _reparent(tree: ItemList, why_id: str, parent: str | None) -> None:
    tree.do(lambda session: edits.reparent_why(session, why_id, parent), moved_label(tree, why_id), why_id)


def edit_answer(problem: declared.Field, tree: ItemList) -> None:
    """Open the window of the answer, or of the problem."""
    if tree.item_id == PROBLEM:
        place = Place(tree.step, None, problem.path)
        tree.app.push_screen(ItemScreen(tree.editing, problem.label, None, (problem,), place))
    else:
        edit_item(tree)


def delete_answer(tree: ItemList) -> None:
    """Delete the answer and all below it; the problem stays."""
    why = tree.item()
    below = sum(1 for _ in walk(why.whys)) if isinstance(why, Why) else 0
    before = tree.editing.session
    if tree.item_id != PROBLEM:
        delete_items(tree)
    if below and tree.editing.session is not before:
        tree.say(f"Deleted, with {below} below it · {key_of(tree, 'undo')} brings all back")


_CHANGED: Final = ("item.delete", "item.up", "item.down", "item.select")
ACTS: Final[tuple[Act[ItemList], ...]] = (
    # A copy would say the same twice, and the order is the room's own.
    *(
        replace(act, can=needs_answer) if act.id in _CHANGED else act
        for act in without(USUAL, "item.duplicate", "item.sort")
    ),
    Act("item.delete", delete_answer, needs_answer),
    Act("why.root", partial(mark, "root"), needs_answer),
    Act("why.ruled_out", partial(mark, "ruled_out"), needs_answer),
    Act("why.contributing", partial(mark, "contributing"), needs_answer),
    Act("why.not_followed", partial(mark, "not_followed"), needs_answer),
    Act("why.action", make_action, needs_answer),
    Act("why.link", link_action, needs_answer),
    Act("why.evidence", attach_figures, needs_answer),
    Act("why.out", move_out, needs_answer),
    Act("why.in", move_in, needs_answer),
    Act("why.reparent", pick_parent, needs_answer),
)


def tree_parts(step: Step) -> ListParts[ItemList]:
    """Return the parts of the list."""
    problem = next(part for part in step.parts if isinstance(part, declared.Form)).fields[0]
    question = Static(classes="question")
    return ListParts(
        ANSWERS,
        (*ACTS, Act("item.edit", partial(edit_answer, problem), needs_row)),
        keys="five whys",
        rows=WhyRows(),
        add_line=ANSWER,
        under=question,
        shown=partial(ask, question),
        cursor_moved=partial(ask, question),
    )
