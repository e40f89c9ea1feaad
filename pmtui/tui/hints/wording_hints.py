"""Wording hints, and follow-up questions, for the text that is being typed or the item under the cursor.

A field is checked after a pause in typing, so that no key waits for it. On a screen that everybody sees, a hint could
embarrass the speaker: there the hints are only counted (`WordingHints.silent`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace
from textual.content import Content
from textual.widget import Widget
from textual.worker import get_current_worker

from pmtui.meeting.completeness import Wording, each_wording, text_kind_of
from pmtui.meeting.gap_wording import people
from pmtui.meeting.prompts import prompt_for
from pmtui.session import edits
from pmtui.session.document import Session
from pmtui.settings import remember, remembered
from pmtui.tui.hints.field_hints import FieldText, Flagged, field_text
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input.keymap import key_for
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.hints_muted import SILENT
from pmtui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pmtui.meeting.rephrase import Change

_REMEMBERED: Final = "hints"
_AFTER_CHANGE: Final = 1.0
_SLICE: Final = 0.004


class ShownStep(Protocol):
    """What the hints call of the view of the step that is shown."""

    def question(self) -> str:
        """Return the question that fits the item under the cursor; empty if there is none."""

    def active_list(self) -> ItemList | None:
        """Return the list in use; None if there is none."""


class WordingHints:
    """The hints and the follow-up question of one meeting.

    Args:
        meeting: the screen of the meeting.
        shown: returns the view of the step that is shown.
    """

    def __init__(self, meeting: Meeting, shown: Callable[[], ShownStep]) -> None:
        self.meeting = meeting
        self.shown = shown
        self.offered = False
        """Whether the guide offers a neutral form that can be put in."""
        self.waiting: int | None = None
        """The number of hints while they are not shown; None if they were not counted yet."""
        self._heard: FieldText | None = None
        self._heard_in: Session | None = None
        self._kept = ""
        self._passed = ""
        self._counted: object = None
        self._reader = Reader(meeting, self._told)

    @property
    def silent(self) -> bool:
        """Whether hints are not shown, only counted."""
        return self.meeting.has_class(SILENT)

    def remember(self) -> None:
        """Read from the preferences whether this user hid the hints."""
        if (path := self._config()) is not None:
            self.meeting.set_class(remembered(path).get(_REMEMBERED) == "silent", SILENT)

    def toggle(self) -> str:
        """Hide or show the hints, also in later meetings; return a message for the user."""
        silent = not self.silent
        self.meeting.set_class(silent, SILENT)
        for rows in self.meeting.query(Rows):
            rows.mark_again()
        self.waiting = self._counted = None
        self.count()
        if (path := self._config()) is not None:
            remember(path, **{_REMEMBERED: "silent" if silent else "shown"})
        if silent:
            return "Hints on wording are silent: they wait for the close"
        return "Hints on wording are shown"

    def _config(self) -> dict[str, str] | None:
        settings = getattr(self.meeting.app, "settings", None)
        return {"PMTUI_CONFIG": str(settings.path)} if settings is not None else None

    # --- the typed text ---

    def listen(self, editor: Editor) -> bool:
        """Check the text of a field; return False if that changes no hint.

        A question stays when its text was added as an item, because it is asked then.
        """
        heard = field_text(editor)
        if not heard.text.strip():
            if self._heard is None:
                return False
            added = self._heard.editor is editor and self._heard_in is not self.meeting.editing.session
            self._kept = self._asked() if added else ""
            self._heard = None
            return True
        before, self._heard, self._heard_in, self._kept = self._heard, heard, self.meeting.editing.session, ""
        return heard != before

    def forget(self) -> None:
        """Forget the typed text, because another step is shown."""
        self._heard, self._kept, self._passed = None, "", ""

    @property
    def _live(self) -> FieldText | None:
        heard = self._heard
        return heard if heard is not None and heard.editor is self.meeting.focused else None

    def _asked(self) -> str:
        heard = self._heard
        return (prompt_for(heard.line) or "") if heard is not None and heard.asks else ""

    # --- the question ---

    def question(self) -> str:
        """Return the question for the text that is typed, was just added or is selected; empty if there is none."""
        asked = self._asked() if self._live is not None else self.shown().question() or self._kept
        if asked and asked != self._passed:
            self._passed = ""
            return asked
        return ""

    def pass_on(self) -> bool:
        """Hide the follow-up question and show the step's own; return False if none was shown."""
        asked = self.question()
        if asked:
            self._passed = asked
        return bool(asked)

    # --- wording ---

    def found(self) -> Flagged | None:
        """Return the flagged words of the typed text, else of the item under the cursor; None if there are none."""
        if self.silent:
            return None
        live = self._live
        return live.found(self.meeting.editing.session) if live is not None else self._selected()

    def _selected(self) -> Flagged | None:
        view = self.shown().active_list()
        where = text_kind_of(view.part.section, view.part.main) if view is not None else None
        item = view.item() if view is not None and where is not None else None
        if view is None or item is None or where is None:
            return None
        from pmtui.meeting.wording import flags  # deferred: rules are needed only for a selected item

        main = view.part.main
        text = str(getattr(item, main))
        flagged = flags(text, where=where, names=people(self.meeting.editing.session))
        return Flagged(text, flagged, partial(_put_in_item, view, item.id, main, text)) if flagged else None

    def joined(self, asides: list[Aside]) -> list[Aside]:
        """Return the paragraphs of the guide with the hints first, or with the number of hints if they are hidden."""
        if self.silent:
            self.offered = False
            at_close = self.meeting.name_now == "close"
            return [*asides, self._waiting()] if self.waiting and not at_close else asides
        found = self.found()
        self.offered = found is not None and found.change is not None
        if found is None:
            return asides
        notice = found.notice(self._key("wording.take"))
        if asides and asides[0].heading == notice.heading and not asides[0].text:
            return [replace(notice, bullets=(*notice.bullets, *asides[0].bullets)), *asides[1:]]
        return [notice, *asides]

    def _waiting(self) -> Aside:
        key = self._key("hints.toggle")
        words = f"{self.waiting} hint{'s' * (self.waiting != 1)} wait{'s' * (self.waiting == 1)}"
        return Aside("Wording", Content.styled(f"{words} for the close{f', or for {key}' if key else ''}", "$dim"))

    def _key(self, command_id: str) -> str:
        """Return the key of a command; in a field, only a key that types no character."""
        return key_for(self.meeting.app, command_id, typing=isinstance(self.meeting.focused, Editor))

    def take(self) -> bool:
        """Replace the flagged words with their neutral form; return False if there is none."""
        found = self.found()
        change = found.change if found is not None else None
        if found is None or change is None:
            return False
        found.put(change)
        if self._live is not None:
            self.listen(self._live.editor)
        return True

    # --- counting ---

    def count(self) -> None:
        """Count the hints of the review after a change, if they are hidden."""
        if self.silent and self._counted is not self.meeting.editing.session:
            self._counted = self.meeting.editing.session
            self._reader.read(self._counted, wait=_AFTER_CHANGE if self.waiting is not None else 0)

    def _told(self, found: tuple[Wording, ...]) -> None:
        self.waiting = len(found)
        self.meeting.show_guide()


