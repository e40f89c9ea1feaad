"""Walk through the parts of a text in order, and give each to the reader for its kind."""

from __future__ import annotations

import re
from typing import Final, Literal

from pmtui.intake.markdown.action_detection import looks_like_actions, names_actions
from pmtui.intake.markdown.actions import Group as ActionGroup
from pmtui.intake.markdown.actions import group_of, read_actions
from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.details import (
    are_details,
    is_field_alone,
    is_status,
    pair_of,
    pairs_of,
    read_attendees,
    take,
    take_pairs,
)
from pmtui.intake.markdown.draft import PROSE, Draft, Own
from pmtui.intake.markdown.figures import read_evidence, read_links
from pmtui.intake.markdown.headings import Meaning, are_formal, meaning, without_shortcode
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.items import is_blank
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.lessons import read_notes, read_questions
from pmtui.intake.markdown.outline import Part
from pmtui.intake.markdown.synonyms import TELLING, Group
from pmtui.intake.markdown.timeline import Timeline
from pmtui.intake.markdown.whys import read_factors, read_whys
from pmtui.session.document import Measure, Recurrence

_NOTES: Final = frozenset({"learned", "went_well", "went_wrong", "got_lucky"})
_ANSWERS: Final[dict[str, Literal["yes", "no", "unknown"]]] = {
    "yes": "yes", "no": "no", "not known": "unknown", "unknown": "unknown"
}  # fmt: skip
_ANSWER: Final = re.compile(
    r"\**(?P<answer>yes|no|not known|unknown)\**(?:\.|\s*[:;,.–—-]\s*\**\s*(?P<detail>\S.*))?",
    re.DOTALL | re.IGNORECASE,
)
_SURELY: Final = frozenset({"timeline", "root_cause", "contributing", "whys", "went_well", "went_wrong"})
"""Parts that identify a postmortem even if their heading has more words: `Root cause of the outage`."""
_ONCE: Final = frozenset({"summary", "impact", "timeline", "root_cause", "actions", "learned"})
_BY_CONTENT: Final = frozenset(
    {
        "remediation",
        "mitigations",
        "mitigation",
        "improvements",
        "remediations",
        "prevention",
        "recurrence",
        "backlog",
        "backlog check",
    }
)
_TO_COME: Final = frozenset({"improvements", "prevention", "recurrence"})
"""Of these, those about the future, whatever is below them."""
_NAMES_OF_FIELDS: Final = frozenset(
    {"summary", "what happened", "impact", "root cause", "root causes", "root cause(s)"}
)
"""Bold beginnings that only name the field that takes their text."""
_LABELS_WITHIN: Final[dict[Group, frozenset[Group | None]]] = {
    "actions": frozenset(
        {"section", "summary", "actions", "impact", "root_cause", "further_reading", "evidence", None}
    ),
    "contributing": frozenset({"section", "contributing", "summary", None}),
    "whys": frozenset({"whys", None}),
    "timeline": frozenset({"section", "timeline", "details", None}),
    "went_well": frozenset({"section", "summary", None}),
    "went_wrong": frozenset({"section", "summary", None}),
    "got_lucky": frozenset({"section", "summary", None}),
    "impact": frozenset({"impact", "summary", None}),
    "root_cause": frozenset({"root_cause", "summary", None}),
    "evidence": frozenset({"evidence", None}),
    "section": frozenset({None}),
}
"""By kind of part: the headings within it that only name a group of its items."""


