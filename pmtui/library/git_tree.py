"""Ask git about a library inside a git work tree; git is only run when necessary."""

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
"""Seconds that an incomplete file has to become readable while git is writing it."""

LONGEST: Final = 4.0
"""Seconds that git has to answer all questions of one save, since other writers wait for the lock meanwhile.

After that, the answer counts as unknown.
"""

_SKEW: Final = 86400
"""Seconds by which the clocks of committers may differ."""


class Committed(Struct, frozen=True):
    """The content of a file in a commit."""

    at: int
    """The time of the latest commit with it, in seconds since 1970."""
    data: bytes


def git_folder(folder: Path) -> Path | None:
    """Return the `.git` of the work tree around a folder; None if there is none. Costs a few `stat` calls."""
    for candidate in _candidates(str(folder)):
        # A loop without exceptions: mostly there is no `.git` at any level, and every save looks.
        if os.access(candidate, os.F_OK):
            return Path(candidate)
    return None


_seen: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {}
"""Folder → its device and inode, and the possible places of its `.git`."""


def _candidates(folder: str) -> tuple[str, ...]:
    """Return the possible places of a folder's `.git`, nearest first; cached for each folder."""
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
    """Read something; retry while git is writing, when files are missing or incomplete for a moment.

    Args:
        folder: the library.
        attempt: the function that reads.
        whole: whether the result is certainly complete, so that it does not matter whether git is writing.

    Raises:
        NotFound: it is missing, and git is not writing.
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
    """List files. While git is writing, the list is complete once two attempts agree, find files, and all are sound."""
    seen: list[list[T]] = []

    def again() -> list[T]:
        seen.append(look())
        return seen[-1]

    return when_git_is_done(
        folder, again, lambda found: found != [] and seen[:-1][-1:] == [found] and all(map(sound, found))
    )


def is_settled(path: Path) -> bool:
    """Whether a file is too old to be just being written by git, so that an error in it is permanent."""
    try:
        return time.time() - os.lstat(path).st_mtime > PATIENCE
    except OSError:
        return False


def wait_for(path: Path) -> None:
    """If git has just deleted a file to write it again, wait until it exists."""
    if os.path.lexists(path) or (git := git_folder(path.parent)) is None:
        return
    deadline = time.monotonic() + PATIENCE
    while not os.path.lexists(path) and is_writing(git) and time.monotonic() < deadline:
        time.sleep(0.005)


def is_writing(git: Path) -> bool:
    """Whether git is writing files of a work tree: it holds the lock of its index."""
    return os.path.lexists(_index(git) + ".lock")


class _Work(Struct, frozen=True):
    """The state of git's index, from which two looks tell whether git wrote files between them."""

    going_on: bool
    index_mtime_ns: int


def _work(git: Path) -> _Work:
    # The lock is read before the index, since git renames the lock to the index.
    going_on = is_writing(git)
    try:
        return _Work(going_on, os.stat(_index(git)).st_mtime_ns)
    except OSError:
        return _Work(going_on, 0)


def _index(git: Path) -> str:
    if git.is_file():
        # In a linked work tree or submodule, `.git` is a file that names the folder.
        with contextlib.suppress(OSError, ValueError):
            git = git.parent / git.read_text(encoding="utf-8").strip().removeprefix("gitdir: ")
    return str(git / "index")


def knows_content(path: Path, data: bytes, until: float) -> bool | None:
    """Whether git's object database has this content of a file, as for every file that git wrote; None if unknown.

    Args:
        path: the file.
        data: the content.
        until: the time by which git must answer, on the monotonic clock.
    """
    made = ask(path.parent, until, "hash-object", f"--path={path.name}", "--stdin", data=data)
    if made is None or made.returncode:
        return None
    found = ask(path.parent, until, "cat-file", "-e", made.stdout.decode().strip())
    # Status 1 means that the object is missing; any other failure (such as a repository that git refuses) is no answer.
    return None if found is None else {0: True, 1: False}.get(found.returncode)


def committed(folder: Path, patterns: Iterable[str], since: float, until: float) -> list[Committed] | None:
    """Return the contents of files in commits since a time, on any branch or none, but not in a stash; None if unknown.

    Args:
        folder: the library.
        patterns: git pathspecs of the files, relative to the folder.
        since: seconds since 1970; commits somewhat older than that are included.
        until: the time by which git must answer, on the monotonic clock.
    """
    after = f"--since={int(since) - _SKEW}"
    tips = ask(folder, until, "log", "-g", "HEAD", "--format=%H", after)
    if tips is None:
        # Before the first commit this command fails, but not the next one.
        return None
    # A stash is excluded: what is only there was taken out of the file by git.
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
    """Yield name and content of each object that `git cat-file --batch` printed."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        blob, *rest = data[at:end].decode().split()
        at = end + 1
        # The all-zero id of a deleted blob is reported as missing.
        if len(rest) == 2:
            size = int(rest[1])
            yield blob, data[at : at + size]
            at += size + 1


def deadline() -> float:
    """Return the time by which git must answer questions that are asked from now on, on the monotonic clock."""
    return time.monotonic() + LONGEST


def ask(folder: Path, until: float, *args: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """Run git and return its result; None if git is not installed or does not answer in time."""
    if (left := until - time.monotonic()) <= 0:
        return None
    # Deferred: saves outside git do not need it.
    import subprocess

    # Without the variables of a hook that runs us, which point to the hook's repository; and without fetching objects.
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
