"""`import`: bring session documents, postmortems and timeline data into the library; all of the files or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from pmtui.app.import_plan import ImportPlanner
from pmtui.cli import out
from pmtui.cli.import_input import FileReader
from pmtui.cli.verb import Call, UserError, Verb, complete_session
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.app.import_files import FromFile
    from pmtui.app.import_plan import Plan

_KEEP_OR_TAKE = click.Choice(("k", "t"), case_sensitive=False)
_SHOWN = 60
"""Columns of each text in the table of `--dry-run`."""


@click.command(
    "import",
    cls=Verb,
    short_help="Bring postmortems and session documents into the library",
    example="pmtui import old/*.md --dry-run\npmtui import session.json\npmtui import theirs.json --into latest\n"
    'pmtui import app.log --into latest --grep "ERROR|FATAL" --from 14:00',
)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path())
@click.option("--into", metavar="ID", shell_complete=complete_session, help="Merge it into this session.")
@click.option("--replace", is_flag=True, help="In the place of the one with its id, which goes to the trash.")
@click.option("--grep", metavar="RE", help="Of timeline data: only events in which this is found.")
@click.option("--from", "begin", metavar="T", help="Of timeline data: only events from this time on.")
@click.option("--to", "end", metavar="T", help="Of timeline data: only events up to this time.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and where each line would go, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Where each line went, as JSON.")
@click.pass_obj
def import_(
    call: Call,
    files: tuple[str, ...],
    into: str | None,
    replace: bool,
    dry_run: bool,
    as_json: bool,
    grep: str | None,
    begin: str | None,
    end: str | None,
) -> None:
    """Bring Markdown postmortems of any shape and session documents (JSON, or JSONL) into the library.

    With --into, also timeline data: CSV, JSON, Slack exports and other chats, pagers, alerts, transcripts, logs. What a
    file is, its content says; - reads standard input. Prints the id of each session made or changed. A file that cannot
    be read in full is refused, and with it all.
    """
    if not files:
        raise UserError("nothing to import: name a file, or - for standard input")
    if into and replace:
        raise UserError("--into and --replace exclude each other: give one of them")
    planner = ImportPlanner(call.library, into=into, replace=replace, say=out.say, ask=asker())
    reader = FileReader(call, planner, every_line=as_json or dry_run, grep=grep, begin=begin, end=end)
    read = [each for name in files for each in reader.read(name)]
    plans = [planner.plan_intake(each.where, each.intake, each.folder) for each in read]
    for each in read:
        for note in each.intake.notes:
            out.say(f"{each.where}: {note}")
    made = [] if dry_run else _done(plans, told=as_json)
    if dry_run:
        for plan in plans:
            out.say(plan.would)
            for change in plan.changes:
                out.say(change)
    if as_json:
        out.as_json(_account(read))
    elif dry_run:
        _show(read)
    else:
        out.result("".join(f"{session_id}\n" for session_id in made))


def asker() -> Callable[[str], bool] | None:
    """Return a function that asks the user whether to take a change over; None where nobody is at a terminal."""
    if not out.can_ask():
        return None

    def ask(words: str) -> bool:
        question = f"{words}: (k)eep mine or (t)ake theirs"
        return bool(click.prompt(question, type=_KEEP_OR_TAKE, err=True, show_choices=False) == "t")

    return ask


def _done(plans: Sequence[Plan], told: bool) -> list[str]:
    """Carry out the plans, and return the ids of the sessions made or changed.

    Where one fails, the ids of those before it are printed.

    Args:
        plans: all were checked: each is expected to succeed.
        told: whether to say the ids on standard error, because standard output holds JSON.
    """
    made: list[str] = []
    try:
        for plan in plans:
            if plan.act is None:
                out.say(plan.would)
            else:
                made.append(plan.act())
    except BaseException:
        # Those before the failure are in the library: print their ids.
        out.result("".join(f"{session_id}\n" for session_id in made))
        raise
    if told:
        for session_id in made:
            out.say(f"session {session_id}")
    return made


def _account(read: Sequence[FromFile]) -> list[dict[str, object]]:
    """Return where each line of the files went, as objects for JSON. `file` is there where several files were read."""
    named = len({each.where for each in read}) > 1
    return [
        {"line": row.line, "text": row.text, "place": row.place, **({"file": each.where} if named else {})}
        for each in read
        for row in each.intake.account
    ]


def _show(read: Sequence[FromFile]) -> None:
    """Print where each line of the files would go, as a table for a person."""
    for each in read:
        rows = each.intake.account
        if not rows:
            continue
        lost = sum(row.place is None for row in rows)
        # In timeline data a line without a place is no event, or was filtered out: that is no loss.
        how = "without a place" if each.intake.session is not None else "left out"
        nowhere = "(no place)" if each.intake.session is not None else "(left out)"
        unplaced = f", {lost} {how}" if lost else ""
        out.say(f"{each.where}: read as a {each.intake.kind}, {len(rows)} passages{unplaced}")
        out.table(
            ("LINE", "PLACE", "TEXT"),
            [(str(row.line), row.place or nowhere, cut(row.text, _SHOWN)) for row in rows],
        )
