"""The step `evidence`: figures, further reading, and the parking lot with topics, questions and readers' remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.opening import PARKED_KINDS
from pmtui.meeting.step import Field, Gap, Items, Step, Tick, each_line
from pmtui.session.document import EvidenceKind, Parked, Session
from pmtui.session.text import cut

KINDS: Final = vocabulary.choices(vocabulary.EVIDENCE_KIND)

_CAPTION: Final = 80
"""The caption of a pasted text is its first line, cut to so many characters."""
_LINK: Final = re.compile(r"(?:https?|s3|gs|ftp|file)://\S", re.IGNORECASE)

_BY_ENDING: Final[dict[str, EvidenceKind]] = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "avif"), "screenshot"),
    "svg": "graph",
    **dict.fromkeys(("log", "txt", "out", "err", "jsonl", "ndjson"), "log"),
}  # fmt: skip


def kind_of(name: str) -> EvidenceKind:
    """Return the kind of evidence that a file's name suggests; `file` where it suggests none."""
    _, dot, ending = name.rpartition(".")
    return _BY_ENDING.get(ending.lower(), "file") if dot else "file"


def figure_fields(text: str) -> dict[str, Any]:
    """Return the attributes of a figure for pasted text: several lines are a log, a line with an address is a link."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        return {"caption": cut(lines[0], _CAPTION), "kind": "log", "body": text}
    before, url = split_link(text)
    return {"caption": before, "kind": "link", "url": url} if url else {"caption": text}


def split_link(text: str) -> tuple[str, str]:
    """Split an address from the beginning or end of a text: the other words, and the address (empty: there is none)."""
    before, _, last = text.strip().rpartition(" ")
    if _LINK.match(last):
        return before.strip(), last
    first, _, behind = text.strip().partition(" ")
    return (behind.strip(" -–—·|:"), first) if _LINK.match(first) else (text, "")


def _reading(text: str) -> dict[str, Any]:
    """Return the attributes of further reading: a title and an address; a lone address is its own title."""
    title, _, url = text.rpartition(" ")
    if "://" in url:
        return {"title": title.strip() or url, "url": url}
    title, url = split_link(text)
    return {"title": title, "url": url} if url else {"title": text}


def remarked(session: Session) -> frozenset[str]:
    """Return the ids of the items that have an open remark."""
    return frozenset(one.of for one in session.parking_lot if one.of is not None and is_open_remark(one))


def is_open_remark(parked: Parked) -> bool:
    """Whether a parked item is a reader's remark that is neither answered nor settled."""
    return parked.kind == "remark" and not parked.settled and not parked.answer.strip()


def is_dealt_with(session: Session, parked: Parked) -> bool:
    """Whether a parked item was answered or settled, or an action was made of it."""
    is_action = parked.kind == "idea" and any(action.source == parked.id for action in session.actions)
    return bool(parked.answer.strip()) or parked.settled or is_action


def still_parked(session: Session) -> int:
    """Return how many topics, ideas and conflicts are parked and not yet dealt with."""
    parked = [one for one in session.parking_lot if one.kind in ("topic", "idea", "conflict")]
    return sum(not is_dealt_with(session, one) for one in parked)


def _settled(parked: Parked, _: date) -> dict[str, object]:
    """Return what a tick changes: it settles a topic or remark, or reopens it. Questions and ideas have no tick."""
    return {"settled": not parked.settled} if parked.kind in ("topic", "remark") else {}


def _gaps(session: Session) -> Iterable[Gap]:
    def gap(code: str, words: str, item_id: str, field: str | None = None, many: str = "") -> Gap:
        return Gap(step="evidence", code=code, text=words, item_id=item_id, field=field, many=many)

    for number, figure in enumerate(session.evidence, 1):
        if not figure.caption.strip():
            words, many = f"Fig. {number} has no caption", "figures have no caption"
            yield gap("figure-no-caption", words, figure.id, "caption", many)
        if not (figure.body.strip() or figure.path or figure.url.strip()):
            nothing = "nothing to show: add text, a file or an address"
            yield gap("figure-empty", f"Fig. {number} has {nothing}", figure.id, "body", f"figures have {nothing}")
    for parked in session.parking_lot:
        name = quoted(parked.text)
        if parked.kind == "conflict":
            words = f"Two versions were merged, {name} gave way: keep what is needed, then delete it"
            yield gap("merge-conflict", words, parked.id)
        elif parked.kind == "question" and not parked.answer.strip() and not parked.owner.strip():
            yield gap("question-open", f"{name} has no answer, and nobody to find out", parked.id, "answer")
        elif is_open_remark(parked):
            words = f"the remark {name} is neither answered nor settled"
            yield gap("remark-open", words, parked.id, "answer", "remarks are open")


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
            parse=each_line(figure_fields),
            numbered=True,
        ),
        Items(
            section="further_reading",
            title="Further reading",
            noun="reading",
            main="title",
            subtitle="for those who want more",
            example="How our certificates are renewed",
            fields=(Field("title", "Title"), Field("url", "Address", example="https://…")),
            columns=("url",),
            parse=each_line(_reading),
        ),
        Items(
            section="parking_lot",
            title="Parking lot",
            noun="parked thought",
            subtitle="topics, ideas, questions for later",
            example="Do the other regions have the same gap?",
            fields=(
                Field("text", "Text"),
                Field("answer", "Answer", kind="text"),
                Field("owner", "Who finds out"),
                Field("author", "From"),
                Field("kind", "Kind", kind="choice", choices=PARKED_KINDS),
            ),
            columns=("kind", "owner"),
            tick=Tick(_settled, name="settled"),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.evidence or session.further_reading),
    count=lambda session: len(session.evidence) or None,
)
