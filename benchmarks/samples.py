"""Sessions and libraries of a given size, the same in every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session.document import Event, RootCause, Session, Why
from pmtui.session.instants import to_instant

SHOWN = "Cards refused for 47 minutes"
"""The headline of every sample: when it is seen, the screen has been painted."""

_TEXTS = (
    "Pager: replication lag on db2, about 4 GB behind",
    "Deploy of checkout-api 4.2 begins in Frankfurt",
    "Support forwards the first customer's report",
    "Rolled back 4.2; error rate falls from 31 % to 0.4 %",
)
_KINDS = ("alert", "change", "communication", "action")


@dataclass(frozen=True, slots=True)
class Kept:
    """A session in a library of its own."""

    library: Library
    session: Session
    path: Path

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self.library.folder


def postmortem_of_others(count: int) -> str:
    """Somebody else's Markdown postmortem with a table of so many events."""
    start = datetime(2026, 11, 18, 14, 2, tzinfo=UTC)
    rows = (
        f"| {start + timedelta(seconds=60 * n):%Y-%m-%d %H:%M} | Node **{n}** restarted, `pod-{n}` was evicted: "
        f"[ticket](https://example.org/{n}) |"
        for n in range(count)
    )
    head = ("# Incident report", "", "## Timeline", "", "All times in UTC", "", "| Time | Event |", "| --- | --- |")
    return "\n".join((*head, *rows, ""))


def with_events(count: int) -> Session:
    """A session with so many events, half a minute apart."""
    start = datetime(2026, 11, 18, 14, 2, tzinfo=UTC)
    events = tuple(
        Event(
            id=uuid7(),
            at=to_instant(start + timedelta(seconds=30 * n)),
            text=f"{_TEXTS[n % 4]} ({n})",
            kind=_KINDS[n % 4],  # type: ignore[arg-type]
            source="slack #inc-204" if n % 3 else "",
        )
        for n in range(count)
    )
    return replace(_empty(), timeline=events)


def with_whys(count: int) -> Session:
    """A session with so many whys, each answer with up to three below it."""
    made = [Why(id=uuid7(), text=f"Because of what stands at number {n} of the tree") for n in range(count)]
    # From the last to the first, so that every answer has its own below it before it is put below another.
    for n in range(count - 1, 2, -1):
        above = (n - 3) // 3
        made[above] = replace(made[above], whys=(made[n], *made[above].whys))
    cause = RootCause(problem="1,240 orders lost in 47 minutes", whys=tuple(made[: min(3, count)]))
    return replace(_empty(), root_cause=cause)


def keep(folder: Path, session: Session) -> Kept:
    """Put a session into a library of its own."""
    library = Library(folder)
    return Kept(library, session, library.create(session).path)


def many_files(folder: Path, count: int) -> None:
    """A library of so many sessions, written without asking the disk to keep each."""
    kept = keep(folder, with_events(20))
    text, old = kept.path.read_text(), kept.session.id
    for _ in range(count - 1):
        new = uuid7()
        kept.path.with_name(kept.path.name.replace(old[-6:], new[-6:])).write_text(text.replace(old, new))


def _empty() -> Session:
    return new_session(product="Checkout", headline=SHOWN, incident_date=date(2026, 11, 18))
