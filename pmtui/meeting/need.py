"""What the checks share: how a gap is worded, so that all steps say it alike, and who is known by name."""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.meeting.step import Gap
from pmtui.session.document import Session, StepName
from pmtui.session.places import get
from pmtui.session.text import cut


def quoted(text: str, width: int = 48) -> str:
    """The beginning of a text in quotation marks, on one line; `(no text)` where there is none."""
    return f"“{cut(text, width)}”" if text.strip() else "(no text)"


def unsaid(session: Session, step: StepName, wanted: dict[str, str]) -> Iterator[Gap]:
    """A gap for each field (dotted path) of `wanted` that has no value, with the words that go with it."""
    for path, words in wanted.items():
        if is_empty(get(session, path)):
            yield Gap(step=step, text=words, field=path)


def is_empty(value: object) -> bool:
    """Whether a field's value is none: null, white space, or no entries."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def people(session: Session) -> tuple[str, ...]:
    """Everybody whom the review knows by name, each once."""
    details = session.key_details
    known = (*details.attendees, details.facilitator, details.scribe, details.owner)
    return tuple(dict.fromkeys(name for name in known if name.strip()))
