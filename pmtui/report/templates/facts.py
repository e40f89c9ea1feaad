"""The variables of a template: the keys of the document, and facts derived from them."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import fields

from pmtui.meeting.steps import STEPS
from pmtui.report.actions import actions_in_order
from pmtui.report.dates import title_day
from pmtui.report.templates.people import People
from pmtui.session.document import Action, Event, OwnSection, Session, Why
from pmtui.session.durations import incident_durations
from pmtui.session.order import sort_events
from pmtui.session.paths import walk
from pmtui.session.text import one_line


class Answer(NamedTuple):
    """An answer of the five whys and its level, from 1."""

    level: int
    why: Why


class Review(NamedTuple):
    """The facts that a report derives from a session: `review.…` in a template."""

    title: str
    """The title, `Learning review: Checkout (18-11-2026)`."""
    lasted: timedelta | None
    to_detect: timedelta | None
    to_acknowledge: timedelta | None
    to_mitigate: timedelta | None
    to_resolve: timedelta | None
    events: tuple[Event, ...]
    """The timeline in chronological order."""
    pinned: tuple[Event, ...]
    actions: tuple[Action, ...]
    """In the order of the report."""
    open_actions: tuple[Action, ...]
    whys: tuple[Answer, ...]
    roots: tuple[Why, ...]
    contributing: tuple[Why, ...]


def variables(session: Session) -> dict[str, Any]:
    """Return the variables of a template: the document's keys as they are, and `review`."""
    known = {field.name: getattr(session, field.name) for field in fields(session)}
    return {**known, "review": review(session)}


def review(session: Session) -> Review:
    """Return the facts derived from a session."""
    details, lengths = session.key_details, incident_durations(session.key_details)
    events = sort_events(session.timeline, details.timezone)
    whys = tuple(Answer(level, why) for level, why in walk(session.root_cause.whys))
    day = f"({title_day(details.incident_date)})" if details.incident_date else ""
    name = ": ".join(part for part in (one_line(details.term), one_line(details.product)) if part)
    return Review(
        " ".join(part for part in (name, day) if part) or "Report",
        lengths.outage, lengths.detect, lengths.acknowledge, lengths.mitigate, lengths.resolve,
        events,
        tuple(event for event in events if event.pinned),
        actions_in_order(session.actions),
        tuple(action for action in actions_in_order(session.actions) if action.status == "open"),
        whys,
        tuple(each.why for each in whys if each.why.verdict == "root"),
        tuple(each.why for each in whys if each.why.verdict == "contributing"),
    )  # fmt: skip


def own_text(sections: tuple[OwnSection, ...], title: str) -> str:
    """Return the text of the team's own section with that title, in any case; empty where there is none."""
    return next((each.text for each in sections if one_line(each.title).lower() == title.lower()), "")


def other_sections(sections: tuple[OwnSection, ...], *titles: str) -> tuple[OwnSection, ...]:
    """Return the team's own sections without those with these titles."""
    named = {title.lower() for title in titles}
    return tuple(each for each in sections if one_line(each.title).lower() not in named and each.text.strip())


def hint(step: str) -> str:
    """Return a step's guidance as a Markdown comment, which pages do not show and import ignores; empty: it has
    none.
    """
    found = next((each for each in STEPS if each.name == step), None)
    said = " ".join((found.purpose, *found.prompts[:3])) if found else ""
    said = re.sub(r"-{2,}", "–", one_line(said).replace(">", ""))
    return f"<!-- {said} -->" if said else ""


def is_hint(line: str) -> bool:
    """Whether a line is the guidance that a form has below an empty heading."""
    return line.startswith("<!-- ") and line.rstrip() in _hints()


@cache
def _hints() -> frozenset[str]:
    return frozenset(hint(step.name) for step in STEPS)


def opening(text: str, words: int) -> str:
    """Return the first paragraphs of a text, about so many words, with a note where there is more."""
    paragraphs = re.split(r"\n[ \t]*\n", text.strip("\n"))
    shown: list[str] = []
    left = max(words, 1)
    for paragraph in paragraphs:
        count = len(paragraph.split())
        if count > left:
            if not shown:
                shown.append(_first_words(paragraph, left))
            break
        shown.append(paragraph)
        left -= count
    else:
        return text
    return "\n\n".join((*shown, "(… goes on in the full report)"))


def _first_words(paragraph: str, count: int) -> str:
    found = list(re.finditer(r"\S+", paragraph))
    return paragraph[: found[count - 1].end()] + " …"


# In brackets, an address may contain another address (of IPv6), and a part that was replaced before.
_ADDRESS = re.compile(
    r"<?(?:\b[a-z][a-z0-9+.-]{0,30}://|\bmailto:)(?:\[(?:[0-9a-f:.]{2,45}|masked: [\w -]{1,40})\]|[^\s<>)\]])*>?",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")


def for_outsiders(text: str, people: People) -> str:
    """Return a text without links and addresses, and without the names of people (roles stay: `Support lead`)."""
    return people.taken_out(_ADDRESS.sub("", _LINK.sub(r"\1", text)))
