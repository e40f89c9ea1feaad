"""New ids and new sessions. Only this module reads the clock and random numbers for them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from msgspec.structs import replace

from pmtui.session.document import FORMAT, VERSION, KeyDetails, Session
from pmtui.session.instants import to_instant

_SHAPE: Final = (8, 12, 16, 20)
_lock = threading.Lock()
_last = 0


def now() -> datetime:
    """Return the current time, aware, in UTC, with microseconds."""
    return datetime.now(UTC)


def uuid7() -> str:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits that order ids of one millisecond, random bits."""
    global _last
    ns = time.time_ns()
    stamp = (ns // 1_000_000) << 12 | (ns % 1_000_000) * 4096 // 1_000_000
    with _lock:
        stamp = _last = max(stamp, _last + 1)
    chance = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    number = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | chance
    digits = f"{number:032x}"
    return "-".join(digits[a:b] for a, b in zip((0, *_SHAPE), (*_SHAPE, 32), strict=True))


def time_of_id(item_id: str) -> datetime | None:
    """Return the time at which an item with a UUIDv7 was created; None for other ids."""
    digits = item_id.replace("-", "")
    if len(item_id) != 36 or len(digits) != 32 or digits[12] != "7":
        return None
    try:
        return datetime.fromtimestamp(int(digits[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def new_session(
    *,
    product: str = "",
    headline: str = "",
    term: str = "",
    incident_date: date | None = None,
    timezone: str = "UTC",
    now: datetime | None = None,
    new_id: Callable[[], str] = uuid7,
) -> Session:
    """Return an empty draft that is not stored yet; `now` is an aware datetime, by default the current time."""
    moment = now or datetime.now(UTC)
    at = to_instant(moment.replace(microsecond=moment.microsecond // 1000 * 1000))
    details = KeyDetails(product=product, headline=headline, incident_date=incident_date, timezone=timezone)
    if term:
        details = replace(details, term=term)
    head = Session(format=FORMAT, version=VERSION, id=new_id(), created_at=at, updated_at=at)
    return replace(head, key_details=details)
