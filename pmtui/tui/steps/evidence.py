"""The evidence: figures (files, addresses, pasted texts), further reading, and parked topics."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from msgspec.structs import asdict
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from pmtui import signs
from pmtui.app.item_parsing import NewItems, figure, figure_texts, lines
from pmtui.app.path_completion import meant
from pmtui.app.screen_columns import COLUMNS
from pmtui.app.wrap import wrap
from pmtui.clipboard import NoPicture, picture
from pmtui.library.errors import LibraryError
from pmtui.library.ids import uuid7
from pmtui.meeting import vocabulary
from pmtui.meeting.evidence import is_dealt_with, kind_of
from pmtui.meeting.step import Items
from pmtui.session import edits
from pmtui.session.document import Evidence, Parked, Reading, Session
from pmtui.session.paths import find
from pmtui.session.sections import section, title_of
from pmtui.session.text import cleaned, cut
from pmtui.session.times import show_time
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import DrawItem, FittedRows, ItemRows, Room
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.steps.base import Parts, StepView
from pmtui.tui.widgets.prompt import PathPrompt
from pmtui.tui.widgets.rows import Row, Span

BESIDE: Final = 100
"""The columns of the step from which the other two lists are beside the figures."""
BELOW: Final = 40
"""The lines of the step from which the other two lists are below the figures; with fewer, one list is shown."""


_NUMBER: Final = 8
"""The columns of a figure's number."""
_BAR: Final = 3
"""The columns of a list besides its rows: the bar, a space, and the scrollbar."""
_OF_FIGURE: Final = 4
"""The lines of a figure besides its text: caption, file, time."""
_AROUND: Final = 8
"""The lines of the step besides the figures: its title, theirs, and the add line."""
_FEW: Final = 3
"""The lines below which a text is shown as its first line and the number of all."""

# --- the figures ---


def draw_figure(session: Session, item: Evidence, number: int, room: Room) -> Row:
    """Return the row of a figure: number and caption, and below them its file, address, or as much text as fits."""
    at = show_time(item.at, session.key_details.timezone) if item.at else ""
    lead = (Span(f"Fig. {number + 1}".ljust(_NUMBER), "dim"),)
    shown = _shown(item, room.lines, room.columns - _NUMBER - _BAR)
    below = tuple(Span(text, "dim") for text in (*shown, *([at] if at else ())))
    text, style = (item.caption, "") if item.caption else ("no caption yet", "dim")
    return Row(item.id, text, style, lead=lead, right=(Span(item.kind, "dim"),), below=below)


def caption_of_paste(figures: ItemList, before: str, text: str) -> NewItems | None:
    """Make a figure of a pasted text, unchanged; the text of the add line is its caption."""
    caption = before.strip()
    if not caption or len(figure_texts(text)) != 1:
        return None
    item = figure(text, caption)
    return NewItems((item,), _adding(figures, [item]), f"add figure “{cut(caption, 24)}”")


def _adding(figures: ItemList, items: list[Evidence]) -> Callable[[Session], Session]:
    after = figures.item_id
    return lambda session: edits.add_items(session, "evidence", items, after=after)


def attach_file(figures: ItemList) -> None:
    """Ask for a file, and keep a copy of it."""
    if figures.editing.session.status == "final":
        figures.say("this review is final: reopen it first", wrong=True)
        return
    heading = "Keep a copy of a file as evidence"
    figures.app.push_screen(PathPrompt(heading, partial(_accept, figures), word="attach", browse=True))


def _accept(figures: ItemList, text: str) -> str:
    paths = [meant(line) for line in lines(text)]
    if not paths:
        return "write a path, or choose a file below"
    for path in paths:
        if said := _not_a_file(path):
            return said
    figures.say("copying …")
    figures.run_worker(_keep_copies(figures, paths))
    return ""


