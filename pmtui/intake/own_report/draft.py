"""The state that all readers of a report share."""

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
    """The IANA time zone of its times."""
    on: date | None = None
    """The day of the incident; None: not known."""
    figures: dict[str, str] = field(default_factory=dict)
    """The id of each figure by its number in the report."""
    account: list[Placed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    more_sections: list[OwnSection] = field(default_factory=list)
    """Text that belongs to no field, under its heading."""
    remarks: list[Parked] = field(default_factory=list)

    def place(self, line: int, place: str) -> None:
        """Record where the text of a line went."""
        self.account.append(Placed(line + 1, self.page.lines[line].strip(), place))

    def keep(self, title: str, first: int, end: int, *, at: int | None = None) -> None:
        """Keep lines that belong to no field as an own section of the summary; lines with the same title are joined.

        Args:
            title: the title of the section, as plain text.
            first: the first of the lines below the heading, from 0.
            end: the line after the last one.
            at: the line of the heading; None: there is none.
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
            # A section with a heading only would not be shown in a report.
            self.more_sections.append(OwnSection(id=self.new_id(), title=title, text=text))
        self.place(first if at is None else at, f"summary.sections: {title}")

    def remark(self, lines: list[str], item_id: str | None, line: int) -> None:
        """Keep a block quote that somebody wrote after an item as a remark; `lines` are without the `>`."""
        text = paragraphs(lines)
        if text:
            self.remarks.append(Parked(id=self.new_id(), text=text, kind="remark", of=item_id))
            self.place(line, "parking_lot")

    def remark_of_lines(self, first: int, end: int, item_id: str | None) -> None:
        """Keep a block quote that is not indented as a remark; see `remark`."""
        self.remark([quoted(line) for line in self.page.lines[first:end]], item_id, first)

    @property
    def today(self) -> date:
        """The date from which dates without a year are counted."""
        return self.on or self.now.date()

    def unread(self, line: int, what: str, where: str) -> None:
        """Add a note that words could not be read as a value, and where they are kept."""
        self.notes.append(f"line {line + 1}: {what} was not read: its words stay {where}")

    def choice(self, line: int, label: str, shown: str, words: Mapping[str, str]) -> Any:
        """Return the key of a word in a list of choices.

        Raises:
            NotReadable: the word is none of them.
        """
        wanted = shown.strip().casefold()
        for key, word in words.items():
            if word.casefold() == wanted:
                return key
        choices = ", ".join(word for word in words.values() if word)
        raise self.refused(line, f"{label} “{shown}” is not one of {choices}", "write one of them")

    def refused(self, line: int, what: str, mend: str) -> NotReadable:
        """Return the error that refuses the whole report because of a line."""
        return NotReadable(f"line {line + 1}: {what}: {mend}")
