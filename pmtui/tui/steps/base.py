"""`StepView`: the view of a step, with the forms and lists of its declaration. Special steps subclass it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.field_values import Slot
from pmtui.meeting import step as declared
from pmtui.meeting.prompts import prompt_for
from pmtui.meeting.step import Items, Step
from pmtui.session.document import Session
from pmtui.tui.hints.guide import Aside
from pmtui.tui.lists.item_list import ItemList, make_list
from pmtui.tui.lists.list_parts import ListParts
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow, field_of
from pmtui.tui.widgets.fields_area import FieldsArea
from pmtui.tui.widgets.form import Form
from pmtui.tui.widgets.textual_workarounds import Arranged, Ground


def set_widest(items: ItemList, widest: int) -> None:
    """Set the most columns of a list's rows and of its add line, where they differ from those of text."""
    items.list.widest = widest
    items.add.styles.max_width = widest


class Parts(Vertical, Ground):
    """A container for parts of a step, one below the other unless the style sheets say otherwise."""


class StepView(Vertical, Arranged):
    """The view of one step. It is made when the step is first opened, and then kept.

    Args:
        editing: the session that is edited.
        step: the declaration of the step.
    """

    sheets: ClassVar[tuple[str, ...]] = ()
    """The style sheets of this view besides those of all steps."""
    folds_guide: ClassVar[bool] = False
    """Whether the guide never has a column beside this step; it is a line or two, and opens on demand."""
    wants_columns: ClassVar[int] = 0
    """The columns that the step uses, and gets before the guide; 0: those of text."""

    def __init__(self, editing: EditingSession, step: Step) -> None:
        super().__init__(id=f"step-{step.name.replace('_', '-')}", classes="step")
        self.editing = editing
        self.step = step
        self._shown_title: Content | None = None
        self.forms: list[Form] = []
        self.lists: list[ItemList] = []
        self.tabs = Tabs()

    # --- content ---

    def compose(self) -> ComposeResult:
        """Make the title and the parts."""
        yield Static(classes="step-title")
        yield from self.compose_parts()
        self.entry_point()  # make the field that is focused first with the others, which is quicker than later

    def compose_parts(self) -> ComposeResult:
        """Make one container for the forms, which scrolls, and one for the lists."""
        forms = [part for part in self.step.parts if isinstance(part, declared.Form)]
        lists = [part for part in self.step.parts if isinstance(part, Items)]
        if forms:
            with FieldsArea(classes="forms" if lists else "forms -alone"):
                for form in forms:
                    yield self.make_form(form)
        if lists:
            yield from self.compose_lists(lists)

    def compose_lists(self, lists: list[Items]) -> ComposeResult:
        """Make the lists: side by side, or one at a time if there is no room."""
        if len(lists) > 1:
            yield self.tabs
        with Parts(classes="lists -several" if len(lists) > 1 else "lists"):
            for part in lists:
                made = self.make_list(part)
                # The class is set before mounting: setting it later would style all children again.
                made.set_class(made is self.lists[0], "-current")
                yield made

    def make_form(self, form: declared.Form) -> Form:
        """Make a form for fields of the session."""
        slots = [Slot(field, Place(self.step.name, None, field.path)) for field in form.fields]
        made = Form(self.editing, slots, title=form.title)
        self.forms.append(made)
        return made

    def make_list(self, part: Items) -> ItemList:
        """Make a list with its parts."""
        made = make_list(self.editing, self.list_parts(part), self.step.name)
        self.lists.append(made)
        return made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of a list; special steps override this."""
        return ListParts(part, USUAL)

    def on_mount(self) -> None:
        """Make the first list the active one."""
        if self.lists:
            self._activate(self.lists[0])
        self.show(self.editing.session)

    def show(self, session: Session) -> None:
        """Show the session; parts that did not change are not drawn."""
        title = _title(self.step.title, self.subtitle(session), alone=not self.screen.has_class("-narrow"))
        if title != self._shown_title:
            self._shown_title = title
            line = self.query_one(".step-title", Static)
            line.set_class(not title.plain.strip(), "-empty")
            line.update(title, layout=False)
        for form in self.forms:
            form.show(session)
        for view in self.lists:
            view.show(session)
        self._show_tabs()

    def subtitle(self, session: Session) -> str:
        """Return the dim text beside the title."""
        return ""

    def asides(self, session: Session) -> Sequence[Aside]:
        """Return the paragraphs of the guide for this step, besides its question."""
        missing = [gap.text for gap in islice(self.step.gaps(session), 4)] if self.step.filled(session) else []
        if not missing:
            return ()
        return (Aside("Still missing", bullets=(*missing[:3], *(["…"] if len(missing) > 3 else []))),)

    def question(self) -> str:
        """Return the question that fits the item under the cursor; empty if there is none."""
        return ""

    def label_of(self, command_id: str) -> str | None:
        """Return the label of a command in the line of keys; None: the usual one."""
        return None

    # --- focus ---

    def stops(self) -> list[Widget]:
        """Return the widgets that Tab goes to, in order; a row stands for a field that is not made yet."""
        found = self.query("Editor, ChoiceField, FieldRow").results(Widget)
        return [one for one in found if not isinstance(one, FieldRow) or one.is_idle]

    def entry_point(self) -> Widget | None:
        """Return the widget that is focused first: the add line, else the first empty field, else the first field."""
        view = self.active_list()
        if view is not None and not self.forms:
            return view.add
        empty = next((row.ensure_field() for row in self.field_rows() if row.empty), None)
        if empty is not None:
            return empty
        if view is not None:
            return view.add
        return next(map(field_of, self.stops()), None)

    def focus_entry(self) -> None:
        """Focus the widget that the user types into first."""
        if (widget := self.entry_point()) is not None:
            self._focus(widget)
            # A step that was opened just now has no layout yet, so there is nothing to scroll.
            self.call_after_refresh(widget.scroll_visible, animate=False, immediate=True)

    def paste_target(self) -> Editor | None:
        """Return the field for a paste without a focused field: the add line, else the first field."""
        view = self.active_list()
        target = view.add if view is not None else self.entry_point()
        return target if isinstance(target, Editor) else None

    def takers_of_words(self) -> list[Widget]:
        """Return the fields and add lines that take words typed on a choice."""
        return self.stops()

    def turn(self, by: int) -> None:
        """Focus the next field (1) or the previous one (-1)."""
        stops = self.stops()
        focused = self.screen.focused
        view = self.list_of(focused)
        if focused not in stops and view is not None:
            self.screen.set_focus(view.add)
        elif stops:
            at = stops.index(focused) + by if focused in stops else 0
            self._focus(field_of(stops[at % len(stops)]))

    def _focus(self, widget: Widget) -> None:
        """Focus a field and show its list at once, because the next key may come before any message."""
        view = self.list_of(widget)
        if view is not None:
            self._activate(view)
        # Before the layout the screen would scroll to any field, because it takes it to be out of view.
        self.screen.set_focus(widget, scroll_visible=bool(self.size))
        # At once, because the message about the focus comes after the first drawing.
        self.on_descendant_focus()

    def on_descendant_focus(self) -> None:
        """Make the list with the focus the active one."""
        view = self.list_of(self.screen.focused)
        if view is not None:
            self._activate(view)

    # --- the interface for the meeting ---

    def active_list(self) -> ItemList | None:
        """Return the list for commands and pastes; None if there is none."""
        return next((view for view in self.lists if view.has_class("-current")), None)

    def next_list(self, by: int) -> None:
        """Make the next list the active one."""
        current = self.active_list()
        if current is not None:
            self.bring(self.lists[(self.lists.index(current) + by) % len(self.lists)])

    def bring(self, view: ItemList) -> None:
        """Make a list the active one; move a focus that is in another list."""
        before = self.list_of(self.screen.focused)
        typing = before is not None and self.screen.focused is before.add
        self._activate(view)
        if before is not None:
            # A focus that stays in a hidden list would move to another widget, and make that list the active one.
            self.screen.set_focus(view.add if typing else view.list)

    def list_of(self, widget: Widget | None) -> ItemList | None:
        """Return the list that a widget belongs to; None if it is in none."""
        return next((view for view in self.lists if widget is not None and view in widget.ancestors_with_self), None)

    def go_to(self, place: Place) -> bool:
        """Show and focus an item or a field; return False if it is not in this step."""
        for view in self.lists:
            if place.item_id and view.go_to(place.item_id):
                self._activate(view)
                self.screen.set_focus(view.list)
                return True
        for row in self.field_rows():
            if place.field and row.slot.field.path == place.field:
                field = row.ensure_field()
                # A step that was opened just now has no layout yet, so there is nothing to scroll.
                self.screen.set_focus(field, scroll_visible=bool(self.size))
                self.call_after_refresh(field.scroll_visible, animate=False, immediate=True)
                return True
        for view in self.lists:
            if place.field == view.part.section:
                view.focus_entry()
                return True
        return False

    def field_rows(self) -> Iterable[FieldRow]:
        """Return the rows of the fields of all forms."""
        return [row for form in self.forms for row in form.rows]

    def commit(self) -> None:
        """Make edits of the text in the fields."""
        for form in self.forms:
            form.commit_all()

    def _activate(self, active: ItemList) -> None:
        for view in self.lists:
            view.set_class(view is active, "-current")
        self._show_tabs()

    def _show_tabs(self) -> None:
        if self.tabs.parent is None:
            return
        counts = [(len(view.items(self.editing.session)), view.has_class("-current")) for view in self.lists]
        between = " · " if self.app.size.width < 60 else "  ·  "
        if not self.tabs.are_others((counts, between)):
            return
        words = [
            (f"{view.part.title} {count or ''}".strip(), "bold $accent" if is_current else "$dim")
            for view, (count, is_current) in zip(self.lists, counts, strict=True)
        ]
        self.tabs.show(Content(between).join(Content.styled(text, style) for text, style in words))


class Tabs(Static):
    """The names of a step's lists on one line, with the active one marked, if only one list is shown at a time."""

    _words: Content | None = None
    _made_of: object = None

    def __init__(self) -> None:
        super().__init__(classes="tabs")

    def are_others(self, made_of: object) -> bool:
        """Return whether the words depend on something that has changed since the last call."""
        before, self._made_of = self._made_of, made_of
        return made_of != before

    def show(self, words: Content) -> None:
        """Draw the names if they or the mark changed; the screen is laid out only if the names changed."""
        before, self._words = self._words, words
        if before is None or not before.is_same(words):
            self.update(words, layout=words != before)


def question_of_item(view: StepView) -> str:
    """Return the question that fits the text of the item under the cursor; empty if there is none."""
    items = view.active_list()
    item = items.item() if items is not None else None
    return (prompt_for(str(getattr(item, items.part.main))) or "") if items is not None and item is not None else ""


def _title(title: str, beside: str, *, alone: bool) -> Content:
    """Return the step's title and the text beside it; without the title if the top line shows it."""
    said = Content.styled(beside, "$dim")
    return Content.assemble((title, "bold"), "   ", said) if alone else said
