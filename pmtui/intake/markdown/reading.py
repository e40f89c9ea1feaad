"""Read a Markdown postmortem: parse it, divide it into parts, place each, and check that nothing was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from pmtui.intake.markdown.assembling import assembled
from pmtui.intake.markdown.blocks import Block, Parsed, parse
from pmtui.intake.markdown.details import TIMES
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.front_matter import read_front_matter
from pmtui.intake.markdown.headings import meaning
from pmtui.intake.markdown.html_to_markdown import hover_texts, without_html
from pmtui.intake.markdown.inline import plain, without_comments
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.lost_text import keep_lost_text
from pmtui.intake.markdown.milestones import fill_milestones
from pmtui.intake.markdown.other_languages import with_english_dates
from pmtui.intake.markdown.outline import Part, outline
from pmtui.intake.markdown.placing import Placing
from pmtui.intake.markdown.postmortem_check import is_html, why_no_postmortem
from pmtui.intake.markdown.time_reader import TimeReader, first_date, month_first
from pmtui.intake.markdown.title import read_title
from pmtui.intake.markdown.zones import is_zone_alone, zone_behind_times, zone_in, zone_note
from pmtui.intake.result import Intake, IntakeContext, NotReadable, Placed
from pmtui.session.text import clean

KIND: Final = "Markdown postmortem"
_MEND: Final = "give it headings such as Summary, Timeline, Root cause and Action items"
_DATED: Final = re.compile(
    r"^[\s>|*_-]*(?P<label>[A-Za-z][A-Za-z ]{2,24}?)[\s*_]*(?:\((?P<in>[^()]{2,20})\)[\s*_]*)?"
    r"[:|][\s*_]*(?P<value>[^|\n]{4,40})"
)
_TIME_OF_DAY: Final = re.compile(r"\b\d{1,2}[:.]\d{2}")
_NO_TITLES: Final = frozenset({*TIMES, "authors", "owner", "facilitator", "scribe", "status", "severity", "attendees"})
"""Fields that cannot be a title: `# Owner: Kim` is none."""
_TERMS: Final = re.compile(r"post[- ]?mortem|incident|outage|review|report", re.IGNORECASE)
_COLUMN: Final = re.compile(r"\|\s*[^|()（）]{1,30}[(（](?P<zone>[A-Za-z/_+:0-9 -]{1,30})[)）]\s*\|")
_OF_LANGUAGE: Final = 60_000
"""In characters: only so much of a text is searched for how it writes dates."""
_TITLE_KEY: Final = re.compile(r"\s*title\s*[:=]", re.IGNORECASE)
_SEARCHED: Final = 400
"""In lines: only the beginning is searched for a date and a time zone."""


def looks(text: str) -> bool:
    """Whether a text may be a Markdown postmortem: any text may; `read` decides."""
    return bool(text.strip())


def read(text: str, context: IntakeContext) -> Intake:
    """Read a Markdown postmortem.

    Raises:
        NotReadable: the text is no postmortem.
    """
    text, removed = clean(text)
    if is_html(text):
        raise NotReadable("is HTML and not Markdown: `pandoc -f html -t gfm FILE -o FILE.md` makes Markdown of it")
    written = text
    text, origin = without_html(text)
    parsed = parse(text)
    suffix, zone = _suffix(parsed, _zone(parsed))
    draft = Draft(parsed, context, TimeReader(zone or context.zone, context.now, context.date))
    draft.times.suffix = suffix
    draft.times.started = lambda: draft.details.get("started_at")
    _note_dates(draft, text[:_OF_LANGUAGE])
    placing = _placed(draft, parsed)
    why_not = why_no_postmortem(placing, parsed)
    if why_not:
        raise NotReadable(f"is no postmortem ({why_not}): {_MEND}")
    if removed:
        draft.say(f"{removed} control {'character' if removed == 1 else 'characters'} taken out")
    fill_milestones(draft)
    keep_lost_text(draft)
    _say_zone(draft, zone, context)
    session = assembled(draft, zone or context.zone)
    return Intake(KIND, session, account=_account(draft, origin, written, text), notes=tuple(draft.said))


def _note_dates(draft: Draft, beginning: str) -> None:
    """Note whether the text has dates in other languages, or with the month first."""
    draft.times.foreign = with_english_dates(beginning) != beginning
    if shown := month_first(beginning):
        draft.times.month_first = True
        draft.say(f"dates such as {shown} are kept as words: here the day comes before the month")


def _placed(draft: Draft, parsed: Parsed) -> Placing:
    """Read all parts of the text into the draft."""
    top = outline(_without_comments(draft, parsed.blocks))
    placing = Placing(draft)
    title, parts = _title(top, _has_title(parsed))
    read_front_matter(draft)
    if title is not None:
        read_title(draft, title.title, (title.start, title.end))
    _date(draft, parsed)
    placing.top(top)
    if title is not None:
        placing.top(title)
    for part in parts:
        placing.walk(part, None)
    return placing


def _account(draft: Draft, origin: list[int] | None, written: str, text: str) -> tuple[Placed, ...]:
    """Return the account by line of the original text, with the texts that only its HTML attributes had.

    Args:
        draft: the review.
        origin: for each line of `text` the original line, from 0; None: they are the same.
        written: the original text.
        text: the text without HTML.
    """
    rows = tuple(sorted(draft.account.rows, key=lambda row: row.line))
    if origin is None:
        return rows
    rows = tuple(row._replace(line=origin[min(row.line, len(origin)) - 1] + 1) for row in rows)
    told = [Placed(line, words, None) for line, words in hover_texts(written, text)]
    return tuple(sorted([*rows, *told], key=lambda row: row.line))


def _without_comments(draft: Draft, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without those that are only comments; forms have hints in them."""
    kept = []
    for block in blocks:
        rest, comments = without_comments(block.text) if block.kind == "html" else (block.text, [])
        if comments and not rest.strip():
            draft.account.put(block, None)
            draft.account.value(block.text)
        else:
            kept.append(block)
    return kept