def _put_in_item(view: ItemList, item_id: str, main: str, text: str, change: Change) -> None:
    new = {main: change.apply(text)}
    section = view.part.section

    def edit(session: Session) -> Session:
        return edits.change_item(session, section, item_id, **new)

    view.do(edit, "take the neutral form", item_id)


class Reader:
    """Checks all texts of a review in a thread, because that takes about a second for thousands of texts.

    Args:
        owner: the widget that owns the worker; the worker ends with it.
        tell: called in the thread of the app with the result, unless a newer check was started.
    """

    def __init__(self, owner: Widget, tell: Callable[[tuple[Wording, ...]], None]) -> None:
        self.owner = owner
        self.tell = tell
        self._reading: Session | None = None

    def read(self, session: Session, *, wait: float = 0) -> None:
        """Start a check after `wait` seconds, and cancel the one that runs."""
        self._reading = session
        work = partial(self._read, session, wait)
        self.owner.run_worker(work, thread=True, group="wording", exclusive=True, exit_on_error=False)

    def _read(self, session: Session, wait: float) -> None:
        worker = get_current_worker()
        until = time.monotonic() + wait
        while time.monotonic() < until and not worker.is_cancelled:
            time.sleep(0.05)
        found: list[Wording] = []
        begun = time.monotonic()
        for some in each_wording(session):
            found += some
            if time.monotonic() - begun > _SLICE:
                time.sleep(0.001)  # let the thread of the screen run
                begun = time.monotonic()
            if worker.is_cancelled:
                return
        self.owner.call_later(self._done, session, tuple(found))

    def _done(self, session: Session, found: tuple[Wording, ...]) -> None:
        if session is self._reading and self.owner.is_attached:
            self.tell(found)
