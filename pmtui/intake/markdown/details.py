"""Read key details from tables and `**Key:** value` lines (`title.py` and `front_matter.py` read the others)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.label_pairs import Pair
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.intake.markdown.zones import is_zone_alone, says_no_more, zone_in
from pmtui.session.edits import MILESTONES
from pmtui.session.own_fields import LABELS

_DATE_WORDS: Final = re.compile(
    r"\b(?:\d{1,4}(?:st|nd|rd|th)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?|of|on)\b",
    re.IGNORECASE,
)
_A_SENTENCE: Final = 4
"""In words: an unknown label without a value and with more words is a sentence, and no empty field."""
TIMES: Final = frozenset({*MILESTONES, "incident_date"})
"""Fields with times or dates."""
_LISTS: Final = frozenset({"tags", "services", "related_tickets", "attendees"})
_SPLIT: Final = re.compile(r"\s*(?:[,;]|\n|<br\s*/?>|\s/\s)\s*")
_STATUS: Final = {"draft": "draft", "in review": "in_review", "under review": "in_review", "review": "in_review"}
_PLACES: Final = {"services": "summary.services", "related_tickets": "summary.related_tickets"}


def is_status(text: str) -> bool:
    """Whether a text is a status of a review and nothing else."""
    return text.strip(" .").casefold() in _STATUS


def take_pairs(draft: Draft, block: Block, pairs: Sequence[Pair]) -> None:
    """Set the review's fields from the pairs of a block."""
    draft.account.put_lines(block.start, block.end, "key_details", "")
    if block.kind == "table":
        draft.account.names(
            block.start, *(cell for cell in block.children[0].cells if not any(cell == pair.value for pair in pairs))
        )
    for pair in pairs:
        take(draft, pair.label, pair.value, pair.line)


def take(draft: Draft, label: str, value: str, line: int) -> None:
    """Set the field that a label means; an unknown label becomes a field of the team's own."""
    field = field_of(label)
    shown, _ = draft.plain(value, line)
    account = draft.account
    if not shown.strip() or is_placeholder(shown):
        account.put_lines(line, line + 1, None if shown else "key_details")
        account.value(shown)
        if field is not None or len(label.split()) < _A_SENTENCE:
            account.names(line, label)
        return
    place = _fill(draft, field, label, shown)
    account.put_lines(line, line + 1, place)
    if place != f"key_details.more: {label}":
        account.names(line, label)


def _fill(draft: Draft, field: str | None, label: str, value: str) -> str:
    details = draft.details
    if field in _LISTS:
        return _fill_list(draft, field or "", value)
    if field == "authors":
        return _fill_authors(draft, value)
    if field in TIMES and _fill_span(draft, value):
        return "key_details.started_at"
    if field == "incident_date" and (day := draft.times.date(value)):
        details.setdefault("incident_date", day)
        _keep_words(draft, "Date as written", value, said=not plain(value).strip(" .") or _is_date_alone(value))
        return "key_details.incident_date"
    read = draft.times.whole(value) if field in MILESTONES and field not in details else None
    if read is not None and read.typed.precision != "day":
        details[field or ""] = read.typed.at
        draft.account.value(value)
        return f"key_details.{field}"
    if field == "timezone" and (zone := zone_in(value)):
        details["timezone"] = zone
        _keep_words(draft, "Time zone as written", value, said=is_zone_alone(value))
        return "key_details.timezone"
    if field == "status" and (status := _STATUS.get(value.strip(" .").casefold())):
        draft.account.value(value)
        details["status"] = status
        return "status"
    if field == "title":
        field = "headline"
    if field in _ONE_LINE and field not in details:
        details[field] = re.sub(r"^@(?=\w)", "", " ".join(value.split()))
        return f"key_details.{field}"
    return _fill_own(draft, "Report status" if field == "status" else label, label, value)


def _keep_words(draft: Draft, name: str, value: str, *, said: bool) -> None:
    """Keep the words of a value as a field of the team's own, unless the value itself has `said` them all."""
    if said:
        draft.account.value(value)
    else:
        draft.add_more(name, value)


