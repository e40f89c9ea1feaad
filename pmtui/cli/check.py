"""`check`: what is missing in reviews, where the wording blames, what looks like a secret."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, complete_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmtui.meeting.step import Gap
    from pmtui.session.document import Session

    Found = tuple[Session, Gap]

_MANY: Final = 5
"""Up to so many findings of one code in one review are listed one by one on a terminal."""


@click.command(
    cls=Verb,
    short_help="Say what is missing, what blames, what looks like a secret",
    example="pmtui check latest\npmtui check latest --only secret --only personal\npmtui check 7f3a2c --json",
)
@click.argument("session_ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_session)
@click.option("--only", metavar="CODE", multiple=True, help="Look for this alone: a code, or how several begin.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects: code, id, place, text, mend.")
@click.pass_obj
def check(call: Call, session_ids: tuple[str, ...], only: tuple[str, ...], as_json: bool) -> int:
    """Check reviews before they are final, or shown to others. Exit status 1 where anything was found.

    On a terminal many findings of one code in a review are one line with a count; --only lists each. Into a pipe: code,
    id, place, text, mend, separated by tabs. A check that you do not want is switched off by its code:
    `[checks] off = ["action-no-ticket", "wording"]` in the config file. All codes: docs/checks.md.
    """
    from pmtui.checks.check import mend
    from pmtui.checks.codes import matches

    _say_unknown(call, only)
    found = [(session, gap) for session, gap in _each(call, session_ids) if not only or matches(gap.code, only)]
    if as_json:
        out.as_json([_as_object(session, gap) for session, gap in found])
    elif out.on_terminal():
        many = len(dict.fromkeys(session_ids)) > 1
        head = (*(("id",) if many else ()), "code", "where", "what", "mend")
        told = [(session, gap, 0) for session, gap in found] if only else in_few_lines(found)
        out.table(head, [((each[0].id[-6:],) if many else ()) + _row(*each) for each in told])
        if not found:
            out.say("nothing found")
        if len(told) < len(found):
            out.say("of what was found often the first is shown: --only CODE lists each")
    else:
        out.table((), [(gap.code, session.id, ":".join(_place(gap)), gap.text, mend(gap)) for session, gap in found])
    return 1 if found else 0


def _each(call: Call, session_ids: Sequence[str]) -> list[Found]:
    from pmtui.checks.check import check as look

    entries = {entry.file: entry for entry in map(call.find, session_ids)}
    known = {entry.id for entry in call.library.entries()}
    settings = call.settings
    found: list[Found] = []
    for entry in entries.values():
        loaded = call.library.load(entry)
        for notice in loaded.notices:
            out.say(notice)
        gaps = look(
            loaded.session,
            off=settings.checks_off,
            allowed=settings.checks_allow,
            known=known,
            read_file=call.library.attached_files(loaded).read,
        )
        found += [(loaded.session, gap) for gap in gaps]
    return found


def _say_unknown(call: Call, only: tuple[str, ...]) -> None:
    from pmtui.checks.codes import mistakes, unknown
    from pmtui.cli.verb import UserError

    if wrong := unknown(only):
        raise UserError(
            f"--only {wrong[0]}: no such check: the codes are in docs/checks.md, or pmtui check without --only"
        )
    for line in mistakes(call.settings.checks_off):
        out.say(call.settings.at(line))


def _place(gap: Gap) -> tuple[str, ...]:
    return tuple(filter(None, (gap.step, gap.field, gap.item_id)))


def _as_object(session: Session, gap: Gap) -> dict[str, Any]:
    from pmtui.checks.check import mend

    return {
        "code": gap.code,
        "id": session.id,
        "place": {"step": gap.step, "field": gap.field, "item": gap.item_id},
        "text": gap.text,
        "mend": mend(gap),
    }


def in_few_lines(found: Sequence[Found]) -> list[tuple[Session, Gap, int]]:
    """Fold many findings of one code in one review into the first of them, for a person to read.

    An import may have hundreds of events without a source: one line with a count says so.

    Returns:
        Session, finding, and how many more of its code are left out (0 where all are listed).
    """
    counts = Counter((session.id, gap.code) for session, gap in found)
    told: list[tuple[Session, Gap, int]] = []
    seen: set[tuple[str, str]] = set()
    for session, gap in found:
        key = session.id, gap.code
        if counts[key] <= _MANY:
            told.append((session, gap, 0))
        elif key not in seen:
            seen.add(key)
            told.append((session, gap, counts[key] - 1))
    return told


def _row(session: Session, gap: Gap, more: int) -> tuple[str, ...]:
    from pmtui.checks.check import mend
    from pmtui.checks.places import place_words

    place = place_words(session, gap)
    if not more:
        return gap.code, place, gap.text, mend(gap)
    return gap.code, f"{place} and {more} more", f"{more + 1} {gap.many}" if gap.many else gap.text, mend(gap)
