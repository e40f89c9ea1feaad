"""`PmtuiApp`: starts, switches screens, and ends so that nothing is lost and the terminal is as it was before."""

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

import textual.drivers.linux_driver  # noqa: F401  Textual imports it later, together with modules it does not need
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
    """The app, with one library and at most one open session. Textual's style sheet is left out (parsing takes 2 ms).

    Args:
        library: the library of sessions.
        ref: the session to open at once; None opens the list of reviews.
        settings: the user's settings.
        now: returns the present time, with its time zone.
    """

    TITLE = "pmtui"
    CSS_PATH = sheet("app")
    ENABLE_COMMAND_PALETTE = False  # ours looks like the other windows, and shows the user's own keys
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
        self.ended_with: int | None = None  # the exit status, set when all is saved and the app was told to end
        # No animations: nothing scrolls or fades by itself.
        self.animation_level = "none"
        self.watchdog: Watchdog | None = None
        self._outside: tuple[asyncio.AbstractEventLoop, contextvars.Context] | None = None
        # Textual's report of an error shows all local values, and here nobody would see it; see `crash_report`.
        self.error: BaseException | None = None
        self.error_console = Console(file=io.StringIO())
        self.window = LEAST
        """The size of the terminal; screens may be laid out for a larger one."""
        self.commands = in_force(settings.keys)
        quit_keys = {key for command in self.commands if command.id == "quit" for key in command.keys}
        self.keys = KeyDispatch(self, super().on_event, quit_keys, end=lambda: self.end(0))
        for tokens in (*theme.THEMES, theme.SIXTEEN, theme.GREYS):
            self.register_theme(tokens.theme())
        # Before the first drawing, so that the sheets are parsed only once, with the colours of the theme.
        self.set_reactive(App.theme, preferences.theme_of(settings).name)
        self.stylesheet = AppStylesheet(variables=self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; none while Textual still has its own theme, which is never shown."""
        return super().get_css_variables() if theme.DARK.name in self.available_themes else {}

    def get_default_screen(self) -> Screen[None]:
        """Return the empty screen below all others."""
        return StyledOnce()

    async def on_mount(self) -> None:
        """Apply the user's keys, and open the first screen."""
        self._outside = asyncio.get_running_loop(), contextvars.copy_context()
        switch_threads_often()
        self.set_keymap(keymap.overrides(self.commands))
        # Later, because what is drawn while the app itself is being mounted is drawn again.
        self.call_later(lambda: self.run_worker(self._open_first()))
        for line in preferences.mistakes(self.settings):
            self.notify(line, title="Config file", severity="warning", markup=False)

    async def _open_first(self) -> None:
        try:
            await (self.open_library() if self.ref is None else self.open_session(self.ref))
        except LibraryError as error:  # it was removed since the verb looked for it
            await self.open_library()
            self._say(str(error))
        cover(self, self.window)
        self.call_after_refresh(collect_as_usual)
        if not self.is_headless:
            self.set_timer(1, self.keep_styles)  # after the start, which does not wait for it

    def keep_styles(self) -> None:
        """Write the parsed style sheets to the cache for the next start."""
        if isinstance(self.stylesheet, AppStylesheet):
            self.stylesheet.keep()

    # --- screens ---

    async def open_session(self, ref: str | Entry) -> None:
        """Open a session; keys that are pressed while the disk is read go to its meeting.

        Raises:
            LibraryError: there is no such session, or it cannot be read.
        """
        from pmtui.tui.meeting import open_meeting  # the list of reviews does not need it

        if self.keys.queue.is_held:
            return
        read = partial(open_meeting.read_review, self.library, ref, self.settings, self.now, self._session_changed)
        async with self.keys.queue.held():
            review = await open_meeting.read_in_thread(self, read)
            self.editing = review.editing
            if isinstance(self.screen, SmallWindow):
                await self.pop_screen()  # no other screen may cover it
            shown = self.push_screen(open_meeting.meeting_screen(self.library, review, self.settings))
            cover(self, self.window)
            await shown

    async def open_library(self) -> None:
        """Open the list of reviews."""
        await self.push_screen(self._library_screen())

    def _library_screen(self, select: str = "") -> LibraryScreen:
        from pmtui.tui.home.open_library import library_screen  # not needed if a meeting is opened directly

        return library_screen(self.library, self.open_session, self.now, self.settings, select)

    async def close_session(self) -> None:
        """Go back to the list of reviews. Everything is saved first; if that fails, the session stays open."""
        if self.editing is None:
            return
        self._set_mark()
        self._gather()
        trouble = self.editing.clear()
        if trouble:
            self.notify(trouble, title="Not saved", severity="error", markup=False)
            self.editing.start()
            for part in self._parts():
                part.empty_kept()
            return
        file, self.editing = self.editing.opened.file, None
        # Not awaited, because it may run in the screen that is removed.
        while not isinstance(self.screen, Meeting):
            self.pop_screen()
        if len(self.screen_stack) > 2:  # the empty screen, the library, the meeting
            self.pop_screen()
        else:
            self.switch_screen(self._library_screen(file))

    action_close_session = close_session

    def _set_mark(self) -> None:
        """Remember the step, so that the review opens there the next time."""
        meeting = next((screen for screen in self.screen_stack if isinstance(screen, Meeting)), None)
        if self.editing is not None and meeting is not None:
            self.editing.opened.set_bookmark(meeting.name_now)

    def _session_changed(self) -> None:
        """Let the meeting draw the session; called from any thread."""
        for screen in self.screen_stack:
            if isinstance(screen, Meeting):
                screen.session_changed()

    # --- the window ---

    @property
    def size(self) -> Size:
        """The size that screens are laid out for; it is never less than they need."""
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
        """Queue keys and pastes, and handle all other events at once."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.notes.key_pressed()
        if isinstance(event, events.Resize):
            await self._window_resized(event)
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keys.take(event, self.window)
        else:
            await super().on_event(event)

    async def on_paste(self, event: events.Paste) -> None:
        """Give a paste that no field took to the screen."""
        await self.keys.paste_into_screen(event.text)

    # --- commands ---

    async def action_back(self) -> None:
        """Leave what the screen says that Escape leaves."""
        leave: Callable[[], None] | None = getattr(self.screen, "leave_field", None)
        if leave is not None:
            leave()

    def action_theme_next(self) -> None:
        """Switch to the next theme, remember it, and show its name."""
        chosen, said = preferences.next_theme(self.settings, self.theme)
        self.theme = chosen.name
        say: Callable[[str], None] = getattr(self.screen, "say", self._say)
        say(said)

    def _say(self, text: str) -> None:
        self.notify(text, markup=False)

    def action_help(self) -> None:
        """Open the help with the keys that work now."""
        from pmtui.tui.meeting.help import HelpScreen  # rarely used

        self.push_screen(HelpScreen.on_screen(self.screen, self.commands))

    def action_palette(self) -> None:
        """Open the palette."""
        from pmtui.tui.meeting.palette import Palette, open_palette  # rarely used

        if not isinstance(self.screen, Palette):
            open_palette(self, self.screen, self.commands)

    async def action_quit(self) -> None:
        """Copy the text that is selected on the screen; if none is, save everything and end."""
        self.end(0)

    def end(self, status: int) -> None:
        """Save everything, then end with an exit status."""
        if self.watchdog is not None:
            self.watchdog.saving(status)
        self._set_mark()
        self.trouble = self.keep_all()
        if self.watchdog is not None:
            self.watchdog.saved(status)
        self.ended_with = status
        self.exit(return_code=status)

    def ask_to_end(self, status: int) -> None:
        """End with an exit status; called from any thread."""
        if self._outside is not None:
            loop, context = self._outside
            with contextlib.suppress(RuntimeError):  # the event loop has ended by itself
                loop.call_soon_threadsafe(self.end, status, context=context)

    def keep_all(self) -> str:
        """Save everything, typed text too; return "", or why it could not be saved and where a copy is."""
        if self.editing is None:
            return ""
        with contextlib.suppress(Exception):
            self._place_held_pastes()
        self._gather()
        return self.editing.clear()

    def _place_held_pastes(self) -> None:
        """Put pastes that were held in a tiny window where they would have gone, because the app ends."""
        pastes = self.keys.release_pastes()
        under = next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, SmallWindow))
        meeting = next(screen for screen in self.screen_stack if isinstance(screen, Meeting))
        for paste in pastes:
            meeting.keep_paste(paste.text, under.focused)

    def keep_all_outside(self) -> str:
        """Save everything from another thread than that of the event loop, which hangs."""
        context = self._outside[1].copy() if self._outside is not None else contextvars.copy_context()
        return f"not saved: {trouble}" if (trouble := context.run(self.keep_all)) else ""

    def keep_a_copy(self) -> str:
        """Write a copy elsewhere, because the disk of the library does not answer; return where it is."""
        return f"not saved: {self.editing.copy_elsewhere()}" if self.editing is not None else ""

    def bell(self) -> None:
        """Ring the bell.

        Textual calls this during the handling of an error that ends the app, which is kept to report.
        """
        if self.ended_with is None:  # else all is saved, and the error comes from widgets that are being removed
            self.error = self.error or sys.exception()
        super().bell()

    def _parts(self) -> Iterator[HoldsText]:
        for screen in self.screen_stack:
            yield from (part for part in screen.walk_children(with_self=True) if isinstance(part, HoldsText))

    def _gather(self) -> None:
        """Keep the text of all fields as drafts; an error in one field does not stop the others."""
        for part in self._parts():
            with contextlib.suppress(Exception):
                part.keep_drafts()


def run(library: SessionStore, ref: str | Entry | None, settings: Settings) -> int:
    """Run the app until it ends; return the exit status.

    Typed text is saved before this returns, whatever ended the app, and one line says where.
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
        # The terminal is gone, so nobody can be told.
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
