"""Fields around the text of an action: a state before it, and `(Owner: x, Due: y)` and the like after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from pmtui.intake.markdown.action_words import date_of, is_under_way, role_of, state_of
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.ticket_links import BARE_TICKET, TAIL
from pmtui.session.document import ActionStatus

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
        tail = _TAIL_STATE.search(text, max(len(text) - TAIL, 0))
        if tail and tail.start() and (found := state_of(tail["state"])):
            status, text = found, text[: tail.start()]
            continue
        label = _TAIL_LABEL.search(text, max(len(text) - TAIL, 0))
        if label and (role := role_of(label["label"].casefold())) and label.start():
            fields.append((role, label["value"]))
            text = text[: label.start()]
            continue
        owner = _TAIL_OWNER.search(text, max(len(text) - TAIL, 0))
        if owner and len(text[: owner.start()].split()) > 1:
            fields.append(("owner", owner["owner"]))
            text = text[: owner.start()].rstrip(" ,;")
            continue
        suffix = _SUFFIX.search(text, max(len(text) - TAIL, 0))
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
    if BARE_TICKET.fullmatch(text.strip()) and not text.strip().startswith(_NO_TICKETS):
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
    at = max(len(text) - TAIL, 0)
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
    suffix = _SUFFIX.search(text, max(len(text) - TAIL, 0))
    found = state_and_day(suffix["inside"], today) if suffix and suffix.start() else None
    return (text[: suffix.start()], found) if suffix and found else (text, None)


def name_and_day(text: str, today: date) -> tuple[str, str, str]:
    """Split brackets with a date or a name and date off the end, `(Kim, by 10 June)`: text, name, date; empty: none."""
    suffix = _SUFFIX.search(text, max(len(text) - TAIL, 0))
    found = _NAME_AND_DAY.fullmatch(suffix["inside"].strip()) if suffix and suffix.start() else None
    if suffix is None or found is None or not (found["owner"] or found["by"]) or state_of(found["owner"] or ""):
        return text, "", ""
    if date_of(found["due"], today) is None:
        return text, "", ""
    return text[: suffix.start()], found["owner"] or "", found["due"]
