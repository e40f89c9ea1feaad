"""`list`: print the sessions of the library, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, UserError, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmtui.library.entries import Entry


@click.command(
    "list",
    cls=Verb,
    short_help="List the sessions of the library, newest incident first",
    example="pmtui list\npmtui list --json | jq -r '.[].id'\npmtui list --markdown > INDEX.md\npmtui list --health",
)
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.option("--markdown", is_flag=True, help="An index page, for a file in the library's folder.")
@click.option("--health", is_flag=True, help="What to see to and what to praise, as text for a chat or a mail.")
@click.pass_obj
def list_(call: Call, as_json: bool, markdown: bool, health: bool) -> None:
    """List the sessions of the library, newest incident first.

    Into a pipe: id, file, status, product, headline, incident_date, created_at, updated_at, separated by tabs.
    """
    if as_json + markdown + health > 1:
        raise UserError("--json, --markdown and --health are three answers: choose one")
    if health:
        _health(call)
        return
    entries = call.library_read.entries()
    if markdown:
        from pmtui.report.index_page import index_page

        out.result(index_page(entries))
    elif as_json:
        out.as_json([as_object(entry) for entry in entries])
    elif out.on_terminal():
        _for_a_person(call, entries)
    else:
        out.table((), (columns(entry) for entry in entries))


def _health(call: Call) -> None:
    from pmtui.app.health import as_text, health
    from pmtui.cli.indexed import indexed

    today = call.today()
    out.result(as_text(health(indexed(call).facts(), today, call.settings.deadlines), today))


def columns(entry: Entry) -> tuple[str, ...]:
    """Return the cells of a session's line as `list` writes it into a pipe."""
    day = entry.incident_date
    status, headline = ("unreadable", why) if (why := entry.unreadable) else (entry.status, entry.headline)
    shown = day.isoformat() if day else ""
    return entry.id, entry.file, status, entry.product, headline, shown, entry.created_at, entry.updated_at


def as_object(entry: Entry) -> dict[str, Any]:
    """Return a session as an object of `list --json`."""
    return {
        "id": entry.id or None,
        "file": entry.file,
        "status": "unreadable" if entry.unreadable else entry.status,
        "term": entry.term,
        "product": entry.product,
        "headline": entry.headline,
        "severity": entry.severity,
        "incident_date": entry.incident_date.isoformat() if entry.incident_date else None,
        "created_at": entry.created_at or None,
        "updated_at": entry.updated_at or None,
        "unreadable": entry.unreadable or None,
    }


def _for_a_person(call: Call, entries: Sequence[Entry]) -> None:
    _ = call.settings  # loading the settings sets how dates are shown
    if not entries:
        out.say(f"no sessions in {call.library.place} yet: pmtui new makes one")
        return
    out.table(("date", "id", "status", "product", "headline"), [row(entry) for entry in entries])


def row(entry: Entry) -> tuple[str, ...]:
    """Return the cells of a session's line as a person sees it on a terminal."""
    from pmtui.session.text import cut
    from pmtui.session.times import show_date

    if entry.unreadable:
        return "", "", "unreadable", cut(entry.file, 40), entry.unreadable
    day = show_date(entry.incident_date) if entry.incident_date else ""
    return day, entry.id[-6:], entry.status.replace("_", " "), cut(entry.product, 30), entry.headline
