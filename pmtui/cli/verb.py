"""What all verbs share: the class `Verb`, the context `Call`, common options, and the error `UserError`."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pmtui.cli import out

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pmtui.app.log_target import LogTarget
    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore
    from pmtui.settings import Settings


class UserError(Exception):
    """The user's call or input was wrong. The message reads `what was wrong: how to mend it`; the exit status is 2."""


class Call:
    """One call of the program, click's context object. Settings and library are loaded on first use."""

    def __init__(self) -> None:
        self.library_option: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings in force. Mistakes in the config file are printed when they are loaded."""
        from pmtui.session.date_format import use_date_format
        from pmtui.settings import load

        found = load()
        use_date_format(found.date_format)
        for mistake in found.mistakes:
            out.say(mistake)
        return found

    @cached_property
    def folder(self) -> Path:
        """The library's folder, which need not exist.

        Raises:
            UserError: a file stands in its place.
        """
        # Deferred, as are the settings: a call with --library does not read the config file.
        from pmtui.settings import library_folder

        named = self.library_option or os.environ.get("PMTUI_LIBRARY")
        configured = None if named else self.settings.library
        folder = library_folder(self.library_option, os.environ, _cwd(), configured)
        try:
            _refuse_file(folder)
        except UserError as error:
            raise UserError(self.settings.at(f"library: {error}") if configured else str(error)) from None
        return folder

    @cached_property
    def library(self) -> SessionStore:
        """The library, opened for reading and writing."""
        # Deferred: help, keys, schema and config do not need it, and it imports TinyDB.
        from pmtui.library.folder import Library

        return Library(self.folder)

    @cached_property
    def library_read(self) -> SessionStore:
        """The library, for verbs that only read it: where its folder is missing it is empty, with a notice if it was
        named.
        """
        if not self.folder.exists() and (
            self.library_option or os.environ.get("PMTUI_LIBRARY") or self.settings.library
        ):
            out.say(f"{self.folder}: there is no such library: name another with --library")
        return self.library

    def log_target(self, ref: str | None) -> LogTarget:
        """Return the session that `log` and `attach` add to: the one named, else the newest draft, else a new one.

        Raises:
            LibraryError: the session that `ref` names cannot be found or read.
            EditRefused: it is final.
        """
        from pmtui.app.log_target import LogTarget  # deferred: the other verbs do not need it

        return LogTarget(
            self.library,
            ref,
            self.now,
            timezone=lambda: self.settings.timezone,
            term=lambda: self.settings.term,
            say=out.say,
        )

    def find(self, ref: str) -> Entry:
        """Return the session that an argument names.

        Raises:
            LibraryError: there is none, or it could be several.
        """
        return self.library.find(ref)

    @staticmethod
    def now() -> datetime:
        """Return the present time in UTC, without fractions of a second."""
        return datetime.now(UTC).replace(microsecond=0)

    def today(self) -> date:
        """Return the current date in the time zone of the settings."""
        from zoneinfo import ZoneInfo

        return self.now().astimezone(ZoneInfo(self.settings.timezone)).date()

    @staticmethod
    def typed(query: tuple[str, ...]) -> str:
        """Join the words of a query; an argument with blanks is put into quotes again, which the shell removed."""

        def quoted(word: str) -> str:
            name, colon, rest = word.partition(":")
            if " " not in word or '"' in word:
                return word
            return f'{name}:"{rest}"' if colon and name.isalpha() else f'"{word}"'

        return " ".join(map(quoted, query))


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        out.result(ctx.get_help() + "\n")
        ctx.exit()


# Click's own help option looks for translations at every start.
HELP: Final = click.Option(
    ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help, help="Show this help."
)


class _Folder(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A folder, completed by the shell. Click's own path type looks for translations at every start."""

    name = "folder"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Let the shell complete folders."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir")]


class Verb(click.Command):
    """A command that takes `--library`, and whose help ends with an example."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        self.example = example
        kwargs["params"] = [*(kwargs.get("params") or []), library_option()]
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:  # noqa: ARG002
        """Return the option `--help`."""
        return HELP

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the example."""
        with formatter.section("Example"):
            for line in self.example.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def library_option() -> click.Option:
    """Return the option `--library DIR`; it may come before or after the verb."""

    def choose(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            if not value:
                raise UserError("--library: no folder named: write --library DIR")
            ctx.ensure_object(Call).library_option = value

    return click.Option(
        ["--library"],
        metavar="DIR",
        callback=choose,
        expose_value=False,
        type=_Folder(),
        help="The folder of sessions to use.",
    )


def complete_session(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a session by the library's file names and `latest`; return nothing where anything fails."""
    from click.shell_completion import CompletionItem

    try:
        names = ctx.ensure_object(Call).library.names()
    except Exception:
        return []
    return [CompletionItem(name) for name in ("latest", *names) if name.startswith(incomplete)]


def session_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a verb with the argument ID, passed as `session_id`."""
    return click.argument("session_id", metavar="ID", shell_complete=complete_session)(function)


def session_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a verb with the option `-s ID`, passed as `ref`."""
    return click.option(
        "-s",
        "--session",
        "ref",
        metavar="ID",
        shell_complete=complete_session,
        help="The session; without it the newest draft of the last 24 hours, else a new one.",
    )(function)


def _refuse_file(folder: Path) -> None:
    # A folder without permission to look into is reported when it is read.
    for place in map(str, (folder, *folder.parents)):
        if os.path.isdir(place):  # noqa: PTH112
            return
        if os.path.exists(place):  # noqa: PTH110
            raise UserError(f"{place}: is a file, not a folder of sessions: name a folder with --library")


def _cwd() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        # The current folder was deleted: that matters only for a relative path, which then fails by itself.
        return Path()
