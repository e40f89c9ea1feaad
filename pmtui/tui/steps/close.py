"""The close: what is still missing, each a key away from its place; the report as it reads now; and the status."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pmtui import signs
from pmtui.app.add_lines import OpenLine, open_lines
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.field_values import Slot, unread_slots
from pmtui.app.gap_lines import GapLine, found
from pmtui.app.report_files import Trouble, report_text
from pmtui.app.report_view.blocks import Block
from pmtui.app.report_view.page import as_read, as_written
from pmtui.app.review_status import NEXT, STATUS_MEANS, STATUS_STYLE
from pmtui.meeting import commands, vocabulary
from pmtui.meeting.close import hands_in_words, hands_of
from pmtui.meeting.completeness import progress
from pmtui.meeting.step import Step
from pmtui.session.document import Session, Status
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input.keymap import key_for
from pmtui.tui.preferences import checks, ticket_url
from pmtui.tui.steps.attached_secrets import AttachedSecrets
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.report_page import ReportPage
from pmtui.tui.widgets.rows import Row, Rows, Span

BESIDE: Final = 110
"""Columns of the step from which the report stands beside what is missing."""
BELOW: Final = 22
"""Lines of the step from which it stands below it; with fewer, one of the two is seen at a time."""

Waits = tuple[tuple[tuple[Slot, str], ...], tuple[OpenLine, ...]]
"""Fields with words that could not be read as their value, and lines with words that were not added."""

MANY: Final = 400
"""Events from which reading the review through is done beside the keys."""


def _binding(command_id: str, action: str) -> Binding:
    """A command of the table, shown in the line of keys of this step."""
    command = commands.by_id(command_id)
    return Binding(",".join(command.keys), action, command.what, id=command_id)


class CloseView(StepView):
    """What is missing, the report, the status."""

    sheets = ("close",)

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
        self.missing = Rows(classes="missing")
        self.preview = ReportPage(classes="preview")
        self.places: dict[str, Place] = {}
        self._titles: dict[str, tuple[str, str, str]] = {}
        self.is_read = False
        """Whether the review has been read through yet."""
        self.is_raw = False
        """Whether the report's Markdown is shown, not what it says."""
        self._report = ""
        self.shown: object = None
        """What the view was made of; None: it is made anew."""
        self._attached = AttachedSecrets(self, lambda: _show_anew(self))
        self._rows: dict[tuple[object, ...], Row] = {}

    def compose_parts(self) -> ComposeResult:
        """The status, then what is missing and the report."""
        yield Static(classes="status")
        with Container(classes="parts"):
            with Vertical(classes="part -missing -current"):
                yield Static(classes="part-title")
                yield self.missing
            with Vertical(classes="part -report"):
                yield Static(classes="part-title")
                yield self.preview

    # --- content ---

    def show(self, session: Session) -> None:
        """Draw both, where anything but the time of saving is another."""
        waits = unread_slots(self.editing.unread, session), open_lines(self.editing.unread)
        parts = (getattr(session, name) for name in session.__struct_fields__ if name != "updated_at")
        # Where the agenda is folded the line at the top says the step's title, and this one does not.
        signature = same_parts(*parts), waits, self.screen.has_class("-narrow")
        if signature == self.shown:
            return
        self.shown = signature

        def report() -> None:
            if signature is self.shown:  # else another is shown by now
                self._show_report(session, *_laid_out(self, session))

        super().show(session)
        key = key_for(self.app, "status.next", typing=False)
        self.query_one(".status", Static).update(_status_line(session.status, key))
        if len(session.timeline) < MANY:
            self.show_missing(found(session, *waits, *checks(self.app), self._attached.found))
            self.is_read = True
            # The gaps first: they are what one comes for, and the report takes a moment longer.
            self.call_after_refresh(report)
        else:
            self.run_worker(self._read_and_show(session, waits), exclusive=True)
        self._attached.look(session)

    async def _read_and_show(self, session: Session, waits: Waits) -> None:
        """Reading through a long review takes a while: the keys go on meanwhile."""
        gaps = await asyncio.to_thread(found, session, *waits, *checks(self.app), self._attached.found)
        if self.is_attached:
            self.show_missing(gaps)
            self.is_read = True
        laid_out = await asyncio.to_thread(_laid_out, self, session)
        if self.is_attached:
            self._show_report(session, *laid_out)

    def _show_report(self, session: Session, text: str, blocks: list[Block]) -> None:
        self._report = text
        self.preview.show(blocks)
        key = key_for(self.app, "report.raw", typing=False)
        turn = (f"{key} {'as it is read' if self.is_raw else 'Markdown'}",) if key else ()
        whom = () if self.has_class("-one") else (f"for a {session.key_details.audience} audience",)
        self._title("-report", "The report", " · ".join((*whom, *turn)))

    def action_report_raw(self) -> None:
        """Show the report's Markdown, or what it says again."""
        self.is_raw = not self.is_raw
        self._show_report(self.editing.session, self._report, _blocks(self._report, raw=self.is_raw))

    def action_report_next_heading(self) -> None:
        """Go to the next heading of the report."""
        self.preview.focus()
        self.preview.go_to_heading(1)

    def action_report_previous_heading(self) -> None:
        """Go to the heading of the report before."""
        self.preview.focus()
        self.preview.go_to_heading(-1)

    def show_missing(self, found: list[GapLine]) -> None:
        """List what is missing, then the wording that blames; nothing is redrawn if nothing changed."""
        self.places = {one.row_id: one.place for one in found}
        old, self._rows = self._rows, {}
        rows: list[Row] = []

        def kept(key: tuple[object, ...], row: Row) -> Row:
            """The row that was shown for the same thing: it need not be measured again."""
            return self._rows.setdefault(key, old.get(key, row))

        for heading, group in groupby(found, key=attrgetter("heading")):
            rows.append(kept((heading,), Row("", heading, "bold", fixed=True)))
            ones = list(group)
            rows += [kept((*one, one is ones[-1]), _gap_row(one, one is ones[-1])) for one in ones]
        self.missing.show(rows or [Row("", "Nothing is missing, and no wording blames.", "well", fixed=True)])
        self._title("-missing", "Still missing", *_counted(found))

    def _title(self, part: str, title: str, rest: str, short: str = "") -> None:
        self._titles[part] = title, rest, short
        other = "   tab: the report" if part == "-missing" else "   tab: the gaps"
        turn = other if self.has_class("-one") else ""
        line = self.query_one(f".part.{part} > .part-title", Static)
        room = line.size.width or self.app.size.width - 4
        said = [((title, "bold"), (f"   {words}", "$dim")) for words in (rest, rest.removesuffix(_TO_LOOK_AT))]
        forms = [
            Content.assemble(*parts, (turn, "$accent")) for parts in (*said, *([((short, "bold"),)] if short else []))
        ]
        line.update(next((form for form in forms if form.cell_length <= room), forms[-1]))

    def subtitle(self, session: Session) -> str:
        """How far it has come."""
        some, all_of_them = progress(session)
        hands = hands_in_words(hands_of(session))
        return f"{some} of {all_of_them} steps have something in them" + (f" · {hands}" if hands else "")

    def asides(self, session: Session) -> Sequence[Aside]:
        """What is missing stands in the step itself."""
        return ()

    # --- layout ---

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, one below the other, or one at a time."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.set_class(self.size.width < BESIDE and self.size.height < BELOW, "-one")
        if self._report:
            self._show_report(self.editing.session, self._report, list(self.preview.blocks))
        if "-missing" in self._titles:
            self._title("-missing", *self._titles["-missing"])

    def on_descendant_focus(self) -> None:
        """The part with the focus is the one that is seen, where there is room for one."""
        super().on_descendant_focus()
        for part in self.query(".part"):
            part.set_class(self.screen.focused in part.children, "-current")

    # --- focus ---

    def stops(self) -> list[Widget]:
        """What is missing, and the report."""
        return [self.missing, self.preview]

    def entry_point(self) -> Widget | None:
        """What is missing; where nothing is, the report."""
        return self.preview if self.is_read and not self.places else self.missing

    def paste_target(self) -> Editor | None:
        """A pasted text is parked: the step has no list of its own."""
        quick = self.screen.query(QuickAdd).first()
        quick.open("topic")
        return quick.field

    # --- acts ---

    async def action_go_there(self) -> None:
        """Go to the place where the selected gap is."""
        place = self.places.get(self.missing.row_id or "")
        if place is None or not self.missing.has_focus:
            return
        await self._go(place)

    @on(Rows.Picked)
    async def picked(self, event: Rows.Picked) -> None:
        """Go to the place of the gap that was clicked twice."""
        event.stop()
        if (place := self.places.get(event.row_id)) is not None:
            await self._go(place)

    async def _go(self, place: Place) -> None:
        mend = getattr(self.screen, "mend", None)
        if mend is not None:
            await mend(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something to go to."""
        if action == "go_there":
            return self.missing.has_focus and (self.missing.row_id or "") in self.places
        return super().check_action(action, parameters)

    def label_of(self, command_id: str) -> str | None:
        """The footer's words."""
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
    """The report, and its blocks as they are shown."""
    try:
        text = report_text(session, view.editing.opened.attached_files.name, ticket_url=ticket_url(view.app))
    except Trouble as trouble:
        text = str(trouble)
    return text, _blocks(text, raw=view.is_raw)


def _blocks(text: str, *, raw: bool) -> list[Block]:
    return as_written(text) if raw else as_read(text)


_TO_LOOK_AT: Final = " to look at"


def _counted(found: Sequence[GapLine]) -> tuple[str, str]:
    """`17 things · 2 wordings to look at`, beside a title; `17 missing · 2 wordings` where that is too long."""
    missing = sum(one.number for one in found if not one.soft and not one.in_hand)
    soft = sum(one.soft for one in found)
    things = f"{missing} thing{'s' * (missing != 1)}" if missing else "nothing"
    wordings = f" · {soft} wording{'s' * (soft != 1)}" if soft else ""
    return things + (f"{wordings}{_TO_LOOK_AT}" if soft else ""), f"{missing or 'nothing'} missing{wordings}"


def _gap_row(one: GapLine, last: bool) -> Row:
    sign = Span(f"  {signs.FULL} ", "notice") if one.soft else Span(f"  {signs.OPEN} ", "dim")
    return Row(one.row_id, one.text, lead=(sign,), gap=int(last))


def _status_line(status: Status, key: str) -> Content:
    """The three stations, what the present one means, and how to go on."""
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
    """What the next change does, in a word or two."""
    return "opens it again" if NEXT[status] == "draft" else f"makes it {vocabulary.STATUS[NEXT[status]]}"
