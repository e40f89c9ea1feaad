"""`log`: add an event to the timeline from a shell, in the middle of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Final, get_args

import click

from pmtui.app.log_target import LogTarget
from pmtui.cli import failures, line_input, out
from pmtui.cli.echo import noted_event
from pmtui.cli.verb import Call, UserError, Verb, session_option
from pmtui.library.errors import StorageError
from pmtui.session.document import Event, EventKind, Instant
from pmtui.session.edits import add_items
from pmtui.session.instants import to_instant
from pmtui.session.text import clean, cleaned
from pmtui.session.times import TakenTime, is_current, read_time, reading_context, take_time

KINDS: Final[tuple[str, ...]] = get_args(EventKind)


class _Log(Verb):
    """A verb that prints its text again where the call itself cannot be understood, so that it is not lost."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options. A text that begins with `- `, as one copied from a list, is text and no option."""
        given = list(args)
        if len(args) > 1 and args[0] == "-s":
            args = ["--session", *args[1:]]  # spares click its search for similar long options
        begin = len(args) - len(_text_args(args))
        if args[begin:] and args[begin].startswith("- ") and "--" not in args[begin - 1 : begin]:
            args = [*args[:begin], "--", *args[begin:]]
        try:
            return super().parse_args(ctx, args)
        except (click.UsageError, UserError) as error:
            if ctx.resilient_parsing:
                raise
            ctx.exit(_failed(error, _text_of(given)))


@click.command(
    cls=_Log,
    short_help="Add to the timeline without opening the app",
    # Options end at the first word of the text: in "rolled back --force", --force is text.
    context_settings={"allow_interspersed_args": False},
    example="pmtui log 14:02 pager rings: card payments refused\n"
    "pmtui log --kind action --who 'on call' rolled back with deploy --force\n"
    "kubectl get events --watch | pmtui log -s latest -",
)
@session_option
@click.option("--at", metavar="T", help="When: 14:02, ~2 pm, 10 min ago, yesterday 14:02, 18 Nov 14:02; else now.")
@click.option("--kind", type=click.Choice(KINDS), default="other", help="What kind of event it is.")
@click.option("--who", metavar="W", default="", help="Who or what acted: a role, a system, a name.")
@click.argument("words", metavar="TEXT...", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def log(call: Call, ref: str | None, at: str | None, kind: EventKind, who: str, words: tuple[str, ...]) -> int:
    """Add to the timeline without opening the app.

    Everything after the options is text; a leading time is taken off it, and without one it means now. A text of -
    alone reads lines from standard input, an event each, every one on disk before the next is read. Without a text, on
    a terminal, a prompt takes line after line, so that no quote or sign means anything to the shell. What was noted is
    said on standard error, and what could not be noted is repeated there.
    """
    person = line_input.asks_a_person()
    if words == ("-",) or (not words and person):
        return _lines(_Scribe(call, ref, at, kind, who, stream=True), person)
    text = line_input.as_typed(" ".join(words))
    if not cleaned(text).strip():
        raise UserError("nothing to log: write what happened after it, or - to read lines")
    scribe = _Scribe(call, ref, at, kind, who)
    try:
        scribe.note(text)
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error, text)
    scribe.target.announce()
    return 0


