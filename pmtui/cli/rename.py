"""`rename`: a session's file under the name that its details now suggest."""

from __future__ import annotations

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, session_argument


@click.command(
    cls=Verb,
    short_help="Give a session's file the name that its details now suggest",
    example="pmtui rename latest",
)
@session_argument
@click.pass_obj
def rename(call: Call, session_id: str) -> None:
    """Give a session's file, and the folder of its attachments, the name that its details now suggest; print it."""
    out.result(f"{call.library.rename(call.find(session_id)).file}\n")
