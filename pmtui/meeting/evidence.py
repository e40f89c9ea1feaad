"""The evidence: figures to show, what to read further, and everything that was parked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.opening import PARKED_KINDS
from pmtui.meeting.step import Choice, Field, Gap, Items, Step
from pmtui.session.document import EvidenceKind, Session

KINDS: Final = (
    Choice("screenshot", "screenshot"),
    Choice("graph", "graph"),
    Choice("log", "log"),
    Choice("chat", "chat"),
    Choice("file", "file"),
    Choice("link", "link"),
)

_BY_ENDING: Final[dict[str, EvidenceKind]] = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "avif"), "screenshot"),
    "svg": "graph",
    **dict.fromkeys(("log", "txt", "out", "err", "jsonl", "ndjson"), "log"),
}  # fmt: skip


def kind_of(name: str) -> EvidenceKind:
    """What a file of that name most likely shows."""
    _, dot, ending = name.rpartition(".")
    return _BY_ENDING.get(ending.lower(), "file") if dot else "file"


def _gaps(session: Session) -> Iterable[Gap]:
    for number, figure in enumerate(session.evidence, 1):
        if not figure.caption.strip():
            words = f"Fig. {number} has no caption"
            yield Gap(step="evidence", text=words, item_id=figure.id, field="caption", many="figures have no caption")
        if not (figure.body.strip() or figure.path or figure.url.strip()):
            nothing = "nothing to show: add text, a file or an address"
            words, many = f"Fig. {number} has {nothing}", f"figures have {nothing}"
            yield Gap(step="evidence", text=words, item_id=figure.id, field="body", many=many)
    for parked in session.parking_lot:
        if parked.kind == "conflict":
            words = f"Two versions were merged, {quoted(parked.text)} gave way: keep what is needed, then delete it"
            yield Gap(step="evidence", text=words, item_id=parked.id)
        elif parked.kind == "question" and not parked.answer.strip() and not parked.owner.strip():
            words = f"{quoted(parked.text)} has no answer, and nobody to find out"
            yield Gap(step="evidence", text=words, item_id=parked.id, field="answer")


STEP: Final = Step(
    name="evidence",
    title="Evidence",
    minutes=(None, None, 1),
    purpose="What shows that it was so: graphs, logs, screenshots. And what was parked on the way.",
    prompts=(
        "Which picture tells the story to somebody who was not there?",
        "Does any of this show a secret or a customer's data?",
        "What should others read who run into the same?",
        "Which question is still open, and who finds out?",
    ),
    parts=(
        Items(
            section="evidence",
            title="Figures",
            noun="figure",
            main="caption",
            subtitle="what shows how it was, as Fig. 1, Fig. 2 …",
            example="Response codes during the incident",
            fields=(
                Field("caption", "Caption", help="What one should see in it."),
                Field("kind", "Kind", kind="choice", choices=KINDS),
                Field("body", "Text", kind="text", help="The lines of a log or chat, or a description."),
                Field("path", "File", help="A file of this review; attach one to keep a copy."),
                Field("url", "Address", example="https://grafana.example.com/d/…"),
                Field("at", "Time", kind="time", help="The moment that it shows."),
            ),
            columns=("kind", "at"),
        ),
        Items(
            section="further_reading",
            title="Further reading",
            noun="reading",
            main="title",
            subtitle="for those who want to know more",
            example="How our certificates are renewed",
            fields=(Field("title", "Title"), Field("url", "Address", example="https://…")),
            columns=("url",),
        ),
        Items(
            section="parking_lot",
            title="Parking lot",
            noun="parked thought",
            subtitle="topics, ideas and questions for later",
            example="Do the other regions have the same gap?",
            fields=(
                Field("text", "Text"),
                Field("answer", "Answer", kind="text"),
                Field("owner", "Who finds out"),
                Field("author", "From"),
                Field("kind", "Kind", kind="choice", choices=PARKED_KINDS),
            ),
            columns=("kind", "owner"),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.evidence or session.further_reading),
    count=lambda session: len(session.evidence) or None,
)
