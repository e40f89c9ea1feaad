"""Ask the user before a report with likely secrets or personal data is copied or saved for other readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmtui.app.report_files import ReportError, report
from pmtui.meeting.step import Gap
from pmtui.session.document import Session
from pmtui.tui.preferences import checks, ticket_url
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row

Masking = Callable[[Session], Session]
"""Returns the session as it may be given to others: masked, or as it is."""

_MOST = 50


def ask_about_secrets(meeting: Meeting, go_on: Callable[[Masking], None]) -> None:
    """Copy or save the report: at once if it shows no secrets, else if the user agrees, masked or not.

    Args:
        meeting: the screen of the meeting.
        go_on: copies or saves the report.
    """
    from pmtui.app.report_secrets import (  # deferred: the checks are needed only for such a report
        must_ask,
        secrets_in_files,
        secrets_in_report,
        without_secrets,
    )

    session, files = meeting.editing.session, meeting.editing.opened.attached_files
    if not must_ask(session, "markdown", None):
        go_on(_as_it_is)
        return
    _, allowed = checks(meeting.app)

    def write(session: Session) -> str:
        return report(session, files, ticket_url=ticket_url(meeting.app)).text

    try:
        found = (*secrets_in_report(session, write, allowed), *secrets_in_files(session, write, files, allowed))
    except ReportError as error:
        meeting.say(str(error), wrong=True)
        return
    if not found:
        go_on(_as_it_is)
        return

    def chosen(what: str | None) -> None:
        if what is None:
            meeting.say("nothing left: the report shows what had better not be read outside")
        else:
            go_on(_as_it_is if what == "as-is" else lambda session: without_secrets(session, allowed))

    meeting.app.push_screen(_picker(session, found), chosen)


def _picker(session: Session, found: Sequence[Gap]) -> Picker:
    """Return the window that lists what was found, with the two ways to go on."""
    from pmtui.checks.places import place_words

    rows = [Row("mask", "Mask them in the report, and go on"), Row("as-is", "Leave them as they are", gap=1)]
    rows += [Row("", f"{gap.text}   {place_words(session, gap)}", "dim", fixed=True) for gap in found[:_MOST]]
    if len(found) > _MOST:
        rows.append(Row("", f"and {len(found) - _MOST} more", "dim", fixed=True))
    things = "1 thing" if len(found) == 1 else f"{len(found)} things"
    heading = f"The report shows {things} that had better not leave"
    return Picker(heading, lambda _: rows, typing=False)


def _as_it_is(session: Session) -> Session:
    return session
