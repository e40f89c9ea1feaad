"""What there is to go to: steps, fields, and every text of the review; picked by a few letters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import App

from pmtui.app.editing_session import Place
from pmtui.meeting.step import Field, Form, Step
from pmtui.meeting.steps import STEPS, step_of
from pmtui.session.document import STEP_NAMES, Session, StepName
from pmtui.session.paths import all_items
from pmtui.session.sections import section
from pmtui.session.text import one_line
from pmtui.tui.widgets.picker import Picker, Source, matcher
from pmtui.tui.widgets.rows import Row, Span

_MOST = 200
Went = Callable[[Place | None], Awaitable[None]]


def pick_place(app: App[object], steps: Sequence[Step], went: Went) -> None:
    """Ask for a step or a field of one; `steps` are those of the agenda."""
    _pick(app, "Go to a step or a field", _places(steps), None, went)


def pick_text(app: App[object], session: Session, went: Went) -> None:
    """Ask for a text of the review."""
    _pick(app, "Find in this review", _matching(session), session, went)


def _pick(app: App[object], title: str, source: Source, session: Session | None, went: Went) -> None:
    async def chosen(choice: str | None) -> None:
        await went(_place_of(choice, session) if choice is not None else None)

    app.push_screen(Picker(title, source), chosen)


def _places(steps: Sequence[Step]) -> Source:
    """The agenda's steps first, then those that it leaves out, then the fields and lists of all."""
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
            elif part.title != step.title:  # a list that is called like its step is where one comes by going there
                entries.append((f"field:{step.name}:{part.section}", part.title, step.title))
    return matcher(entries)


def _beside(field: Field, step: Step) -> str:
    """The step, and what the report calls the field, where that is another word."""
    return f"{step.title} · {field.document_name}" if field.document_name else step.title


def _name(step: Step) -> str:
    """What the config file calls it, where that is another word."""
    name = step.name.replace("_", " ")
    return "" if name in step.title.casefold() else name


def _matching(session: Session) -> Source:
    """Every text of the review that holds what is typed."""
    texts = _texts(session)

    def match(query: str) -> list[Row]:
        wanted = query.casefold().strip()
        if not wanted:
            return []
        found = []
        for row_id, text, aside in texts:
            at = text.casefold().find(wanted)
            if at >= 0:
                start = max(at - 30, 0)
                shown = ("…" if start else "") + text[start : start + 160]
                at += len("…") - start if start else 0
                found.append(Row(row_id, shown, right=(Span(aside, "dim"),), bullets=((at, at + len(wanted), "hit"),)))
                if len(found) == _MOST:
                    break
        return found

    return match


def _place_of(choice: str, session: Session | None) -> Place:
    """The place that a row stands for."""
    kind, _, rest = choice.partition(":")
    if kind == "step":
        return Place(_step(rest))
    if kind == "field":
        step, _, path = rest.partition(":")
        return Place(_step(step), None, path)
    items = all_items(session) if session is not None else ()
    path = next((path for path, item in items if item.id == rest), "timeline")
    return Place(step_of(path).name, rest)


def _step(name: str) -> StepName:
    return next(step for step in STEP_NAMES if step == name)


def _texts(session: Session) -> list[tuple[str, str, str]]:
    texts = [
        ("field:key_details:key_details.product", session.key_details.product, "product"),
        ("field:key_details:key_details.headline", session.key_details.headline, "headline"),
        ("field:summary:summary.overview", session.summary.overview, "overview"),
        ("field:impact:impact.statement", session.impact.statement, "impact"),
        ("field:five_whys:root_cause.problem", session.root_cause.problem, "problem"),
        ("field:five_whys:root_cause.statement", session.root_cause.statement, "root cause"),
    ]
    for path, item in all_items(session):
        words = [value for name in section(path).texts if (value := getattr(item, name))]
        texts.append((f"item:{item.id}", one_line(" · ".join(words)), section(path).name.replace("_", " ")))
    return texts
