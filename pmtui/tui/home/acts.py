"""The commands of the list of reviews: for the selected review, for new ones, and for the screens over all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from pmtui.app import library_actions
from pmtui.app.library_actions import NewReview
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.session.text import cut
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act
from pmtui.tui.preferences import ticket_url

# What is rarely used is imported in functions, so that the first drawing does not wait for it.


# --- a new review ---


def begin_new(home: LibraryScreen) -> None:
    """Ask for product, headline and date, and create a review."""
    _ask(home, "A new review", home.draft or NewReview("", "", home.today()), None)


def begin_from_selected(home: LibraryScreen) -> None:
    """Create a review from the selected one as a template."""
    if entry := home.entry:
        heading = f"A new review, with the people and resources of “{cut(entry.headline or entry.product, 40)}”"
        _ask(home, heading, NewReview(entry.product, "", home.today()), entry)


def _ask(home: LibraryScreen, heading: str, draft: NewReview, template: Entry | None) -> None:
    from pmtui.tui.home.new_review import NewReviewScreen

    def keep(typed: NewReview) -> None:
        home.draft = typed if template is None else home.draft

    def begin(new: NewReview | None) -> None:
        if new is None:
            return
        try:
            made = library_actions.create_review(home.library, new, home.zone, template, home.term)
        except LibraryError as error:
            keep(new)
            home.say(str(error), wrong=True)
            return
        home.draft = None
        home.reviews.select = made.file
        home.open(made)

    products = [entry.product for entry in home.review_index.entries if entry.product.strip()]
    home.app.push_screen(NewReviewScreen(heading, draft, home.today(), keep, products), begin)


# --- the selected review ---


def copy_report(home: LibraryScreen) -> None:
    """Copy the report to the clipboard, in a worker, because the clipboard may take seconds to answer."""
    if home.entry is not None:
        home.say("copying …")
        home.run_worker(_copy(home, home.entry))


async def _copy(home: LibraryScreen, entry: Entry) -> None:
    from pmtui.app.report_files import ReportError

    def ask_terminal(text: str) -> None:
        home.app.call_from_thread(home.app.copy_to_clipboard, text)

    try:
        home.say(
            await asyncio.to_thread(
                library_actions.copy_report, home.library, entry, ask_terminal, ticket_url(home.app)
            )
        )
    except (LibraryError, ReportError) as error:
        home.say(str(error), wrong=True)


def rename(home: LibraryScreen) -> None:
    """Rename the file after the details of the review."""

    def do(entry: Entry) -> str:
        named = home.library.rename(entry)
        home.reviews.select = named.file
        return f"It is {named.file} now" if named.file != entry.file else "The name fits already"

    _try(home, do)


def delete(home: LibraryScreen) -> None:
    """Move the selected review to the trash; undo puts it back."""

    def do(entry: Entry) -> str:
        name = home.bin.delete(entry)
        return f"“{name}” is in the trash folder: {keymap.key_of(home, 'undo')} puts it back"

    _try(home, do)


def put_back(home: LibraryScreen) -> None:
    """Put back the review that was deleted last."""
    if name := home.bin.last:
        try:
            home.reviews.select = home.bin.restore().file
            home.say(f"“{name}” is back")
        except LibraryError as error:
            home.say(str(error), wrong=True)
        home.reviews.look_again()


def _try(home: LibraryScreen, act: Callable[[Entry], str]) -> None:
    entry = home.entry
    if entry is None:
        return
    try:
        home.say(act(entry))
    except LibraryError as error:
        home.say(str(error), wrong=True)
    home.reviews.look_again()


# --- all reviews ---


def show_actions(home: LibraryScreen, select: str = "") -> None:
    """Open the board with the actions of all reviews; `select` is the key of the action under the cursor."""
    from pmtui.app.action_progress import ActionProgress
    from pmtui.tui.home.action_board import ActionBoardScreen

    # Kept on the screen, so that changes on the board can be undone when it is opened again.
    home.progress = home.progress or ActionProgress(home.library)
    home.app.push_screen(ActionBoardScreen(home.library, home.today, home.progress, select))


def show_trends(home: LibraryScreen) -> None:
    """Open the screen of trends."""
    from pmtui.tui.home.trends import TrendsScreen

    home.app.push_screen(TrendsScreen(home.library, home.today))


def show_health(home: LibraryScreen) -> None:
    """Open the screen of what waits, and what to praise."""
    from pmtui.tui.home.health import HealthScreen

    home.app.push_screen(HealthScreen(home.library, home.today, partial(show_actions, home)))


def show_names(home: LibraryScreen) -> None:
    """Open the screen of the names in all reviews."""
    from pmtui.tui.home.names import NamesScreen

    home.app.push_screen(NamesScreen(home.library, home.today))


def _is_selected(home: LibraryScreen) -> bool:
    return home.entry is not None


def _is_readable(home: LibraryScreen) -> bool:
    return home.entry is not None and not home.entry.unreadable


ACTS: Final[tuple[Act[LibraryScreen], ...]] = (
    Act("session.open", LibraryScreen.open_selected, _is_selected),
    Act("session.new", begin_new),
    Act("library.filter", LibraryScreen.focus_filter),
    Act("library.actions", show_actions),
    Act("library.trends", show_trends),
    Act("library.health", show_health),
    Act("library.names", show_names),
    Act("session.copy_report", copy_report, _is_readable),
    Act("session.duplicate", begin_from_selected, _is_readable),
    Act("session.rename", rename, _is_readable),
    Act("session.delete", delete, _is_selected),
    Act("undo", put_back, lambda home: bool(home.bin.last)),
)
