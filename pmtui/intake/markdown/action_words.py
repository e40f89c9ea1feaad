"""The words of actions: names of columns, states, kinds and horizons, and what stands in brackets after an action."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.headings import normalised
from pmtui.session.document import ActionKind, ActionStatus, Horizon
from pmtui.session.times import read_date

_ROLES: Final[dict[str, str]] = {
    "text": """
        action; action item; action items; item; task; description; what; todo; to do; follow up; measure;
        improvement; recommendation; activity; action point; next step; summary; title; actions; tasks; remediation;
        corrective action; issue description; work item; name; step""",
    "owner": """
        owner; who; assignee; assigned to; responsible; dri; owners; owner(s); person; by; lead; assigned; person
        responsible; point person; team; owning team; responsible person; accountable; assignees; poc""",
    "due": """
        due; due date; deadline; target date; target; eta; when; by when; date; target completion; completion date;
        due by; timeline; timeframe; expected; expected by; delivery; estimated completion; planned""",
    "priority": "priority; prio; severity; p; importance; urgency; pri",
    "status": "status; state; done; completed; progress; complete; resolution; current status; done?",
    "ticket": """
        ticket; tracking; bug; issue; jira; link; bug #; bug number; tracking bug; tickets; issue link; pr; prs; jira
        ticket; tracking/status; reference; ref; url; tracker; issue #; ticket id; jira link; tracking issue; card;
        github issue; links; bug id; work item link; tracking link; github; tracking ticket""",
    "kind": "type; category; kind; action type; classification; type of action",
    "horizon": "horizon; term; time frame; time horizon",
    "description": "notes; note; comment; comments; details; detail; remarks; rationale; reason; why; outcome; context",
    "number": "#; no; nr; number; id; item #; no.; num",
}
_STATES: Final[dict[ActionStatus, str]] = {
    "done": """
        done; completed; complete; closed; fixed; resolved; merged; finished; implemented; shipped; deployed; ✅; x;
        yes; ☑; ✔; ✓; released; live; delivered; already done; ✔️""",
    "open": """
        open; todo; to do; new; not started; pending; planned; in progress; ongoing; started; wip; backlog; assigned;
        scheduled; no; ⏳; 🚧; in review; proposed; planned or in progress; outstanding; incomplete; accepted""",
    "dropped": """
        wontfix; won't fix; won't do; cancelled; canceled; dropped; rejected; abandoned; obsolete; declined;
        not planned""",
}
_KINDS: Final[dict[ActionKind, str]] = {
    "mitigate": "mitigate; mitigation; mitigative; contain; containment; reduce",
    "fix": "fix; repair; bug; bugfix; corrective; correct; cleanup; clean up; remediate; remediation",
    "prevent": "prevent; prevention; preventive; harden; hardening",
    "detect": "detect; detection; detective; monitoring; monitor; alerting; alert; observability",
    "process": """
        process; procedure; organisational; organizational; documentation; docs; document; policy; communication""",
    "learn": "learn; learning; investigate; investigation; training; research; analysis",
}
KINDS: Final[dict[str, ActionKind | None]] = {"other": None, **{kind: kind for kind in _KINDS}}
"""The kind for each word; None for `other`."""
_SHORT: Final = re.compile(
    r"\b(?:immediate(?:ly)?|short(?:er)?[ -]?term|24 ?h(?:ours)?|now|quick wins?|this week|urgent|hot ?fix(?:es)?)\b"
)
_LONG: Final = re.compile(
    r"\b(?:long(?:er)?[ -]?term|medium[ -]?term|mid[ -]?term|future|strategic|next quarter|later|someday)\b"
)


def role_of(header: str) -> str | None:
    """Return the field that a column or label names: text, owner, due, priority, status, ticket, kind … None:
    unknown.
    """
    return _table().get(header)


def state_of(words: str) -> ActionStatus | None:
    """Return the action status that words name; None where they name none."""
    key = words.strip(" .:!()").casefold().replace("’", "'").removesuffix("\ufe0f")
    return _states().get(key) or _states().get(normalised(words)[0])


def is_under_way(words: str) -> bool:
    """Whether words name a state that says more than "open", such as "in progress"."""
    return normalised(words)[0] in ("in progress", "ongoing", "started", "wip")


def kind_of(words: str) -> str | None:
    """Return the kind that words name, or `other`; None where they name none."""
    key = normalised(words)[0]
    if key in ("other", "misc"):
        return "other"
    return next((kind for kind, names in _KINDS.items() if key in re.split(r";\s+", names.strip())), None)


def horizon_of(words: str) -> Horizon | None:
    """Return the horizon that words name; None where they name none."""
    words = words.casefold()
    return "long" if _LONG.search(words) else "short" if _SHORT.search(words) else None


def date_of(words: str, today: date) -> date | None:
    """Return the date of a text that is nothing else; without a year it is the next such day from `today` on."""
    try:
        return read_date(words.strip(" .").replace("\u2011", "-"), today, forward=True)
    except ValueError:
        return None


@cache
def _table() -> dict[str, str]:
    made: dict[str, str] = {}
    for roles in (_ROLES, other_languages.COLUMNS):
        for role, names in roles.items():
            for name in re.split(r";\s+", names.strip()):
                made.setdefault(name, role)
                made.setdefault(normalised(name)[0] or name, role)
    return made


@cache
def _states() -> dict[str, ActionStatus]:
    both = [*_STATES.items(), *other_languages.STATES.items()]
    return {name: state for state, names in both for name in re.split(r";\s+", names.strip())}
