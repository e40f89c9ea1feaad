"""What git knows about a library that lies in a work tree of its: asked of git itself, and only when it has to be."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct

from pmtui.library.errors import NotFound, Unreadable

if TYPE_CHECKING:
    import subprocess

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds that a file which git is just writing gets to become readable."""

LONGEST: Final = 4.0
"""Seconds that git gets to answer all questions of a save, because others wait for the library's lock meanwhile.

What it did not answer by then is not known.
"""

_SKEW: Final = 86400
"""Seconds by which the clocks of those who commit may differ."""


class Committed(Struct, frozen=True):
    """A content that a file had in a commit."""

    at: int
    """When that was committed last, in seconds since 1970."""
    data: bytes


def git_folder(folder: Path) -> Path | None:
    """The `.git` of the work tree that a folder lies in; None where it lies in none. It costs a few `stat` calls."""
    for candidate in _candidates(str(folder)):
        # Nothing is raised where it is missing, as it mostly is, at each level and in each save.
        if os.access(candidate, os.F_OK):
            return Path(candidate)
    return None


_seen: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {}
"""By folder: its device and number, and where its `.git` may be."""


def _candidates(folder: str) -> tuple[str, ...]:
    """Where the `.git` of a folder may be, the nearest first; found anew only where another folder stands there."""
    try:
        found = os.stat(folder)
    except OSError:
        return _above(folder)
    here = found.st_dev, found.st_ino
    known = _seen.get(folder)
    if known is None or known[0] != here:
        known = _seen[folder] = here, _above(folder)
    return known[1]


def _above(folder: str) -> tuple[str, ...]:
    real = Path(os.path.realpath(folder))
    return tuple(str(each / ".git") for each in (real, *real.parents))


def when_git_is_done(folder: Path, attempt: Callable[[], T], whole: Callable[[T], bool] = lambda _: True) -> T:
    """Read something, and again where git was just writing it, which makes files missing or cut off for a moment.

    Args:
        folder: the library.
        attempt: reads it.
        whole: whether what was read is certainly all of it, so that git's being at work does not matter.

    Raises:
        NotFound: it is missing, and not because of git.
        Unreadable: likewise.
    """
    git = git_folder(folder)
    if git is None:
        return attempt()
    deadline = time.monotonic() + PATIENCE
    while True:
        before = _work(git)
        try:
            found = attempt()
            if whole(found):
                return found
            error = None
        except (NotFound, Unreadable) as caught:
            error = caught
        if (before == _work(git) and not before.going_on) or time.monotonic() > deadline:
            if error:
                raise error
            return found
        time.sleep(0.005)


def whole_list(folder: Path, look: Callable[[], list[T]], sound: Callable[[T], bool]) -> list[T]:
    """List files; while git is writing some of them, two looks must agree, and find files, all of them sound."""
    seen: list[list[T]] = []

    def again() -> list[T]:
        seen.append(look())
        return seen[-1]

    return when_git_is_done(
        folder, again, lambda found: found != [] and seen[:-1][-1:] == [found] and all(map(sound, found))
    )


def lies_still(path: Path) -> bool:
    """Whether a file is too old for git to be just writing it: what is wrong with it stays wrong."""
    try:
        return time.time() - os.lstat(path).st_mtime > PATIENCE
    except OSError:
        return False


def wait_for(path: Path) -> None:
    """Where git has just taken a file away to write it anew, wait until it is there again."""
    if os.path.lexists(path) or (git := git_folder(path.parent)) is None:
        return
    deadline = time.monotonic() + PATIENCE
    while not os.path.lexists(path) and is_writing(git) and time.monotonic() < deadline:
        time.sleep(0.005)


def is_writing(git: Path) -> bool:
    """Whether git is at work on the files of a work tree: it holds the lock of its index then."""
    return os.path.lexists(_index(git) + ".lock")


