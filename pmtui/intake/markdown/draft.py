"""The review while it is read from a text; all readers of parts fill it in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmtui.intake.markdown.account import Account
from pmtui.intake.markdown.blocks import Block, Parsed
from pmtui.intake.markdown.inline import Picture, bold_lead, pictures, plain, resolved, without_comments
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.intake.markdown.time_reader import TimeReader
from pmtui.intake.result import IntakeContext
from pmtui.session.document import (
    Action,
    Event,
    Evidence,
    Measure,
    Note,
    Parked,
    Reading,
    Recurrence,
    Why,
)
from pmtui.session.own_fields import why_refused
from pmtui.session.text import one_line

PROSE: Final = {"summary": "summary.overview", "impact": "impact.statement", "root_cause": "root_cause.statement"}
"""The fields that take paragraphs."""


@dataclass(slots=True)
class Own:
    """A section of the team's own."""

    title: str
    parts: list[str] = field(default_factory=list)


class Draft:
    """Collects the content of the review, and records where each line went."""

    def __init__(self, parsed: Parsed, context: IntakeContext, times: TimeReader) -> None:
        self.parsed, self.context, self.times = parsed, context, times
        self.account = Account(parsed.lines)
        self.new_id: Callable[[], str] = context.new_id
        self.details: dict[str, Any] = {}
        self.more: dict[str, str] = {}
        self.attendees: list[str] = []
        self.tags: list[str] = []
        self.services: list[str] = []
        self.tickets: list[str] = []
        self.prose: dict[str, list[str]] = {place: [] for place in PROSE.values()}
        self.sections: list[Own] = []
        self.measures: list[Measure] = []
        self.problem = ""
        self.recurrence = Recurrence()
        self.whys: list[Why] = []
        self.events: list[Event] = []
        self.actions: list[Action] = []
        self.notes: dict[str, list[Note]] = {"learned": [], "went_well": [], "went_wrong": [], "got_lucky": []}
        self.evidence: list[Evidence] = []
        self.reading: list[Reading] = []
        self.parked: list[Parked] = []
        self.said: list[str] = []
        self._read: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}
        self.used: set[str] = set()
        """The labels of link definitions that some link uses."""

    def say(self, sentence: str) -> None:
        """Add a note for the user; each is shown once."""
        if sentence not in self.said:
            self.said.append(sentence)

    # --- texts ---

    def words(self, block: Block) -> str:
        """Return the inline text of a block as Markdown: reference links with addresses, without comments."""
        return self.cleaned(block.text, block.start)

    def cleaned(self, text: str, line: int) -> str:
        """Return a text without comments, and with addresses in its reference links."""
        text, comments = without_comments(text)
        for comment in comments:
            self.account.dropped(line, comment)
        named = resolved(text, self.parsed.references, self.used)
        if named is not text:
            self.account.became(text, named)
        return named.strip()

    def plain(self, text: str, line: int, at: str | None = None) -> tuple[str, tuple[str, ...]]:
        """Return a text as a field shows it (without marks), and the ids of the figures made of its images."""
        text = self.cleaned(text, line)
        found = []
        for source, picture in pictures(text):
            figure = self.picture(picture, line, at)
            found.append(figure)
            text = text.replace(source, f" {self.name_of(figure)} ", 1)
        return plain(" ".join(text.split("  ")) if found else text), tuple(found)

    def name_of(self, figure: str) -> str:
        """Return the words by which a text refers to a figure."""
        for n in range(len(self._names), len(self.evidence)):
            self._names[self.evidence[n].id] = f"Fig. {n + 1}"
        return self._names[figure]

    def picture(self, picture: Picture, line: int, at: str | None = None) -> str:
        """Keep an image as evidence, and return its id."""
        kind = "graph" if any(word in picture.url.casefold() for word in ("grafana", "graph", "chart", "plot")) else ""
        caption = " ".join(filter(None, (picture.alt, picture.title if picture.title != picture.alt else "")))
        figure = Evidence(
            id=self.new_id(),
            caption=one_line(caption) or picture.url.rsplit("/", 1)[-1].partition("?")[0][:80],
            kind="graph" if kind else "screenshot",
            url=picture.url,
            at=at,
        )
        self.evidence.append(figure)
        self.account.put_lines(line, line + 1, "evidence", f"![{picture.alt}]({picture.url})")
        return figure.id

    def log(self, code: Block, caption: str, at: str | None = None) -> str:
        """Keep code or a log as evidence, and return its id."""
        figure = Evidence(id=self.new_id(), caption=one_line(caption), kind="log", body=code.text.rstrip("\n"), at=at)
        self.evidence.append(figure)
        self.account.put(code, "evidence")
        return figure.id

    def source(self, block: Block) -> str:
        """Return a block as it was written, with figures in place of images; empty where it has no content.

        Where the bold beginning of a block, `**Impact:** …`, is used as a heading, only the text after it is returned.
        """
        text = self.parsed.source(block)
        lead = bold_lead(text.strip()) if block.kind == "paragraph" else None
        if block.kind == "paragraph" and (
            (lead and lead.rest == block.text) or text.strip().endswith(f": {block.text}")
        ):
            text = block.text
        if block.kind == "paragraph" and (heads := _behind_its_heading(text, block.text)):
            text = heads
        if block.kind == "code":
            return text
        if block.kind == "html" and text.lstrip().startswith("<!--") and "-->" not in text:
            return text
        text = self.cleaned(text, block.start)
        if block.kind == "paragraph" and is_placeholder(text):
            self.account.dropped(block.start, text)
            self.account.put(block, None, "")
            return ""
        for whole, picture in pictures(text):
            text = text.replace(whole, self.name_of(self.picture(picture, block.start)), 1)
        return text

    def add_prose(self, place: str, blocks: Sequence[Block], label: str = "") -> None:
        """Add blocks to a field of running text, below a bold label where they had a heading of their own."""
        texts = []
        for block in self._without_end_rules(blocks):
            if text := self.source(block):
                texts.append(text)
                self.account.put(block, place)
            elif not self.account.placed[block.start]:
                self.account.put(block, None, "")
        if texts and label:
            texts.insert(0, f"**{label}**")
        elif label:
            texts = [f"**{label}**"]
        self.prose[place] += texts

    def _without_end_rules(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Return the blocks without horizontal rules before and after them."""
        begin, end = 0, len(blocks)
        while begin < end and blocks[begin].kind == "rule":
            begin += 1
        while end > begin and blocks[end - 1].kind == "rule":
            end -= 1
        for block in (*blocks[:begin], *blocks[end:]):
            self.account.put(block, None, "")
        return blocks[begin:end]

    def add_section(self, title: str, blocks: Sequence[Block], into: Own | None = None, label: str = "") -> Own:
        """Add blocks to a section of the team's own, and return it."""
        own = into or Own(title)
        if into is None:
            self.sections.append(own)
        texts = []
        for block in self._without_end_rules(blocks):
            if text := self.source(block):
                texts.append(text)
                self.account.put(block, f"summary.sections: {own.title}")
            elif not self.account.placed[block.start]:
                self.account.put(block, None, "")
        own.parts += [f"**{label}**", *texts] if label else texts
        return own

    # --- fields ---

    def add_more(self, name: str, value: str) -> None:
        """Keep a value under the team's own name for it."""
        name = one_line(name).strip(" :*") or "Note"
        if why_refused(name):
            name = f"{name} (as written)" if name.strip() else "Note"
        value = value.strip()
        if not value or value in self.more.get(name, "").split("; "):
            return
        self.more[name] = f"{self.more[name]}; {value}" if self.more.get(name) else value

    def add_reading(self, title: str, url: str) -> None:
        """Keep a link as further reading, once."""
        if (title, url) not in self._read:
            self._read.add((title, url))
            self.reading.append(Reading(id=self.new_id(), title=title, url=url))


_HEADING_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\*\*|__)[^*_\n]+(?:\*\*|__)\s*:?\s*")


def _behind_its_heading(source: str, text: str) -> str:
    """Return an item's text without the bold beginning that serves as a heading; empty where it has none."""
    source, text = (re.sub(r"\s*\n\s*", "\n", each.strip()) for each in (source, text))
    begins = source.removesuffix(text)
    return text if begins != source and _HEADING_ITEM.fullmatch(begins) else ""
