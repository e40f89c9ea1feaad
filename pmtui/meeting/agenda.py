"""The meeting's time, as pure logic: which steps in which order, how long each, and how long they took.

Nothing here reads a clock: `now` is always a monotonic time in seconds that the caller hands in. The time is a guide:
nothing ever locks or moves on by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from pmtui.meeting.step import Step
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Instant, Session, Sitting, StepName
from pmtui.settings import MEETING_LENGTHS

PAUSED_AFTER: Final = 120.0
"""A gap between ticks longer than this many seconds (a lid closed, a program stopped) is no meeting time."""

EXTENSION: Final = 120
"""What one extension gives, in seconds."""

_NUMBER: Final = re.compile(r"\d")


def length_for(severity: str) -> int:
    """The usual length in minutes for a severity: SEV1 90, SEV2 60, SEV3 and less 30; 60 where it is not said."""
    found = _NUMBER.search(severity)
    low = severity.casefold()
    if found:
        return {"0": 90, "1": 90, "2": 60}.get(found[0], 30)
    if "critical" in low:
        return 90
    return 30 if any(word in low for word in ("low", "minor", "medium", "moderate")) else 60


# --- which steps ---


class Order(msgspec.Struct, frozen=True):
    """The steps of a team's meeting, and the names in its config that no step has."""

    steps: tuple[Step, ...]
    unknown: tuple[str, ...] = ()


def order(names: Sequence[str] | None) -> Order:
    """The steps in a team's own order: those it names, each once; the ones it leaves out are dropped.

    None, or no known name at all, is the default order with all steps.
    """
    by_name = {str(step.name): step for step in STEPS}
    wanted = [name.strip().casefold().replace(" ", "_").replace("-", "_") for name in names or ()]
    unknown = tuple(name for name, plain in zip(names or (), wanted, strict=True) if plain not in by_name)
    steps = tuple(by_name[name] for name in dict.fromkeys(wanted) if name in by_name)
    return Order(steps or STEPS, unknown)


def with_step(steps: Sequence[Step], name: StepName) -> tuple[Step, ...]:
    """The agenda with a step that it had dropped, behind the one that usually comes before it."""
    if any(step.name == name for step in steps):
        return tuple(steps)
    usual = [step.name for step in STEPS]
    wanted, here = STEPS[usual.index(name)], [step.name for step in steps]
    before = [other for other in usual[: usual.index(name)] if other in here]
    at = here.index(before[-1]) + 1 if before else 0
    return (*steps[:at], wanted, *steps[at:])


# --- how long ---


def beside(steps: Sequence[Step], name: StepName) -> tuple[StepName, ...]:
    """The steps to which one goes most likely from a step: the next one, then the one before."""
    names = [step.name for step in steps]
    at = names.index(name)
    return (names[(at + 1) % len(names)], names[at - 1])


def plan(
    steps: Sequence[Step], length: int, sittings: Iterable[Sitting] = (), own: Mapping[str, int] | None = None
) -> dict[StepName, int]:
    """Whole minutes for each step; together they fill `length`, whatever was dropped. A step without time is left out.

    Earlier `sittings` (newest first) shape it: a step that was held at least twice gets the median of its share. `own`
    are a team's fixed minutes by step name; the rest is shared by the others.
    """
    fixed = {step.name: max((own or {})[step.name], 0) for step in steps if step.name in (own or {})}
    free = [step for step in steps if step.name not in fixed]
    learned = _shares(list(sittings)[:_LOOK_BACK])
    weights = {step.name: learned.get(step.name, _preset_share(step, length)) for step in free}
    shared = _apportion(weights, max(length - sum(fixed.values()), 0))
    both = {**shared, **fixed}
    return {step.name: both[step.name] for step in steps if both[step.name]}


_LOOK_BACK: Final = 8


def _preset_share(step: Step, length: int) -> float:
    nearest = min(range(len(MEETING_LENGTHS)), key=lambda i: abs(MEETING_LENGTHS[i] - length))
    return (step.minutes[nearest] or 0) / MEETING_LENGTHS[nearest]


def _shares(sittings: Sequence[Sitting]) -> dict[str, float]:
    """The median share of a meeting that each step took, where it was held in at least two."""
    from statistics import median  # a new team has nothing to learn from yet

    seen: dict[str, list[float]] = {}
    for sitting in sittings:
        total = sum(sitting.minutes.values())
        for name, minutes in sitting.minutes.items():
            if total >= 10:  # a short look at a session is no meeting to learn from
                seen.setdefault(name, []).append(minutes / total)
    return {name: median(shares) for name, shares in seen.items() if len(shares) >= 2}


def _apportion(weights: Mapping[StepName, float], total: int) -> dict[StepName, int]:
    """Whole numbers in proportion to the weights that add up to the total (the largest remainders round up)."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {name: weight * total / whole for name, weight in weights.items()}
    made = {name: int(value + 1e-9) for name, value in exact.items()}
    left = total - sum(made.values())
    for name in sorted(exact, key=lambda name: made[name] - exact[name])[:left]:
        made[name] += 1
    return made


# --- the clock of a meeting ---


class Timebox(msgspec.Struct, frozen=True):
    """One step's time. `planned_seconds` is None for a step without a time of its own."""

    step: StepName
    planned_seconds: int | None
    used_seconds: float = 0.0
    running: bool = False

    @property
    def left_seconds(self) -> float | None:
        """What is left of the plan, negative once it is over; None without a plan."""
        return None if self.planned_seconds is None else self.planned_seconds - self.used_seconds


