"""Paths that people type: completed as a shell would, and understood as terminals paste them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

_MOST: Final = 500


class Candidate(NamedTuple):
    """What the typed path could become."""

    text: str
    """As it would be typed; a folder ends in a slash."""
    name: str
    is_folder: bool


def meant(text: str) -> Path:
    """The path that the text means: `~`, and what terminals paste of a dropped file (quotes, backslashes, an address).

    A path that is there as it was typed is taken so.
    """
    bare = text.strip()
    path = _expanded(bare)
    if bare.startswith("file://"):
        with suppress(ValueError):
            return Path(unquote(urlsplit(bare).path))
    if not os.path.exists(path):  # noqa: PTH110 - a path too long for the system is none, and no error
        if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
            return _expanded(bare[1:-1])
        if "\\" in bare and os.path.exists(unescaped := _expanded(_unescaped(bare))):  # noqa: PTH110
            return unescaped
    return path


def candidates(text: str) -> list[Candidate]:
    """What is in the folder that was typed and begins like its last part: folders first, hidden ones only if asked for.

    A folder that cannot be read has nothing in it.
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
    """The text with as much added as all candidates share; the text itself where they part at once."""
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
    except RuntimeError:  # a home that is not known
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
