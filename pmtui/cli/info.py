"""`keys` and `schema`: what the program says about itself."""

from __future__ import annotations

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, Verb


@click.command(cls=Verb, short_help="List every key binding", example="pmtui keys\npmtui keys --json | jq '.[].id'")
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.pass_obj
def keys(call: Call, as_json: bool) -> None:
    """List every key binding, remapped ones included: id, keys, where it works, what it does."""
    from pmtui.meeting.keys import in_force, mistakes

    own = call.settings.keys
    for line in mistakes(own):
        out.say(call.settings.at(line))
    commands = in_force(own)
    if as_json:
        out.as_json([{"id": c.id, "keys": list(c.keys), "where": c.where, "what": c.what} for c in commands])
    else:
        rows = ((c.id, " ".join(c.keys), c.where, c.what) for c in commands)
        out.table(("id", "keys", "where", "what"), rows)


@click.command(
    cls=Verb, short_help="Print the JSON Schema of the session document", example="pmtui schema > session.schema.json"
)
def schema() -> None:
    """Print the JSON Schema (2020-12) of the session document."""
    from pmtui.session.codec import schema as of_the_document

    out.as_json(of_the_document())
