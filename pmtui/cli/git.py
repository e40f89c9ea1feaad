"""`merge` and `git-setup`: keep a library in a git repository, and merge the branches of several people."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import click

from pmtui.cli import out
from pmtui.cli.verb import Call, UserError, Verb
from pmtui.settings import library_folder

ATTRIBUTES: Final = (
    "????-??-??-*-??????.json merge=pmtui text eol=lf",
    "????-??-??-*-??????-[0-9].json merge=pmtui text eol=lf",
)
"""Patterns of the names that pmtui gives to session files; git merges other JSON files in the folder as usual."""

IGNORED: Final = ("/.pmtui/*", "!/.pmtui/.keep", "/.pmtui-*")
"""The lock, trash, journals and index are not committed. `.keep` is, so that the folder which marks a library is in
every clone."""


_NAME_IT: Final = "go into a folder of a git repository and say pmtui git-setup --library ."


@click.command(
    cls=Verb,
    short_help="Merge session files: a git merge driver",
    example="pmtui merge base.json ours.json theirs.json\ngit config merge.pmtui.driver 'pmtui merge %O %A %B'",
)
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
def merge(base: Path, ours: Path, theirs: Path) -> None:
    """Merge what two sides made of one session file, into OURS: a git merge driver.

    Where both changed one text, ours stands and theirs is put into the parking lot. BASE may be empty.
    """
    from pmtui.cli.merge_files import merge_files

    for notice in merge_files(base, ours, theirs):
        out.say(notice)


@click.command(
    "git-setup",
    cls=Verb,
    short_help="Make git merge the sessions of this library well",
    example="pmtui git-setup --library reviews",
)
@click.pass_obj
def git_setup(call: Call) -> None:
    """In a library inside a git repository: set up attributes, merge driver and ignore file.

    Commit what it has written, so that each clone is a library, too; the merge driver is set up in each clone by
    running this there once. In the library's folder, pmtui then needs no --library.
    """
    from pmtui.library.folder import Library  # deferred: the merge driver does not need it

    folder = call.folder
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such library: {_NAME_IT}")
    if not shutil.which("git"):
        raise UserError("git is not installed: install it first")
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if "dubious ownership" in inside.stderr:
        raise UserError(f"{folder}: belongs to somebody else, so git refuses it: see git help config, safe.directory")
    if inside.stdout.strip() != "true":
        named = call.library_option or os.environ.get("PMTUI_LIBRARY")
        raise UserError(
            f"{folder}: is not inside a git repository: {'run git init in it, or above it' if named else _NAME_IT}"
        )
    Library(folder).make()
    _keep_marker(folder)
    for name, lines in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        out.say(f"{folder / name}: {'written' if _add_lines(folder / name, lines) else 'is as it should be'}")
    _set_driver(folder)
    out.say("merge driver pmtui: set up in this clone; run pmtui git-setup in every other one, too")
    marker = ".pmtui" if (folder / ".pmtui").is_file() else ".pmtui/.keep"
    out.say(f"commit .gitattributes, .gitignore and {marker}: that makes every clone a library")
    _say_which(call, folder)


def _keep_marker(folder: Path) -> None:
    """Put `.keep` into the folder `.pmtui`: git stores no empty folders, and without it a clone is no library."""
    marker = folder / ".pmtui"
    try:
        if marker.is_dir():
            (marker / ".keep").touch()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(marker / ".keep")) from None


def _say_which(call: Call, folder: Path) -> None:
    """Warn where pmtui, started in this folder, would use another library because of the environment or the config."""
    found = library_folder(None, os.environ, folder, call.settings.library)
    if not _same_file(found, folder):
        why = "PMTUI_LIBRARY" if os.environ.get("PMTUI_LIBRARY") else call.settings.path
        out.say(f"in this folder pmtui uses {found}, as {why} says: use --library . here, or take that away")


def _same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file or folder, after symbolic links."""
    return os.path.realpath(one) == os.path.realpath(other)


def _set_driver(folder: Path) -> None:
    from pmtui.library.errors import StorageError

    # The command before the name: git refuses every merge by a driver that has a name and no command.
    for key, value in (("driver", f"{_program()} merge %O %A %B"), ("name", "pmtui: merge sessions item by item")):
        done = _git(folder, "config", f"merge.pmtui.{key}", value)
        if done.returncode:
            said = done.stderr.strip().removeprefix("error: ")
            raise StorageError(f"{folder}: git config refused ({said}): mend it, then say it again")


def _program() -> str:
    """Return the command by which git runs this program: `pmtui` where that finds it, else this Python interpreter."""
    found = shutil.which("pmtui")
    if found and Path(found).resolve() == Path(sys.argv[0]).resolve():
        return "pmtui"
    # -P: Python must not import a folder called pmtui in the repository instead of the program.
    return f"{shlex.quote(sys.executable)} -P -m pmtui"


def _git(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    # A git hook that runs us sets GIT_DIR: git would then look at the hook's repository.
    environ = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    return subprocess.run(["git", "-C", str(folder), *args], capture_output=True, text=True, env=environ, check=False)


def _add_lines(path: Path, lines: tuple[str, ...]) -> bool:
    """Add to a file those of the lines that it does not have yet. Returns whether it was changed."""
    from pmtui.library.disk import write_file

    try:
        old = path.read_bytes() if path.exists() else b""
        missing = [line for line in lines if line.encode() not in old.splitlines()]
        if missing:
            data = old + (b"\n" if old and not old.endswith(b"\n") else b"") + "\n".join(missing).encode() + b"\n"
            target = Path(os.path.realpath(path))
            write_file(target, data, like=target.stat() if target.exists() else None)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    return bool(missing)