class MeetingTime(msgspec.Struct, frozen=True):
    """The time of one sitting. `missing_seconds` is what the last tick did not count, because nobody was there."""

    boxes: tuple[Timebox, ...]
    current: StepName | None = None
    paused: bool = False
    ticked_at: float | None = None
    missing_seconds: float = 0.0

    @property
    def length_seconds(self) -> int:
        """The planned length of the whole meeting."""
        return sum(box.planned_seconds or 0 for box in self.boxes)

    @property
    def used_seconds(self) -> float:
        """What was used so far, over all steps."""
        return sum(box.used_seconds for box in self.boxes)


def begin(steps: Sequence[Step], minutes: Mapping[StepName, int], used: Mapping[str, int] | None = None) -> MeetingTime:
    """A meeting that has not started; `used` are minutes by step that this sitting had already (after a restart)."""
    return MeetingTime(
        tuple(
            Timebox(
                step.name,
                minutes[step.name] * 60 if step.name in minutes else None,
                (used or {}).get(step.name, 0) * 60.0,
            )
            for step in steps
        )
    )


def box(agenda: MeetingTime, step: StepName) -> Timebox | None:
    """The timebox of a step; None where the meeting has no such step."""
    return next((box for box in agenda.boxes if box.step == step), None)


def tick(agenda: MeetingTime, now: float) -> MeetingTime:
    """Count the time since the last tick for the running step; a gap (see PAUSED_AFTER) is not counted, and is kept."""
    since = max(now - agenda.ticked_at, 0.0) if agenda.ticked_at is not None else 0.0
    agenda = replace(agenda, ticked_at=now)
    if agenda.paused or agenda.current is None or not since:
        return agenda
    if since > PAUSED_AFTER:
        return replace(agenda, missing_seconds=since)
    boxes = tuple(
        replace(box, used_seconds=box.used_seconds + since) if box.step == agenda.current else box
        for box in agenda.boxes
    )
    return replace(agenda, boxes=boxes)


def enter(agenda: MeetingTime, step: StepName, now: float) -> MeetingTime:
    """Go to a step: the time until now belongs to the one before."""
    return _running(replace(tick(agenda, now), current=step))


def leave(agenda: MeetingTime, now: float) -> MeetingTime:
    """Leave the meeting: no step runs."""
    return _running(replace(tick(agenda, now), current=None))


def pause(agenda: MeetingTime, now: float) -> MeetingTime:
    """Stop counting until `resume`."""
    return _running(replace(tick(agenda, now), paused=True))


def resume(agenda: MeetingTime, now: float) -> MeetingTime:
    """Count again; the pause itself is not counted."""
    return _running(replace(tick(agenda, now), paused=False))


def extend(agenda: MeetingTime, step: StepName, seconds: int = EXTENSION) -> MeetingTime:
    """Give a step more time than planned; one without a plan gets its first from what it has used."""
    boxes = tuple(
        replace(box, planned_seconds=max((box.planned_seconds or int(box.used_seconds)) + seconds, 0))
        if box.step == step
        else box
        for box in agenda.boxes
    )
    return replace(agenda, boxes=boxes)


def seen(agenda: MeetingTime) -> MeetingTime:
    """The agenda once it was said that time was missing."""
    return replace(agenda, missing_seconds=0.0)


def _running(agenda: MeetingTime) -> MeetingTime:
    on = None if agenda.paused else agenda.current
    return replace(agenda, boxes=tuple(replace(box, running=box.step == on) for box in agenda.boxes))


# --- what is said, and what is kept ---


def drift_seconds(agenda: MeetingTime) -> float:
    """By how much the meeting will be longer than planned (negative: shorter), if the steps ahead keep to theirs."""
    names = [box.step for box in agenda.boxes]
    here = names.index(agenda.current) if agenda.current in names else 0
    ahead = sum(max(box.left_seconds or 0.0, 0.0) for box in agenda.boxes[here:])
    return agenda.used_seconds + ahead - agenda.length_seconds


def drift(agenda: MeetingTime) -> str:
    """The whole meeting in one calm line: `38 of 60 min · on time`."""
    used, length = int(agenda.used_seconds // 60), agenda.length_seconds // 60
    late = drift_seconds(agenda) / 60
    words = "on time"
    if late >= 2:
        words = f"about {round(late)} min longer"
    elif late <= -2:
        words = f"{round(-late)} min in hand"
    if agenda.paused:
        words = "paused"
    return f"{used} of {length} min · {words}"


def missing(agenda: MeetingTime) -> str | None:
    """What to say of time that was not counted, or None."""
    minutes = round(agenda.missing_seconds / 60)
    if not minutes:
        return None
    span = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    return f"{span} were not counted: nothing ran here meanwhile"


def minutes(agenda: MeetingTime) -> dict[str, int]:
    """Whole minutes by step name, for a sitting; steps of less than half a minute are left out."""
    spent = {str(box.step): int(box.used_seconds / 60 + 0.5) for box in agenda.boxes}
    return {name: whole for name, whole in spent.items() if whole}


def record(session: Session, agenda: MeetingTime, held_at: Instant) -> Session:
    """The session with this sitting's minutes: the sitting that began at `held_at` is brought up to date, or added."""
    spent = minutes(agenda)
    others = tuple(sitting for sitting in session.meeting if sitting.held_at != held_at)
    if not spent or any(sitting.held_at == held_at and sitting.minutes == spent for sitting in session.meeting):
        return session
    if len(others) == len(session.meeting):
        return msgspec.structs.replace(session, meeting=(*others, Sitting(held_at=held_at, minutes=spent)))
    made = (
        Sitting(held_at=held_at, minutes=spent) if sitting.held_at == held_at else sitting
        for sitting in session.meeting
    )
    return msgspec.structs.replace(session, meeting=tuple(made))
