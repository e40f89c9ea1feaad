"""The words of actions: names of columns, states, kinds and horizons, and what stands in brackets after an action."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

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
_SUFFIX: Final = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{1,160})[)\]]\s*[.;]?\s*$")
_HEAD: Final = re.compile(r"^\s*(?:[(\[](?P<state>[A-Za-z' ]{2,14})[)\]]|(?P<sign>[✅☑✔✓⏳🚧]\ufe0f?))\s*:?\s*")
_TAIL_STATE: Final = re.compile(
    r"\s*(?:[-–—:]\s*)?(?P<state>[✅☑✔✓]\ufe0f?|(?:DONE|COMPLETED|Done|Completed)[.!]?)\s*$"
)
_LABEL: Final = re.compile(r"\s*(?P<label>[A-Za-z][A-Za-z /#]{0,24}?)\s*[:=]\s*(?P<value>.+?)\s*")
_TAIL_LABEL: Final = re.compile(
    r"\s+(?:[-–—|]\s+)(?P<label>[Oo]wner|[Dd]ue(?: date)?|[Aa]ssignee|[Pp]riority|[Ss]tatus|[Tt]icket)\s*:\s*"
    r"(?P<value>[^|]+?)\s*$"
)
_LINK: Final = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<url>https?://[^\s()]+)\)")
_TICKETED: Final = re.compile(
    r"https?://[^\s()<>\[\]]*?/(?:(?:issues?|pull|merge_requests|-/issues)/(?P<number>\d+)|browse/(?P<key>[A-Z][A-Z0-9_]*-\d+))[^\s()<>\[\]]*"
)
_NAMED_TICKET: Final = r"(?P<link>\[[^\[\]]+\]\(https?://[^\s()]+\))"
_TICKET_ADDRESS: Final = r"(?P<link>https?://[^\s()<>\[\]]+)"
_AT_END: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*\(\s*{_NAMED_TICKET}\s*\)\s*[.]?$",
        rf"\s*(?:\[(?P<name>[^\[\]]{{1,40}})\]\s+)?(?<!\])\(\s*{_TICKET_ADDRESS}\s*\)\s*[.]?$",
        rf"\s*[:–—-]?\s*{_NAMED_TICKET}\s*[.]?$",
        rf"\s*[:–—-]?\s+{_TICKET_ADDRESS}\s*$",
    )
)
_TAIL: Final = 400
"""In characters: only so much of the end of a text is searched for fields of an action."""
_BARE_TICKET: Final = re.compile(r"[A-Z][A-Z0-9_]+-\d+|#\d+")
_BARE_WORDS: Final = frozenset(
    [
        "see",
        "this",
        "the",
        "a",
        "github",
        "gitlab",
        "jira",
        "issue",
        "pr",
        "pull",
        "request",
        "mr",
        "ticket",
        "bug",
        "link",
        "here",
    ]
)
"""Link texts that do not name the ticket that they lead to."""
_TAIL_OWNER: Final = re.compile(
    r"(?<!\b(?:to|of|by|in))(?<!\b(?:for|and|ask|via))(?<!\b(?:with|from|tell))\s+(?:[-–—:]\s*)?"
    r"(?P<owner>@[\w.-]+(?:\s*[,&]\s*@[\w.-]+)*)\s*$"
)
_NAME: Final = r"(?![A-Z]+\b)[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]*\.?){0,2}"
_TAIL_NAME: Final = re.compile(rf"\s+[-–—]\s+(?P<owner>{_NAME}(?:(?:,| and| &) {_NAME})?)\s*$")
_NAME_IN_BRACKETS: Final = re.compile(rf"\s+\((?P<by>by )?(?P<owner>{_NAME})\)\s*[.]?$")
_STATE_AND_DAY: Final = re.compile(
    r"(?P<state>[^\d,;:]{2,20}?)[ \u00a0,;:]*(?:\b(?:on|at|in)\s+)?(?P<day>\d.*|[A-Z][a-z]{2,8}\.? \d.*)"
)
_NAME_AND_DAY: Final = re.compile(
    rf"(?:(?P<owner>{_NAME})\s*[,;]\s*)?(?P<by>(?:due|until|till|before|by)\s+)?(?P<due>[^,;]*\d.*|(?<=\s)[^,;]+)"
)
_NO_TICKETS: Final = ("UTF-", "ISO-", "RFC-", "SHA-", "CVE-")


class TakenOff(NamedTuple):
    """The text of an action, and the fields that stood around it."""

    text: str
    status: ActionStatus | None
    fields: tuple[tuple[str, str], ...]
    """Pairs of role and value: `owner`, `Priya`."""


def taken_off(text: str) -> TakenOff:
    """Take states and `(Owner: x, Due: y)` off a text; brackets that are not understood stay."""
    fields: list[tuple[str, str]] = []
    status: ActionStatus | None = None
    if (head := _HEAD.match(text)) and (found := state_of(head["state"] or head["sign"])):
        status, text = found, text[head.end() :]
        fields += [("status", head["state"])] if is_under_way(head["state"] or "") else []
    for _ in range(6):
        tail = _TAIL_STATE.search(text, max(len(text) - _TAIL, 0))
        if tail and tail.start() and (found := state_of(tail["state"])):
            status, text = found, text[: tail.start()]
            continue
        label = _TAIL_LABEL.search(text, max(len(text) - _TAIL, 0))
        if label and (role := role_of(label["label"].casefold())) and label.start():
            fields.append((role, label["value"]))
            text = text[: label.start()]
            continue
        owner = _TAIL_OWNER.search(text, max(len(text) - _TAIL, 0))
        if owner and len(text[: owner.start()].split()) > 1:
            fields.append(("owner", owner["owner"]))
            text = text[: owner.start()].rstrip(" ,;")
            continue
        suffix = _SUFFIX.search(text, max(len(text) - _TAIL, 0))
        inside = _inside(suffix["inside"]) if suffix and suffix.start() else None
        if suffix is None or inside is None:
            break
        found_status, more = inside
        status, text = status or found_status, text[: suffix.start()]
        fields += more
    return TakenOff(text.strip(), status, tuple(fields))


def _inside(text: str) -> tuple[ActionStatus | None, list[tuple[str, str]]] | None:
    """Return the fields in the brackets after an action; None where the brackets say something else."""
    if status := state_of(text):
        return status, [("status", text)] if is_under_way(text) else []
    if re.fullmatch(r"@[\w.-]+(?:\s*[,&]\s*@[\w.-]+)*", text.strip()):
        return None, [("owner", text.strip())]
    if _BARE_TICKET.fullmatch(text.strip()) and not text.strip().startswith(_NO_TICKETS):
        return None, [("ticket", text.strip())]
    fields = []
    for part in re.split(r"[,;|]\s*(?=[A-Za-z][A-Za-z /#]{0,24}\s*[:=])", text):
        found = _LABEL.fullmatch(part)
        role = role_of(normalised(found["label"])[0]) if found else None
        if found is None or role in (None, "text", "number", "description"):
            return None
        fields.append((role or "", found["value"]))
    return None, fields


def name_at_end(text: str, people: Sequence[str], is_task: bool) -> tuple[str, str]:
    """Split the name of an owner off the end of an action's text; the name is empty where there is none.

    Args:
        text: such as `disk alert on all mx — Lea` or `add mx2 (Kim)`.
        people: names of people known to have taken part; their first names count, too.
        is_task: whether the action has a check box: then a name after a dash is the owner, even if it is not known.
    """
    at = max(len(text) - _TAIL, 0)
    in_brackets = _NAME_IN_BRACKETS.search(text, at)
    for found, is_sure in (
        (_TAIL_NAME.search(text, at), is_task),
        (in_brackets, bool(in_brackets and in_brackets["by"] and not state_of(in_brackets["owner"]))),
    ):
        known = found and any(f"{person} ".startswith(f"{found['owner']} ") for person in people)
        if found and found.start() and (known or is_sure):
            return text[: found.start()], found["owner"]
    return text, ""


def state_and_day(words: str, today: date) -> tuple[ActionStatus, date] | None:
    """Return the state that words name, and its date: `done 19 Nov 2026`; None where they say something else."""
    found = _STATE_AND_DAY.fullmatch(words.strip(" ."))
    if found is None:
        return None
    state, day = state_of(found["state"]), date_of(found["day"], today)
    return (state, day) if state and day else None


def state_at_end(text: str, today: date) -> tuple[str, tuple[ActionStatus, date] | None]:
    """Split brackets with a state and its date off the end of a text; None where there are none."""
    suffix = _SUFFIX.search(text, max(len(text) - _TAIL, 0))
    found = state_and_day(suffix["inside"], today) if suffix and suffix.start() else None
    return (text[: suffix.start()], found) if suffix and found else (text, None)


def name_and_day(text: str, today: date) -> tuple[str, str, str]:
    """Split brackets with a date or a name and date off the end, `(Kim, by 10 June)`: text, name, date; empty: none."""
    suffix = _SUFFIX.search(text, max(len(text) - _TAIL, 0))
    found = _NAME_AND_DAY.fullmatch(suffix["inside"].strip()) if suffix and suffix.start() else None
    if suffix is None or found is None or not (found["owner"] or found["by"]) or state_of(found["owner"] or ""):
        return text, "", ""
    if date_of(found["due"], today) is None:
        return text, "", ""
    return text[: suffix.start()], found["owner"] or "", found["due"]


def first_links(text: str) -> tuple[str, str]:
    """Split the link to its ticket off a text, and return it with a name; empty where the text has no such link."""
    bare = text.strip()
    at = max(len(bare) - _TAIL, 0)
    for pattern in _AT_END:
        found = pattern.search(bare, at)
        if found is None or not found.start() or not (ticket := _ticket(found["link"])):
            continue
        if name := found.groupdict().get("name"):
            ticket = named_by_number(f"[{name}]({found['link']})")
        return bare[: found.start()].rstrip(), ticket
    return text, ""


def _ticket(link: str) -> str:
    """Return a link to a ticket with the ticket's name as text; empty where the address is no ticket's."""
    named = _LINK.fullmatch(link)
    leads = _TICKETED.match(named["url"] if named else link)
    if leads is None:
        return link if named and _BARE_TICKET.fullmatch(named["words"]) else ""
    return named_by_number(link) if named else f"[{_number(leads)}]({link})"


def named_by_number(link: str) -> str:
    """Return a link whose text does not name the ticket (`[issue](…/issues/702)`) with the ticket's number as text."""
    named = _LINK.fullmatch(link)
    leads = (
        _TICKETED.match(named["url"]) if named and _BARE_WORDS.issuperset(named["words"].casefold().split()) else None
    )
    return f"[{_number(leads)}]({named['url']})" if named and leads else link


def _number(leads: re.Match[str]) -> str:
    return f"#{leads['number']}" if leads["number"] else str(leads["key"])


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
