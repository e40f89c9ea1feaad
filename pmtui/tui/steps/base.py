"""A step as its declaration says: its forms, its lists. Steps with something special build on this."""

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
    """Set the most columns of a list's rows, and of the line that adds to it: what is wider than text, or narrower."""
    items.list.widest = widest
    items.add.styles.max_width = widest


class Parts(Vertical, Ground):
    """Parts of a step, one below the other where the style sheets say nothing else."""


class StepView(Vertical, Arranged):
    """One step. Made when it is first opened, kept from then on."""

    sheets: ClassVar[tuple[str, ...]] = ()
    """The style sheets that it needs besides those of all steps."""
    folds_guide: ClassVar[bool] = False
    """Whether it needs the guide's room at every width: the guide is a line or two then, and opens on demand."""
    wants_columns: ClassVar[int] = 0
    """Columns that it makes use of, and takes before the guide has any; 0: those of text."""

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
        """The title, then the parts in their order."""
        yield Static(classes="step-title")
        yield from self.compose_parts()
        self.entry_point()  # the field that is entered first is made with the rest: to add it later takes longer

    def compose_parts(self) -> ComposeResult:
        """The forms together, scrolling; the lists below, sharing what is left."""
        forms = [part for part in self.step.parts if isinstance(part, declared.Form)]
        lists = [part for part in self.step.parts if isinstance(part, Items)]
        if forms:
            with FieldsArea(classes="forms" if lists else "forms -alone"):
                for form in forms:
                    yield self.make_form(form)
        if lists:
            yield from self.compose_lists(lists)

    def compose_lists(self, lists: list[Items]) -> ComposeResult:
        """The lists; several of them side by side, or one at a time where there is no room."""
        if len(lists) > 1:
            yield self.tabs
        with Parts(classes="lists -several" if len(lists) > 1 else "lists"):
            for part in lists:
                made = self.make_list(part)
                # As it will be from the start: a class that comes later has everything below it styled again.
                made.set_class(made is self.lists[0], "-current")
                yield made

    def make_form(self, form: declared.Form) -> Form:
        """A form on the session's own fields."""
        slots = [Slot(field, Place(self.step.name, None, field.path)) for field in form.fields]
        made = Form(self.editing, slots, title=form.title)
        self.forms.append(made)
        return made

    def make_list(self, part: Items) -> ItemList:
        """A list of the parts that the step gives it."""
        made = make_list(self.editing, self.list_parts(part), self.step.name)
        self.lists.append(made)
        return made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """What a list is made of; a step with something special gives it more."""
        return ListParts(part, USUAL)

    def on_mount(self) -> None:
        """The first list is the active one."""
        if self.lists:
            self._activate(self.lists[0])
        self.show(self.editing.session)

    def show(self, session: Session) -> None:
        """Show everything as it is now; parts that did not change are not drawn."""
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
        """What stands, dim, beside the title."""
        return ""

    def asides(self, session: Session) -> Sequence[Aside]:
        """What the guide says on this step, besides its question."""
        missing = [gap.text for gap in islice(self.step.gaps(session), 4)] if self.step.filled(session) else []
        if not missing:
            return ()
        return (Aside("Still missing", bullets=(*missing[:3], *(["…"] if len(missing) > 3 else []))),)

    def question(self) -> str:
        """The question that fits what is selected, where the step asks of that; empty where none does."""
        return ""

    def label_of(self, command_id: str) -> str | None:
        """The footer's word for a command that means something special here; None where it does not."""
        return None

    # --- focus ---

    def stops(self) -> list[Widget]:
        """Where Tab goes, in order: fields and add lines; the row of a field that is not made yet stands for it."""
        found = self.query("Editor, ChoiceField, FieldRow").results(Widget)
        return [one for one in found if not isinstance(one, FieldRow) or one.is_idle]

    def entry_point(self) -> Widget | None:
        """Where typing goes on entering: the add line, or the first empty field, or the first."""
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
        """Focus where typing goes."""
        if (widget := self.entry_point()) is not None:
            self._focus(widget)
            # A step that was opened just now has no layout yet, and nothing to scroll.
            self.call_after_refresh(widget.scroll_visible, animate=False, immediate=True)

    def paste_target(self) -> Editor | None:
        """Where a paste goes that no field has asked for: the step's add line, else where typing goes."""
        view = self.active_list()
        target = view.add if view is not None else self.entry_point()
        return target if isinstance(target, Editor) else None

    def takers_of_words(self) -> list[Widget]:
        """The fields and add lines that may take words typed where a choice has the focus."""
        return self.stops()

    def turn(self, by: int) -> None:
        """Move the focus to the next field, or to the one before (-1)."""
        stops = self.stops()
        focused = self.screen.focused
        view = self.list_of(focused)
        if focused not in stops and view is not None:
            self.screen.set_focus(view.add)
        elif stops:
            at = stops.index(focused) + by if focused in stops else 0
            self._focus(field_of(stops[at % len(stops)]))

    def _focus(self, widget: Widget) -> None:
        """Give a field the focus, and show its list, both at once: the next key may be here before any message."""
        view = self.list_of(widget)
        if view is not None:
            self._activate(view)
        # Without a layout yet, the screen would take any field for one out of sight, and scroll to it.
        self.screen.set_focus(widget, scroll_visible=bool(self.size))
        # At once, too: the message that says so comes later than the first picture.
        self.on_descendant_focus()

    def on_descendant_focus(self) -> None:
        """The list with the focus is the active one."""
        view = self.list_of(self.screen.focused)
        if view is not None:
            self._activate(view)

    # --- what others ask ---

    def active_list(self) -> ItemList | None:
        """The list that actions and pastes go to."""
        return next((view for view in self.lists if view.has_class("-current")), None)

    def next_list(self, by: int) -> None:
        """Make the next list the active one."""
        current = self.active_list()
        if current is not None:
            self.bring(self.lists[(self.lists.index(current) + by) % len(self.lists)])

    def bring(self, view: ItemList) -> None:
        """Make a list the active one; a focus that was in another list goes along."""
        before = self.list_of(self.screen.focused)
        typing = before is not None and self.screen.focused is before.add
        self._activate(view)
        if before is not None:
            # A focus left in a list that goes out of sight would fall on some other, and make that the active one.
            self.screen.set_focus(view.add if typing else view.list)

    def list_of(self, widget: Widget | None) -> ItemList | None:
        """The list that a widget belongs to."""
        return next((view for view in self.lists if widget is not None and view in widget.ancestors_with_self), None)

    def go_to(self, place: Place) -> bool:
        """Show an item or a field, and focus it; False where it is not here."""
        for view in self.lists:
            if place.item_id and view.go_to(place.item_id):
                self._activate(view)
                self.screen.set_focus(view.list)
                return True
        for row in self.field_rows():
            if place.field and row.slot.field.path == place.field:
                field = row.ensure_field()
                # A step that was opened just now has no layout yet, and nothing to scroll.
                self.screen.set_focus(field, scroll_visible=bool(self.size))
                self.call_after_refresh(field.scroll_visible, animate=False, immediate=True)
                return True
        for view in self.lists:
            if place.field == view.part.section:
                view.focus_entry()
                return True
        return False

    def field_rows(self) -> Iterable[FieldRow]:
        """The fields of all forms."""
        return [row for form in self.forms for row in form.rows]

    def commit(self) -> None:
        """Keep whatever is half-typed in the fields."""
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
    """The lists of a step in one line, the active one marked: where there is no room for all it says what there is."""

    _words: Content | None = None
    _made_of: object = None

    def __init__(self) -> None:
        super().__init__(classes="tabs")

    def are_others(self, made_of: object) -> bool:
        """Whether the words are made of something else than the last time that this was asked."""
        before, self._made_of = self._made_of, made_of
        return made_of != before

    def show(self, words: Content) -> None:
        """Draw the names if they changed, or another is marked: only other words have the screen laid out anew."""
        before, self._words = self._words, words
        if before is None or not before.is_same(words):
            self.update(words, layout=words != before)


def question_of_item(view: StepView) -> str:
    """The question that fits the text of the item that is selected in a step; empty where none does."""
    items = view.active_list()
    item = items.item() if items is not None else None
    return (prompt_for(str(getattr(item, items.part.main))) or "") if items is not None and item is not None else ""


def _title(title: str, beside: str, *, alone: bool) -> Content:
    """The step's title and what stands beside it; the title is left out where the line at the top says it."""
    said = Content.styled(beside, "$dim")
    return Content.assemble((title, "bold"), "   ", said) if alone else said
