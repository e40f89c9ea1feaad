"""`attach`: keep copies of files as evidence while they are still there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, Final, get_args

import click

from pmtui.cli import out
from pmtui.cli.note import Target
from pmtui.cli.verb import Call, Verb, Wrong, session_option
from pmtui.session.document import Evidence, EvidenceKind
from pmtui.session.edits import add_items
from pmtui.session.text import cleaned

KINDS: Final[tuple[str, ...]] = get_args(EvidenceKind)
STANDARD_INPUT: Final = "standard-input.txt"


@click.command(
    cls=Verb,
    short_help="Keep copies of files as evidence",
    example='pmtui attach dashboard.png --caption "Response codes during the incident"\n'
    "journalctl -u checkout --since 14:00 | pmtui attach - --kind log",
)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path())
@session_option
@click.option("--caption", default="", metavar="C", help="What it shows; without it, the file's name.")
@click.option("--kind", type=click.Choice(KINDS), help="What it is; without it, as the file's name suggests.")
@click.pass_obj
def attach(call: Call, files: tuple[str, ...], ref: str | None, caption: str, kind: EvidenceKind | None) -> None:
    """Keep copies of files as evidence; - keeps standard input."""
    if not files:
        raise Wrong("nothing to attach: name a file, or - for standard input")
    sources = [_source(name) for name in files]
    target = Target(call, ref, call.now())
    folder = call.library.attachments(target.make())
    kept: list[Evidence] = []
    try:
        for source in sources:
            kept.append(_keep(call, folder, source, caption, kind))  # noqa: PERF401 (those before a failure count)
    finally:
        # What was copied before something went wrong is on record too.
        if kept:
            target.change(lambda session: add_items(session, "evidence", kept))
    figures = {each.id: n for n, each in enumerate(target.session.evidence, 1)}
    for each in kept:
        out.say(f"Fig. {figures[each.id]}: {each.path}")
    target.name()


def _source(name: str) -> Path | BinaryIO:
    """What to copy, looked at before anything is changed."""
    if name == "-":
        if sys.stdin is None:
            raise Wrong("standard input is closed: name a file")
        return sys.stdin.buffer
    path = Path(name)
    if path.is_dir():
        raise Wrong(f"{name}: is a folder: name the files in it")
    if not path.exists():
        raise Wrong(f"{name}: no such file: check its name")
    return path


def _keep(call: Call, folder: Path, source: Path | BinaryIO, caption: str, kind: EvidenceKind | None) -> Evidence:
    from pmtui.library.attachments import attach as copy
    from pmtui.meeting.evidence import kind_of

    name = source.name if isinstance(source, Path) else STANDARD_INPUT
    stored = copy(folder, source, name)
    guessed = kind_of(name) if isinstance(source, Path) else "log"
    shown = caption or (name if isinstance(source, Path) else "")
    return Evidence(id=call.library.new_id(), caption=cleaned(shown), kind=kind or guessed, path=stored)
