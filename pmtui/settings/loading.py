"""Load the config file. Mistakes in it are collected as messages, and the defaults are used instead."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pmtui.machine import machine_zone, signs_of_locale
from pmtui.settings.folders import config_path
from pmtui.settings.model import Settings
from pmtui.settings.remembered import remembered

_LARGEST: Final = 1_000_000
"""In bytes: a larger file is no config file."""
_MOST: Final = 20
"""At most so many mistakes are listed."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings: the config file's, the defaults, and the machine's time zone and locale."""
    environ = os.environ if environ is None else environ
    path = config_path(environ)
    text, wrong = _read(path)
    made: dict[str, Any] = {}
    if text.strip():
        made, mistakes = _values(path, text)
        wrong += mistakes
    given = frozenset(made)
    made.setdefault("timezone", machine_zone(environ))
    made.setdefault("signs", signs_of_locale(environ))
    made.setdefault("theme", remembered(environ).get("theme", ""))
    return Settings(path=path, given=given, mistakes=tuple(wrong), text=text, **made)


def _values(path: Path, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the settings that the file's text sets, by name, and a line for each mistake."""
    import tomllib  # deferred: most users have no config file

    from pmtui.settings.values import read_values

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        from pmtui.settings.places_in_file import not_toml

        return {}, [not_toml(path, text, error)]
    made, wrong = read_values(data, path.parent)
    if wrong:
        from pmtui.settings.places_in_file import placed

        more = [f"{path}: and {len(wrong) - _MOST:,} more mistakes"] if len(wrong) > _MOST else []
        wrong = [placed(path, text, said) for said in wrong[:_MOST]] + more
    return made, wrong


def _read(path: Path) -> tuple[str, list[str]]:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return "", [f"{path}: is not a file: put the settings into a file of that name, or take it away"]
        if found.st_size > _LARGEST:
            return "", [f"{path}: {found.st_size:,} bytes are too many for settings: put another file there"]
        return path.read_text(encoding="utf-8-sig"), []
    except (FileNotFoundError, NotADirectoryError):
        return "", []
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return "", [f"{path}:{line}: not UTF-8 text: save it as UTF-8"]
    except OSError as error:
        return "", [f"{path}: cannot be read: {(error.strerror or str(error)).lower()}: make it readable"]
