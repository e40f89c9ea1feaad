"""What every verb is made of: its context, its options in common, and how it says that a call was wrong."""

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

    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore
    from pmtui.settings import Settings


class Wrong(Exception):
    """The call or its input was wrong: one line, `what was wrong: how to mend it`; exit status 2."""


class Call:
    """One call of the program: which library, which settings, each looked up only when it is asked for."""

    def __init__(self) -> None:
        self.library_option: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """What is in force; mistakes in the config file are said here, once."""
        from pmtui.session.date_format import use_date_format
        from pmtui.settings import load

        found = load()
        use_date_format(found.date_format)
        for mistake in found.mistakes:
            out.say(mistake)
        return found

    @cached_property
    def folder(self) -> Path:
        """The library's folder."""
        # Deferred, like the settings themselves: a call that names its library does without the config file.
        from pmtui.settings import library_folder

        named = self.library_option or os.environ.get("PMTUI_LIBRARY")
        configured = None if named else self.settings.library
        folder = library_folder(self.library_option, os.environ, _cwd(), configured)
        try:
            _refuse_file(folder)
        except Wrong as error:
            raise Wrong(self.settings.at(f"library: {error}") if configured else str(error)) from None
        return folder

    @cached_property
    def library(self) -> SessionStore:
        """The library."""
        # Deferred: help, keys, schema and config do without it, and it brings TinyDB.
        from pmtui.library.folder import Library

        return Library(self.folder)

    @cached_property
    def library_read(self) -> SessionStore:
        """The library for verbs that only read it: where none is there it is empty, and a named one is missed."""
        if not self.folder.exists() and (
            self.library_option or os.environ.get("PMTUI_LIBRARY") or self.settings.library
        ):
            out.say(f"{self.folder}: there is no such library: name another with --library")
        return self.library

    def find(self, ref: str) -> Entry:
        """The session that a person means."""
        return self.library.find(ref)

    @staticmethod
    def now() -> datetime:
        """The present, to the second: nobody types faster."""
        return datetime.now(UTC).replace(microsecond=0)

    def today(self) -> date:
        """The day in the zone that is in force."""
        from zoneinfo import ZoneInfo

        return self.now().astimezone(ZoneInfo(self.settings.timezone)).date()

    @staticmethod
    def typed(query: tuple[str, ...]) -> str:
        """A query as it was typed: an argument of several words is a phrase, whose quotes the shell took off."""

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


# Click's own would look for translations of its help, at every start.
HELP: Final = click.Option(
    ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help, help="Show this help."
)


class _Folder(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A folder, which the shell completes (click's own type looks for translations, too)."""

    name = "folder"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Leave it to the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir")]


class Verb(click.Command):
    """A command whose help ends in an example, and that takes `--library`."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        self.example = example
        kwargs["params"] = [*(kwargs.get("params") or []), library_option()]
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:  # noqa: ARG002
        """`--help`."""
        return HELP

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The example, line by line."""
        with formatter.section("Example"):
            for line in self.example.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def library_option() -> click.Option:
    """`--library DIR`, which may stand before the verb or after it."""

    def choose(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            if not value:
                raise Wrong("--library: no folder named: write --library DIR")
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
    """The files of the library, for completion in the shell; where anything is wrong, none."""
    from click.shell_completion import CompletionItem

    try:
        names = ctx.ensure_object(Call).library.names()
    except Exception:
        return []
    return [CompletionItem(name) for name in ("latest", *names) if name.startswith(incomplete)]


def session_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """The argument ID."""
    return click.argument("session_id", metavar="ID", shell_complete=complete_session)(function)


def session_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option `-s ID`."""
    return click.option(
        "-s",
        "--session",
        "ref",
        metavar="ID",
        shell_complete=complete_session,
        help="The session; without it the newest draft of the last 24 hours, else a new one.",
    )(function)


def _refuse_file(folder: Path) -> None:
    # Whoever may not look at a folder is told so when it is read.
    for place in map(str, (folder, *folder.parents)):
        if os.path.isdir(place):  # noqa: PTH112
            return
        if os.path.exists(place):  # noqa: PTH110
            raise Wrong(f"{place}: is a file, not a folder of sessions: name a folder with --library")


def _cwd() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        # The folder that we are in is gone, which matters only to who names another one from there.
        return Path()
