"""`rename`: give a session's file the name that its details suggest, or rename a tag, person … in every review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, UserError, Verb, complete_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmtui.app.rename_names import Outcome, Renaming
    from pmtui.index.facts import Facts
    from pmtui.session.renaming import NameKind


@click.command(
    cls=Verb,
    short_help="Rename a file by its details, or a tag in all reviews",
    example="pmtui rename latest\npmtui rename tag payments Payments --dry-run\n"
    'pmtui rename person "Tom" "Tom A."\npmtui rename --undo',
)
@click.argument("words", metavar="ID | KIND OLD NEW", nargs=-1, shell_complete=complete_session)
@click.option("--dry-run", is_flag=True, help="Say which reviews would change, and change nothing.")
@click.option("--undo", "take_back", is_flag=True, help="Take the last renaming back, where nobody changed it since.")
@click.pass_obj
def rename(call: Call, words: tuple[str, ...], dry_run: bool, take_back: bool) -> int:
    """Give a session's file, and the folder of its attachments, the name that its details now suggest; print it.

    With KIND OLD NEW: rename OLD to NEW in every review that uses it, final ones too, and print the id of each. KIND is
    product, team, customer, tag, service, person (owners, too) or cause. Where NEW is used already, both become one.
    Words inside texts stay as they are; files keep their names.
    """
    if take_back:
        if words or dry_run:
            raise UserError("--undo takes back the last renaming: write it alone")
        return _undo(call)
    if len(words) == 3:
        return _everywhere(call, *words, dry_run=dry_run)
    if len(words) != 1 or dry_run:
        raise UserError("rename takes an ID, or a kind, the old name and the new: write pmtui rename tag OLD NEW")
    out.result(f"{call.library.rename(call.find(words[0])).file}\n")
    return 0


def _everywhere(call: Call, word: str, old: str, typed: str, *, dry_run: bool) -> int:
    from pmtui.app.rename_names import NameChanges, new_name
    from pmtui.cli.indexed import indexed

    kind = _kind(word)
    try:
        new = new_name(typed, kind)
    except ValueError as error:
        raise UserError(str(error)) from error
    if old.strip() == new:
        raise UserError(f"{old}: the old name and the new one are the same: write another")
    reviews = indexed(call).facts()
    changes = NameChanges(call.library)
    outcome = (changes.plan if dry_run else changes.rename)(kind, old, new, reviews)
    if not outcome.renaming.reviews and not outcome.failed:
        raise UserError(_not_used(kind, old, reviews))
    if dry_run:
        out.table(
            ("id", "file", "places"),
            [(each.id, each.file, str(len(each.changes))) for each in outcome.renaming.reviews],
        )
    else:
        out.result("".join(f"{each.id}\n" for each in outcome.renaming.reviews))
        if outcome.renaming.reviews and NameChanges(call.library).last != outcome.renaming:
            out.say("--undo will not take it back: how to is kept in the user's cache folder, which cannot be written")
    return _told(outcome, "would rename" if dry_run else "renamed", kind, old, new)


def _undo(call: Call) -> int:
    from pmtui.app.rename_names import NameChanges

    changes = NameChanges(call.library)
    last: Renaming | None = changes.last
    if last is None:
        raise UserError("no renaming to take back: the last one in this library was taken back, or there was none")
    outcome = changes.undo(last)
    out.result("".join(f"{each.id}\n" for each in outcome.renaming.reviews))
    if outcome.left:
        out.say(f"{outcome.left} place{'s' * (outcome.left != 1)} changed since: left as they are")
    return _told(outcome, "renamed", last.kind, last.new, last.old)


def _told(outcome: Outcome, did: str, kind: NameKind, old: str, new: str) -> int:
    from pmtui.cli.failures import REFUSED

    for line in outcome.failed:
        out.say(line)
    out.say(f"{did} the {kind} “{old}” to “{new}” in {outcome.amount}")
    return REFUSED if outcome.failed else 0


def _kind(word: str) -> NameKind:
    from pmtui.session.renaming import KINDS

    wanted = {"owner": "person", "people": "person"}.get(word.lower(), word.lower().removesuffix("s"))
    for kind in KINDS:
        if kind == wanted:
            return kind
    raise UserError(f"{word}: nothing of that kind is renamed: there are {', '.join(KINDS)}")


def _not_used(kind: NameKind, old: str, reviews: Iterable[Facts]) -> str:
    from pmtui.app.library_names import library_names, near

    like = [f"“{name.text}”" for name in near(old, library_names(reviews), kind)[:5]]
    mend = f"there is {', '.join(like)}" if like else "N in the list of reviews of the app shows all names"
    return f"no review has the {kind} “{old}”: {mend}"
