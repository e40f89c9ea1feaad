"""The program `pmtui`: the table of its verbs. A verb's module is imported only when the verb is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click
from msgspec import Struct

from pmtui import __version__
from pmtui.cli import failures, out
from pmtui.cli.verb import HELP, Call, UserError, library_option


class _Listed(Struct, frozen=True):
    """The module of a verb, and its line in the overview, so that the overview need not import the module."""

    module: str
    attribute: str
    what: str


VERBS: Final[dict[str, _Listed]] = {
    "new": _Listed("open_app", "new", "Make a session and open the meeting on it"),
    "open": _Listed("open_app", "open_", "Open the meeting on a session"),
    "list": _Listed("list_", "list_", "List the sessions of the library, newest incident first"),
    "log": _Listed("log", "log", "Add to the timeline without opening the app"),
    "attach": _Listed("attach", "attach", "Keep copies of files as evidence"),
    "status": _Listed("status", "status", "Set a session's status: draft, in_review or final"),
    "delete": _Listed("trash", "delete", "Move a session into the library's trash"),
    "trash": _Listed("trash", "trash", "List what is in the library's trash, or bring a session back"),
    "import": _Listed("import_", "import_", "Bring postmortems and session documents into the library"),
    "export": _Listed("export", "export", "Write a session's report"),
    "check": _Listed("check", "check", "Say what is missing, what blames, what looks like a secret"),
    "search": _Listed("search", "search", "Find reviews by words and filters, best first"),
    "actions": _Listed("actions", "actions", "List actions, mark one as done, make tickets of them"),
    "stats": _Listed("stats", "stats", "Count how often, how long, and what comes back"),
    "site": _Listed("site", "site", "Write the final reviews as a static site"),
    "rename": _Listed("rename", "rename", "Rename a file by its details, or a tag in all reviews"),
    "keys": _Listed("info", "keys", "List every key binding"),
    "merge": _Listed("git", "merge", "Merge session files: a git merge driver"),
    "git-setup": _Listed("git", "git_setup", "Make git merge the sessions of this library well"),
    "config": _Listed("config", "config", "Say where the config file is, and what is in force"),
    "schema": _Listed("info", "schema", "Print the JSON Schema of the session document"),
}
"""All verbs, in the order in which somebody working on a review needs them."""

_EPILOG: Final = """\b
Completion in the shell: put one of these lines into its start-up file.
  bash:  eval "$(_PMTUI_COMPLETE=bash_source pmtui)"
  zsh:   eval "$(_PMTUI_COMPLETE=zsh_source pmtui)"
  fish:  _PMTUI_COMPLETE=fish_source pmtui | source

\b
Example:
  pmtui log 14:02 pager rings: card payments refused
"""


class Verbs(click.Group):
    """A group that imports a verb's module when the verb is called, and not before."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:  # noqa: ARG002
        """Return the option `--help`."""
        return HELP

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return all verbs in the order of `VERBS`."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the verb of that name; None where there is none."""
        listed = VERBS.get(cmd_name)
        if listed is None:
            return None
        found: click.Command = getattr(import_module(f"pmtui.cli.{listed.module}"), listed.attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that was called.

        Raises:
            click.UsageError: there is no such verb; the message names those that it may mean.
        """
        if args[0] in VERBS:
            return args[0], self.get_command(ctx, args[0]), args[1:]
        if args[0] == "restore":
            raise UserError("no verb 'restore': write pmtui trash restore ID")
        import difflib

        near = difflib.get_close_matches(args[0], VERBS, n=2, cutoff=0.5)
        mend = f"did you mean {' or '.join(near)}?" if near else "see pmtui --help"
        raise UserError(f"no verb {args[0]!r}: {mend}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the verbs and what they do, from `VERBS` alone."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, listed.what) for name, listed in VERBS.items()])


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    subcommand_metavar="[VERB] …",
    epilog=_EPILOG,
    params=[library_option()],
)
@click.option("--version", is_flag=True, is_eager=True, help="Print the version.")
@click.pass_context
def pmtui(ctx: click.Context, version: bool) -> int | None:
    """Learning reviews of incidents, in the terminal. Without a verb: open the app on the library."""
    if version:
        out.result(f"pmtui {__version__}\n")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        from pmtui.cli.open_app import open_app

        return open_app(ctx.ensure_object(Call), None)
    return None


def main(args: Sequence[str] | None = None) -> int:
    """Run one call, and return its exit status. Every error is one line; there is never a traceback."""
    try:
        status = pmtui.main(
            list(sys.argv[1:] if args is None else args), prog_name="pmtui", standalone_mode=False, obj=Call()
        )
    except (Exception, KeyboardInterrupt) as error:
        return failures.report(error)
    return status if isinstance(status, int) else 0
