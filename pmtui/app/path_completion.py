"""Complete file paths as a shell does, and understand paths as terminals paste them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

_MOST: Final = 500


class Candidate(NamedTuple):
    """A path that the typed one can be completed to."""

    text: str
    """The text of the field; a folder ends in a slash."""
    name: str
    is_folder: bool


def meant(text: str) -> Path:
    """Return the path that a text means: with `~`, or as terminals paste a dropped file (quoted, escaped, `file://`).

    A path that exists as it was typed is returned as it is.
    """
    bare = text.strip()
    path = _expanded(bare)
    if bare.startswith("file://"):
        with suppress(ValueError):
            return Path(unquote(urlsplit(bare).path))
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises where the path is too long for the system
        if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
            return _expanded(bare[1:-1])
        if "\\" in bare and os.path.exists(unescaped := _expanded(_unescaped(bare))):  # noqa: PTH110
            return unescaped
    return path


def candidates(text: str) -> list[Candidate]:
    """Return the files that complete a typed path: folders first, hidden ones only where a dot was typed.

    Empty where the folder cannot be read.
    """
    head, _, start = text.lstrip().rpartition("/")
    head += "/" if "/" in text else ""
    try:
        with os.scandir(_expanded(head or ".")) as found:
            entries = [(entry.name, _is_folder(entry)) for entry in found]
    except (OSError, ValueError):
        return []
    low = start.casefold()
    wanted = [
        Candidate(head + name + ("/" if folder else ""), name, folder)
        for name, folder in entries
        if name.casefold().startswith(low) and (not name.startswith(".") or start.startswith("."))
    ]
    return sorted(wanted, key=lambda one: (not one.is_folder, one.name.casefold()))[:_MOST]


def completed(text: str, found: list[Candidate]) -> str:
    """Return the text with the longest beginning that all candidates share."""
    if not found:
        return text
    shared = found[0].text
    for one in found[1:]:
        shared = shared[: next((n for n, (a, b) in enumerate(zip(shared, one.text, strict=False)) if a != b), None)]
        shared = shared[: len(one.text)]
    return shared if len(shared) > len(text.lstrip()) else text


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # the home folder is not known
        return Path(text)


def _unescaped(text: str) -> str:
    made, escaped = [], False
    for character in text:
        if character == "\\" and not escaped:
            escaped = True
            continue
        made.append(character)
        escaped = False
    return "".join(made)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
