"""Write a static site into a folder. Only files of the site are replaced or deleted, and a kill leaves whole files.

A marker file lists the files of the site. It is updated before new files are written and after old ones are deleted,
so that at any moment every file of the site is listed.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterable, Set
from pathlib import Path
from typing import Final, NamedTuple

from pmtui.library.disk import STALE_SECONDS_WITHOUT_LOCK, TEMPORARY, ChangedMeanwhile, make_folders, sweep, write_file
from pmtui.library.errors import Refused
from pmtui.report.site.listed import FOLDER

MARKER: Final = ".pmtui-site"
_FORMAT: Final = "pmtui-site"
_TRIES: Final = 20
_OURS: Final = re.compile(rf"index\.html|feed\.xml|{FOLDER}/[^/\0]+\.html")


class Written(NamedTuple):
    """The result of writing a site."""

    changed: int
    """The number of files that are new or changed."""
    removed: int


class SiteFolder:
    """A folder that holds a site, or will."""

    def __init__(self, folder: Path) -> None:
        """Check the folder, which need not exist.

        Raises:
            Refused: it holds other files than a site, or is no folder.
            OSError: it cannot be read.
        """
        self.folder = folder
        self._listed = self._read_marker()

    def write(self, names: Set[str], texts: Iterable[tuple[str, str]], keep: Iterable[str] = ()) -> Written:
        """Write the files of a site, and delete files of its last version that it no longer has.

        Args:
            names: the names of all files, relative to the folder.
            texts: name and content of each file, in the order of writing.
            keep: names of files that stay although the site does not have them now.

        Raises:
            Refused: a file that is not the site's has the name of one; nothing was written.
            OSError: a file cannot be written; those before it are complete.
        """
        for name in sorted(names):
            self._check(name)
        kept = self._listed & set(keep)
        gone = self._listed - names - kept
        make_folders(self.folder)
        self._mark(self._listed | names)  # first: a killed write must leave no file that is not listed
        make_folders(self.folder / FOLDER)
        for each in (self.folder, self.folder / FOLDER):
            sweep(each, STALE_SECONDS_WITHOUT_LOCK)
        changed = sum(_put(self.folder / name, text.encode("utf-8", "replace")) for name, text in texts)
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
        self._mark(names | kept)
        return Written(changed, len(gone))

    def _read_marker(self) -> frozenset[str]:
        marker = self.folder / MARKER
        try:
            found = json.loads(marker.read_bytes())
            if isinstance(found, dict) and found.get("format") == _FORMAT:
                names = (name for name in found.get("files", ()) if isinstance(name, str))
                return frozenset(name for name in names if _OURS.fullmatch(name))
        except (FileNotFoundError, NotADirectoryError):
            if not self.folder.exists() or (self.folder.is_dir() and not any(map(_counts, self.folder.iterdir()))):
                return frozenset()
        except ValueError:
            pass
        what = "holds files that are no site of pmtui" if self.folder.is_dir() else "is no folder"
        raise Refused(f"{self.folder}: {what}: name a folder that is new or empty")

    def _check(self, name: str) -> None:
        """Refuse a name whose file does not belong to the site, or is no regular file."""
        for part in (FOLDER, name) if "/" in name else (name,):
            path = self.folder / part
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:
                continue
            if not (stat.S_ISDIR(mode) if part == FOLDER else stat.S_ISREG(mode) and name in self._listed):
                raise Refused(f"{path}: was not written by pmtui: move it away, or name another folder")

    def _mark(self, names: Iterable[str]) -> None:
        text = json.dumps({"format": _FORMAT, "version": 1, "files": sorted(names)}, indent=1)
        _put(self.folder / MARKER, f"{text}\n".encode())


def _counts(path: Path) -> bool:
    """Whether a file makes the folder count as not empty; temporary files of killed writers do not."""
    return not (path.name.startswith(TEMPORARY[0]) and path.name.endswith(TEMPORARY[1]))


def _put(path: Path, data: bytes) -> bool:
    """Replace a file atomically; returns whether its content changed."""
    for _ in range(_TRIES):
        try:
            return _put_now(path, data)
        except ChangedMeanwhile:
            continue  # another program writes the same site
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    raise ChangedMeanwhile(path)


def _put_now(path: Path, data: bytes) -> bool:
    try:
        like = path.lstat()
        if stat.S_ISREG(like.st_mode) and like.st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        like = None
    write_file(path, data, like=like)
    return True
