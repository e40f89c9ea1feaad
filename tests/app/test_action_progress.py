"""Actions of reviews that are not open are done, dropped and had back; final reviews allow it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from pmtui.app.action_progress import ActionProgress
from pmtui.library.errors import NotFound
from pmtui.library.folder import Library
from pmtui.session import edits
from pmtui.session.document import Action, Session

ALERT = Action(id="a", text="Alert 30 days ahead", description="Two people asked for it")


@pytest.fixture
def review(library: Library, make_session: Callable[..., Session]) -> Session:
    session = make_session(actions=(ALERT,), status="final")
    library.add(session)
    return session


def kept(library: Library, session: Session) -> Action:
    entry = library.by_id(session.id)
    assert entry is not None
    return library.read(entry).actions[0]


def test_an_action_is_done_today_and_each_change_is_undone_the_last_first(library: Library, review: Session) -> None:
    progress = ActionProgress(library)
    done = progress.finish(review.id, "a")
    assert (done.status, done.done_at) == ("done", library.now().date())
    assert kept(library, review) == done
    progress.drop(review.id, "a", "The vendor does it")
    dropped = kept(library, review)
    assert (dropped.status, dropped.done_at) == ("dropped", None)
    assert dropped.description == "Two people asked for it\nThe vendor does it"
    assert progress.last == "Alert 30 days ahead"
    assert progress.undo() == kept(library, review) == done
    assert progress.undo() == kept(library, review) == ALERT
    assert progress.last == ""


def test_undo_leaves_what_somebody_else_changed_since(library: Library, review: Session) -> None:
    progress = ActionProgress(library)
    progress.drop(review.id, "a", "No time")
    entry = library.by_id(review.id)
    assert entry is not None
    library.change(entry, lambda session: edits.change_item(session, "actions", "a", owner="Sam", description="Later"))
    assert progress.undo() == replace(ALERT, owner="Sam", description="Later")


def test_what_is_not_there_any_more_is_said(library: Library, review: Session) -> None:
    progress = ActionProgress(library)
    with pytest.raises(NotFound, match="the action is not in its review any more"):
        progress.finish(review.id, "b")
    progress.finish(review.id, "a")
    entry = library.by_id(review.id)
    assert entry is not None
    library.trash(entry)
    with pytest.raises(NotFound, match="the review is not in the library any more"):
        progress.undo()
    assert progress.last, "it can be tried again"
