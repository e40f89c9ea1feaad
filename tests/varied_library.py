"""Reviews of some years of a small company, the same in every run, for pictures of board, trends and health.

What people do again and again is in them: the same causes and tags come back, most incidents are short and few are
long, some reviews are never finished, some actions never done. `benchmarks/random_library.py` makes libraries of any
size instead, with texts that nobody wrote before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from pmtui.library.ids import new_session
from pmtui.session.document import (
    Action,
    Event,
    KeyDetails,
    Lessons,
    Note,
    Recurrence,
    Session,
    Sitting,
    Summary,
    Why,
)  # fmt: skip
from pmtui.session.edits import set_field

_PRODUCTS: Final = ("Checkout", "Search", "Login", "Billing API", "Mobile app", "Data warehouse", "Notifications")
_HEADLINES: Final = (
    "Card payments refused for {n} minutes", "Search answers with stale prices", "Nobody could sign in from {product}",
    "Invoices were sent twice", "Push messages arrived {n} minutes late", "The nightly load did not finish",
    "Half of the uploads failed", "A wrong discount was shown to {n} customers",
)  # fmt: skip
_OWNERS: Final = ("Priya N.", "Sam Okafor", "Łukasz", "Maria-José Fernández", "Chen", "Aisha", "Tom A.", "")
_CAUSES: Final = (
    "Certificates are renewed by hand", "Nobody is told when the disk fills up", "Retries have no limit",
    "The runbook names a host that is gone", "Feature flags are changed without a second pair of eyes",
    "The restore was never tried",
)  # fmt: skip
_TAGS: Final = ("certificate", "dns", "vendor", "deploy", "database", "capacity", "human-access")
_ACTIONS: Final = (
    "Alert 30 days before expiry", "Drill a restore every quarter", "Write the runbook anew, and try it",
    "Give retries a limit and a jitter", "Ask the vendor for a status page", "Teach on-call how to fail over",
)  # fmt: skip


def varied_sessions(count: int, today: date, seed: int = 7) -> Iterator[Session]:
    """So many reviews of incidents of the last four years, the latest years fuller than the first."""
    chance = Random(seed)
    days = sorted(today - timedelta(days=int(chance.random() ** 1.3 * 1460)) for _ in range(count))
    for n, day in enumerate(days):
        yield _session(chance, n, day, today)


def _session(chance: Random, n: int, day: date, today: date) -> Session:
    age = (today - day).days
    product, full = chance.choice(_PRODUCTS), chance.random() < 0.8
    roots = chance.sample(_CAUSES, chance.choice((0, 1, 1, 1, 2)))
    whys = tuple(Why(id=f"w{n}-{i}", text=text, verdict="root") for i, text in enumerate(roots))
    status = "final" if age > 14 and chance.random() < 0.85 else chance.choice(("draft", "in_review"))
    session = replace(
        new_session(now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), new_id=lambda: _id(chance)),
        status=status,
        key_details=_details(chance, product, day),
        summary=Summary(
            overview="It broke, and was mended." * full,
            recurrence=Recurrence(answer=chance.choice((None, "yes", "no", "no", "no"))),
        ),
        timeline=(Event(id=f"e{n}", text="Alert", at=_at(day, 10)),),
        actions=tuple(_actions(chance, n, day, today, [why.id for why in whys])),
        lessons=Lessons(learned=(Note(id=f"n{n}", text="Ask early"),) * full),
        meeting=tuple(_sittings(chance, day, today)),
    )
    session = set_field(session, "impact.statement", "Some customers noticed." * full)
    return replace(session, root_cause=replace(session.root_cause, problem="It broke", whys=whys))


def _details(chance: Random, product: str, day: date) -> KeyDetails:
    """Who and when; milestones are now and then not known."""
    minutes = [chance.randrange(600)]
    for middle, spread in ((2.2, 1.0), (1.2, 0.8), (3.4, 0.9), (3.6, 1.0)):
        minutes.append(minutes[-1] + int(chance.lognormvariate(middle, spread)))
    known = [True, *(chance.random() < share for share in (0.9, 0.6, 0.7, 0.9))]
    times = [_at(day, minute) if is_known else None for minute, is_known in zip(minutes, known, strict=True)]
    return KeyDetails(
        product=product,
        headline=chance.choice(_HEADLINES).format(n=chance.randrange(5, 90), product=product),
        incident_date=day,
        severity=chance.choice(("SEV1", "SEV2", "SEV2", "SEV3", "SEV3", "SEV3")),
        owner=chance.choice(_OWNERS),
        timezone="Europe/London",
        tags=tuple(chance.sample(_TAGS, chance.choice((0, 1, 1, 2)))),
        started_at=times[0],
        detected_at=times[1],
        acknowledged_at=times[2],
        mitigated_at=times[3],
        resolved_at=times[4],
    )


def _actions(chance: Random, n: int, day: date, today: date, sources: list[str]) -> Iterator[Action]:
    age = (today - day).days
    for i in range(chance.choice((0, 1, 2, 2, 3, 4))):
        due = day + timedelta(days=chance.randrange(7, 120)) if chance.random() < 0.85 else None
        weights = (1 if age < 120 else 0.12, 2 if age > 30 else 0.4, 0.15)
        status = chance.choices(("open", "done", "dropped"), weights)[0]
        late = timedelta(days=int(chance.gauss(-3, 12)))
        yield Action(
            id=f"a{n}-{i}",
            text=chance.choice(_ACTIONS),
            ticket=f"OPS-{n * 4 + i}" if chance.random() < 0.7 else "",
            horizon=chance.choice(("short", "long")),
            owner=chance.choice(_OWNERS),
            priority=chance.choice(("", "P1", "P2")),
            due=due,
            status=status,
            done_at=min(today, (due or day) + late) if status == "done" else None,
            source=chance.choice(sources) if sources and chance.random() < 0.7 else None,
        )


def _sittings(chance: Random, day: date, today: date) -> Iterator[Sitting]:
    held, asked = day + timedelta(days=chance.choice((2, 4, 5, 6, 9, 15))), chance.randrange(4, 14)
    learned, again = asked - chance.randrange(4), asked - chance.randrange(4)
    if held <= today and chance.random() < 0.7:
        yield Sitting(held_at=_at(held, 60), asked=asked, learned=learned, again=again)


def _at(day: date, minute: int) -> str:
    when = datetime(day.year, day.month, day.day, 9) + timedelta(minutes=minute)
    return f"{when.isoformat()}Z"


def _id(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
