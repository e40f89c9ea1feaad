"""The user's time zone, and whether the locale can show all signs, from the machine's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_COERCED: Final = ("C.UTF-8", "C.utf8", "UTF-8")
_UTC_NAMES: Final = frozenset({"Etc/UTC", "Etc/UCT", "UCT", "Etc/Zulu", "Zulu", "Etc/Universal", "Universal"})


def machine_zone(environ: Mapping[str, str] | None = None, root: Path = Path("/")) -> str:
    """Return the machine's time zone as an IANA name: from `TZ`, `/etc/timezone` or `/etc/localtime`, else UTC."""
    environ = os.environ if environ is None else environ
    if (tz := environ.get("TZ")) is not None:
        name = _zone_of(tz.removeprefix(":"))
        if name or not tz:
            return name or "UTC"
    with suppress(OSError, UnicodeDecodeError):
        if name := _zone_of((root / "etc/timezone").read_text().partition("\n")[0].strip()):
            return name
    with suppress(OSError):
        if name := _zone_of(str((root / "etc/localtime").readlink())):
            return name
    return "UTC"


def signs_of_locale(environ: Mapping[str, str]) -> str:
    """Return `ascii` if a locale is set that is not UTF-8, else `unicode`, as Python uses UTF-8 without a locale."""
    asked = [environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if asked[1] in _COERCED and asked[2] in ("C", "POSIX"):
        asked[1] = ""  # not set by the user: Python sets it for the locale C
    name = next(filter(None, asked), "UTF-8")
    return "unicode" if "utf8" in name.lower().replace("-", "") else "ascii"


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _zone_of(text: str) -> str:
    """Return the zone that a name, or a path into a zone database, means; empty if there is none."""
    name = text.rpartition("zoneinfo/")[2].removeprefix("posix/")
    if not name or name.startswith("/") or not is_zone(name):
        return ""
    return "UTC" if name in _UTC_NAMES else name