class _Scribe:
    """Adds lines to one session, as events.

    Args:
        call: the call of the program.
        ref: the session, as the user named it; None: the newest draft of a day, else a new session.
        at: the time that `--at` gives, as typed; None: the time stands in the line, or there is none.
        kind: the kind of the events.
        who: who or what acted.
        stream: whether the lines come from a pipe, a file or a prompt. Such a line without a time gets the present
            time only where the incident is going on; a text on the command line always does.
    """

    def __init__(
        self, call: Call, ref: str | None, at: str | None, kind: EventKind, who: str, *, stream: bool = False
    ) -> None:
        self.call, self.ref, self.at, self.kind, self.stream = call, ref, at, kind, stream
        self.who = cleaned(line_input.as_typed(who)).strip()
        self.above: Instant | None = None
        """The time of the line before: `14:02` after `23:50` is the next day."""
        self.without_time = 0
        """How many lines were saved without a time."""

    @cached_property
    def target(self) -> LogTarget:
        """Where the events go. It is looked up on first use, and again where that failed."""
        return self.call.log_target(self.ref)

    def note(self, text: str) -> None:
        """Add one event and confirm how it was understood. On return it is on disk.

        Raises:
            UserError: the time of `--at` cannot be read.
            LibraryError: the session cannot be found, read or written.
        """
        text, removed = clean(text)
        if removed:
            out.say(f"{removed} control {'character' if removed == 1 else 'characters'} taken out")
        now = self.call.now()
        typed, rest, note = self._time(text, now)
        if note:
            out.say(note)
        at_once = typed is None and self._is_of_now(now)
        event = Event(
            id=self.call.library.new_id(),
            at=typed.at if typed else to_instant(now) if at_once else None,
            until=typed.until if typed else None,
            precision=typed.precision if typed else "exact",
            text=rest.strip(),
            kind=self.kind,
            who=self.who,
        )
        self.target.change(lambda session: add_items(session, "timeline", [event]))
        self.without_time += event.at is None
        if typed and self.stream and typed.precision != "day":
            self.above = typed.at
        out.say(noted_event(event, self.target.session, to_the_minute=at_once))

    def _is_of_now(self, now: datetime) -> bool:
        """Whether an event without a time happened now; lines of a stream may be old, so only in a current incident."""
        details = self.target.session.key_details
        return not self.stream or is_current(details.incident_date, details.timezone, now)

    def _time(self, text: str, now: datetime) -> TakenTime:
        context = reading_context(self.target.session, now)
        if self.at is None:
            return take_time(text, **context, above=self.above)
        try:
            typed = read_time(self.at, **context)
        except ValueError as error:
            raise UserError(f"--at: {error}") from None
        return TakenTime(typed, text, typed.note)


def _lines(scribe: _Scribe, person: bool) -> int:
    """Add an event for every line of standard input, and return the exit status.

    A line that is refused is printed again, and the next one is tried.
    """
    worst = 0
    try:
        there = scribe.target.exists
    except Exception as error:
        if person or not isinstance(error, StorageError):
            return _all_refused(error, person)
        there = False
    named = person and there
    if person:
        out.say("an event a line, 14:02 before it where that is not now; ctrl+d ends")
    if named:
        scribe.target.announce()
    try:
        for line in line_input.prompted_lines() if person else line_input.piped_lines():
            if not cleaned(line).strip():
                continue
            try:
                scribe.note(line)
            except Exception as error:
                worst = max(worst, _failed(error, line))
                continue
            except (KeyboardInterrupt, line_input.Ended):
                out.tell(f"not noted: {line}")
                raise
            if not named:
                scribe.target.announce()
                named = True
    except line_input.Ended as ended:
        worst = ended.status
    if scribe.without_time:
        lines = "1 line" if scribe.without_time == 1 else f"{scribe.without_time} lines"
        out.say(f"{lines} without a time: noted as “time not known”, as the review is of another day")
    return worst


def _all_refused(error: Exception, person: bool) -> int:
    """Report that no line can be added. A person is told before typing; the lines of a pipe are printed again."""
    status = _failed(error, "")
    for line in () if person else line_input.piped_lines():
        out.tell(f"not noted: {out.quote(line)}")
    return status


def _failed(error: BaseException, text: str) -> int:
    """Report an error, and print the text again so that it is not lost. Returns the exit status."""
    status = failures.report(error)
    if text:
        out.tell(f"not noted: {out.quote(text)}")
    return status


def _text_of(args: Sequence[str]) -> str:
    """Return the words that would have been the text, of a call whose options cannot be parsed."""
    return line_input.as_typed(" ".join(_text_args(args)))


def _text_args(args: Sequence[str]) -> list[str]:
    """Return the arguments behind the options."""
    rest = list(args)
    while rest:
        name, equals, _ = rest[0].partition("=")
        if name == "--":
            return rest[1:]
        if name.startswith("-s") and len(name) > 2:
            name, equals = "-s", "="  # the value is part of the same word: -slatest
        if name not in ("-s", "--session", "--at", "--kind", "--who", "--library"):
            return rest
        del rest[: 1 if equals else 2]
    return rest
