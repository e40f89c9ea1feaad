"""What the index and the feed say of a review; of one for customers no more than its own page does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from pmtui.report.escape import file_target
from pmtui.report.templates.facts import for_outsiders
from pmtui.report.templates.people import People
from pmtui.session.document import Action, Instant, Session
from pmtui.session.measures import measure
from pmtui.session.paths import walk
from pmtui.session.text import cut, one_line

FOLDER: Final = "reviews"
_CAUSE: Final = 160
"""Characters of a statement that stands for a cause, at most."""


class Listed(NamedTuple):
    """One review in the lists of the site."""

    id: str
    page: str
    """Its file, relative to the site's folder."""
    title: str
    term: str
    product: str
    day: date
    severity: str
    lasted: timedelta | None
    tags: tuple[str, ...]
    causes: tuple[str, ...]
    actions: tuple[Action, ...]
    """Those that are open."""
    published: Instant
    updated: Instant
    """The last sitting, else when it was begun: no file's time, which a checkout of git would change."""

    @property
    def address(self) -> str:
        """The page as a relative link."""
        return file_target(self.page)

    @property
    def newest_first(self) -> tuple[date, str, str]:
        """Sorts by the incident's date when reversed, as the program's lists do."""
        return self.day, self.published, self.id


def page_name(file: str) -> str:
    """The file of a review's page, by the name of the session's file."""
    return f"{FOLDER}/{file.removesuffix('.json')}.html"


def listed(session: Session, file: str) -> Listed:
    """What the lists say of a session; of one for customers neither people, causes, tags nor tickets."""
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
        measure(details).outage,
        tuple(filter(None, map(one_line, details.tags))),
        tuple(_causes(session)),
        tuple(action for action in session.actions if action.status == "open" and action.text.strip()),
        session.created_at,
        max((session.created_at, *(each.held_at for each in session.meeting if each.held_at))),
    )
    if details.audience == "customer":
        return _for_customers(made, session)
    # Tickets are for those who work on them: the brief for managers names none.
    return made if details.audience == "technical" else made._replace(actions=_without_tickets(made.actions))


def _causes(session: Session) -> list[str]:
    """The roots among the whys; without one, the beginning of the statement."""
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
