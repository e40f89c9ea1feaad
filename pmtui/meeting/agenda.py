"""The agenda as pure functions: the order of the steps, how long each may take, and how long it took.

Nothing here reads a clock: `now` is always a monotonic time in seconds, passed by the caller. Timeboxes only inform:
no step is ever locked or left automatically.
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
"""In seconds. A longer gap between ticks (a closed lid, a stopped program) does not count as meeting time."""

EXTENSION: Final = 120
"""In seconds: by how much `extend` lengthens a timebox."""

_NUMBER: Final = re.compile(r"\d")


def length_for(severity: str) -> int:
    """Return the usual length of a meeting in minutes: 90 for SEV1, 60 for SEV2 or no severity, 30 for lesser ones."""
    found = _NUMBER.search(severity)
    low = severity.casefold()
    if found:
        return {"0": 90, "1": 90, "2": 60}.get(found[0], 30)
    if "critical" in low:
        return 90
    return 30 if any(word in low for word in ("low", "minor", "medium", "moderate")) else 60


# --- which steps ---


class Order(msgspec.Struct, frozen=True):
    """The steps of a team's agenda, and the names in its config that no step has."""

    steps: tuple[Step, ...]
    unknown: tuple[str, ...] = ()


def order(names: Sequence[str] | None) -> Order:
    """Return the steps in a team's order. Each counts once, and steps that are not named are left out.

    Args:
        names: step names of the config; None, or none that exists: all steps in the default order.
    """
    by_name = {str(step.name): step for step in STEPS}
    wanted = [name.strip().casefold().replace(" ", "_").replace("-", "_") for name in names or ()]
    unknown = tuple(name for name, plain in zip(names or (), wanted, strict=True) if plain not in by_name)
    steps = tuple(by_name[name] for name in dict.fromkeys(wanted) if name in by_name)
    return Order(steps or STEPS, unknown)


def with_step(steps: Sequence[Step], name: StepName) -> tuple[Step, ...]:
    """Return the agenda with a step that it had left out, placed after the step that precedes it by default."""
    if any(step.name == name for step in steps):
        return tuple(steps)
    usual = [step.name for step in STEPS]
    wanted, here = STEPS[usual.index(name)], [step.name for step in steps]
    before = [other for other in usual[: usual.index(name)] if other in here]
    at = here.index(before[-1]) + 1 if before else 0
    return (*steps[:at], wanted, *steps[at:])


# --- how long ---


def beside(steps: Sequence[Step], name: StepName) -> tuple[StepName, ...]:
    """Return the steps that a user most likely goes to from a step: the next, then the previous; both wrap around."""
    names = [step.name for step in steps]
    at = names.index(name)
    return (names[(at + 1) % len(names)], names[at - 1])


