"""What has been read of a report so far, and what all its readers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pmtui.intake.own_report.layout import Page
from pmtui.intake.own_report.lists import paragraphs, quoted
from pmtui.intake.result import NotReadable, Placed
from pmtui.session.document import OwnSection, Parked


@dataclass(slots=True)
class Draft:
    """A report while it is read."""

    page: Page
    new_id: Callable[[], str]
    now: datetime
    zone: str
    """What its times are read in."""
    on: date | None = None
    """The day of the incident."""
    figures: dict[str, str] = field(default_factory=dict)
    """The id of each figure, by its number in the report."""
    account: list[Placed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    more_sections: list[OwnSection] = field(default_factory=list)
    """What stands in no field of its own, under its heading."""
    remarks: list[Parked] = field(default_factory=list)

    def place(self, line: int, place: str) -> None:
        """Note where the text of a line went."""
        self.account.append(Placed(line + 1, self.page.lines[line].strip(), place))

    def keep(self, title: str, first: int, end: int, *, at: int | None = None) -> None:
        """Keep lines that belong to no field as a section of the team's own; of the same title they are one.

        Args:
            title: its heading, as a text.
            first, end: the lines below the heading.
            at: the line of the heading.
        """
        text = self.page.text(first, end)
        if not text and at is None:
            return
        for n, section in enumerate(self.more_sections):
            if section.title == title and section.text and text:
                joined = f"{section.text}\n\n{text}"
                self.more_sections[n] = OwnSection(id=section.id, title=title, text=joined)
                break
        else:
            # A heading alone would not be shown again.
            self.more_sections.append(OwnSection(id=self.new_id(), title=title, text=text))
        self.place(first if at is None else at, f"summary.sections: {title}")

    def remark(self, lines: list[str], item_id: str | None, line: int) -> None:
        """Keep a block quote that somebody wrote behind an item; `lines` are without their marks."""
        text = paragraphs(lines)
        if text:
            self.remarks.append(Parked(id=self.new_id(), text=text, kind="remark", of=item_id))
            self.place(line, "parking_lot")

    def remark_of_lines(self, first: int, end: int, item_id: str | None) -> None:
        """`remark`, for a block quote at the left edge."""
        self.remark([quoted(line) for line in self.page.lines[first:end]], item_id, first)

    @property
    def today(self) -> date:
        """The day that dates without a year are read from."""
        return self.on or self.now.date()

    def unread(self, line: int, what: str, where: str) -> None:
        """Say that words were not read as a value, and where they stay."""
        self.notes.append(f"line {line + 1}: {what} was not read: its words stay {where}")

    def choice(self, line: int, label: str, shown: str, words: Mapping[str, str]) -> Any:
        """The key of a word from a list.

        Raises:
            NotReadable: it is none of them.
        """
        wanted = shown.strip().casefold()
        for key, word in words.items():
            if word.casefold() == wanted:
                return key
        choices = ", ".join(word for word in words.values() if word)
        raise self.refused(line, f"{label} “{shown}” is not one of {choices}", "write one of them")

    def refused(self, line: int, what: str, mend: str) -> NotReadable:
        """The refusal of the whole report for what stands on a line."""
        return NotReadable(f"line {line + 1}: {what}: {mend}")
