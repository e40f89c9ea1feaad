"""The close: the gaps of the review, each with a way to its place, the report as it is now, and the status."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pmtui import signs
from pmtui.app.add_lines import OpenLine, open_lines
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.field_values import Slot, unread_slots
from pmtui.app.gap_lines import GapLine, gap_lines
from pmtui.app.report_files import ReportError, report_text
from pmtui.app.report_view.blocks import Block
from pmtui.app.report_view.page import rendered, source
from pmtui.app.review_status import NEXT, STATUS_MEANS, STATUS_STYLE
from pmtui.app.screen_columns import COLUMNS
from pmtui.meeting import commands, vocabulary
from pmtui.meeting.close import hands_in_words, hands_of
from pmtui.meeting.completeness import progress
from pmtui.meeting.step import Step
from pmtui.session.document import Session, Status
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input.keymap import key_for
from pmtui.tui.preferences import checks, ticket_url
from pmtui.tui.protocols import Meeting
from pmtui.tui.steps.attached_secrets import AttachedSecrets
from pmtui.tui.steps.base import Parts, StepView
from pmtui.tui.steps.gap_list import TO_LOOK_AT, GapList, counted
from pmtui.tui.steps.part_title import PartTitle
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.report_page import ReportPage
from pmtui.tui.widgets.rows import Rows

BESIDE: Final = 110
"""The columns of the step from which the report is beside the gaps."""
BELOW: Final = 22
"""The lines of the step from which the report is below the gaps; with fewer, one of the two is shown."""

Waits = tuple[tuple[tuple[Slot, str], ...], tuple[OpenLine, ...]]
"""The codes of fields whose text could not be read, and of lines that were not added."""

MANY: Final = 400
"""The number of events from which the review is checked in a thread."""


def _binding(command_id: str, action: str) -> Binding:
    """A command of the table that is shown in the line of keys of this step."""
    command = commands.by_id(command_id)
    return Binding(",".join(command.keys), action, command.what, id=command_id)


class CloseView(StepView):
    """The gaps, the report and the status."""

    sheets = ("close",)
    wants_columns: ClassVar[int] = COLUMNS

    BINDINGS: ClassVar[list[BindingType]] = [
        _binding("report.copy", "screen.act('report.copy')"),
        _binding("report.save", "screen.act('report.save')"),
        _binding("status.next", "screen.act('status.next')"),
        _binding("report.raw", "report_raw"),
        _binding("report.next_heading", "report_next_heading"),
        _binding("report.previous_heading", "report_previous_heading"),
        _binding("item.edit", "go_there"),
    ]

    def __init__(self, editing: EditingSession, step: Step) -> None:
        super().__init__(editing, step)
        self.missing = GapList(classes="missing")
        self.missing_title = PartTitle("Still missing")
        self.preview = ReportPage(classes="preview")
        self.report_title = PartTitle("The report")
        self.gaps: Sequence[GapLine] = ()
        self.is_read = False
        """Whether the review has been checked."""
        self.is_raw = False
        """Whether the report is shown as Markdown text."""
        self._report = ""
        self.shown: object = None
        """What the view was drawn from; None: it must be drawn again."""
        self._attached = AttachedSecrets(self, lambda: _show_anew(self))

    def compose_parts(self) -> ComposeResult:
        """Make the status, the gaps and the report."""
        yield Static(classes="status")
        with Parts(classes="parts"):
            with Parts(classes="part -missing -current"):
                yield self.missing_title
                yield self.missing
            with Parts(classes="part -report"):
                yield self.report_title
                yield self.preview

    # --- content ---

    def show(self, session: Session) -> None:
        """Draw the gaps and the report, unless only the time of saving has changed."""
        waits = unread_slots(self.editing.unread, session), open_lines(self.editing.unread)
        parts = (getattr(session, name) for name in session.__struct_fields__ if name != "updated_at")
        # If the agenda is folded, the top line shows the title of the step.
        signature = same_parts(*parts), waits, self.screen.has_class("-narrow")
        if signature == self.shown:
            return
        self.shown = signature

        def report() -> None:
            if signature is self.shown:  # else the session has changed meanwhile
                self._show_report(*_laid_out(self, session))

        super().show(session)
        key = key_for(self.app, "status.next", typing=False)
        self.query_one(".status", Static).update(_status_line(session.status, key))
        if len(session.timeline) < MANY:
            self._show_missing(gap_lines(session, *waits, *checks(self.app), self._attached.found))
            # The gaps first: they matter most, and the report takes longer.
            self.call_after_refresh(report)
        else:
            self._say_that_it_is_read()
            self.run_worker(self._read_and_show(session, waits), exclusive=True)
        self._attached.look(session)

    def _say_that_it_is_read(self) -> None:
        if not self.is_read:
            self.missing_title.show(["reading …"])
        if not self._report:
            self.report_title.show(["writing …"])

    async def _read_and_show(self, session: Session, waits: Waits) -> None:
        """Check a long review in a thread, so that keys are handled meanwhile."""
        gaps = await asyncio.to_thread(gap_lines, session, *waits, *checks(self.app), self._attached.found)
        if self.is_attached:
            self._show_missing(gaps)
        laid_out = await asyncio.to_thread(_laid_out, self, session)
        if self.is_attached:
            self._show_report(*laid_out)

    def _show_missing(self, gaps: Sequence[GapLine]) -> None:
        self.gaps, self.is_read = gaps, True
        self.missing.show_gaps(gaps)
        self._show_titles()

    def _show_report(self, text: str, blocks: list[Block]) -> None:
        self._report = text
        self.preview.show(blocks)
        self._show_titles()

    def _show_titles(self) -> None:
        """Draw the headings of the parts with their counts, and the key for the other part if only one is shown."""
        one = self.has_class("-one")
        if self.is_read:
            beside, short = counted(self.gaps)
            turn = "   tab: the report" if one else ""
            self.missing_title.show([beside, beside.removesuffix(TO_LOOK_AT)], short=short, turn=turn)
        if self._report:
            key = key_for(self.app, "report.raw", typing=False)
            raw = (f"{key} {'as it is read' if self.is_raw else 'Markdown'}",) if key else ()
            whom = () if one else (f"for a {self.editing.session.key_details.audience} audience",)
            self.report_title.show([" · ".join((*whom, *raw))], turn="   tab: the gaps" if one else "")

    def action_report_raw(self) -> None:
        """Show the report as Markdown text, or laid out."""
        self.is_raw = not self.is_raw
        self._show_report(self._report, _blocks(self._report, raw=self.is_raw))

    def action_report_next_heading(self) -> None:
        """Scroll to the next heading of the report."""
        self.preview.focus()
        self.preview.go_to_heading(1)

    def action_report_previous_heading(self) -> None:
        """Scroll to the previous heading of the report."""
        self.preview.focus()
        self.preview.go_to_heading(-1)

    def subtitle(self, session: Session) -> str:
        """Return how many steps have content, and the show of hands."""
        some, all_of_them = progress(session)
        hands = hands_in_words(hands_of(session))
        return f"{some} of {all_of_them} steps have something in them" + (f" · {hands}" if hands else "")

    def asides(self, session: Session) -> Sequence[Aside]:
        """Return no paragraphs: the step itself shows the gaps."""
        return ()

    # --- layout ---

    def on_resize(self, event: events.Resize) -> None:
        """Lay the parts out side by side, one below the other, or one at a time."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.set_class(self.size.width < BESIDE and self.size.height < BELOW, "-one")
        self._show_titles()

    def on_descendant_focus(self) -> None:
        """Show the part with the focus, if there is room for only one."""
        super().on_descendant_focus()
        for part in self.query(".part"):
            part.set_class(self.screen.focused in part.children, "-current")

    # --- focus ---

    def stops(self) -> list[Widget]:
        """Return the gaps and the report."""
        return [self.missing, self.preview]

    def entry_point(self) -> Widget | None:
        """Return the gaps; if there are none, the report."""
        return self.preview if self.is_read and not self.gaps else self.missing

    def paste_target(self) -> Editor | None:
        """Return no field: a paste goes to the parked topics, because the step has no list of its own."""
        quick = self.screen.query(QuickAdd).first()
        quick.open("topic")
        return quick.field

    # --- commands ---

    async def action_go_there(self) -> None:
        """Go to the place of the selected gap."""
        if self.missing.has_focus:
            await self._go(self.missing.place)

    @on(Rows.Picked)
    async def picked(self, event: Rows.Picked) -> None:
        """Go to the place of the gap that was double-clicked."""
        event.stop()
        await self._go(self.missing.places.get(event.row_id))

    async def _go(self, place: Place | None) -> None:
        if place is not None and isinstance(self.screen, Meeting):
            await self.screen.go_to_gap(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether the action is possible; for a gap, whether one is selected."""
        if action == "go_there":
            return self.missing.has_focus and self.missing.place is not None
        return super().check_action(action, parameters)

    def label_of(self, command_id: str) -> str | None:
        """Return the labels of commands in the line of keys."""
        return {
            "item.edit": "go there",
            "report.copy": "copy the report",
            "report.save": "save it",
            "status.next": _turned(self.editing.session.status),
        }.get(command_id)


def _show_anew(view: CloseView) -> None:
    view.shown = None
    view.show(view.editing.session)


def _laid_out(view: CloseView, session: Session) -> tuple[str, list[Block]]:
    """The report as text, and as laid-out blocks."""
    try:
        text = report_text(session, view.editing.opened.attached_files.name, ticket_url=ticket_url(view.app))
    except ReportError as error:
        text = str(error)
    return text, _blocks(text, raw=view.is_raw)


def _blocks(text: str, *, raw: bool) -> list[Block]:
    return source(text) if raw else rendered(text)


def _status_line(status: Status, key: str) -> Content:
    """Return the three statuses, what the present one means, and how to set the next."""
    order: tuple[Status, ...] = ("draft", "in_review", "final")
    stations = [
        Content.styled(f"{signs.FULL} {vocabulary.STATUS[name]}", f"bold ${STATUS_STYLE[name]}")
        if name == status
        else Content.styled(f"{signs.OPEN} {vocabulary.STATUS[name]}", "$dim")
        for name in order
    ]
    on = f" · {key} {_turned(status)}" if key else ""
    return Content.assemble(Content("   ").join(stations), (f"\n{STATUS_MEANS[status]}{on}", "$dim"))


def _turned(status: Status) -> str:
    """Return what the next change of status does, in one or two words."""
    return "opens it again" if NEXT[status] == "draft" else f"makes it {vocabulary.STATUS[NEXT[status]]}"