def _has_title(parsed: Parsed) -> bool:
    """Whether the front matter has the title."""
    return any(_TITLE_KEY.match(line) for line in parsed.lines[slice(*parsed.front_matter)])


def _title(top: Part, has_title: bool) -> tuple[Part | None, list[Part]]:
    """Return the heading that is the title (None: there is none), and the parts below it and beside it."""
    for n, part in enumerate(top.parts):
        found = meaning(part.title)
        label = field_of(part.title.partition(":")[0]) if ":" in part.title else None
        is_field = label in _NO_TITLES and not _TERMS.search(part.title)
        if part.virtual or (found.exact and found.group is not None) or field_of(part.title) or is_field:
            return None, top.parts
        if has_title and part.level > 1:
            return None, top.parts
        if n == 0:
            # A part beside the title, and not below it, counts as well.
            return part, [*part.parts, *top.parts[1:]]
    return None, top.parts


def _zone(parsed: Parsed) -> str | None:
    """Return the time zone of the text: from a note, else the only zone in its key details; None: it names none."""
    for line in parsed.lines:
        if ("ime" in line or "IME" in line or "TZ" in line) and (zone := zone_note(line)):
            return zone
    columns = {zone for line in parsed.lines if line.startswith("|") and (zone := _zone_of_column(line))}
    if len(columns) == 1:
        return columns.pop()
    zones = {zone for line in parsed.lines[:_SEARCHED] if (zone := _zone_of_detail(line))}
    return zones.pop() if len(zones) == 1 else None


def _zone_of_column(line: str) -> str | None:
    """Return the zone in the header of a first column, in any language: `| 時刻 (JST) | … |`."""
    found = _COLUMN.match(line)
    return zone_in(found["zone"]) if found and is_zone_alone(found["zone"]) else None


def _suffix(parsed: Parsed, zone: str | None) -> tuple[str, str | None]:
    """Return the abbreviation after all times, and the zone: the given one, else that of the abbreviation."""
    found = zone_behind_times("\n".join(parsed.lines))
    return (found[0], zone or found[1]) if found and zone in (None, found[1]) else ("", zone)


def _zone_of_detail(line: str) -> str | None:
    """Return the zone of a time in the key details: `**When:** 2026-06-03 08:10–11:15 CEST`, `Start (UTC): 08:10`."""
    found = _DATED.match(line) if ":" in line else None
    if found is None or field_of(found["label"]) not in TIMES:
        return None
    return (zone_in(found["in"] or "") or zone_in(found["value"])) if _TIME_OF_DAY.search(found["value"]) else None


def _say_zone(draft: Draft, zone: str | None, context: IntakeContext) -> None:
    timed = any(event.at and event.precision != "day" for event in draft.events)
    if timed and zone is None:
        draft.say(f"times without a zone are read in {context.zone}")
    if draft.times.undated:
        count = draft.times.undated
        times = "1 time is kept as words: no date says on which day it was"
        if count > 1:
            times = f"{count:,} times are kept as words: no date says on which day they were"
        draft.say(f"{times}: write Date: at its top")


def _date(draft: Draft, parsed: Parsed) -> None:
    """Set the day of the incident, which must be known before any time of day is read."""
    found: date | None = draft.details.get("incident_date")
    for line in parsed.lines[:_SEARCHED] if found is None else ():
        labelled = _DATED.match(line)
        if labelled and field_of(labelled["label"]) in ("incident_date", "started_at"):
            found = draft.times.date(plain(labelled["value"]))
            if found:
                break
    if found is None:
        # A date in the file's name is at least near the incident.
        text, numbers = "\n".join(parsed.lines[:_SEARCHED]), not draft.times.month_first
        found = draft.context.date or first_date(text, draft.context.now, numbers=numbers)
    if found is not None:
        draft.times.day = found
