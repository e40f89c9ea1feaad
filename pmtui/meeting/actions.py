"""The step `actions`: what will be done, by whom and until when; with hints about actions that are too vague."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.step import Field, Gap, Items, Step, Tick
from pmtui.session.document import Action, Session
from pmtui.session.edits import finish_action
from pmtui.session.paths import all_items, walk

KINDS: Final = vocabulary.choices(
    vocabulary.ACTION_KIND,
    mitigate=": makes it hurt less",
    fix=": mends what broke",
    prevent=": it cannot come back",
    detect=": we notice sooner",
    process=": how we work",
    learn=": what we must know first",
)
HORIZONS: Final = vocabulary.choices(vocabulary.HORIZON, short=" term", long=" term")
STATUSES: Final = vocabulary.choices(vocabulary.ACTION_STATUS, dropped=", because …")
PRIORITIES: Final = ("P1", "P2", "P3", "P4")

MANY: Final = 5
"""With more open actions than this, the team is asked which matter most."""

_WE: Final = r"^\W*(?:we (?:should|need to|must|will|have to) |let[’']?s )?(?:please )?"
_WORD: Final = r"[^\W\d][\w'’-]*"

_WEAK: Final = tuple(
    (LazyPattern(pattern), words)
    for pattern, words in (
        (
            r"\b(?:be|being) (?:more |extra |very )?(?:careful|mindful|vigilant|attentive|cautious)\b"
            r"|\btake (?:more |better )?care\b|\bbe aware\b|\bwatch out\b",
            "Care cannot be finished: what would the system do instead?",
        ),
        (
            r"\b(?:pay (?:more |closer )?attention|remember to|keep in mind|don[’']?t forget|try (?:harder|"
            r"not to))\b",
            "Nobody can remember for ever: what would remind, or stop it?",
        ),
        (
            r"\braise awareness\b|\bremind (?:people|everyone|everybody|the teams?|engineers|staff|developers)\b"
            r"|\bmake (?:people|everyone|everybody|the team|engineers) aware\b",
            "Awareness fades: what changes in the work itself?",
        ),
        (
            _WE + r"(?:re-?train|educate|train|coach)\b",
            "Training alone wears off: is there a guard that does not?",
        ),
        (
            _WE + r"(?:investigate|look (?:at|into)|consider|explore|think about|discuss|research"
            r"|analy[sz]e|examine|find out|figure out)\b",
            "How will we see that it is finished? Name what is there then.",
        ),
        (
            _WE + rf"(?:improve|better|enhance|optimi[sz]e|strengthen|harden)\s+(?:{_WORD}\s*){{1,3}}[.!]?$",
            "By how much, and where? A number or a place gives it an end.",
        ),
        (
            _WE + r"(?:ensure|make sure|double[- ]check|(?:monitor|test) (?:closely|more|better))\b",
            "What does the checking, and what happens when it fails?",
        ),
    )
)


def weak_wording(text: str) -> str | None:
    """Return a hint about an action whose completion nobody could see ("be careful", "investigate …").

    None where the action is concrete, or empty.
    """
    low = text.strip().casefold()
    if not low:
        return None
    for pattern, words in _WEAK:
        if pattern.search(low):
            return words
    if len(low.split()) == 1:
        return "One word: what is there once it is done?"
    return None


def advice(session: Session) -> tuple[str, ...]:
    """Return hints about the open actions as a whole; empty where they are few and of several kinds."""
    live = [action for action in session.actions if action.status == "open"]
    said = []
    if len(live) > MANY:
        said.append(f"{len(live)} are a wish list: which {MANY} would have changed this incident most?")
    if len(live) >= 2 and all(action.kind == "prevent" for action in live):
        said.append("All of them prevent: what would notice it sooner, or make it hurt less?")
    if len(live) >= 2 and all(_PAPER.search(action.text) for action in live):
        said.append("All of them are words on paper: what would the system itself do?")
    return tuple(said)


_PAPER: Final = LazyPattern(
    r"\b(?:document\w*|docs?|wiki|runbooks?|train\w*|workshops?|guidelines?|checklists?|meetings?|policy|policies)\b",
    re.IGNORECASE,
)


def _gaps(session: Session) -> Iterable[Gap]:
    loose = _pointing_nowhere(session)
    for action in session.actions:
        yield from _action_gaps(action, loose)


def _pointing_nowhere(session: Session) -> set[str]:
    """Return the sources of actions that no longer exist. The whys are searched first, as the timeline may be long."""
    wanted = {action.source for action in session.actions if action.source is not None}
    wanted -= {why.id for _, why in walk(session.root_cause.whys)} if wanted else set()
    return wanted - {item.id for _, item in all_items(session)} if wanted else wanted


def _action_gaps(action: Action, loose: set[str]) -> Iterable[Gap]:
    name = quoted(action.text)

    def gap(code: str, words: str, field: str, many: str = "") -> Gap:
        return Gap(step="actions", code=code, text=words, item_id=action.id, field=field, many=many)

    if not action.text.strip():
        yield gap("action-no-text", "An action has no text", "text", "actions have no text")
    if action.source in loose:
        words, many = f"What {name} came from is not there any more", "actions came from what is not there any more"
        yield gap("action-dead-source", words, "source", many)
    if action.status == "dropped" and not action.description.strip():
        yield gap("dropped-no-reason", f"{name} was dropped: say why", "description", "actions were dropped: say why")
    if action.status == "done" and action.done_at is None:
        yield gap("done-no-date", f"{name} is done: say when", "done_at", "actions are done: say when")
    if action.status == "open":
        for field, words in (("owner", "no owner"), ("due", "no date"), ("ticket", "no ticket")):
            if not getattr(action, field):
                yield gap(f"action-no-{field}", f"{name} has {words}", field, f"actions have {words}")
        if weak := weak_wording(action.text):
            yield gap("action-vague", f"{name}: {weak}", "text")


def _finished(action: Action, today: date) -> dict[str, object]:
    done = finish_action(action, today)
    return {"status": done.status, "done_at": done.done_at}


STEP: Final = Step(
    name="actions",
    title="Actions",
    minutes=(4, 7, 8),
    purpose="Three to five, each with one person, a date and an end that one can see. What is not done gets a reason.",
    prompts=(
        "Would this have changed this incident?",
        "Does it catch the whole kind, or only this case?",
        "Could it make something else fail?",
        "Who can start this week?",
        "What may we stop doing?",
        "How confident are we, from 1 to 5?",
        "How will we see that it is finished?",
        "Not doing it, because …?",
    ),
    parts=(
        Items(
            section="actions",
            title="Actions",
            noun="action",
            subtitle="verb first, with an end that one can see",
            example="Alert when a certificate has less than 30 days left",
            fields=(
                Field(
                    "text",
                    "Action",
                    wording="action",
                    help="Verb first, one outcome.",
                    example="Alert when more than 1 % of payments fail",
                ),
                Field("owner", "Owner", help="One person, not a team."),
                Field("due", "Due", kind="date", example="01-12-2026"),
                Field("ticket", "Ticket", example="OPS-99"),
                Field("kind", "Kind", kind="choice", choices=KINDS),
                Field("horizon", "Term", kind="choice", choices=HORIZONS),
                Field("priority", "Priority", example="P1", suggestions=PRIORITIES),
                Field("status", "Status", kind="choice", choices=STATUSES),
                Field("done_at", "Done on", kind="date"),
                Field("description", "Description", kind="text", help="How one sees that it is done; if dropped, why."),
            ),
            columns=("owner", "due", "ticket", "status"),
            last_words=(("name", "owner"), ("date", "due"), ("ticket", "ticket"), ("priority", "priority")),
            tick=Tick(_finished, name="status"),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.actions),
    count=lambda session: len(session.actions) or None,
)
