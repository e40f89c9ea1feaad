"""Slides that show one item at a time: an event, an answer of the five whys, a figure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from pmtui import signs
from pmtui.app.event_rows import KIND_STYLES, milestones_by_time
from pmtui.app.row_layout import Row, Span
from pmtui.app.slides.forms import link_to
from pmtui.app.slides.slide import Scene, Slide, asked, field_of, quiet, said, unmarked
from pmtui.app.verdict_styles import VERDICT_SPANS
from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.meeting.prompts import prompt_for
from pmtui.meeting.why_hints import read_back
from pmtui.session.document import Event, Evidence, Session, Why
from pmtui.session.instants import to_datetime
from pmtui.session.paths import figure_words, path_to_why
from pmtui.session.text import cut, one_line
from pmtui.session.times import elapsed, local, show_time

# --- timeline ---


def event(scene: Scene) -> Slide:
    """Show an event, the one before it and the time between, and what was known then."""
    zone = scene.session.key_details.timezone
    events: tuple[Event, ...] = scene.list.items if scene.list is not None else ()
    at = next((n for n, one in enumerate(events) if scene.list is not None and one.id == scene.list.item_id), None)
    if at is None:
        hint = quiet("A time, then what happened; without a time, in the order of telling.")
        return Slide((asked("What was the first that happened?"),), (hint,), adds="here", acts=True)
    one = events[at]
    head = () if not scene.air else _track(events, one, scene)
    rows = [
        *_before(events, at, scene),
        _when(one, scene),
        said(one.text.strip() or "(no text)", style="bold", gap=max(scene.air, 1)),
    ]
    rows += _to_ask(one, scene)
    if at + 1 < len(events):
        rows.append(quiet(f"next  {_time(events[at + 1], zone, _day(one, zone))}"))
    where = f"{at + 1} of {len(events)}"
    return Slide(head, tuple(rows), adds="asked", acts=True, walks=True, where=where)


def _before(events: tuple[Event, ...], at: int, scene: Scene) -> list[Row]:
    """Return the event before, and the time between as a line to scale; the longest time is half the width."""
    if not at:
        return [quiet("how it began", gap=scene.air)]
    before, one, zone = events[at - 1], events[at], scene.session.key_details.timezone
    time = _time(before, zone, _day(one, zone))
    rows = [quiet(f"{time}   {cut(before.text, max(scene.width - len(time) - 3, 8))}")]
    if before.at and one.at:
        longest = _longest(events)
        share = (to_datetime(one.at) - to_datetime(before.at)).total_seconds() / longest if longest > 0 else 0
        line = signs.HEAVY_LINE * max(round(share * scene.width / 2), 1) if longest > 0 else signs.HEAVY_END
        text = f"{line} {elapsed(before.at, one.at)}"
        rows.append(Row("", text, "dim", bullets=((0, len(line), "accent"),), gap=scene.air, fixed=True))
    return rows


@cached_by_identity
def _longest(events: tuple[Event, ...]) -> float:
    """Return the longest time between two events, in seconds."""
    moments = [to_datetime(one.at) for one in events if one.at is not None]
    return max(((b - a).total_seconds() for a, b in pairwise(moments)), default=0.0)


def _when(one: Event, scene: Scene) -> Row:
    """Return the row with the event's time, kind, actor, milestones and figures."""
    time = _time(one, scene.session.key_details.timezone)
    text, marks = time, []
    tags = milestones_by_time(scene.session).get(one.at, ()) if one.at and one.precision != "day" else ()
    figures = figure_words(scene.session, one.evidence) if one.evidence else ""
    kind = one.kind if one.kind != "other" else ""
    styles = (
        (kind, KIND_STYLES[one.kind]), (one_line(one.who).strip(), "dim"), (" · ".join(tags), "notice bold"),
        (figures, "dim"),
    )  # fmt: skip
    for words, style in styles:
        if words:
            text += "   "
            marks.append((len(text), len(text) + len(words), style))
            text += words
    return Row("", text, "accent bold", bullets=tuple(marks), fixed=True)


