"""Slides of the steps that are lists: resources, lessons, actions, close. What is missing is amber."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.review_status import STATUS_STYLE
from pmtui.app.row_layout import Row, Span
from pmtui.app.slides.slide import Link, Scene, Slide, asked, quiet, said
from pmtui.meeting import vocabulary
from pmtui.meeting.completeness import gaps
from pmtui.meeting.step import Gap
from pmtui.meeting.steps import step
from pmtui.session.document import Action, Note, Session, StepName
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date

_COUNTED: Final = 50
"""In columns: the number of items stands beside the question only on a slide that is at least so wide."""

# --- resources ---


def resources(scene: Scene) -> Slide:
    """Show the resources, those that are not secured in amber."""
    items = _items(scene)
    safe = sum(item.secured for item in items)
    rows = [
        Row(
            item.id,
            one_line(item.text) or "(no text)",
            "" if item.secured else "bold",
            lead=(Span(f"{signs.TICK} " if item.secured else f"{signs.OPEN} ", "well" if item.secured else "notice"),),
            right=() if item.secured else (Span("not secured", "notice"),),
            below=(Span(one_line(item.location), "dim"),) if item.location.strip() else (),
            gap=scene.gap,
        )
        for item in items
    ]
    count = f"{safe} of {len(items)} secured" if items else ""
    return Slide(
        (asked(scene.heading, gap=max(scene.air, 1), right=count * (scene.width >= _COUNTED)),),
        _or_purpose(rows, scene),
        adds="here",
        acts=True,
    )


# --- well, wrong, lucky ---

_SHORT: Final = {"went_well": "Well", "went_wrong": "Wrong", "got_lucky": "Lucky", "learned": "Learned"}
_STYLES: Final = {"went_well": "well", "went_wrong": "wrong", "got_lucky": "lucky", "learned": "accent"}


def notes(scene: Scene) -> Slide | None:
    """Show one column of the lessons, most votes first, with the names of the other columns."""
    if scene.list is None:
        return None
    part, here = scene.list.part, scene.list.part.section.rpartition(".")[2]
    rows: list[Row] = []
    group = ""
    for note in _items(scene):
        if (note.group or "") != group:
            group = note.group or ""
            rows.append(Row("", one_line(group), "dim bold", fixed=True))
        votes = Span(f"{note.votes:>2}  ", "bold") if note.votes else Span(" ·  ", "dim")
        rows.append(Row(note.id, note.text.strip() or "(no text)", lead=(votes,), gap=scene.gap))
    title = f"{part.title}   {part.subtitle}"
    heading = Row(
        "", title, f"{_STYLES[here]} bold", fixed=True, gap=1, bullets=((len(part.title), len(title), "dim"),)
    )
    return Slide((_columns(scene, here), heading), tuple(rows), adds="here", acts=True)


_BY_VOTES: Final = "by votes"


def _columns(scene: Scene, here: str) -> Row:
    """Return a row with the short names of the columns and their counts, and the list of all by votes."""
    words = {name: f"{word} {len(getattr(scene.session.lessons, name)) or '·'}" for name, word in _SHORT.items()}
    if _by_votes(scene.session):
        words[_BY_VOTES] = _BY_VOTES
    text, marks = "", []
    for name, word in words.items():
        if name == here:
            marks.append((len(text), len(text) + len(word), f"{_STYLES.get(name, 'accent')} bold"))
        text += word + ("   " if scene.air else "  ")
    return Row("", text.rstrip(), "dim", bullets=tuple(marks), gap=scene.air, fixed=True)


def _by_votes(session: Session) -> list[tuple[str, Note]]:
    """Return all notes with their columns, most votes first; empty where nobody voted."""
    found = [(name, note) for name in _SHORT for note in getattr(session.lessons, name)]
    voted_on = any(note.votes for _, note in found)
    return sorted(found, key=lambda one: -one[1].votes) if voted_on else []


def voted(scene: Scene) -> Slide | None:
    """Show all notes in one list, most votes first; None where nobody voted."""
    found = _by_votes(scene.session)
    rows = [
        Row(
            note.id,
            note.text.strip() or "(no text)",
            "bold" if note.votes else "",
            lead=(Span(f"{note.votes:>2}  ", "bold") if note.votes else Span(" ·  ", "dim"),),
            right=(Span(_SHORT[name].lower(), _STYLES[name]),),
            gap=scene.gap,
            fixed=True,
        )
        for name, note in found
    ]
    head = (_columns(scene, _BY_VOTES), asked("What do we want to speak about?", gap=max(scene.air, 1)))
    return Slide(head, tuple(rows)) if rows else None


# --- actions ---


def actions(scene: Scene) -> Slide:
    """Show the actions with owner and date. What is missing is amber, what is overdue red."""
    items: tuple[Action, ...] = _items(scene)
    counts = Counter[str](action.status for action in items)
    words = " · ".join(f"{counts[status]} {status}" for status in vocabulary.ACTION_STATUS if counts[status])
    rows = [_action(action, scene) for action in items]
    return Slide(
        (asked(scene.heading, gap=max(scene.air, 1), right=words * (scene.width >= _COUNTED)),),
        _or_purpose(rows, scene),
        adds="here",
        acts=True,
    )


def _action(action: Action, scene: Scene, *, fixed: bool = False) -> Row:
    leads = {"done": Span(f"{signs.TICK} ", "well"), "dropped": Span(f"{signs.DROPPED} ", "dim")}
    style = {"open": "bold", "done": "", "dropped": "struck"}[action.status]
    return Row(
        action.id,
        one_line(action.text) or "(no text)",
        style,
        lead=(leads.get(action.status, Span(f"{signs.OPEN} ", "accent")),),
        below=(_who_and_when(action, scene),),
        gap=scene.gap,
        fixed=fixed,
    )


def _who_and_when(action: Action, scene: Scene) -> Span:
    owner, ticket = one_line(action.owner), one_line(action.ticket)
    if action.status == "done":
        when = f"done {show_date(action.done_at)}" if action.done_at else "done"
        return Span(" · ".join(part for part in (owner, when, ticket) if part), "dim")
    if action.status == "dropped":
        return Span(cut(f"dropped: {action.description}" if action.description.strip() else "dropped", 200), "dim")
    late = action.due is not None and action.due < scene.today
    when = show_date(action.due) + (" overdue" if late else "") if action.due else "by when?"
    style = "danger" if late else "dim" if owner and action.due else "notice"
    return Span(" · ".join(part for part in (owner or "who?", when, ticket) if part), style)


# --- close ---

_MOST: Final = 6
"""At most so many gaps are shown."""
_RANKED: Final[tuple[StepName, ...]] = (
    "actions", "five_whys", "resources", "lessons", "timeline", "impact", "summary", "opening", "key_details",
    "evidence", "close",
)  # fmt: skip
"""The steps whose gaps come first: what those present must agree on, then what one of them can fill in."""
_FOR_LATER: Final = frozenset({"ticket", "source", "caption", "body", "known", "done_at"})
"""Fields that one person can fill in after the meeting; their gaps are not shown."""


def missing(scene: Scene) -> Slide:
    """Show the status, and the gaps that need those who are present."""
    session = scene.session
    rows, links = [], {}
    found = list(_gaps_of_the_room(session))
    for n, (link, text) in enumerate(found[:_MOST]):
        row_id = f"gap {n} {link.place}"
        links[row_id] = link
        rows.append(Row(row_id, text, lead=(Span(f"{signs.OPEN} ", "notice"),), gap=scene.gap))
    if len(found) > _MOST:
        rows.append(quiet(f"and {len(found) - _MOST} more", gap=scene.gap))
    if not rows:
        rows = [said("Nothing that the room has to settle.", style="well")]
    return Slide(
        (_status(scene), asked("What is still to be settled?", gap=max(scene.air, 1))), tuple(rows), links=links
    )


def _status(scene: Scene) -> Row:
    text, marks = "", []
    for name, word in vocabulary.STATUS.items():
        here = name == scene.session.status
        words = f"{signs.FULL if here else signs.OPEN} {word}"
        if here:
            marks.append((len(text), len(text) + len(words), f"bold {STATUS_STYLE[name]}"))
        text += words + "    "
    return Row("", text.rstrip(), "dim", bullets=tuple(marks), gap=1, fixed=True)


def _gaps_of_the_room(session: Session) -> Iterator[tuple[Link, str]]:
    """Yield open questions without an owner, then gaps of the room; gaps of one item are joined."""
    for parked in session.parking_lot:
        if parked.kind == "question" and not parked.answer.strip() and not parked.owner.strip():
            yield Link(Place("opening", parked.id, "answer")), f"{one_line(parked.text)} Who finds out?"
    by_item: dict[object, tuple[Gap, str]] = {}
    for gap in gaps(session):
        if not _is_for_the_room(gap):
            continue
        key = (gap.step, gap.item_id or gap.field or gap.text)
        first = by_item.get(key)
        name, has, rest = gap.text.partition(" has ")
        if first is not None and has and first[1].startswith(name):
            by_item[key] = first[0], f"{first[1]} and {rest}"
        elif first is None:
            by_item[key] = gap, gap.text
    for gap, text in sorted(by_item.values(), key=lambda found: _RANKED.index(found[0].step)):
        yield Link(Place(gap.step, gap.item_id, gap.field)), text


def _is_for_the_room(gap: Gap) -> bool:
    if gap.step in ("evidence", "key_details") or gap.field in _FOR_LATER:
        return False
    # Weak wording of an action is not shown, as everybody would see it.
    return not (gap.step == "actions" and gap.field == "text")


def take_away(scene: Scene) -> Slide:
    """Show the last question, and who does what next."""
    rows = [_action(action, scene, fixed=True) for action in scene.session.actions if action.status == "open"]
    for parked in scene.session.parking_lot:
        if parked.kind == "question" and not parked.answer.strip() and parked.owner.strip():
            finds = Span(f"{one_line(parked.owner)} finds out", "dim")
            rows.append(
                Row("", one_line(parked.text), lead=(Span("? ", "accent"),), below=(finds,), gap=scene.gap, fixed=True)
            )
    heading = quiet("What happens next" if rows else "Nothing is left open.", gap=scene.gap)
    return Slide((asked(scene.heading, gap=max(scene.air, 1)),), (heading, *rows))


# --- what lists share ---


def _items(scene: Scene) -> tuple[Any, ...]:
    return scene.list.items if scene.list is not None else ()


def _or_purpose(rows: list[Row], scene: Scene) -> tuple[Row, ...]:
    """Return the rows; where there are none, the purpose of the step."""
    name = scene.list.step if scene.list is not None else "opening"
    return tuple(rows) or (quiet(step(name).purpose),)
