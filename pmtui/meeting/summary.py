"""The step `summary`: a few sentences for an outsider, six short questions, and the team's own sections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import empty_field_gaps, quoted
from pmtui.meeting.step import Choice, Field, Form, Gap, Items, Step, each_line
from pmtui.session.document import Session

_NOT_SAID: Final = Choice(None, "not said")

EFFECTS: Final = (
    *vocabulary.choices(
        vocabulary.EFFECT,
        outage=": it did not work",
        degradation=": it worked badly or in part",
        none=": nobody noticed",
    ),
    _NOT_SAID,
)

PATTERNS: Final = (
    *vocabulary.choices(vocabulary.PATTERN, sustained=": all the time", intermittent=": on and off"),
    _NOT_SAID,
)

ANSWERS: Final = (*vocabulary.choices(vocabulary.ANSWER), _NOT_SAID)

_OVERVIEW: Final = Form(
    fields=(
        Field(
            "summary.overview",
            "In a few sentences",
            wording="statement",
            kind="text",
            help="What happened, how it ended, what we do about it. For somebody who was not there.",
            example="For 47 minutes no card payment went through. The certificate of the gateway had expired …",
        ),
    ),
)

_QUESTIONS: Final = Form(
    title="Six questions",
    fields=(
        Field(
            "summary.services",
            "Services",
            kind="names",
            help="Which ones? Names with commas between them.",
            example="checkout-api, web shop",
        ),
        Field(
            "summary.effect",
            "Effect",
            kind="choice",
            help="Did it not work at all, or slowly, or in part?",
            choices=EFFECTS,
        ),
        Field("summary.data_loss.answer", "Data loss", kind="choice", help="Was data lost?", choices=ANSWERS),
        Field("summary.data_loss.detail", "Which data", wording="statement", example="orders between 17:20 and 18:00"),
        Field(
            "summary.human_intervention.answer",
            "Human intervention",
            kind="choice",
            help="Did people step in, or did it mend itself?",
            choices=ANSWERS,
        ),
        Field(
            "summary.human_intervention.detail",
            "What they did",
            wording="statement",
            example="certificate renewed by hand",
        ),
        Field(
            "summary.pattern",
            "Pattern",
            kind="choice",
            help="All the time, or on and off?",
            choices=PATTERNS,
        ),
        Field(
            "summary.recurrence.answer",
            "Recurrence",
            kind="choice",
            help="Did it happen before?",
            choices=ANSWERS,
        ),
        Field(
            "summary.recurrence.detail",
            "When, how alike",
            wording="statement",
            example="March, another certificate",
        ),
        Field("summary.recurrence.of", "Earlier reviews", kind="names", help="Their ids, with commas between them."),
        Field("summary.related_tickets", "Related tickets", kind="names", example="OPS-17, OPS-21"),
    ),
)


def _section(text: str) -> dict[str, str]:
    """Return the title and text of a section: the first line of several, or what stands before `: ` in one line."""
    first, broken, rest = text.strip().partition("\n")
    if not broken:
        first, _, rest = first.partition(": ")
    return {"title": first.lstrip("# ").strip() or first.strip(), "text": rest.strip()}


_SECTIONS: Final = Items(
    section="summary.sections",
    title="Sections of our own",
    noun="section",
    main="title",
    subtitle="each with a heading in the report",
    example="Detection: the first alert came from a customer",
    parse=each_line(_section),
    whole_pastes=True,
    fields=(
        Field("title", "Title", help="Its heading in the report.", example="Detection"),
        Field("text", "Text", wording="statement", kind="text", help="Paragraphs, lists and tables are Markdown."),
    ),
    offered=("Background", "Detection", "Trigger", "Response", "Recovery"),
)


def _gaps(session: Session) -> Iterable[Gap]:
    wanted = {
        "summary.overview": "There is no overview",
        "summary.services": "Which services were affected is not said",
        "summary.effect": "Outage or degradation is not said",
        "summary.data_loss.answer": "Whether data was lost is not said",
        "summary.human_intervention.answer": "Whether people had to step in is not said",
        "summary.pattern": "Sustained or intermittent is not said",
        "summary.recurrence.answer": "Whether it happened before is not said",
    }
    if session.summary.effect == "none":
        del wanted["summary.pattern"]
        del wanted["summary.services"]
    yield from empty_field_gaps(session, "summary", wanted)
    for own in session.summary.sections:
        if not own.text.strip():
            words = f"{quoted(own.title)} has no text yet"
            yield Gap(step="summary", code="section-no-text", text=words, item_id=own.id, field="text")
        elif not own.title.strip():
            words = f"{quoted(own.text)} has no title"
            yield Gap(step="summary", code="section-no-title", text=words, item_id=own.id, field="title")


def _filled(session: Session) -> bool:
    return session.summary != type(session.summary)()


STEP: Final = Step(
    name="summary",
    title="Summary",
    minutes=(1, 2, 3),
    purpose="Two or three sentences that an outsider understands in two minutes, and six quick questions.",
    prompts=(
        "How would you tell it to a colleague from another team?",
        "What did not break?",
        "Was it all of it, or a part? Then “outage” may say too much.",
        "Is it one case, or one of a kind?",
        "What may a customer read of this?",
    ),
    parts=(_OVERVIEW, _QUESTIONS, _SECTIONS),
    gaps=_gaps,
    filled=_filled,
)