def _to_ask(one: Event, scene: Scene) -> list[Row]:
    """Return what was known then and what is known now, for a decision; else the follow-up question of the event."""
    then, now = one.known.strip(), one.known_now.strip()
    later = [quiet("What do we know now?"), said(now, gap=1)] if now else []
    if one.kind == "decision":
        rows = [said("What did we know then? What else was possible?", style="accent bold")] if scene.question else []
        if now and then and not rows:
            rows = [quiet("What did we know then?")]
        return [*rows, *([said(then, gap=1)] if then else [quiet("", gap=0)]), *later]
    if then or now:
        return [*([quiet("What did we know then?"), said(then, gap=1)] if then else []), *later]
    fits = prompt_for(one.text) or scene.question
    return [quiet(fits, gap=1)] if scene.question else []


def _day(one: Event, zone: str) -> date | None:
    return local(one.at, zone).date() if one.at is not None else None


def _time(one: Event, zone: str, on: date | None = None) -> str:
    if one.at is None:
        return "time not known"
    return show_time(one.at, zone, precision=one.precision, until=one.until, on=on)


_TICK, _HERE = "·", signs.FULL


def _track(events: tuple[Event, ...], one: Event, scene: Scene) -> tuple[Row, ...]:
    """Return the timeline as one line to scale: a dot for each event, a larger one for the current event."""
    times, width, zone = _times(events), scene.width, scene.session.key_details.timezone
    if len(times) < 2 or times[-1] <= times[0]:
        return ()
    first, last = (local(next(e.at for e in found if e.at), zone) for found in (events, events[::-1]))
    shape = "%H:%M" if first.date() == last.date() else "%d-%m %H:%M"
    ends = [when.strftime(shape) for when in (first, last)]
    room = max(width - sum(map(len, ends)) - 4, 10)
    cells = [signs.LINE] * room
    scale = (room - 1) / (times[-1] - times[0])
    for time in times:
        cells[round((time - times[0]) * scale)] = _TICK
    marks = [(0, len(ends[0]), "dim"), (len(ends[0]) + room + 4, width, "dim")]
    if one.at is not None:
        at = round((to_datetime(one.at).timestamp() - times[0]) * scale)
        cells[at] = _HERE
        marks.insert(1, (len(ends[0]) + 2 + at, len(ends[0]) + 3 + at, "accent bold"))
    text = f"{ends[0]}  {''.join(cells)}  {ends[1]}"
    return (Row("", text, "guide", bullets=tuple(marks), gap=scene.air, fixed=True),)


@cached_by_identity
def _times(events: tuple[Event, ...]) -> list[float]:
    return sorted(to_datetime(one.at).timestamp() for one in events if one.at is not None)


# --- five whys ---


def why(scene: Scene) -> Slide:
    """Show the path to an answer, the next question, and the answers to it."""
    cause = scene.session.root_cause
    selected = scene.list.item if scene.list is not None else None
    if not cause.problem and selected is None:
        empty = (quiet("What happened,"), asked("as one measured effect?"))
        example = quiet(f"For example: {field_of('five_whys', 'root_cause.problem').example}")
        return Slide(empty, (example,), adds="here", acts=True, walks=True)
    text = selected.text if isinstance(selected, Why) else cause.problem
    answers = selected.whys if isinstance(selected, Why) else cause.whys
    depth = len(path_to_why(cause.whys, selected.id)) if selected is not None else 0
    head = (
        *_way(scene, selected),
        quiet("How did it come about that"),
        _asked_of(text, selected, scene),
    )
    rows = tuple(_answer(one, scene, last=one is answers[-1]) for one in answers)
    where = f"level {depth}" if depth else ""
    return Slide(head, rows, adds="here", acts=True, walks=True, where=where)


def _way(scene: Scene, selected: Why | None) -> list[Row]:
    """Return the path from the problem to the selected answer; of a long one its beginning and end."""
    above = list(reversed(read_back(scene.session, selected.id)[1:])) if selected is not None else []
    if not above:
        return []
    whole = f"  {signs.BACK}  ".join(map(one_line, above))
    if len(whole) <= scene.width:
        return [quiet(whole, gap=scene.air)]
    before = f"{signs.BACK}  …  {signs.BACK}  " if len(above) > 2 else f"{signs.BACK}  "
    first, last = cut(above[0], scene.width), cut(above[-1], scene.width - len(before))
    if len(above) == 1 or not scene.air:
        return [quiet(first if len(above) == 1 else before + last, gap=scene.air)]
    return [quiet(first), quiet(before + last, gap=scene.air)]


