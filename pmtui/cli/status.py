"""`status`: set a review's status: draft, in review or final."""

from __future__ import annotations

from typing import Final, get_args

import click

from pmtui.cli import out
from pmtui.cli.unread_values import say_unread_values
from pmtui.cli.verb import Call, Verb, session_argument
from pmtui.session.document import Status
from pmtui.session.edits import set_field

STATUSES: Final[tuple[str, ...]] = get_args(Status)


@click.command(
    cls=Verb,
    short_help="Set a session's status: draft, in_review or final",
    example="pmtui status latest in_review\npmtui status 7f3a2c draft   # opens a final review again",
)
@session_argument
@click.argument("value", metavar="STATUS", type=click.Choice(STATUSES))
@click.pass_obj
def status(call: Call, session_id: str, value: Status) -> None:
    """Set a session's status: draft, in_review or final.

    A final review is read-only, but for the progress of its actions; draft or in_review opens it again.
    """
    entry = call.find(session_id)
    saved = call.library.change(entry, lambda session: set_field(session, "status", value))
    for notice in saved.notices:
        out.say(notice)
    if value != "draft":
        say_unread_values(call.library, saved.session, "the review")
    out.say(f"{saved.file}: {value.replace('_', ' ')}")