def plan(
    steps: Sequence[Step], length: int, sittings: Iterable[Sitting] = (), own: Mapping[str, int] | None = None
) -> dict[StepName, int]:
    """Return whole minutes for each step, which add up to `length`. Steps without time are left out.

    Args:
        steps: the steps of the agenda.
        length: minutes of the meeting.
        sittings: earlier meetings, newest first: a step that two of them spent time on gets the median of its share.
        own: fixed minutes of the team, by step name; the other steps share what is left.
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
    """Return, by step name, the median of its shares of earlier meetings; only of steps in at least two of them."""
    seen: dict[str, list[float]] = {}
    for sitting in sittings:
        total = sum(sitting.minutes.values())
        for name, minutes in sitting.minutes.items():
            if total >= 10:  # somebody only looked at the session: too short to learn from
                seen.setdefault(name, []).append(minutes / total)
    known = {name: shares for name, shares in seen.items() if len(shares) >= 2}
    if not known:
        return {}
    from statistics import median  # deferred: a new team has no earlier meetings

    return {name: median(shares) for name, shares in known.items()}


def _apportion(weights: Mapping[StepName, float], total: int) -> dict[StepName, int]:
    """Split a total into whole numbers in proportion to the weights, by the largest-remainder method."""
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
    """The time of one step, in seconds. `planned_seconds` is None for a step without a timebox."""

    step: StepName
    planned_seconds: int | None
    used_seconds: float = 0.0
    running: bool = False

    @property
    def left_seconds(self) -> float | None:
        """What is left of the timebox in seconds, negative once it is exceeded; None without a timebox."""
        return None if self.planned_seconds is None else self.planned_seconds - self.used_seconds


class MeetingTime(msgspec.Struct, frozen=True):
    """The time of one sitting, in seconds.

    `ticked_at` is the monotonic time of the last tick, None before the first. `missing_seconds` is a gap that the last
    tick did not count, because the program did not run.
    """

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
        """The time used so far, over all steps."""
        return sum(box.used_seconds for box in self.boxes)


def begin(steps: Sequence[Step], minutes: Mapping[StepName, int], used: Mapping[str, int] | None = None) -> MeetingTime:
    """Return a meeting that has not started.

    Args:
        steps: the steps of the agenda.
        minutes: the timeboxes by step name.
        used: minutes by step name that this sitting has used already, after a restart of the app.
    """
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
    """Return the timebox of a step; None where the meeting does not have the step."""
    return next((box for box in agenda.boxes if box.step == step), None)


def tick(agenda: MeetingTime, now: float) -> MeetingTime:
    """Add the time since the last tick to the running step.

    A gap longer than PAUSED_AFTER becomes `missing_seconds`.
    """
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
    """Switch to a step; the time until `now` counts for the step before."""
    return _running(replace(tick(agenda, now), current=step))


def leave(agenda: MeetingTime, now: float) -> MeetingTime:
    """Stop the running step, as when somebody leaves the meeting."""
    return _running(replace(tick(agenda, now), current=None))


def pause(agenda: MeetingTime, now: float) -> MeetingTime:
    """Stop counting until `resume`; the time until `now` is counted."""
    return _running(replace(tick(agenda, now), paused=True))


def resume(agenda: MeetingTime, now: float) -> MeetingTime:
    """Count again from `now` on."""
    return _running(replace(tick(agenda, now), paused=False))


def extend(agenda: MeetingTime, step: StepName, seconds: int = EXTENSION) -> MeetingTime:
    """Lengthen a timebox; a step without one gets what it has used and the given seconds."""
    boxes = tuple(
        replace(box, planned_seconds=max((box.planned_seconds or int(box.used_seconds)) + seconds, 0))
        if box.step == step
        else box
        for box in agenda.boxes
    )
    return replace(agenda, boxes=boxes)


def clear_missing(agenda: MeetingTime) -> MeetingTime:
    """Clear `missing_seconds`, once the user was told."""
    return replace(agenda, missing_seconds=0.0)


def _running(agenda: MeetingTime) -> MeetingTime:
    on = None if agenda.paused else agenda.current
    return replace(agenda, boxes=tuple(replace(box, running=box.step == on) for box in agenda.boxes))


# --- what is said, and what is kept ---


def drift_seconds(agenda: MeetingTime) -> float:
    """Return by how much the meeting will exceed its plan in seconds, if all coming steps keep to theirs.

    Negative: it will be shorter.
    """
    names = [box.step for box in agenda.boxes]
    here = names.index(agenda.current) if agenda.current in names else 0
    ahead = sum(max(box.left_seconds or 0.0, 0.0) for box in agenda.boxes[here:])
    return agenda.used_seconds + ahead - agenda.length_seconds


def drift(agenda: MeetingTime) -> str:
    """Return the state of the whole meeting in one line: `38 of 60 min · on time`."""
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


def missing_notice(agenda: MeetingTime) -> str | None:
    """Return a notice about time that was not counted; None where there was none."""
    minutes = round(agenda.missing_seconds / 60)
    if not minutes:
        return None
    span = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    return f"{span} were not counted: nothing ran here meanwhile"


def minutes(agenda: MeetingTime) -> dict[str, int]:
    """Return whole minutes by step name, as a sitting stores them; steps of less than half a minute are left out."""
    spent = {str(box.step): int(box.used_seconds / 60 + 0.5) for box in agenda.boxes}
    return {name: whole for name, whole in spent.items() if whole}


def record(session: Session, agenda: MeetingTime, held_at: Instant) -> Session:
    """Return the session with the minutes of this sitting: `held_at` identifies it, and it is added where it is new."""
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
