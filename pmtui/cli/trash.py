"""`delete` and `trash`: move sessions into the library's trash, list it, and restore them from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, UserError, Verb, session_argument

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pmtui.library.entries import Entry
    from pmtui.library.protocol import Trashed


@click.command(cls=Verb, short_help="Move a session into the library's trash", example="pmtui delete 7f3a2c")
@session_argument
@click.pass_obj
def delete(call: Call, session_id: str) -> None:
    """Move a session, with its attached files, into the library's trash; pmtui trash restore brings it back.

    A file that cannot be read is moved as it is, where it is called by its name.
    """
    # `latest` finds readable sessions only: a damaged file must be named to be deleted.
    entry = call.find(session_id) if session_id == "latest" else call.library.find_file(session_id)
    # Named by its file, this file alone is deleted; by its id, copies of the same session are deleted with it.
    call.library.trash(entry, duplicates=session_id not in (entry.file, entry.file.removesuffix(".json")))
    out.say(f"{entry.file}: is in the trash: pmtui trash restore {_short(entry)} brings it back")


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete `restore`, then the files in the trash; return nothing where anything fails."""
    from click.shell_completion import CompletionItem

    words = ["restore"]
    if ctx.params.get("words"):
        try:
            words = [each.entry.file for each in ctx.ensure_object(Call).library.trashed()]
        except Exception:
            return []
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


@click.command(
    cls=Verb,
    short_help="List what is in the library's trash, or bring a session back",
    example="pmtui trash\npmtui trash restore 7f3a2c",
)
@click.argument("words", metavar="[restore ID]", nargs=-1, shell_complete=_complete)
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.pass_obj
def trash(call: Call, words: tuple[str, ...], as_json: bool) -> None:
    """List what is in the library's trash, the last thrown away first, or bring a session back.

    Into a pipe: id, file, status, product, headline, incident_date, created_at, updated_at, deleted_at, separated by
    tabs. restore prints the id of what came back. Where the library holds another version of it, the two change
    places, and the same call changes them back; an open meeting says so.
    """
    if words:
        if words[0] != "restore" or len(words) != 2 or as_json:
            raise UserError("trash lists what is there, or brings one back: write pmtui trash restore ID")
        return _restore(call, words[1])
    found = call.library_read.trashed()
    if as_json:
        out.as_json([_object(each) for each in found])
    elif not out.on_terminal():
        out.table((), (_columns(each) for each in found))
    elif found:
        out.table(("deleted", "id", "status", "product", "headline"), [_row(each) for each in found])
    else:
        out.say(f"nothing is in the trash of {call.library.place}")
    return None


def _restore(call: Call, ref: str) -> None:
    thrown = _meant(call, ref)
    there = call.library.by_id(thrown.entry.id) if thrown.entry.id else None
    back = call.library.untrash(thrown, over=there)
    if there is None:
        out.say(f"{back.file}: is in the library again")
    else:
        out.say(
            f"{back.file}: the version from the trash stands there again, and what stood there is in the trash now: "
            f"pmtui trash restore {_short(there)} brings that back"
        )
    out.result(f"{thrown.entry.id or back.file}\n")


def _meant(call: Call, ref: str) -> Trashed:
    """Return the session in the trash that the user named; of several versions the one deleted last.

    Raises:
        UserError: no session in the trash has that name or id, or several different ones do.
    """
    from pmtui.library.names import ENDING, last_six_digits

    found = call.library_read.trashed()
    if ref == "latest":
        matching = found[:1]
    else:
        matching = [each for each in found if ref in (each.entry.file, each.entry.file.removesuffix(ENDING))]
        short = ref.lower()
        ids = [(each, each.entry.id) for each in found if each.entry.id and short]
        matching = matching or [
            each for each, key in ids if key.lower().startswith(short) or last_six_digits(key) == short
        ]
    if not matching:
        raise UserError(f"{ref!r}: not in the trash of {call.library.place}: see pmtui trash")
    if len({each.entry.id or each.entry.file for each in matching}) > 1:
        shown = ", ".join(each.entry.file for each in matching[:3])
        raise UserError(f"{ref!r} could be {shown}: give more of the id, or the file's name")
    return matching[0]


def _short(entry: Entry) -> str:
    """Return the shortest name for a session on a command line: six digits, or the file's name if it is unreadable."""
    import shlex

    from pmtui.library.names import last_six_digits

    return last_six_digits(entry.id) if entry.id else shlex.quote(entry.file)


def _columns(thrown: Trashed) -> tuple[str, ...]:
    from pmtui.cli.list_ import columns

    return (*columns(thrown.entry), thrown.at)


def _object(thrown: Trashed) -> dict[str, Any]:
    from pmtui.cli.list_ import as_object

    return as_object(thrown.entry) | {"deleted_at": thrown.at or None}


def _row(thrown: Trashed) -> tuple[str, ...]:
    from pmtui.cli.list_ import row

    return (thrown.at.replace("T", " ").removesuffix(":00Z")[:16], *row(thrown.entry)[1:])
