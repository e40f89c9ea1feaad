"""`new` and `open`: the verbs that open the app."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import click

from pmtui.cli import out
from pmtui.cli.app_terminal import drawing_on_terminal, need_terminal
from pmtui.cli.verb import Call, UserError, Verb, session_argument
from pmtui.session.text import cleaned
from pmtui.startup import freeze_imported, import_asyncio, import_shutil, lean_textual_import

if TYPE_CHECKING:
    from pmtui.library.entries import Entry


def open_app(call: Call, ref: str | Entry | None, *, otherwise: str = "run pmtui in one") -> int:
    """Open the app, and return the exit status.

    Args:
        call: the call of the program.
        ref: the session to open the meeting on; None: open the list of reviews.
        otherwise: what to do instead, for the message where there is no terminal.

    Raises:
        UserError: there is no terminal to draw on.
    """
    need_terminal(otherwise)
    import_asyncio()
    import_shutil()
    # Deferred: it imports Textual, which no other verb needs.
    with suppress(Exception), lean_textual_import():
        import pmtui.tui.app  # noqa: F401
    # Where another version of Textual needs a module that was left out, it is imported in full.
    from pmtui.tui.app import run

    freeze_imported()
    with drawing_on_terminal():
        return run(call.library, ref, call.settings)


@click.command(
    cls=Verb,
    short_help="Make a session and open the meeting on it",
    example='pmtui new --product Checkout --headline "Card payments refused" --date 18-11-2026',
)
@click.option("--product", default="", metavar="P", help="What was affected.")
@click.option("--headline", default="", metavar="H", help="What happened, in one line.")
@click.option("--term", default="", metavar="T", help="What a review is called here: Postmortem, Incident review, …")
@click.option("--date", "incident_date", metavar="D", help="The date of the incident: 18-11-2026, 18-11, yesterday.")
@click.option("--timezone", metavar="Z", help="The zone in which times are read and shown: Europe/London.")
@click.option("--no-open", is_flag=True, help="Print the session's id instead of opening the meeting.")
@click.pass_obj
def new(
    call: Call, product: str, headline: str, term: str, incident_date: str | None, timezone: str | None, no_open: bool
) -> int:
    """Make a session and open the meeting on it."""
    from pmtui.library.ids import new_session

    if not no_open:
        need_terminal("use --no-open to make the session alone")
    zone = _zone(timezone) or call.settings.timezone
    session = new_session(
        product=cleaned(product),
        headline=cleaned(headline),
        term=cleaned(term) or call.settings.term,
        incident_date=_date(incident_date, zone, call),
        timezone=zone,
        now=call.library.now(),
        new_id=call.library.new_id,
    )
    entry = call.library.create(session)
    if not no_open:
        return open_app(call, entry)
    out.result(f"{session.id}\n")
    return 0


@click.command(
    "open", cls=Verb, short_help="Open the meeting on a session", example="pmtui open latest\npmtui open 7f3a2c"
)
@session_argument
@click.pass_obj
def open_(call: Call, session_id: str) -> int:
    """Open the meeting on a session.

    ID is the session's id, a unique prefix or the last six digits of it, its file's name, or latest.
    """
    entry = call.find(session_id)
    return open_app(call, entry)


def _zone(name: str | None) -> str | None:
    from pmtui.machine import is_zone

    if name is not None and not is_zone(name):
        raise UserError(f"--timezone: no time zone {name!r}: use a name such as Europe/London")
    return name


def _date(text: str | None, zone: str, call: Call) -> date | None:
    if text is None:
        return None
    from zoneinfo import ZoneInfo

    from pmtui.session.times import read_date

    try:
        return read_date(text, call.now().astimezone(ZoneInfo(zone)).date())
    except ValueError as error:
        raise UserError(f"--date: {error}") from None
