"""`import`: session documents, postmortems and timeline data into the library, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmtui.app.import_files import FromFile, read_file
from pmtui.app.import_plan import ImportPlanner
from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, Wrong, complete_session
from pmtui.intake.result import IntakeContext, NotReadable
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.app.import_plan import Plan

MOST = 256 << 20
"""Bytes of a file that are read: far more than any review, and less than a machine's memory."""
_SHOWN = 60
"""Columns of a text in the account for a person."""


@click.command(
    "import",
    cls=Verb,
    short_help="Bring postmortems and session documents into the library",
    example="pmtui import old/*.md --dry-run\npmtui import session.json\npmtui import theirs.json --into latest",
)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path())
@click.option("--into", metavar="ID", shell_complete=complete_session, help="Merge it into this session.")
@click.option("--replace", is_flag=True, help="In the place of the one with its id, which goes to the trash.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and where each line would go, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Where each line went, as JSON.")
@click.pass_obj
def import_(call: Call, files: tuple[str, ...], into: str | None, replace: bool, dry_run: bool, as_json: bool) -> None:
    """Bring Markdown postmortems of any shape and session documents (JSON, or JSONL) into the library.

    What a file is, its content says; - reads standard input. Prints the id of each session made or changed. A file that
    cannot be read in full is refused, and with it all.
    """
    if not files:
        raise Wrong("nothing to import: name a file, or - for standard input")
    if into and replace:
        raise Wrong("--into and --replace exclude each other: give one of them")
    planner = ImportPlanner(call.library, into=into, replace=replace, say=out.say)
    read = [each for name in files for each in _read(call, planner, name)]
    plans = [planner.plan_intake(each.where, each.intake) for each in read]
    for each in read:
        for note in each.intake.notes:
            out.say(f"{each.where}: {note}")
    made = [] if dry_run else _done(plans, told=as_json)
    if dry_run:
        for plan in plans:
            out.say(plan.would)
    if as_json:
        out.as_json(_account(read))
    elif dry_run:
        _show(read)
    else:
        out.result("".join(f"{session_id}\n" for session_id in made))


def _done(plans: Sequence[Plan], told: bool) -> list[str]:
    """Do what was planned; gives back the ids of the sessions made or changed.

    Args:
        plans: all of them are known to be possible.
        told: whether the ids are said on standard error, because standard output holds something else.
    """
    made: list[str] = []
    try:
        for plan in plans:
            if plan.act is None:
                out.say(plan.would)
            else:
                made.append(plan.act())
    except BaseException:
        # What was done before something failed is on record.
        out.result("".join(f"{session_id}\n" for session_id in made))
        raise
    if told:
        for session_id in made:
            out.say(f"session {session_id}")
    return made


def _account(read: Sequence[FromFile]) -> list[dict[str, object]]:
    """Where each line went, for programs; the file is named where there are several."""
    named = len({each.where for each in read}) > 1
    return [
        {"line": row.line, "text": row.text, "place": row.place, **({"file": each.where} if named else {})}
        for each in read
        for row in each.intake.account
    ]


def _show(read: Sequence[FromFile]) -> None:
    """Where each line would go, for a person."""
    for each in read:
        rows = each.intake.account
        if not rows:
            continue
        lost = sum(row.place is None for row in rows)
        unplaced = f", {lost} without a place" if lost else ""
        out.say(f"{each.where}: read as a {each.intake.kind}, {len(rows)} passages{unplaced}")
        out.table(
            ("LINE", "PLACE", "TEXT"),
            [(str(row.line), row.place or "(no place)", cut(row.text, _SHOWN)) for row in rows],
        )


def _read(call: Call, planner: ImportPlanner, name: str) -> list[FromFile]:
    """All that a file holds."""

    def context() -> IntakeContext:
        details = call.library.read(planner.target).key_details if planner.target else None
        zone = details.timezone if details else call.settings.timezone
        return IntakeContext(call.now(), zone, details.incident_date if details else None, call.library.new_id)

    try:
        return read_file(_bytes(name), _shown(name), context)
    except NotReadable as error:
        raise Wrong(str(error)) from None


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


def _bytes(name: str) -> bytes:
    """What a file holds; a device that never ends is no document."""
    if name == "-":
        if sys.stdin is None:
            raise Wrong("standard input is closed: name a file")
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                data = file.read(MOST + 1)
        except FileNotFoundError:
            raise Wrong(f"{name}: no such file: check its name") from None
        except IsADirectoryError:
            raise Wrong(f"{name}: is a folder: name the files in it") from None
    if len(data) > MOST:
        raise Wrong(f"{_shown(name)}: is larger than {MOST >> 20} MB: import it in parts")
    return data
