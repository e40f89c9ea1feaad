"""Where the config file and the library are: what the call says, the environment, the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def config_path(environ: Mapping[str, str] | None = None) -> Path:
    """Where the config file is: `PMTUI_CONFIG`, else `config.toml` in the user's config folder."""
    environ = os.environ if environ is None else environ
    if override := environ.get("PMTUI_CONFIG"):
        return expanded(override)
    return _user_folder("config", environ) / "config.toml"


def state_path(environ: Mapping[str, str] | None) -> Path:
    """Where the file is that the app remembers things in, beside the config file."""
    return config_path(environ).with_name("state.json")


def _user_folder(kind: str, environ: Mapping[str, str]) -> Path:
    base = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(base).is_absolute():
        return Path(base) / "pmtui"
    home = environ.get("HOME", "")
    if sys.platform == "linux" and Path(home).is_absolute():
        return Path(home) / {"config": ".config", "data": ".local/share"}[kind] / "pmtui"
    # Deferred: on Linux it says the same, and costs as much as reading the config.
    import platformdirs

    find = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return find("pmtui", appauthor=False)


def expanded(text: str) -> Path:
    """A path that a person wrote, with `~` read as their home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user, no home
        return Path(text)


def library_folder(option: str | None, environ: Mapping[str, str], cwd: Path, configured: Path | None = None) -> Path:
    """The folder of sessions to use.

    The option; `PMTUI_LIBRARY`; the config's; `.` or `./sessions` with a `.pmtui` in it; `sessions` in the user's data.
    """
    return library_choice(option, environ, cwd, configured)[0]


def library_choice(
    option: str | None, environ: Mapping[str, str], cwd: Path, configured: Path | None = None
) -> tuple[Path, str]:
    """The folder of sessions, and what chose it, in words; empty where the config did."""
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
