"""File names of sessions: how new ones are made, and which files of a folder are sessions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pmtui.session.document import Session
from pmtui.session.hashing import sha256
from pmtui.session.instants import to_datetime

ENDING: Final = ".json"
_SUFFIX: Final = r"-([0-9a-f]{6})(?:-\d+)?\.json"
_LONGEST: Final = 40
_HEX: Final = frozenset("0123456789abcdef")
# Letters that Unicode normalisation does not decompose into an ASCII letter and a mark.
_SPELT: Final = str.maketrans({
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
})  # fmt: skip


def suggested_name(session: Session) -> str:
    """Return a file name without ending, made from the key details and the id: `2026-11-18-checkout-3fa9c1`."""
    details = session.key_details
    if details.incident_date:
        day = details.incident_date.isoformat()
    else:
        day = to_datetime(session.created_at).astimezone(ZoneInfo(details.timezone)).date().isoformat()
    return f"{day}-{slug(details.product)}-{last_six_digits(session.id)}"


def slug(product: str) -> str:
    """Return the product name in ASCII, at most 40 characters; `incident` if nothing is left."""
    import unicodedata  # a note into a session that has its name does without

    plain = unicodedata.normalize("NFKD", product.translate(_SPELT)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[: _LONGEST + 1].strip("-")[:_LONGEST].rstrip("-") or "incident"


def last_six_digits(session_id: str) -> str:
    """Return the last six hex digits of an id; for an imported id without them, digits of its hash."""
    digits = re.sub(r"[^0-9a-f]", "", session_id.lower())
    return digits[-6:] if len(digits) >= 6 else sha256(session_id.encode()).hexdigest()[-6:]


def matches(session_id: str, short: str) -> bool:
    """Whether a reference means an id: all of it, its beginning, or its last six digits.

    Args:
        session_id: the id.
        short: what the user wrote, in lower case; not empty.
    """
    known = session_id.lower()
    if known.startswith(short):
        return True
    if len(short) != 6:
        return False
    return known.endswith(short) or (not _HEX.issuperset(known[-6:]) and last_six_digits(session_id) == short)


def id_suffix(file: str) -> str:
    """Return the six digits at the end of a file name, or an empty string."""
    found = re.search(_SUFFIX, file)
    return found[1] if found else ""


def free_paths(folder: Path, stem: str) -> Iterator[Path]:
    """Yield paths that no file and no attachment folder uses, the best name first."""
    n = 1
    while True:
        name = stem if n == 1 else f"{stem}-{n}"
        if not os.path.lexists(folder / (name + ENDING)) and not os.path.lexists(folder / name):
            yield folder / (name + ENDING)
        n += 1


def is_session_file(name: str) -> bool:
    """Whether a file name is listed as a session; hidden and temporary files are not."""
    return name.endswith(ENDING) and not name.startswith(".")
