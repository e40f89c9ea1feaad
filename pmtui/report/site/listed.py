"""The facts of a review for the index and the feed; of a review for customers only what its page shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from pmtui.report.link_targets import file_target
from pmtui.report.templates.facts import for_outsiders
from pmtui.report.templates.people import People
from pmtui.session.document import Action, Instant, Session
from pmtui.session.durations import incident_durations
from pmtui.session.paths import walk
from pmtui.session.text import cut, one_line

FOLDER: Final = "reviews"
_CAUSE: Final = 160
"""In characters: a statement that stands for a cause is cut to this length."""


class Listed(NamedTuple):
    """A review in the lists of the site."""

    id: str
    page: str
    """The file of its page, relative to the site's folder."""
    title: str
    term: str
    product: str
    day: date
    severity: str
    lasted: timedelta | None
    tags: tuple[str, ...]
    causes: tuple[str, ...]
    actions: tuple[Action, ...]
    """The open actions."""
    published: Instant
    updated: Instant
    """When the last sitting was held, else when the review was created; not the file's time, which git changes."""

    @property
    def address(self) -> str:
        """The address of the page as a relative link."""
        return file_target(self.page)

    @property
    def newest_first(self) -> tuple[date, str, str]:
        """The key for sorting newest first, with `reverse=True`: by the incident's date, as in the program's lists."""
        return self.day, self.published, self.id


def page_name(file: str) -> str:
    """Return the file of a review's page for the name of the session's file."""
    return f"{FOLDER}/{file.removesuffix('.json')}.html"


def listed(session: Session, file: str) -> Listed:
    """Return the facts of a session; for customers without people, causes, tags and tickets."""
    details = session.key_details
    title = one_line(details.headline) or one_line(details.product) or one_line(details.term) or "Review"
    made = Listed(
        session.id,
        page_name(file),
        title,
        one_line(details.term),
        one_line(details.product),
        details.incident_date or date.fromisoformat(session.created_at[:10]),
        one_line(details.severity),
        incident_durations(details).outage,
        tuple(filter(None, map(one_line, details.tags))),
        tuple(_causes(session)),
        tuple(action for action in session.actions if action.status == "open" and action.text.strip()),
        session.created_at,
        max((session.created_at, *(each.held_at for each in session.meeting if each.held_at))),
    )
    if details.audience == "customer":
        return _for_customers(made, session)
    # Tickets are for engineers: the brief for managers does not name them.
    return made if details.audience == "technical" else made._replace(actions=_without_tickets(made.actions))


def _causes(session: Session) -> list[str]:
    """Return the root causes among the whys; without any, the beginning of the statement."""
    roots = [one_line(why.text) for _, why in walk(session.root_cause.whys) if why.verdict == "root"]
    return [root for root in roots if root] or list(filter(None, [cut(session.root_cause.statement, _CAUSE)]))


def _without_tickets(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(replace(action, ticket="") for action in actions)


def _for_customers(made: Listed, session: Session) -> Listed:
    people = People(session)

    def public(text: str) -> str:
        return one_line(for_outsiders(text, people))

    actions = tuple(
        replace(action, text=for_outsiders(action.text, people), owner="", ticket="", description="")
        for action in made.actions
    )
    return made._replace(
        title=public(made.title), product=public(made.product), severity="", tags=(), causes=(), actions=actions
    )
