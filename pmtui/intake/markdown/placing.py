"""Walk through the parts of a text in order, and give each to the reader for its kind."""

from __future__ import annotations

import re
from typing import Final, Literal

from pmtui.intake.markdown.action_detection import names_actions
from pmtui.intake.markdown.actions import ActionGroup, group_of, read_actions
from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.details import is_status, read_attendees, take, take_pairs
from pmtui.intake.markdown.draft import PROSE, Draft, Own
from pmtui.intake.markdown.figures import read_evidence, read_links
from pmtui.intake.markdown.headings import Meaning, are_formal, meaning, without_shortcode
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.items import is_blank
from pmtui.intake.markdown.label_pairs import are_details, is_field_alone, pair_of, pairs_of
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.lessons import read_notes, read_questions
from pmtui.intake.markdown.measures import read_measures, read_measures_of_a_row
from pmtui.intake.markdown.outline import Part
from pmtui.intake.markdown.part_kinds import NOTES, SURELY, kind_of_part
from pmtui.intake.markdown.synonyms import TELLING, Group
from pmtui.intake.markdown.timeline import Timeline
from pmtui.intake.markdown.whys import read_factors, read_whys
from pmtui.session.document import Recurrence

_ANSWERS: Final[dict[str, Literal["yes", "no", "unknown"]]] = {
    "yes": "yes", "no": "no", "not known": "unknown", "unknown": "unknown"
}  # fmt: skip
_ANSWER: Final = re.compile(
    r"\**(?P<answer>yes|no|not known|unknown)\**(?:\.|\s*[:;,.–—-]\s*\**\s*(?P<detail>\S.*))?",
    re.DOTALL | re.IGNORECASE,
)
_ONCE: Final = frozenset({"summary", "impact", "timeline", "root_cause", "actions", "learned"})
_NAMES_OF_FIELDS: Final = frozenset(
    {"summary", "what happened", "impact", "root cause", "root causes", "root cause(s)"}
)
"""Bold beginnings that only name the field that takes their text."""


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
        group, label = kind_of_part(self.draft, part, found, within)
        if group is not None and found.group == group and not found.exact and group in SURELY:
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
        if group == "section":
            return self._section(part, title, label, own, found)
        self._read(part, group, found, label, title)
        return None

    def _read(self, part: Part, group: Group, found: Meaning, label: str, title: str) -> None:
        """Read the blocks of a part with the reader for its kind."""
        draft, blocks = self.draft, part.blocks
        if group in PROSE:
            named = not found.exact or (part.virtual and found.key not in _NAMES_OF_FIELDS)
            self._prose(group, blocks, label or (title if named else ""), found)
        elif group == "timeline":
            self._timeline(part, label, title)
        elif group == "actions":
            self._actions(part, found, label, title)
        elif group in NOTES:
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

    def _actions(self, part: Part, found: Meaning, label: str, title: str) -> None:
        known = found.exact and found.group == "actions"
        said = ActionGroup()
        if label or not known or found.hints:
            said = group_of(self.draft, part.title, known and not label)
        horizon = group_of(self.draft, part.title, True).horizon if known else said.horizon
        read_actions(self.draft, part.blocks, ActionGroup(said.title, horizon, said.status), title)

    def _head(self, part: Part, group: Group, found: Meaning, label: str, title: str) -> None:
        """Record the place of a heading; words that are no usual heading are kept as a text."""
        if not label:
            self._aside(title, found.hints, group)
        if part.start == part.end:
            self.draft.account.value(part.title)
            return
        place = {"section": f"summary.sections: {title}", "contributing": "root_cause.whys", "whys": "root_cause.whys"}
        notes = f"lessons.{group}" if group in NOTES else PROSE.get(group, group)
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
                read_measures(draft, block)
            elif group == "impact" and read_measures_of_a_row(draft, block):
                pass
            elif group == "root_cause" and "contributing" in found.others and block.kind == "list":
                read_factors(draft, [block], "Contributing factors")
            else:
                left.append(block)
        if left or label:
            draft.add_prose(place, left, label)

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
