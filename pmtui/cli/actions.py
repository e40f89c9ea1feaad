"""`actions`: list the actions of all reviews, mark one as done, and exchange them with a ticket tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmtui.cli import out
from pmtui.cli.indexed import indexed
from pmtui.cli.verb import Call, UserError, Verb

if TYPE_CHECKING:
    from pmtui.app.action_board import BoardAction


@click.command(
    "actions",
    cls=Verb,
    short_help="List actions, mark one as done, make tickets of them",
    example="pmtui actions --open --owner priya\npmtui actions --overdue || echo 'something is overdue'\n"
    "pmtui actions done latest OPS-99\npmtui actions push latest --dry-run\npmtui actions sync issues.csv",
)
@click.argument("words", metavar="[done ID ACTION | push ID [ACTION…] | sync [FILE] | text ID [ACTION…]]", nargs=-1)
@click.option("--open", "open_only", is_flag=True, help="Only those that are open.")
@click.option("--owner", metavar="O", default="", help="Only those of an owner: a part of the name will do.")
@click.option("--overdue", "overdue_only", is_flag=True, help="Only those overdue; exit status 1 where there are any.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.option("--dry-run", is_flag=True, help="With push and sync: say what it would do, and do nothing.")
@click.option("--again", is_flag=True, help="With push: also where a former call may have made a ticket.")
@click.pass_obj
def actions(
    call: Call,
    words: tuple[str, ...],
    open_only: bool,
    owner: str,
    overdue_only: bool,
    as_json: bool,
    dry_run: bool,
    again: bool,
) -> int:
    """List the actions of all reviews, open ones first, by the day they are due.

    Into a pipe: id, session, product, text, ticket, owner, priority, due, status, horizon, kind, separated by tabs.
    done marks one as done: ACTION is its ticket, its number in the report, or the beginning of its id. push
    makes tickets with the command that the config names: of these actions, or of all open ones without a ticket. sync
    takes their states from a CSV or JSON file of a tracker, or from the command that the config names. text prints
    these actions, or all open ones, as texts of tickets: a title, what happened, the cause, when it is done.
    """
    if words:
        listing = open_only or bool(owner) or overdue_only or as_json
        return _word(call, words, listing=listing, dry_run=dry_run, again=again)
    if dry_run or again:
        raise UserError("--dry-run and --again are of push and sync: write pmtui actions push ID")
    from pmtui.app.action_board import board

    today = call.today()
    reviews = indexed(call).facts()
    found = board(reviews, today, open_only=open_only, overdue_only=overdue_only, owner=owner)
    if as_json:
        out.as_json([_object(each) for each in found])
    elif out.on_terminal():
        out.table(("due", "owner", "status", "ticket", "product", "review", "action"), [_row(each) for each in found])
    else:
        out.table((), (tuple(value or "" for value in _object(each).values()) for each in found))
    if not found:
        out.say(f"no such actions in {call.library.place}")
    return 1 if overdue_only and found else 0


def _word(call: Call, words: tuple[str, ...], *, listing: bool, dry_run: bool, again: bool) -> int:
    """Run the subcommand that the first word names (done, push, sync or text), and return the exit status.

    Args:
        listing: whether an option was given that filters or formats the list, which no subcommand takes.

    Raises:
        UserError: the subcommand is unknown, or takes other arguments or options.
    """
    if listing:
        raise UserError(f"the options that choose from the list are not of {words[0]!r}: leave them out")
    if words[0] == "done" and len(words) == 3 and not (dry_run or again):
        return _done(call, words[1], words[2])
    if words[0] == "push" and len(words) > 1:
        from pmtui.cli.ticket_push import push

        return push(call, words[1], words[2:], dry_run=dry_run, again=again)
    if words[0] == "sync" and len(words) < 3 and not again:
        from pmtui.cli.ticket_sync import sync

        return sync(call, words[1] if len(words) > 1 else None, dry_run=dry_run)
    if words[0] == "text" and len(words) > 1 and not (dry_run or again):
        return _text(call, words[1], words[2:])
    raise UserError(
        "actions lists them, marks one as done, makes tickets or their texts, or asks how they get on: "
        "write pmtui actions done ID ACTION, pmtui actions push ID, pmtui actions text ID or pmtui actions sync"
    )


def _text(call: Call, ref: str, action_refs: tuple[str, ...]) -> int:
    from pmtui.app.action_board import actions_meant
    from pmtui.report.ticket_text import ticket_text

    session = call.library.read(call.find(ref))
    found = actions_meant(session, action_refs)
    if found:
        out.result("\n---\n\n".join(ticket_text(session, each, call.settings.ticket_url) for each in found))
    else:
        out.say("no open action: there is no text to print")
    return 0


def _done(call: Call, ref: str, action_ref: str) -> int:
    from pmtui.app.action_board import action_meant
    from pmtui.app.action_progress import ActionProgress
    from pmtui.session.text import cut

    session = call.library.read(call.find(ref))
    action = action_meant(session, action_ref)
    if action.status == "done":
        out.say(f"done already: {cut(action.text, 60)}")
        return 0
    ActionProgress(call.library).finish(session.id, action.id)
    out.say(f"done: {cut(action.text, 60)}")
    out.result(f"{session.id}\n")
    return 0


def _object(each: BoardAction) -> dict[str, Any]:
    action = each.action
    return {
        "id": action.id,
        "session": each.review.id,
        "product": each.review.details.product,
        "text": action.text,
        "ticket": action.ticket,
        "owner": action.owner,
        "priority": action.priority,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status,
        "horizon": action.horizon,
        "kind": action.kind,
    }


def _row(each: BoardAction) -> tuple[str, ...]:
    from pmtui.session.text import cut
    from pmtui.session.times import show_date

    action, review = each.action, each.review
    return (
        show_date(action.due) if action.due else "",
        cut(action.owner, 16),
        "overdue" if each.overdue else action.status,
        cut(action.ticket, 12),
        cut(review.details.product, 20),
        review.id[-6:],
        action.text,
    )