class _Work(Struct, frozen=True):
    """What tells whether git wrote files between two looks."""

    going_on: bool
    index_mtime_ns: int


def _work(git: Path) -> _Work:
    # The lock first: git makes it the index, in one rename.
    going_on = is_writing(git)
    try:
        return _Work(going_on, os.stat(_index(git)).st_mtime_ns)
    except OSError:
        return _Work(going_on, 0)


def _index(git: Path) -> str:
    if git.is_file():
        # The `.git` of a further work tree or a submodule is a file that names the folder.
        with contextlib.suppress(OSError, ValueError):
            git = git.parent / git.read_text(encoding="utf-8").strip().removeprefix("gitdir: ")
    return str(git / "index")


def knows_content(path: Path, data: bytes, until: float) -> bool | None:
    """Whether git keeps this content of a file, as it does of each that it wrote; None where git cannot be asked.

    Args:
        path: the file.
        data: the content.
        until: when git must have answered, on the monotonic clock.
    """
    made = ask(path.parent, until, "hash-object", f"--path={path.name}", "--stdin", data=data)
    if made is None or made.returncode:
        return None
    found = ask(path.parent, until, "cat-file", "-e", made.stdout.decode().strip())
    # A content that is missing ends with 1; any other failure (a repository that git refuses) says nothing about it.
    return None if found is None else {0: True, 1: False}.get(found.returncode)


def committed(folder: Path, patterns: Iterable[str], since: float, until: float) -> list[Committed] | None:
    """What the files of a name had in commits since then, on any branch or none any more (but not in a stash).

    None where git cannot be asked.

    Args:
        folder: the library.
        patterns: git's pathspecs of the files, as seen from there.
        since: seconds since 1970; somewhat older commits are among those looked at.
        until: when git must have answered, on the monotonic clock.
    """
    after = f"--since={int(since) - _SKEW}"
    tips = ask(folder, until, "log", "-g", "HEAD", "--format=%H", after)
    if tips is None:
        # (Before the first commit this fails, and the next does not.)
        return None
    # The stash is no commit of anybody's: what lies there alone is what git took out of the file.
    found = ask(
        folder, until, "log", "--exclude=refs/stash", "--all", "--stdin", after, "--full-history", "-m", "--root",
        "--no-renames", "--no-color", "--format=at %ct", "--raw", "--no-abbrev", "--", *patterns, data=tips.stdout,
    )  # fmt: skip
    if found is None or found.returncode:
        return None
    at, newest = 0, dict[str, int]()
    for line in found.stdout.decode(errors="replace").splitlines():
        if line.startswith(":"):
            blob = line.split()[3]
            newest[blob] = max(at, newest.get(blob, 0))
        elif line.startswith("at "):
            at = int(line[3:])
    read = ask(folder, until, "cat-file", "--batch", data="".join(f"{blob}\n" for blob in newest).encode())
    if read is None or read.returncode:
        return None
    return [Committed(newest[blob], data) for blob, data in _contents(read.stdout)]


def _contents(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The contents that `git cat-file --batch` printed, and their names."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        blob, *rest = data[at:end].decode().split()
        at = end + 1
        # A deletion's blob of zeros is missing.
        if len(rest) == 2:
            size = int(rest[1])
            yield blob, data[at : at + size]
            at += size + 1


def deadline() -> float:
    """When git must have answered what is asked from now on, on the monotonic clock."""
    return time.monotonic() + LONGEST


def ask(folder: Path, until: float, *args: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """What git answers; None where there is no git, or it does not answer in time."""
    if (left := until - time.monotonic()) <= 0:
        return None
    # Saves outside git do without it.
    import subprocess

    # A hook that calls us would make git look at the repository of the hook; and nothing is fetched for a question.
    environ = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    environ |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), "-c", "log.showSignature=false", *args],
            input=data,
            capture_output=True,
            env=environ,
            check=False,
            timeout=left,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


_OF_A_HOOK: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_QUARANTINE_PATH")
