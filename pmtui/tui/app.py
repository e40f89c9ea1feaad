"""The app: it starts, switches screens, and ends so that nothing is lost and the terminal is as it was found."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import io
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import textual.drivers.linux_driver  # noqa: F401  Textual loads it later, and then with all that it never needs
from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen

from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore
from pmtui.meeting.keys import in_force
from pmtui.settings import Settings
from pmtui.startup import collect_as_usual, switch_threads_often
from pmtui.tui import preferences, theme
from pmtui.tui.input import keymap
from pmtui.tui.key_queue.dispatch import KeyDispatch
from pmtui.tui.protocols import HoldsText, Meeting
from pmtui.tui.shutdown import end_within
from pmtui.tui.style_rules.app_stylesheet import AppStylesheet
from pmtui.tui.styles import sheet
from pmtui.tui.watchdog import NOT_SAVED, Watchdog
from pmtui.tui.widgets.notes import HasNotes
from pmtui.tui.widgets.small_window import LEAST, SmallWindow, at_least, cover, is_small
from pmtui.tui.widgets.terminal import FitsTerminal
from pmtui.tui.widgets.textual_workarounds import StyledOnce

if TYPE_CHECKING:
    from pmtui.app.editing_session import EditingSession
    from pmtui.tui.home.screen import LibraryScreen


class PmtuiApp(FitsTerminal, HasNotes, inherit_css=False):
    """One library, and at most one open session. Its style sheet is ours alone: parsing Textual's takes 2 ms.

    Args:
        library: where sessions live.
        ref: the session to open at once; None opens the library.
        settings: the person's own.
        now: the present, aware.
    """

    TITLE = "pmtui"
    CSS_PATH = sheet("app")
    ENABLE_COMMAND_PALETTE = False  # ours looks like the rest, and shows the person's own keys
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("anywhere", but=["palette"]), keymap.first("palette")]

    def __init__(
        self,
        library: SessionStore,
        ref: str | Entry | None,
        settings: Settings,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self.library = library
        self.ref = ref
        self.settings = settings
        self.signs = settings.signs
        self.now = now
        self.editing: EditingSession | None = None
        self.trouble = ""
        self.ended_with: int | None = None  # the exit status, once all is saved and the app was told to end
        # Nothing moves that the person did not move: no scrolling by and by, no fading.
        self.animation_level = "none"
        self.watchdog: Watchdog | None = None
        self._outside: tuple[asyncio.AbstractEventLoop, contextvars.Context] | None = None
        # Textual's own report of an error shows all local values, in boxes: nobody sees it; see `crash_report`.
        self.error: BaseException | None = None
        self.error_console = Console(file=io.StringIO())
        self.window = LEAST
        """How large the terminal is; screens may be laid out for more."""
        self.commands = in_force(settings.keys)
        quit_keys = {key for command in self.commands if command.id == "quit" for key in command.keys}
        self.keys = KeyDispatch(self, super().on_event, quit_keys, end=lambda: self.end(0))
        for tokens in (*theme.THEMES, theme.SIXTEEN, theme.GREYS):
            self.register_theme(tokens.theme())
        # Before anything is shown there is nothing to draw anew: the sheets are parsed once, with the right colours.
        self.set_reactive(App.theme, preferences.theme_of(settings).name)
        self.stylesheet = AppStylesheet(variables=self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; none while Textual still starts with its own, which are never shown."""
        return super().get_css_variables() if theme.DARK.name in self.available_themes else {}

    def get_default_screen(self) -> Screen[None]:
        """The empty screen that the list of reviews or the meeting is laid over."""
        return StyledOnce()

    async def on_mount(self) -> None:
        """Keys, and the first screen."""
        self._outside = asyncio.get_running_loop(), contextvars.copy_context()
        switch_threads_often()
        self.set_keymap(keymap.overrides(self.commands))
        # Not at once: what is drawn while the app itself is still being mounted is thrown away, and drawn again.
        self.call_later(lambda: self.run_worker(self._open_first()))
        for line in preferences.mistakes(self.settings):
            self.notify(line, title="Config file", severity="warning", markup=False)

    async def _open_first(self) -> None:
        try:
            await (self.open_library() if self.ref is None else self.open_session(self.ref))
        except LibraryError as error:  # it was there a moment ago
            await self.open_library()
            self._say(str(error))
        cover(self, self.window)
        self.call_after_refresh(collect_as_usual)
        if not self.is_headless:
            self.set_timer(1, self.keep_styles)  # nobody waits for it then

    def keep_styles(self) -> None:
        """Keep the parsed style sheets for the next start."""
        if isinstance(self.stylesheet, AppStylesheet):
            self.stylesheet.keep()

    # --- screens ---

    async def open_session(self, ref: str | Entry) -> None:
        """Open the meeting on a session; keys pressed while the disk is waited for go to the meeting.

        Raises:
            LibraryError: there is no such session, or it cannot be read.
        """
        from pmtui.tui.meeting import open_meeting  # the list of reviews does without

        if self.keys.queue.is_held:
            return
        read = partial(open_meeting.read_review, self.library, ref, self.settings, self.now, self._session_changed)
        async with self.keys.queue.held():
            review = await open_meeting.waited_for(self, read)
            self.editing = review.editing
            if isinstance(self.screen, SmallWindow):
                await self.pop_screen()  # nothing may come to lie on it
            shown = self.push_screen(open_meeting.meeting_screen(self.library, review, self.settings))
            cover(self, self.window)
            await shown

    async def open_library(self) -> None:
        """The list of sessions."""
        await self.push_screen(self._library_screen())

    def _library_screen(self, select: str = "") -> LibraryScreen:
        from pmtui.tui.home.open_library import library_screen  # a meeting opened directly never needs it

        return library_screen(self.library, self.open_session, self.now, self.settings, select)

    async def close_session(self) -> None:
        """Back to the library; everything is saved first, and it stays open where that fails."""
        if self.editing is None:
            return
        self._set_mark()
        self._gather()
        trouble = self.editing.clear()
        if trouble:
            self.notify(trouble, title="Not saved", severity="error", markup=False)
            self.editing.start()
            for part in self._parts():
                part.let_go()
            return
        file, self.editing = self.editing.opened.file, None
        # Not awaited: this may run in the screen that goes.
        while not isinstance(self.screen, Meeting):
            self.pop_screen()
        if len(self.screen_stack) > 2:  # Textual's own, the library, the meeting
            self.pop_screen()
        else:
            self.switch_screen(self._library_screen(file))

    action_close_session = close_session

    def _set_mark(self) -> None:
        """Where the meeting is left is where it opens."""
        meeting = next((screen for screen in self.screen_stack if isinstance(screen, Meeting)), None)
        if self.editing is not None and meeting is not None:
            self.editing.opened.set_bookmark(meeting.name_now)

    def _session_changed(self) -> None:
        """From any thread: the meeting draws itself anew."""
        for screen in self.screen_stack:
            if isinstance(screen, Meeting):
                screen.session_changed()

    # --- the window ---

    @property
    def size(self) -> Size:
        """The size that the screen is laid out for, which is never less than what it needs."""
        return self._fitted(super().size)

    def _fitted(self, window: Size) -> Size:
        covered = bool(self.screen_stack) and isinstance(self.screen, SmallWindow)
        return window if covered else at_least(window)

    async def _window_resized(self, event: events.Resize) -> None:
        self.window = event.size
        cover(self, self.window)
        size = self._fitted(event.size)
        await super().on_event(events.Resize(size, size, pixel_size=event.pixel_size))
        if not is_small(self.window):
            await self.keys.queue.take(*self.keys.release_pastes())

    # --- keys ---

    async def on_event(self, event: events.Event) -> None:
        """Hand keys and pastes on in order, and all else at once."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.notes.key_pressed()
        if isinstance(event, events.Resize):
            await self._window_resized(event)
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keys.take(event, self.window)
        else:
            await super().on_event(event)

    async def on_paste(self, event: events.Paste) -> None:
        """Give the screen a paste that no field has asked for."""
        await self.keys.paste_into_screen(event.text)

    # --- acts ---

    async def action_back(self) -> None:
        """Each screen knows what Escape leaves there."""
        leave: Callable[[], None] | None = getattr(self.screen, "leave_field", None)
        if leave is not None:
            leave()

    def action_theme_next(self) -> None:
        """The next theme; it is remembered, and its name said."""
        chosen, said = preferences.next_theme(self.settings, self.theme)
        self.theme = chosen.name
        say: Callable[[str], None] = getattr(self.screen, "say", self._say)
        say(said)

    def _say(self, text: str) -> None:
        self.notify(text, markup=False)

    def action_help(self) -> None:
        """The keys that work here."""
        from pmtui.tui.meeting.help import HelpScreen  # only when asked for

        self.push_screen(HelpScreen.on_screen(self.screen, self.commands))

    def action_palette(self) -> None:
        """Any act by a few letters."""
        from pmtui.tui.meeting.palette import Palette, open_palette  # only when asked for

        if not isinstance(self.screen, Palette):
            open_palette(self, self.screen, self.commands)

    async def action_quit(self) -> None:
        """Copy what is selected on the screen, if anything; else save everything and end."""
        self.end(0)

    def end(self, status: int) -> None:
        """Save everything, then end with that status."""
        if self.watchdog is not None:
            self.watchdog.saving(status)
        self._set_mark()
        self.trouble = self.keep_all()
        if self.watchdog is not None:
            self.watchdog.saved(status)
        self.ended_with = status
        self.exit(return_code=status)

    def ask_to_end(self, status: int) -> None:
        """End, asked from any thread."""
        if self._outside is not None:
            loop, context = self._outside
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                loop.call_soon_threadsafe(self.end, status, context=context)

    def keep_all(self) -> str:
        """Save everything, what is half-typed too; empty, or why it could not be saved, and where a copy is."""
        if self.editing is None:
            return ""
        with contextlib.suppress(Exception):
            self._place_held_pastes()
        self._gather()
        return self.editing.clear()

    def _place_held_pastes(self) -> None:
        """The app ends in a window too small for anything: what was pasted goes where it would have gone."""
        pastes = self.keys.release_pastes()
        under = next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, SmallWindow))
        meeting = next(screen for screen in self.screen_stack if isinstance(screen, Meeting))
        for paste in pastes:
            meeting.keep_paste(paste.text, under.focused)

    def keep_all_outside(self) -> str:
        """Save everything, on another thread than the event loop's, which hangs."""
        context = self._outside[1].copy() if self._outside is not None else contextvars.copy_context()
        return f"not saved: {trouble}" if (trouble := context.run(self.keep_all)) else ""

    def keep_a_copy(self) -> str:
        """Where nothing can be saved because the disk does not answer: a copy elsewhere."""
        return f"not saved: {self.editing.copy_elsewhere()}" if self.editing is not None else ""

    def bell(self) -> None:
        """Ring. Where an error ends the app this is called while it is handled: it is kept for the report."""
        if self.ended_with is None:  # else all is saved, and what was just being made misses its parts
            self.error = self.error or sys.exception()
        super().bell()

    def _parts(self) -> Iterator[HoldsText]:
        for screen in self.screen_stack:
            yield from (part for part in screen.walk_children(with_self=True) if isinstance(part, HoldsText))

    def _gather(self) -> None:
        """Whatever stands in a field is a draft; a field that fails at it keeps no other from being saved."""
        for part in self._parts():
            with contextlib.suppress(Exception):
                part.gather()


def run(library: SessionStore, ref: str | Entry | None, settings: Settings) -> int:
    """Run the app until it is left; the status to end with.

    Whatever ended it, what was typed is written before this returns, and one line says where.
    """
    app = PmtuiApp(library, ref, settings)
    app.fit_terminal()
    app.watchdog = watchdog = Watchdog(app.ask_to_end, (app.keep_all_outside, app.keep_a_copy))
    status = 1
    watchdog.start()
    try:
        app.run()
        status = app.return_code or 0 if app.ended_with is None else app.ended_with
    except OSError:
        # The terminal is gone: there is nobody to tell.
        status = 128 + signal.SIGHUP
    finally:
        watchdog.saving(status)
        trouble = (app.editing.clear() if app.editing is not None else "") or app.trouble
        status = NOT_SAVED if trouble and not status else status
        end_within(status)
        with contextlib.suppress(OSError):
            from pmtui.tui.crash_report import tell_at_the_end  # not needed before

            tell_at_the_end(app.error, app.editing, status, trouble)
        app.keep_styles()
        watchdog.stop()
    return status
