"""Values that the app remembers from one start to the next, in a file beside the config."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import json

from pmtui.settings.folders import state_path, write_whole


def remembered(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the remembered values, such as `theme`; empty where the file is missing or cannot be read."""
    try:
        data = json.decode(state_path(environ).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}


def remember(environ: Mapping[str, str] | None = None, **values: str) -> bool:
    """Save values for the next start, atomically. Returns False where the file cannot be written; the app goes on."""
    data = json.format(json.encode(remembered(environ) | values)) + b"\n"
    return write_whole(state_path(environ), data)
