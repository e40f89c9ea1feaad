"""`keys`, `config` and `schema`: what the program says about itself."""

from __future__ import annotations

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, Wrong
from pmtui.settings import Settings


@click.command(cls=Verb, short_help="List every key binding", example="pmtui keys\npmtui keys --json | jq '.[].id'")
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.pass_obj
def keys(call: Call, as_json: bool) -> None:
    """List every key binding, remapped ones included: id, keys, where it works, what it does."""
    from pmtui.meeting.keys import in_force, mistakes

    own = call.settings.keys
    for line in mistakes(own):
        out.say(f"{call.settings.path}: {line}")
    commands = in_force(own)
    if as_json:
        out.as_json([{"id": c.id, "keys": list(c.keys), "where": c.where, "what": c.what} for c in commands])
    else:
        rows = ((c.id, " ".join(c.keys), c.where, c.what) for c in commands)
        out.table(("id", "keys", "where", "what"), rows)


@click.command(cls=Verb, short_help="Say where the config file is, and what is in force", example="pmtui config")
@click.pass_obj
def config(call: Call) -> int:
    """Say where the config file is, and what is in force; exit status 1 where something in it is wrong.

    The file is TOML, and all of it may be left out: library, timezone, theme, author (your initials), ticket_url (where
    a ticket is found, {} standing for its name), term (what a new review is called), ticket_pattern (a regular
    expression for your tickets), a table [tickets] (the commands push and sync, as docs/tickets.md says, and the
    seconds that they may take), agenda (a list of step names), minutes (30, 60 or 90, or a table of minutes by step
    name), tables [[fields]] with name, help and choices (the team's own fields of the key details), a table [deadlines]
    (in how many days a review is due, by severity, and default for all others), signs (ascii or unicode), a table
    [keys] of keys by the ids that pmtui keys lists, and a table [checks] with off (codes) and allow (personal data that
    may be told).
    """
    from pmtui.checks import codes
    from pmtui.meeting import own_fields
    from pmtui.meeting.keys import mistakes

    settings = call.settings
    state = "" if settings.path.exists() else " (not there: everything has its default)"
    said = (*own_fields.mistakes(settings.fields), *mistakes(settings.keys), *codes.mistakes(settings.checks_off))
    wrong = [f"{settings.path}: {line}" for line in said]
    try:
        library = str(call.folder)
    except Wrong as error:
        library = ""
        wrong.append(str(error))
    for line in wrong:
        out.say(line)
    out.table(
        ("key", "value"),
        [("config file", f"{settings.path}{state}"), ("library", library), *_rows(settings)],
        whole=True,
    )
    return 1 if wrong or settings.mistakes else 0


def _rows(settings: Settings) -> list[tuple[str, str]]:
    from pmtui.ticket_settings import shown

    minutes = str(settings.minutes)
    if settings.step_minutes:
        minutes += "; " + ", ".join(f"{step} {each}" for step, each in settings.step_minutes.items())
    return [
        ("timezone", settings.timezone),
        ("theme", settings.theme),
        ("signs", settings.signs),
        ("author", settings.author),
        ("ticket_url", settings.ticket_url),
        ("term", settings.term),
        ("ticket_pattern", settings.ticket_pattern),
        ("tickets.push", shown(settings.ticket_push)),
        ("tickets.sync", shown(settings.ticket_sync)),
        ("tickets.seconds", str(settings.ticket_seconds)),
        ("agenda", ", ".join(settings.agenda)),
        ("minutes", minutes),
        *((f"fields.{one.name}", ", ".join(one.choices) or one.help) for one in settings.fields),
        *((f"deadlines.{name}", str(days)) for name, days in settings.deadlines.items()),
        ("checks.off", ", ".join(settings.checks_off)),
        ("checks.allow", ", ".join(settings.checks_allow)),
        *_own_keys(settings),
    ]


def _own_keys(settings: Settings) -> list[tuple[str, str]]:
    """The keys that are in force for the commands that the config file gives keys to."""
    from pmtui.meeting.keys import in_force, is_key

    return [
        (f"keys.{command.id}", " ".join(command.keys))
        for command in in_force(settings.keys)
        if command.id in settings.keys and any(map(is_key, settings.keys[command.id]))
    ]


@click.command(
    cls=Verb, short_help="Print the JSON Schema of the session document", example="pmtui schema > session.schema.json"
)
def schema() -> None:
    """Print the JSON Schema (2020-12) of the session document."""
    from pmtui.session.codec import schema as of_the_document

    out.as_json(of_the_document())