def _fill_own(draft: Draft, name: str, label: str, value: str) -> str:
    if name.strip().casefold() in _TAKEN:
        name = f"{name} as written"
    draft.account.value(label)
    draft.add_more(name, value)
    return f"key_details.more: {name}"


def _fill_span(draft: Draft, value: str) -> bool:
    """Take `2026-06-03 08:10–11:15` as start and end of the incident, where both are unknown; returns whether
    it did.
    """
    details = draft.details
    if "started_at" in details or "resolved_at" in details:
        return False
    read = draft.times.whole(value)
    if read is None or read.typed.until is None or read.typed.precision == "day":
        return False
    details["started_at"], details["resolved_at"] = read.typed.at, read.typed.until
    if draft.times.day:
        details.setdefault("incident_date", draft.times.day)
    draft.account.value(value)
    return True


_ONE_LINE: Final = frozenset(
    {"facilitator", "scribe", "owner", "severity", "reference", "product", "team", "customer", "headline", "term"}
)
_TAKEN: Final = frozenset(label.casefold() for label in LABELS)


def _is_date_alone(value: str) -> bool:
    return re.fullmatch(r"[\s\w.,/‑-]{6,40}", value) is not None and says_no_more(_DATE_WORDS.sub(" ", value))


def _fill_list(draft: Draft, field: str, value: str) -> str:
    if field == "attendees":
        draft.attendees += names_in(value)
        return "key_details.attendees"
    into = {"tags": draft.tags, "services": draft.services, "related_tickets": draft.tickets}[field]
    into += [part for part in (_bare(part) for part in _SPLIT.split(value)) if part]
    return _PLACES.get(field, f"key_details.{field}")


def _bare(part: str) -> str:
    """Return one value of a list without its quotes and brackets; a link stays a link."""
    part = part.strip(" \"'")
    return part if re.fullmatch(r"\[[^\[\]]+\]\([^()]+\)", part) else part.strip(" []\"'")


def _fill_authors(draft: Draft, value: str) -> str:
    names = names_in(value)
    if len(names) == 1 and "facilitator" not in draft.details:
        draft.details["facilitator"] = names[0]
        return "key_details.facilitator"
    draft.attendees += names
    return "key_details.attendees"


def names_in(text: str) -> list[str]:
    """Return the names in a list of names."""
    text = " ".join(text.strip().split())
    parts = re.split(r"\s*[,;]\s*(?![^()]*\))|\s+(?:and|&)\s+", text)
    if len(parts) == 1 and re.fullmatch(r"[A-Z]{2,3}(?: [A-Z]{2,3})+", text):
        parts = text.split()
    return [part for part in (re.sub(r"^@(?=\w)", "", _bare(part).strip(" .")) for part in parts) if part]


# --- attendees ---


def read_attendees(draft: Draft, blocks: Sequence[Block]) -> None:
    """Read names from a list, a table (with the role in brackets) or a paragraph."""
    for block in blocks:
        draft.account.put(block, "key_details.attendees")
        for text in _people(draft, block):
            if is_placeholder(text):
                draft.account.dropped(block.start, text)
            else:
                draft.attendees.append(text)


def _people(draft: Draft, block: Block) -> Iterator[str]:
    if block.kind == "table":
        header = is_header(block.children)
        if header:
            draft.account.names(block.start, *block.children[0].cells)
        for row in block.children[header:]:
            cells = [text for cell in row.cells if (text := draft.plain(cell, row.start)[0])]
            if cells:
                yield f"{cells[0]} ({', '.join(cells[1:])})" if len(cells) > 1 else cells[0]
        return
    if block.kind == "list":
        for item in block.children:
            for child in item.children:
                yield from _people(draft, child)
        return
    if block.kind == "rule":
        return
    for line in draft.plain(draft.source(block) if block.kind != "paragraph" else block.text, block.start)[0].split(
        "\n"
    ):
        yield from names_in(line)
