"""Find out what the columns of a timeline's table hold, by their headers, else by their content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.inline import plain

_TIME: Final = re.compile(
    r"(?:date ?/? ?(?:and )?times?|date|day|times?|timestamps?|when|start time|start)\b", re.IGNORECASE
)
_NOT_TIME: Final = re.compile(r"time (?:to|since|spent|taken|elapsed)")
_WHO: Final = frozenset(
    {"who", "actor", "person", "by", "owner", "role", "responder", "user", "author", "name", "who/what", "team"}
)
_SOURCE: Final = frozenset({"source", "channel", "origin", "link", "links", "reference", "references"})
_TEXT: Final = frozenset({
    "event", "events", "description", "what", "what happened", "details", "detail", "action", "update", "activity",
    "entry", "message", "summary", "note", "notes", "comment", "comments", "action/impact", "action/ impact", "log",
    "text", "event description", "status", "step", "milestone",
})  # fmt: skip
_CELL: Final = re.compile(r"[~≈]?\s*(?:\d{1,4}[-/.:]\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2}|[A-Z][a-z]{2,8}\.?\s+\d{1,2}\b)")


_FOREIGN_TIMES: Final = frozenset(re.split(r";\s+", other_languages.TIMES.strip()))
_FOREIGN_TEXTS: Final = frozenset(re.split(r";\s+", other_languages.TEXTS.strip()))
_FOREIGN: Final = _FOREIGN_TIMES | _FOREIGN_TEXTS


_FRACTION: Final = re.compile(r"\W*\d{1,4}\.\d+(?![\d.]*[./-]\d)")


def is_column(key: str) -> bool:
    """Whether a normalised name is a usual column of a timeline."""
    return key in _WHO or key in _SOURCE or key in _TEXT or key in _FOREIGN or _TIME.fullmatch(key) is not None


def _is_time(key: str) -> bool:
    return key in _FOREIGN_TIMES or (_TIME.match(key) is not None and not _NOT_TIME.match(key))


@dataclass(slots=True)
class Columns:
    """The roles of a table's columns, by index."""

    header: bool
    """Whether the first row is a header."""
    when: tuple[int, ...]
    """The columns with the date and time of a row."""
    who: int | None
    source: int | None
    texts: tuple[int, ...]
    names: tuple[str, ...]
    """The names of the columns; shown with the texts after the first."""
    weekday: int | None = None
    """A column with the day of the week beside one with the date: it is ignored."""

    @property
    def time(self) -> int | None:
        """The column with the time; None where there is none."""
        return self.when[0] if self.when else None

    def text_of(self, cells: Sequence[str]) -> str:
        """Return the text of a row; further columns follow on lines of their own, with their names."""
        parts: list[str] = []
        for n in (*self.texts, *range(len(self.names), len(cells))):
            text = cells[n] if n < len(cells) else ""
            if not text:
                continue
            name = self.names[n] if n < len(self.names) else ""
            parts.append(f"{name}: {text}" if parts and name else text)
        return "\n".join(parts)

    @staticmethod
    def cell(cells: Sequence[tuple[str, tuple[str, ...]]], n: int | None) -> str:
        """Return the text of a column on one line; empty where there is none."""
        return " ".join(cells[n][0].split()) if n is not None and n < len(cells) else ""


def columns_of(rows: Sequence[Block]) -> Columns:
    """Return the roles of a table's columns."""
    names = tuple(plain(cell) for cell in rows[0].cells) if rows else ()
    keys = [normalised(name)[0] for name in names]
    header = is_header(rows) and not any(_CELL.match(name) for name in names)
    when = [n for n, key in enumerate(keys) if _is_time(key)] if header else []
    if not when:
        when = [n for n in range(len(names)) if _mostly_times(rows[1:] if header else rows, n, header)][:2]
    weekday = next((n for n in when if keys[n] == "day"), None) if len(when) > 2 else None
    when = [n for n in when if n != weekday]
    when = when[:2] if len(when) > 1 and re.match("date|day", keys[when[0]]) else when[:1]
    left = [n for n in range(len(names)) if n not in when and n != weekday]
    who = next((n for n in left if keys[n] in _WHO), None) if len(left) > 1 else None
    source = next((n for n in left if keys[n] in _SOURCE and n != who), None) if len(left) > 1 else None
    texts = [n for n in left if n not in (who, source)]
    if not texts:
        texts, source = [n for n in left if n != who], None
    texts.sort(key=lambda n: keys[n] not in _TEXT and keys[n] not in _FOREIGN_TEXTS)
    shown = names if header else ("",) * len(names)
    return Columns(header, tuple(when), who, source, tuple(texts), shown, weekday)


def _mostly_times(rows: Sequence[Block], n: int, header: bool) -> bool:
    """Whether most cells of a column begin with a time; without a header about time, `0.91` is no time."""
    cells = [plain(row.cells[n]) for row in rows[:20] if n < len(row.cells) and row.cells[n].strip()]
    found = [cell for cell in cells if _CELL.match(cell) and not (header and _FRACTION.match(cell))]
    return bool(cells) and len(found) * 2 > len(cells)