class Placing:
    """Places the parts of one text into the draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.timeline = Timeline(draft)
        self.telling = 0
        """Headings of own sections that only postmortems have."""
        self.groups: list[Group] = []
        """The meanings of the headings, from which `why_no_postmortem` decides whether this is a postmortem."""
        self.titles: list[str] = []
        """Meanings of headings that a postmortem has once."""

    def top(self, part: Part) -> None:
        """Place what is above all headings except the title."""
        self._preamble(part.blocks)

    def walk(self, part: Part, within: Group | None, own: Own | None = None) -> None:
        """Place a part and the parts in it."""
        found = meaning(part.title)
        group, label = self._group(part, found, within)
        if group is not None and found.group == group and not found.exact and group in _SURELY:
            self.groups.append(group)
        if group is not None and found.group == group and found.exact:
            self.groups.append(group)
            self.telling += group == "section" and found.key in TELLING
            self.titles += [plain(part.title).strip(" :")] if group in _ONCE and not part.virtual else []
        below: Own | None = None
        if within in (None, "timeline", "details", "section") and self._dated(part, within, found):
            group = "timeline"
        else:
            below = self._place(part, group, found, label, own)
        for child in part.parts:
            self.walk(child, group, below if group == "section" else None)

    def _group(self, part: Part, found: Meaning, within: Group | None) -> tuple[Group, str]:
        """Return the kind of a part, and its heading as a label where it is one of several parts of that kind."""
        group = found.group
        if not found.exact and within is not None and not (group in _NOTES or group in ("timeline", "actions")):
            group = None
        if group in ("learned", "actions") and found.key in _BY_CONTENT and within != "actions":
            group = "actions" if self._is_to_do(part, found.key in _TO_COME) else "section"
        elif group == "section" and found.key in _BY_CONTENT and self._is_to_do(part, found.key in _TO_COME):
            group = "actions"
        if part.virtual and found.key in ("attachment", "attachments"):
            return "evidence", ""
        labels = _LABELS_WITHIN.get(within) if within else None
        if within == "root_cause" and group == "summary" and found.exact and not self.draft.prose[PROSE["summary"]]:
            return "summary", ""  # a whole report below the heading "Root cause"
        if within and labels is not None and group in labels:
            if within == "root_cause" and group is None and part.level <= 2:
                return "section", ""
            return within, plain(part.title).strip(" :")
        if group is None:
            if within == "learned" and part.virtual:
                return "learned", plain(part.title).strip(" :")
            return "section", ""
        return group, ""

    def _is_to_do(self, part: Part, told: bool) -> bool:
        return looks_like_actions(part.blocks, told) or any(
            meaning(child.title).group == "actions" or looks_like_actions(child.blocks, told) for child in part.parts
        )

    def _dated(self, part: Part, within: Group | None, found: Meaning) -> bool:
        """Take a heading that is a time, or a date within the timeline, as an event; returns whether it was one."""
        if found.exact or not any(char.isdigit() for char in part.title):
            return False
        title = self.draft.plain(part.title, part.start)[0]
        times = self.draft.times
        kept = times.day, times.above
        read = times.whole(title) or times.take(title)
        if read is None:
            return False
        if within != "timeline" and read.typed.precision == "day" and (read.rest or not self._holds_times(part)):
            times.day, times.above = kept
            return False
        self.timeline.heading(read, title, (part.start, part.end), part.blocks)
        return True

    def _holds_times(self, part: Part) -> bool:
        """Whether the blocks below a heading, or headings below it, begin with times of day."""
        begins = self.timeline.begins_with_a_time
        return any(self.timeline.has_times(block) or begins(block) for block in part.blocks) or any(
            begins(Block("paragraph", child.start, child.end, child.title)) for child in part.parts
        )

    # --- by kind ---

    def _place(self, part: Part, group: Group, found: Meaning, label: str, own: Own | None) -> Own | None:
        draft, whole = self.draft, plain(part.title).strip()
        title = without_shortcode(whole).strip(" :")
        draft.account.became(whole, title)
        field = field_of(title) if not part.virtual or group == "details" else None
        if (group == "section" and field and self._is_field(part)) or (
            field and not found.exact and self._is_field(part)
        ):
            self._field(part, title)
            return None
        if group == "section" and not part.virtual and self._pair(part):
            return None
        self._head(part, group, found, label, title)
        blocks = part.blocks
        if group == "section":
            return self._section(part, title, label, own, found)
        if group in PROSE:
            named = not found.exact or (part.virtual and found.key not in _NAMES_OF_FIELDS)
            self._prose(group, blocks, label or (title if named else ""), found)
        elif group == "timeline":
            self._timeline(part, label, title)
        elif group == "actions":
            known = found.exact and found.group == "actions"
            said = (
                group_of(draft, part.title, known and not label) if label or not known or found.hints else ActionGroup()
            )
            horizon = group_of(draft, part.title, True).horizon if known else said.horizon
            read_actions(draft, blocks, ActionGroup(said.title, horizon, said.status), title)
        elif group in _NOTES:
            read_notes(draft, blocks, group, label)
        elif group == "whys":
            read_whys(draft, blocks, label)
        elif group == "contributing":
            read_factors(draft, blocks, title, label)
        elif group == "questions":
            read_questions(draft, blocks)
        elif group == "attendees":
            read_attendees(draft, blocks)
        elif group == "evidence":
            read_evidence(draft, blocks, title)
        elif group == "further_reading":
            read_links(draft, blocks, title)
        else:
            self._preamble(blocks)
        return None

    def _head(self, part: Part, group: Group, found: Meaning, label: str, title: str) -> None:
        """Record the place of a heading; words that are no usual heading are kept as a text."""
        if not label:
            self._aside(title, found.hints, group)
        if part.start == part.end:
            self.draft.account.value(part.title)
            return
        place = {"section": f"summary.sections: {title}", "contributing": "root_cause.whys", "whys": "root_cause.whys"}
        notes = f"lessons.{group}" if group in _NOTES else PROSE.get(group, group)
        self.draft.account.put_lines(part.start, part.end, place.get(group, notes))
        if found.exact and not label and group != "section":
            self.draft.account.value(part.title)
        elif not label and group not in ("section", "actions", *PROSE):
            self.draft.add_more(f"Heading of {group.replace('_', ' ')}", title)

    def _aside(self, title: str, hints: tuple[str, ...], group: str) -> None:
        """Keep a heading whose brackets say something, as it is not only the name of a part."""
        if group in ("section", "actions"):
            return  # these readers keep the brackets themselves
        if not are_formal(hints):
            self.draft.add_more(f"Heading of {group.replace('_', ' ')}", title)

    def _is_field(self, part: Part) -> bool:
        """Whether a heading with a short text below it is a field of the key details."""
        flat = [block for block in part.blocks if all(len(item.children) <= 1 for item in block.children)]
        short = [block for block in flat if block.kind in ("paragraph", "list")]
        return len(short) == len(part.blocks) <= 1 and not part.parts and sum(len(block.text) for block in short) <= 200

    def _pair(self, part: Part) -> bool:
        """Take a heading that is label and value, `### Date: 4 May 2026`, without text below it; returns
        whether it was.
        """
        pair = pair_of(self.draft, part.title, part.start)
        if pair is None or not pair.value or part.blocks:
            return False
        self.draft.account.put_lines(part.start, part.end, "key_details", "")
        take(self.draft, pair.label, pair.value, part.start)
        return True

    def _field(self, part: Part, title: str) -> None:
        account = self.draft.account
        account.put_lines(part.start, part.end, "key_details")
        self._aside(title, meaning(title).hints, "details")
        if not part.blocks:
            account.value(title)
        for block in part.blocks:
            texts = (
                [block.text]
                if block.kind == "paragraph"
                else [child.text for item in block.children for child in item.children]
            )
            account.put(block, "key_details", "")
            take(self.draft, title, ", ".join(texts) if block.kind == "list" else texts[0], block.start)

    def _section(self, part: Part, title: str, label: str, own: Own | None, found: Meaning) -> Own | None:
        draft = self.draft
        if self._all_times(part.blocks) and found.exact and are_formal(found.hints):
            draft.account.value(part.title)  # a usual heading above times is no event
            self.timeline.blocks(part.blocks, title)
            return own
        if self._all_times(part.blocks):
            self.timeline.divider(part.title, (part.start, part.end), part.blocks)
            return own
        if found.key == "recurrence" and not label and not part.parts and self._recurrence(part):
            return None
        if is_blank(draft, part.blocks) and not label:
            if not found.exact or not are_formal(found.hints):
                return draft.add_section(title, part.blocks)
            draft.account.value(part.title)
            for block in part.blocks:
                draft.account.put(block, None)
                draft.account.value(block.text)
            return None
        return draft.add_section(title, part.blocks, own if label else None, label if own else "")

    def _recurrence(self, part: Part) -> bool:
        """Take a paragraph that begins with yes or no as the answer on recurrence; returns whether it was one."""
        draft, block = self.draft, part.blocks[0] if len(part.blocks) == 1 else None
        said = _ANSWER.fullmatch(draft.words(block)) if block and block.kind == "paragraph" else None
        if block is None or said is None or draft.recurrence != Recurrence():
            return False
        draft.recurrence = Recurrence(answer=_ANSWERS[said["answer"].casefold()], detail=plain(said["detail"] or ""))
        draft.account.value(part.title, said["answer"])
        draft.account.put(block, "summary.recurrence")
        return True

    def _all_times(self, blocks: list[Block]) -> bool:
        said = [block for block in blocks if not is_blank(self.draft, [block])]
        timed = [block for block in said if block.kind in ("list", "table") and self.timeline.has_times(block)]
        lines = [block for block in said if self.timeline.begins_with_a_time(block)]
        return bool(said) and len(timed) + len(lines) == len(said) and len(lines) != 1

    def _prose(self, group: Group, blocks: list[Block], label: str, found: Meaning) -> None:
        draft, place = self.draft, PROSE[group]
        left: list[Block] = []
        for block in blocks:
            alone = block.kind != "paragraph" or (group == "summary" and is_field_alone(draft, block))
            pairs = pairs_of(draft, block) if group in ("summary", "impact") and alone else None
            if pairs and group == "summary" and are_details(pairs):
                take_pairs(draft, block, pairs)
            elif pairs and group == "impact" and all(pair.value and len(pair.value) <= 160 for pair in pairs):
                self._measures(block)
            elif group == "impact" and self._measures_of_a_row(block):
                pass
            elif group == "root_cause" and "contributing" in found.others and block.kind == "list":
                read_factors(draft, [block], "Contributing factors")
            else:
                left.append(block)
        if left or label:
            draft.add_prose(place, left, label)

    def _measures_of_a_row(self, block: Block) -> bool:
        """Take a table with one row of at least three cells as measures, one for each column; returns whether
        it was.
        """
        rows = block.children if block.kind == "table" else []
        if len(rows) != 2 or len(rows[0].cells) < 3 or not all(map(str.strip, rows[0].cells)):
            return False
        names, values = ([self.draft.plain(cell, row.start)[0] for cell in row.cells] for row in rows)
        if any(len(cell) > 80 or "\n" in cell for cell in (*names, *values)):
            return False
        self.draft.measures += [
            Measure(id=self.draft.new_id(), name=name, value=value)
            for name, value in zip(names, values, strict=False)
            if value
        ]
        self.draft.account.put(block, "impact.measures")
        return True

    def _measures(self, block: Block) -> None:
        draft = self.draft
        for pair in pairs_of(draft, block) or ():
            value, _ = draft.plain(pair.value, pair.line)
            draft.measures.append(Measure(id=draft.new_id(), name=pair.label, value=value))
        draft.account.put(block, "impact.measures")

    def _timeline(self, part: Part, label: str, title: str) -> None:
        self.draft.times.begin()
        if label:
            self.timeline.divider(part.title, (part.start, part.end), part.blocks)
        else:
            self.timeline.blocks(part.blocks, title or "Timeline")

    def _preamble(self, blocks: list[Block]) -> None:
        """Place what is above the first heading: as key details, else as the overview."""
        for block in blocks:
            pairs = pairs_of(self.draft, block)
            if pairs and are_details(pairs):
                take_pairs(self.draft, block, pairs)
            elif block.kind == "paragraph" and is_status(block.text):
                take(self.draft, "Status", block.text, block.start)
            elif names_actions(block):
                read_actions(self.draft, [block], ActionGroup(), "Action items")
            elif self.timeline.are_events(block):
                self.draft.times.begin()
                self.timeline.blocks([block], "Timeline")
            else:
                self.draft.add_prose("summary.overview", [block])
