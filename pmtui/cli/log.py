"""`log`: add to the timeline in the middle of the incident, at the price of one line in a shell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final, get_args

import click

from pmtui.cli import failures, out
from pmtui.cli.note import Target
from pmtui.cli.verb import Call, Verb, Wrong, session_option
from pmtui.library.errors import MachineRefused
from pmtui.session.document import Event, EventKind
from pmtui.session.edits import add_items
from pmtui.session.instants import instant
from pmtui.session.text import clean, cleaned
from pmtui.session.times import Taken, read_time, reading_context, take_time

KINDS: Final[tuple[str, ...]] = get_args(EventKind)


@click.command(
    cls=Verb,
    short_help="Add to the timeline without opening the app",
    # Options are read before the first word of the text alone: "rolled back --force" is what happened.
    context_settings={"allow_interspersed_args": False},
    example="pmtui log 14:02 pager rings: card payments refused\n"
    "pmtui log --kind action rolled back with deploy --force\n"
    "kubectl get events --watch | pmtui log -s latest -",
)
@session_option
@click.option("--at", metavar="T", help="When: 14:02, ~14:02, yesterday 14:02, 18-11 14:02; without it, now.")
@click.option("--kind", type=click.Choice(KINDS), default="other", help="What kind of event it is.")
@click.argument("words", metavar="TEXT...", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def log(call: Call, ref: str | None, at: str | None, kind: EventKind, words: tuple[str, ...]) -> int:
    """Add to the timeline without opening the app.

    Everything after the options is text; a leading time is taken off it, and without one it means now. A text of -
    alone reads lines from standard input, an event each, every one on disk before the next is read.
    """
    if words == ("-",):
        return _lines(lambda: _Scribe(call, ref, at, kind))
    text = " ".join(words)
    if not cleaned(text).strip():
        raise Wrong("nothing to log: write what happened after it, or - to read lines")
    try:
        scribe = _Scribe(call, ref, at, kind)
        scribe.note(text)
    except Exception as error:
        return _failed(error, text)
    scribe.target.name()
    return 0


class _Scribe:
    """Turns lines into events of one session."""

    def __init__(self, call: Call, ref: str | None, at: str | None, kind: EventKind) -> None:
        self.call, self.at, self.kind = call, at, kind
        self.target = Target(call, ref, call.now())

    def note(self, text: str) -> None:
        """Add one event; durable on return."""
        text, removed = clean(text)
        if removed:
            out.say(f"{removed} control {'character' if removed == 1 else 'characters'} taken out")
        now = self.call.now()
        typed, rest, note = self._time(text, now)
        if note:
            out.say(note)
        event = Event(
            id=self.call.library.new_id(),
            at=typed.at if typed else instant(now),
            until=typed.until if typed else None,
            precision=typed.precision if typed else "exact",
            text=rest.strip(),
            kind=self.kind,
        )
        self.target.change(lambda session: add_items(session, "timeline", [event]))

    def _time(self, text: str, now: datetime) -> Taken:
        context = reading_context(self.target.session, now)
        if self.at is None:
            return take_time(text, **context)
        try:
            typed = read_time(self.at, **context)
        except ValueError as error:
            raise Wrong(f"--at: {error}") from None
        return Taken(typed, text, typed.note)


def _lines(begin: Callable[[], _Scribe]) -> int:
    """Note every line of standard input; one that the machine refuses is repeated, and the next is tried."""
    worst = 0
    scribe: _Scribe | None = None
    named = False
    # Begun before the first line is read: a call that is wrong takes nothing from the pipe.
    with suppress(MachineRefused):
        scribe = begin()
    for line in _read_lines():
        if not cleaned(line).strip():
            continue
        try:
            scribe = scribe or begin()
            scribe.note(line)
        except Exception as error:
            worst = _failed(error, line)
            if worst != failures.REFUSED:
                return worst
            continue
        if not named:
            scribe.target.name()
            named = True
    return worst


def _failed(error: Exception, text: str) -> int:
    """Say what went wrong; where it was the machine's doing, the text is repeated so that it is not lost."""
    status = failures.report(error)
    if status == failures.REFUSED:
        out.tell(text)
    return status


def _read_lines() -> Iterator[str]:
    """The lines of standard input, none taken from the pipe before the one ahead of it was dealt with."""
    if sys.stdin is None:
        raise Wrong("standard input is closed: give the text, or pipe lines into it")
    source = sys.stdin.buffer
    # A buffered reader would take the next lines too, and they would be lost with us.
    source = getattr(source, "raw", source)
    first = True
    while line := source.readline():
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if first else text
        first = False