async def _keep_copies(figures: ItemList, paths: list[Path]) -> None:
    """Copy files, then make figures of them; a file that could not be copied makes none."""
    made: list[Evidence] = []
    trouble = ""
    for path in paths:
        try:
            name = await asyncio.to_thread(figures.editing.opened.attached_files.attach, path)
        except LibraryError as error:
            trouble = str(error)
            break
        made.append(Evidence(id=uuid7(), caption=cleaned(path.name), kind=kind_of(path.name), path=name))
    if made:
        label = f"attach “{cut(made[0].caption, 24)}”" if len(made) == 1 else f"attach {len(made)} files"
        if not figures.add_made(NewItems(tuple(made), _adding(figures, made), label)):
            return
    said = (
        f"{signs.TICK} kept a copy of {paths[0].name}"
        if len(made) == 1
        else f"{signs.TICK} kept copies of {len(made)} files"
    )
    figures.say(trouble or said, wrong=bool(trouble))


def attach_clipboard(figures: ItemList) -> None:
    """Keep the picture that is in the clipboard."""
    if figures.editing.session.status == "final":
        figures.say("this review is final: reopen it first", wrong=True)
        return
    figures.say("asking the clipboard …")
    figures.run_worker(_keep_picture(figures))


async def _keep_picture(figures: ItemList) -> None:
    try:
        data = await asyncio.to_thread(picture)
        name = await asyncio.to_thread(figures.editing.opened.attached_files.attach, data, "clipboard.png")
    except (NoPicture, LibraryError) as error:
        figures.say(str(error), wrong=True)
        return
    made = Evidence(id=uuid7(), kind="screenshot", path=name)
    if figures.add_made(NewItems((made,), _adding(figures, [made]), "attach the clipboard's picture")):
        figures.say(f"{signs.TICK} kept the clipboard's picture; Enter gives it a caption")


def figures_parts(part: Items, lines: Callable[[Session], int]) -> ListParts[ItemList]:
    """Return the parts of the list of figures; each has some lines for its text, and a paste makes one figure."""
    return ListParts(
        part,
        (*USUAL, Act("evidence.file", attach_file), Act("evidence.clipboard", attach_clipboard)),
        keys="evidence",
        rows=FittedRows(part, draw_figure, lines, lambda item: bool(item.body) and not item.body.isspace()),
        add_line=AddLineParts(
            split=figure_texts,
            make_pasted=caption_of_paste,
            hint=f"Enter adds · paste a log or an address · {signs.UP_DOWN} choose",
        ),
    )


# --- further reading, parked topics ---


def draw_reading(_session: Session, item: Reading, _number: int) -> Row:
    """Return the row of a reading: the title, and below it the address if that is different."""
    below = (Span(item.url, "dim"),) if item.url and item.url != item.title else ()
    return Row(item.id, item.title or "(no title)", below=below)


def draw_parked(session: Session, item: Parked, _number: int) -> Row:
    """Return the row of a parked topic, with its kind in a column; a question shows its answer."""
    done = is_dealt_with(session, item)
    words = vocabulary.PARKED_KIND[item.kind]
    lead = (
        Span(f"{signs.TICK} " if done else "· ", "well" if done else "dim"),
        Span(words.ljust(10), _KIND_STYLE[item.kind]),
    )
    if item.kind == "idea" and done:
        below: tuple[Span, ...] = (Span("is an action now", "dim"),)
    else:
        below = (Span(item.answer, "dim"),) if item.answer.strip() else ()
    if item.of is not None and (about := find(session, item.of)) is not None:
        below = (Span(f"on “{cut(title_of(section(about[0]).table, asdict(about[1])), 60)}”", "dim"), *below)
    # A long name is on a line below, where it leaves the text its room (`row_layout`).
    right = (Span(cut(item.owner or item.author, 40), "dim"),) if item.owner or item.author else ()
    return Row(item.id, item.text or "(no text)", lead=lead, right=right, below=below)


