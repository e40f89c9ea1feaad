"""Find the config file and the library, from the command line, the environment and the machine's user folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def config_path(environ: Mapping[str, str] | None = None) -> Path:
    """Return the path of the config file: `PMTUI_CONFIG`, else `config.toml` in the user's config folder."""
    environ = os.environ if environ is None else environ
    if override := environ.get("PMTUI_CONFIG"):
        return expanded(override)
    return _user_folder("config", environ) / "config.toml"


def state_path(environ: Mapping[str, str] | None) -> Path:
    """Return the path of the file in which the app remembers values, beside the config file."""
    return config_path(environ).with_name("state.json")


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder for files that can be made anew: `pmtui` in the user's cache folder.

    Raises:
        RuntimeError, OSError: the user has none.
    """
    return _user_folder("cache", os.environ if environ is None else environ)


def _user_folder(kind: str, environ: Mapping[str, str]) -> Path:
    base = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(base).is_absolute():
        return Path(base) / "pmtui"
    home = environ.get("HOME", "")
    if sys.platform == "linux" and Path(home).is_absolute():
        return Path(home) / {"config": ".config", "data": ".local/share", "cache": ".cache"}[kind] / "pmtui"
    # Deferred: on Linux it gives the same, and importing it takes as long as reading the config.
    import platformdirs

    found: Path = getattr(platformdirs, f"user_{kind}_path")("pmtui", appauthor=False)
    return found


def write_whole(path: Path, data: bytes) -> bool:
    """Write a file atomically, and make its folder. Return False where it cannot be written; the app goes on.

    It does not wait for the disk, so it is only for what can be made anew.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        return False
    return True


def expanded(text: str) -> Path:
    """Return a path that a user wrote, with `~` replaced by the home folder where there is one."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user, or no home folder
        return Path(text)


def library_folder(option: str | None, environ: Mapping[str, str], cwd: Path, configured: Path | None = None) -> Path:
    """Return the folder of sessions: the first of these that is set or exists.

    The option; `PMTUI_LIBRARY`; the config's `library`; `.` or `./sessions` that contains `.pmtui`; `sessions` in the
    user's data folder.
    """
    return library_choice(option, environ, cwd, configured)[0]


def library_choice(
    option: str | None, environ: Mapping[str, str], cwd: Path, configured: Path | None = None
) -> tuple[Path, str]:
    """Return the folder of sessions, and in words what chose it; the words are empty where the config file did."""
    if option:
        return cwd / option, "--library"
    if from_environment := environ.get("PMTUI_LIBRARY"):
        return cwd / expanded(from_environment), "PMTUI_LIBRARY"
    if configured:
        return configured, ""
    for here in (cwd, cwd / "sessions"):
        if (here / ".pmtui").exists():
            return here, "a .pmtui lies in it"
    return _user_folder("data", environ) / "sessions", "default"
