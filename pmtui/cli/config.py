"""`config`: print the path of the config file, the values in force and where each comes from, and mistakes in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, UserError, Verb
from pmtui.settings import Settings


@click.command(cls=Verb, short_help="Say where the config file is, and what is in force", example="pmtui config")
@click.pass_obj
def config(call: Call) -> int:
    """Say where the config file is, what is in force and where it comes from; exit status 1 where something is wrong.

    On a terminal it says of each value where it comes from; into a pipe it writes key and value.
    The file is TOML, and all of it may be left out; docs/config.md explains every key: library, timezone, date_format,
    theme, signs, author (your initials), term (what a new review is called), agenda (a list of step names), minutes
    (30, 60 or 90, or a table of minutes by step name), severities (a list), a table [deadlines] (in how many days a
    review is due, by severity, and default for all others), tables [[fields]] with name, help and choices (the team's
    own fields of the key details), a table [checks] with off (codes) and allow (personal data that may be told),
    ticket_url (where a ticket is found, {} standing for its name), ticket_pattern (a regular expression for your
    tickets), a table [tickets] (the commands push and sync, and the seconds that they may take), and a table [keys] of
    keys by the ids that pmtui keys lists.
    """
    from pmtui.checks import codes
    from pmtui.meeting import own_fields
    from pmtui.meeting.keys import mistakes

    settings = call.settings
    state = "" if settings.path.exists() else " (not there: everything has its default)"
    said = (*own_fields.mistakes(settings.fields), *mistakes(settings.keys), *codes.mistakes(settings.checks_off))
    wrong = [settings.at(line) for line in said]
    try:
        library = str(call.folder)
    except UserError as error:
        library = ""
        wrong.append(str(error))
    for line in wrong:
        out.say(line)
    chosen = "PMTUI_CONFIG" if os.environ.get("PMTUI_CONFIG") else ""
    rows = [
        ("config file", f"{settings.path}{state}", chosen),
        ("library", library, _chose_library(call) or settings.source("library")),
    ]
    rows += _rows(settings)
    if out.on_terminal():
        out.table(("key", "from", "value"), ((key, by, value) for key, value, by in rows), whole=True)
    else:
        out.table((), (row[:2] for row in rows))
    return 1 if wrong or settings.mistakes else 0


def _chose_library(call: Call) -> str:
    """Return what chose the library, in words; an empty string where a line of the config file did."""
    from pmtui.settings import library_choice

    try:
        here = Path.cwd()
    except OSError:  # the current folder was deleted
        here = Path()
    _, by = library_choice(call.library_option, os.environ, here, call.settings.library)
    return by


def _rows(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield key, value, and where the value comes from: a line of the config file, the machine, the app, or nothing."""
    machine = {"timezone": "machine", "signs": "locale", "theme": "chosen in the app" if settings.theme else ""}
    for key, value in _values(settings):
        yield key, value, settings.source(key) or machine.get(key, "") or "default"


def _values(settings: Settings) -> Iterator[tuple[str, str]]:
    from pmtui.meeting.key_details import SEVERITIES
    from pmtui.ticket_settings import shown

    yield "timezone", settings.timezone
    yield "date_format", settings.date_format
    yield "theme", settings.theme
    yield "signs", settings.signs
    yield "author", settings.author
    yield "term", settings.term
    yield "agenda", ", ".join(settings.agenda)
    minutes = str(settings.minutes)
    if settings.step_minutes:
        minutes += "; " + ", ".join(f"{step} {each}" for step, each in settings.step_minutes.items())
    yield "minutes", minutes
    yield "severities", ", ".join(settings.severities or SEVERITIES)
    for name, days in settings.deadlines.items():
        yield f"deadlines.{name}", str(days)
    for one in settings.fields:
        yield f"fields.{one.name}", ", ".join(one.choices) or one.help
    yield "checks.off", ", ".join(settings.checks_off)
    yield "checks.allow", ", ".join(settings.checks_allow)
    yield "ticket_url", settings.ticket_url
    yield "ticket_pattern", settings.ticket_pattern
    yield "tickets.push", shown(settings.ticket_push)
    yield "tickets.sync", shown(settings.ticket_sync)
    yield "tickets.seconds", str(settings.ticket_seconds)
    yield from _own_keys(settings)


def _own_keys(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield command id and keys for the commands that the config file gives keys to, as they are in force."""
    from pmtui.meeting.keys import in_force, is_key

    for command in in_force(settings.keys):
        if command.id in settings.keys and any(map(is_key, settings.keys[command.id])):
            yield f"keys.{command.id}", " ".join(command.keys)