_DRAWN: Final[dict[str, DrawItem]] = {"further_reading": draw_reading, "parking_lot": draw_parked}
_KIND_STYLE: Final = {"topic": "dim", "idea": "accent", "question": "dim", "remark": "accent", "conflict": "notice"}


class EvidenceView(StepView):
    """The figures, with the other two lists beside or below them, or one list at a time."""

    sheets = ("evidence",)
    wants_columns: ClassVar[int] = COLUMNS

    def compose_lists(self, lists: list[Items]) -> ComposeResult:
        """Make all lists in one container, which the style sheet lays out."""
        yield self.tabs
        with Parts(classes="lists three"):
            for part in lists:
                made = self.make_list(part)
                made.list.always_cursor = False  # only the list in use shows its cursor
                yield made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of a list; figures have their own add line, and the others their own rows."""
        if part.section == "evidence":
            return figures_parts(part, self._lines_of_texts)
        return ListParts(part, USUAL, rows=ItemRows(part, _DRAWN[part.section]))

    def _lines_of_texts(self, session: Session) -> int:
        """Return the lines for the texts of all figures; beside the other lists, all that are left."""
        return self.size.height - _AROUND - _OF_FIGURE * len(session.evidence) if self.has_class("-beside") else 0

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lists out side by side, one below the other, or one at a time."""
        beside = self.size.width >= BESIDE
        one = not beside and self.size.height < BELOW
        self.set_class(beside, "-beside")
        self.set_class(one, "-one")
        self.query_one(".three").set_class(one, "-several")

    def turn(self, by: int) -> None:
        """Focus the add line of the next list, and show the list if only one is shown."""
        views = self.lists
        here = self.list_of(self.screen.focused)
        at = views.index(here) + (by if self.screen.focused is here.add else 0) if here in views else 0
        view = views[at % len(views)]
        self._activate(view)
        self.call_after_refresh(view.focus_entry)

    def stops(self) -> list[Widget]:
        """Return the add lines of the lists."""
        return [view.add for view in self.lists]

    def subtitle(self, session: Session) -> str:
        """Return the number of figures."""
        number = len(session.evidence)
        return f"{number} figure{'s' * (number != 1)}" if number else "what shows that it was so"


def _shown(item: Evidence, lines: int, columns: int) -> Sequence[str]:
    """Return the content of a figure: its file, address, or text, or the first line of it and the number of lines."""
    shown = [text for text in (item.path, item.url) if text]
    if item.body.strip():
        found = item.body.strip("\n").split("\n")
        shown += _beginning(found, lines, columns) if lines >= _FEW else [_first_line(found)]
    return shown or ["nothing to show yet: a file, a text or an address"]


def _first_line(found: list[str]) -> str:
    count = f"{len(found):,} lines: " if len(found) > 1 else ""
    return count + cut(next(line for line in found if line.strip()), 100)


def _beginning(found: list[str], lines: int, columns: int) -> list[str]:
    """Return as much of a text as fits into some lines; the last one says how many lines are left out."""
    shown: list[str] = []
    for n, line in enumerate(found):
        wrapped, left = wrap(line[: (lines + 1) * columns], columns), len(found) - n
        if len(shown) + len(wrapped) > lines - (left > 1):
            begun = wrapped[: lines - 1 - len(shown)]
            return [*shown, *begun, f"… {left:,} more lines" if left > 1 else "…"]
        shown += wrapped
    return shown


def _not_a_file(path: Path) -> str:
    """Return why a file cannot be read; empty if it can."""
    try:
        if path.is_dir():
            return f"{path} is a folder: go on to a file in it"
        if not path.exists():
            return f"{path}: there is no such file"
        if not path.is_file():
            return f"{path} is not a file: name one that can be copied"
        return "" if os.access(path, os.R_OK) else f"{path} cannot be read: its mode does not allow it"
    except (OSError, ValueError) as error:
        return f"{path}: {error}"
