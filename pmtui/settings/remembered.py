"""Values that the app remembers from one start to the next, in a file beside the config."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from msgspec import json

from pmtui.settings.folders import state_path


def remembered(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the remembered values, such as `theme`; empty where the file is missing or cannot be read."""
    try:
        data = json.decode(state_path(environ).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}


def remember(environ: Mapping[str, str] | None = None, **values: str) -> bool:
    """Save values for the next start, atomically. Returns False where the file cannot be written; the app goes on."""
    path = state_path(environ)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.format(json.encode(remembered(environ) | values)).decode() + "\n", encoding="utf-8")
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        return False
    return True
