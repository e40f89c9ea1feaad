"""A library of varied reviews, the same for the same seed: for benchmarks of ten thousand, and tests of hundreds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Final, get_args

from pmtui.library.disk import Disk
from pmtui.library.folder import Library
from pmtui.session import document as doc
from pmtui.session.instants import to_instant

LARGE: Final = 36
"""Events of a review whose file has some 30 KB."""

_FIRST_DAY: Final = date(2019, 1, 7)
_DAYS: Final = 2800
_LONG_AGO: Final = datetime(2019, 1, 1, tzinfo=UTC)

PRODUCTS: Final = (
    "Checkout", "Product search", "Mail", "Identity", "Café orders", "Billing", "Data lake", "決済", "Mobile app",
    "Partner API", "Warehouse", "Recommendations", "Video", "Support desk", "Edge network", "Größentabelle",
)  # fmt: skip
TAGS: Final = (
    "expired-certificate", "deploy", "dns", "failover", "capacity", "config", "third-party", "migration", "cache",
    "queue", "human-error", "monitoring", "database", "network", "retry-storm", "time-zone", "feature-flag", "rollback",
)  # fmt: skip
OWNERS: Final = (
    "Priya N.", "Ana", "Jürgen W.", "Tomás", "Aiko S.", "on call", "Lena", "Samir", "Zoë", "Nobody Nowhere", "Olu",
)  # fmt: skip
TEAMS: Final = ("Payments", "Discovery", "Platform", "Data", "Mobile", "Site reliability")
SEVERITIES: Final = ("SEV1", "SEV2", "SEV3", "SEV4", "")
_SYSTEMS: Final = (
    "the primary database", "db2", "the message broker", "checkout-api", "the cache cluster", "the load balancer",
    "the certificate of the gateway", "the search index", "the feature flag service", "the night job", "Redis",
    "the CDN in Frankfurt", "the payment provider", "the deploy pipeline", "Kubernetes", "the DNS resolver",
)  # fmt: skip
_STATES: Final = (
    "ran out of connections", "was restarted by hand", "answered with errors", "had expired overnight", "lagged behind",
    "was rolled back to the version before", "lost its leader and elected none", "refused new sessions", "timed out",
    "filled its disk", "was throttled by the provider", "retried without a pause", "served stale entries", "recovered",
)  # fmt: skip
_REASONS: Final = (
    "because nobody owned its renewal", "as the alert had been muted in spring", "after the deploy of the evening",
    "since the limit was copied from staging", "while the migration held its locks", "although the probe was green",
    "because the runbook named the wrong host", "as retries multiplied the load", "after the clocks were changed",
    "because of a default that nobody had chosen", "while the on-call engineer was paged for something else",
)  # fmt: skip
_TODO: Final = (
    "Alert before expiry of", "Write a runbook for", "Limit the retries against", "Measure the saturation of",
    "Rehearse the failover of", "Remove the manual step before", "Name an owner for", "Add a dashboard for",
)  # fmt: skip
_LEVELS: Final = ("INFO", "WARN", "ERROR", "DEBUG")
_SYLLABLES: Final = (
    "ba", "co", "dri", "fen", "gla", "hu", "ix", "jor", "ka", "lum", "mor", "net", "ol", "pra", "qui", "ran", "sto",
    "tel", "um", "ver", "wy", "xen", "yar", "zu",
)  # fmt: skip


class _Unsynced(Disk):
    """A disk that is not asked to keep anything: a test library may be lost with the power."""

    def sync(self, fd: int) -> None:
        """Do nothing."""

    def sync_folder(self, folder: str) -> None:
        """Do nothing."""


def fill(folder: Path, count: int, *, events: int = 8, seed: int = 1) -> Library:
    """Write so many varied reviews into a folder.

    Args:
        folder: becomes the library.
        count: of reviews.
        events: in the timeline of an average one; the rest grows with it. See `LARGE`.
        seed: the same one makes the same reviews.
    """
    library = Library(folder, disk=_Unsynced())
    for session in sessions(count, events=events, seed=seed):
        library.add(session)
    return library


def sessions(count: int, *, events: int = 8, seed: int = 1) -> Iterator[doc.Session]:
    """So many varied reviews: years of incidents of some products, each with what teams write about one."""
    chance = Random(seed)
    made = _Writer(chance)
    for _ in range(count):
        # Most are like the average, a few are several times as long.
        length = max(1, round(events * min(chance.lognormvariate(-0.12, 0.5), 4)))
        yield made.session(length)


class _Writer:
    """Writes reviews from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._names = _names()

    def session(self, events: int) -> doc.Session:
        """A review with so many events."""
        chance = self.chance
        day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        began = datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=UTC)
        created = began + timedelta(minutes=chance.randint(20, 9000))
        whys = self._whys(max(2, events // 5))
        return doc.Session(
            format=doc.FORMAT,
            version=doc.VERSION,
            id=self._id(created),
            status=chance.choices(get_args(doc.Status), (2, 1, 7))[0],
            created_at=to_instant(created),
            updated_at=to_instant(created + timedelta(minutes=chance.randint(1, 40_000))),
            key_details=self._details(day, began),
            summary=doc.Summary(
                overview=self._text(2 + events // 8),
                recurrence=doc.Recurrence(answer=chance.choice(("yes", "no", None))),
            ),
            impact=doc.Impact(statement=self._text(2)),
            root_cause=doc.RootCause(problem=self._sentence(), whys=whys, statement=self._maybe(self._sentence())),
            timeline=tuple(self._event(began + timedelta(minutes=3 * n)) for n in range(events)),
            actions=tuple(self._action(day, whys) for _ in range(chance.randint(0, 1 + events // 6))),
            lessons=self._lessons(events // 6),
            evidence=tuple(self._log(began, 2 + events // 2) for _ in range(chance.randint(0, 1) + events // 16)),
            parking_lot=tuple(
                doc.Parked(id=self._id(began), text=self._sentence(), kind="question") for _ in range(events // 20)
            ),
        )

    def _details(self, day: date, began: datetime) -> doc.KeyDetails:
        chance = self.chance
        detected = began + timedelta(minutes=chance.randint(0, 90))
        return doc.KeyDetails(
            product=_skewed(chance, PRODUCTS),
            headline=self._sentence().removesuffix("."),
            incident_date=day if chance.random() < 0.95 else None,
            severity=chance.choice(SEVERITIES),
            team=chance.choice(TEAMS),
            owner=_skewed(chance, OWNERS),
            reference=f"INC-{chance.randrange(10_000)}",
            tags=tuple(dict.fromkeys(_skewed(chance, TAGS) for _ in range(chance.randint(0, 3)))),
            started_at=to_instant(began),
            detected_at=to_instant(detected),
            resolved_at=to_instant(detected + timedelta(minutes=chance.randint(5, 900))),
        )

    def _event(self, at: datetime) -> doc.Event:
        kind = self.chance.choice(get_args(doc.EventKind))
        known = self._sentence() if kind == "decision" else ""
        who = _skewed(self.chance, OWNERS) if self.chance.random() < 0.3 else ""
        return doc.Event(id=self._id(at), at=to_instant(at), text=self._text(1), kind=kind, known=known, who=who)

    def _whys(self, count: int) -> tuple[doc.Why, ...]:
        """A tree: a chain of answers with others beside them; the last of the chain is a root, mostly."""
        verdict: doc.Verdict | None = "root" if self.chance.random() < 0.8 else None
        below: tuple[doc.Why, ...] = ()
        while count > 0:
            beside = [self._why((), self.chance.choice((None, "contributing", "ruled_out"))) for _ in range(count % 2)]
            below = (self._why(below, verdict), *beside)
            verdict, count = None, count - len(below)
        return below

    def _why(self, whys: tuple[doc.Why, ...], verdict: doc.Verdict | None) -> doc.Why:
        return doc.Why(id=self._id(None), text=self._sentence(), verdict=verdict, whys=whys)

    def _action(self, day: date, whys: tuple[doc.Why, ...]) -> doc.Action:
        chance = self.chance
        status = chance.choices(get_args(doc.ActionStatus), (3, 5, 1))[0]
        return doc.Action(
            id=self._id(None),
            text=f"{chance.choice(_TODO)} {self._system()}",
            ticket=self._maybe(f"OPS-{chance.randrange(9000)}"),
            kind=chance.choice(get_args(doc.ActionKind)),
            owner=_skewed(chance, OWNERS),
            due=day + timedelta(days=chance.randint(7, 90)) if chance.random() < 0.7 else None,
            status=status,
            done_at=day + timedelta(days=chance.randint(1, 150)) if status == "done" else None,
            source=whys[0].id if chance.random() < 0.3 else None,
        )

    def _lessons(self, most: int) -> doc.Lessons:
        def notes() -> tuple[doc.Note, ...]:
            count = self.chance.randint(0, most)
            return tuple(doc.Note(id=self._id(None), text=self._sentence()) for _ in range(count))

        return doc.Lessons(learned=notes(), went_well=notes(), went_wrong=notes(), got_lucky=notes())

    def _log(self, at: datetime, lines: int) -> doc.Evidence:
        chance = self.chance

        def line(n: int) -> str:
            when = at + timedelta(seconds=chance.randint(1, 30) + 30 * n)
            level, where = chance.choice(_LEVELS), f"{self._name()}-{chance.randrange(40)}"
            took = f"request={chance.randrange(16**8):08x} took={chance.randrange(30_000)}ms"
            return f"{when:%Y-%m-%dT%H:%M:%SZ} {level} {where} {took} {self._system()} {chance.choice(_STATES)}"

        body = "\n".join(map(line, range(lines)))
        return doc.Evidence(id=self._id(at), caption=f"Log of {self._system()}", kind="log", body=body)

    def _text(self, count: int) -> str:
        return " ".join(self._sentence() for _ in range(count))

    def _sentence(self) -> str:
        """What happened to something, with a rare name now and then, a number, a reason."""
        chance = self.chance
        subject = self._system()
        named = f" on {self._name()}" if chance.random() < 0.5 else ""
        state, reason = chance.choice(_STATES), self._maybe(f" {chance.choice(_REASONS)}")
        return f"{subject[0].upper()}{subject[1:]}{named} {state}{reason}, {chance.randrange(1, 4000)} affected."

    def _system(self) -> str:
        return _skewed(self.chance, _SYSTEMS)

    def _name(self) -> str:
        return self._names[int(len(self._names) * self.chance.random() ** 3)]

    def _maybe(self, text: str) -> str:
        return text if self.chance.random() < 0.5 else ""

    def _id(self, at: datetime | None) -> str:
        """An id of version 7, of that time; without one of the first day."""
        made = int((at or _LONG_AGO).timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62
        digits = f"{made | self.chance.getrandbits(12) << 64 | self.chance.getrandbits(62):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@cache
def _names() -> list[str]:
    """Names of hosts, jobs and customers: a few are met everywhere, most are rare."""
    chance = Random(0)
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]


def _skewed(chance: Random, names: Sequence[str]) -> str:
    """One of the names, the first far more often than the last."""
    return names[int(len(names) * chance.random() ** 2)]