def _asked_of(text: str, selected: Why | None, scene: Scene) -> Row:
    """Return the row of the selected answer with its verdict, so that a root is recognised before asking on."""
    row = asked(f"{text.strip().rstrip(' .?!')}?", gap=max(scene.air, 1))
    verdict = VERDICT_SPANS.get((selected.verdict if isinstance(selected, Why) else None) or "")
    return replace(row, right=(verdict,)) if verdict is not None else row


def _answer(one: Why, scene: Scene, *, last: bool) -> Row:
    verdict = VERDICT_SPANS.get(one.verdict or "")
    style = {"ruled_out": "struck", "not_followed": "dim"}.get(one.verdict or "", "bold")
    return Row(
        one.id,
        one.text.strip() or "(no text)",
        style,
        lead=(Span(signs.LAST_BRANCH if last else signs.BRANCH, "dim"),),
        cont=(Span("   " if last else signs.TRUNK, "dim"),),
        right=(verdict,) if verdict is not None else (),
        gap=scene.air,
        fixed=True,
    )


def tree(scene: Scene) -> Slide | None:
    """Show the whole tree with its conclusion; None where there is none."""
    cause = scene.session.root_cause
    if scene.list is None or not cause.whys:
        return None
    path = "root_cause.statement"
    text = cause.statement.strip() or f"None was found: {cause.not_found.strip()}" * bool(cause.not_found.strip())
    conclusion = Row(path, unmarked(text) or "What it comes to is not written down yet.", "bold" if text else "dim")
    rows = (*scene.list.rows, said(""), said("What it came to", style="accent bold"), conclusion)
    return Slide((asked("How it came about"),), rows, acts=True, links={path: link_to("five_whys", path)})


# --- evidence ---


def evidence(scene: Scene) -> Slide | None:
    """Show one figure; of the other two lists of the step, all items. None where there is nothing to show."""
    shown = scene.list
    if shown is None:
        return None
    items = shown.items
    if shown.part.numbered and items:
        at = next((n for n, item in enumerate(items) if item.id == shown.item_id), 0)
        where = f"{at + 1} of {len(items)}"
        head = _caption(scene.session, items[at], at + 1)
        rows, picture = _shown(items[at]), items[at].path
        return Slide(head, rows, adds="asked", acts=True, walks=True, where=where, picture=picture)
    heading = scene.heading if shown.part.numbered else shown.part.title
    rows = tuple(_other(item, shown.part.main, scene) for item in items)
    nothing = (quiet(f"Nothing yet: {shown.part.subtitle}."),)
    return Slide((asked(heading),), rows or nothing, adds="here", acts=True)


def _caption(session: Session, figure: Evidence, number: int) -> tuple[Row, ...]:
    at = show_time(figure.at, session.key_details.timezone) if figure.at else ""
    about = " · ".join(part for part in (figure.kind, at) if part)
    return (
        Row("", f"Fig. {number}", "accent bold", right=(Span(about, "dim"),), fixed=True),
        said(one_line(figure.caption) or "no caption yet", style="bold" if figure.caption.strip() else "dim", gap=1),
    )


def _shown(figure: Evidence) -> tuple[Row, ...]:
    """Return the rows of a figure's content: its address, its text line by line."""
    address = (quiet(figure.url, gap=1),) if figure.url.strip() else ()
    body = _lines(figure.body.strip("\n")) if figure.body.strip() else ()
    if not address and not body and not figure.path:
        return (quiet("Nothing to show yet: a file, a text or an address."),)
    return (*address, *body)


@lru_cache(maxsize=4)
def _lines(body: str) -> tuple[Row, ...]:
    """Return a row for each line; cached, so that thousands of lines are not measured at each key."""
    return tuple(said(line) for line in body.split("\n"))


def _other(item: Any, main: str, scene: Scene) -> Row:
    """Return the row of a further reading or a parked item."""
    kind = vocabulary.PARKED_KIND.get(getattr(item, "kind", ""), "")
    below = one_line(getattr(item, "answer", "") or getattr(item, "url", ""))
    return Row(
        item.id,
        one_line(str(getattr(item, main))) or "(no text)",
        "bold",
        right=(Span(kind, "dim"),) if kind else (),
        below=(Span(below, "dim"),) if below else (),
        gap=scene.gap,
    )
