"""Choose a step, a field or a text of the review by a few letters, and go there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import App

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.searchable_texts import Text, texts
from pmtui.meeting import own_fields
from pmtui.meeting.step import Field, Form, Step
from pmtui.meeting.steps import STEPS
from pmtui.meeting.steps import step as find_step
from pmtui.session.document import STEP_NAMES, Session, StepName
from pmtui.tui.widgets.picker import Picker, Source, matcher
from pmtui.tui.widgets.rows import Row, Span

_MOST = 200
_SHOWN = 160
"""The characters of a text that are shown, from shortly before the match."""
Went = Callable[[Place | None], Awaitable[None]]


def pick_place(app: App[object], steps: Sequence[Step], editing: EditingSession, went: Went) -> None:
    """Open the window to choose a step or a field; `steps` are those of the agenda."""
    own = own_fields.fields(editing.own_fields, editing.session)
    _pick(app, "Go to a step or a field", _places(steps, own), _place_of, went)


def pick_text(app: App[object], session: Session, went: Went) -> None:
    """Open the window to search all texts of the review."""
    found = texts(session)
    places = {_id_of(text.place): text.place for text in found}
    _pick(app, "Find in this review", matching(found), places.__getitem__, went)


def _pick(app: App[object], title: str, source: Source, place_of: Callable[[str], Place], went: Went) -> None:
    async def chosen(choice: str | None) -> None:
        await went(place_of(choice) if choice is not None else None)

    app.push_screen(Picker(title, source), chosen)


def _places(steps: Sequence[Step], own: Sequence[Field]) -> Source:
    """Return the places: the steps of the agenda, the other steps, then the fields and lists of all."""
    here = {step.name for step in steps}
    left_out = [step for step in STEPS if step.name not in here]
    entries = [(f"step:{step.name}", step.title, _name(step)) for step in steps]
    entries += [(f"step:{step.name}", step.title, "not in the agenda") for step in left_out]
    for step in [*steps, *left_out]:
        for part in step.parts:
            if isinstance(part, Form):
                entries += [
                    (f"field:{step.name}:{field.path}", field.label, _beside(field, step)) for field in part.fields
                ]
            elif part.title != step.title:  # a list with the title of its step would be the same place twice
                entries.append((f"field:{step.name}:{part.section}", part.title, step.title))
    key_details = find_step("key_details")
    entries += [(f"field:key_details:{field.path}", field.label, key_details.title) for field in own]
    return matcher(entries)


def _beside(field: Field, step: Step) -> str:
    """Return the step, and the report's name of the field if that is different."""
    return f"{step.title} · {field.document_name}" if field.document_name else step.title


def _name(step: Step) -> str:
    """Return the name in the config file, if that is different."""
    name = step.name.replace("_", " ")
    return "" if name in step.title.casefold() else name


def matching(texts: Sequence[Text]) -> Source:
    """Return a source of rows: the texts that contain what is typed."""

    def match(query: str) -> list[Row]:
        wanted = query.casefold().strip()
        if not wanted:
            return []
        found = []
        for text in texts:
            at = text.words.casefold().find(wanted)
            if at >= 0:
                start = max(at - 30, 0)
                end = start + _SHOWN
                shown = ("…" if start else "") + text.words[start:end] + ("…" if end < len(text.words) else "")
                at += len("…") - start if start else 0
                hit = ((at, at + len(wanted), "hit"),)
                found.append(Row(_id_of(text.place), shown, right=(Span(text.called, "dim"),), bullets=hit))
                if len(found) == _MOST:
                    break
        return found

    return match


def _id_of(place: Place) -> str:
    return f"item:{place.item_id}" if place.item_id else f"field:{place.step}:{place.field}"


def _place_of(choice: str) -> Place:
    """Return the place that a row stands for."""
    kind, _, rest = choice.partition(":")
    if kind == "step":
        return Place(_step(rest))
    step, _, path = rest.partition(":")
    return Place(_step(step), None, path)


def _step(name: str) -> StepName:
    return next(step for step in STEP_NAMES if step == name)
