"""The step `five_whys`: the tree of answers to why it happened, and the root causes among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import empty_field_gaps, quoted
from pmtui.meeting.step import Choice, Field, Form, Gap, Items, Step
from pmtui.session.document import Session, Why
from pmtui.session.paths import figure_number, walk

VERDICTS: Final = (*vocabulary.choices(vocabulary.VERDICT), Choice(None, "open"))

ANSWERS: Final = Items(
    section="root_cause.whys",
    title="Answers",
    noun="answer",
    example="a fact that can be checked",
    fields=(
        Field("text", "Answer", kind="text", help="A fact that can be checked; no names.", wording="why"),
        Field("verdict", "Verdict", kind="choice", choices=VERDICTS),
    ),
)
"""The tree of answers."""


def _gaps(session: Session) -> Iterable[Gap]:
    cause = session.root_cause
    yield from empty_field_gaps(
        session, "five_whys", {"root_cause.problem": "The problem to ask about is not written down"}
    )
    whys = [why for _, why in walk(cause.whys)]
    live = [why for why in whys if why.verdict not in ("ruled_out", "not_followed")]
    roots = [why for why in whys if why.verdict == "root"]
    if not roots and not cause.statement.strip() and not cause.not_found.strip():
        words = "No root is marked: mark one, or say why none was found"
        yield Gap(step="five_whys", code="no-root", text=words, field="root_cause.statement")
    if len(live) < 2 and not cause.not_found.strip():
        words = "Fewer than two factors: what else had to be true for this to happen?"
        yield Gap(step="five_whys", code="few-factors", text=words)
    followed_up = {action.source for action in session.actions}
    for why in whys:
        yield from _why_gaps(session, why, followed_up)


def _why_gaps(session: Session, why: Why, followed_up: set[str | None]) -> Iterable[Gap]:
    def gap(code: str, words: str, many: str, field: str | None = None) -> Gap:
        return Gap(step="five_whys", code=code, text=words, item_id=why.id, field=field, many=many)

    name = quoted(why.text)
    if not why.text.strip():
        yield gap("why-no-text", "An answer has no text", "answers have no text", "text")
    if why.verdict == "root" and why.id not in followed_up:
        yield gap("root-no-action", f"{name} is a root without an action", "roots are without an action")
    if why.verdict is None and not why.whys and why.id not in followed_up and not session.root_cause.not_found.strip():
        words, many = "is still open: go on, or give it a verdict", "answers are still open: go on, or give a verdict"
        yield gap("why-open", f"{name} {words}", many, "verdict")
    if any(figure_number(session, figure) is None for figure in why.evidence):
        words, many = f"{name} shows a figure that is not there", "answers show a figure that is not there"
        yield gap("why-dead-figure", words, many, "evidence")


def _filled(session: Session) -> bool:
    cause = session.root_cause
    return bool(cause.whys or cause.statement.strip() or cause.not_found.strip())


def _count(session: Session) -> int | None:
    return sum(1 for _ in walk(session.root_cause.whys)) or None


STEP: Final = Step(
    name="five_whys",
    title="Five whys",
    minutes=(5, 10, 15),
    purpose=(
        "Ask how each answer came about, until something can be changed. Two true answers make two branches; "
        "five is neither minimum nor maximum."
    ),
    prompts=(
        "How did that come about?",
        "What made that possible?",
        "What normally stops it, and how did it get past?",
        "How did it go unnoticed until then?",
        "How did it grow that large, or last that long?",
        "What else had to be true for this to hurt?",
        "Would it still have happened without that?",
        "Is it one case, or one of a kind? Does growth make it likelier?",
        "Which work did we choose not to do?",
    ),
    parts=(
        Form(
            fields=(
                Field(
                    "root_cause.problem",
                    "Problem",
                    wording="statement",
                    help="One measured effect: what, how much, how long.",
                    example="Card payments were refused for 47 minutes",
                ),
                Field(
                    "root_cause.statement",
                    "Root cause",
                    wording="statement",
                    kind="text",
                    help="The roots in a few sentences; what can be changed, not who.",
                    example="Renewing the certificate hung on a calendar entry, and nothing warned before it ran out.",
                ),
                Field(
                    "root_cause.not_found",
                    "If none was found",
                    wording="statement",
                    kind="text",
                    help="What was tried, and what would be needed to know.",
                ),
            ),
        ),
    ),
    tree=ANSWERS,
    gaps=_gaps,
    filled=_filled,
    count=_count,
)
