"""Find block quotes that readers added to Markdown fields (own sections of the summary, texts of figures)."""

from __future__ import annotations

from collections import Counter
from typing import Final

from msgspec.structs import replace

from pmtui.intake.own_report.layout import layout
from pmtui.intake.own_report.lists import paragraphs, quoted
from pmtui.session.document import Evidence, Item, OwnSection

_TEXTS: Final = ((OwnSection, "text"), (Evidence, "body"))


def without_remarks(was: Item, now: Item) -> tuple[Item, list[str]]:
    """Return an item without block quotes that its text did not have before, and the texts of these quotes.

    Args:
        was: the item as the exported report showed it.
        now: the item as the edited report shows it.
    """
    for kind, name in _TEXTS:
        if isinstance(now, kind) and ">" in getattr(now, name) and getattr(was, name) != getattr(now, name):
            text, remarks = _apart(getattr(was, name), getattr(now, name))
            return (replace(now, **{name: text}), remarks) if remarks else (now, [])
    return now, []


def _apart(was: str, now: str) -> tuple[str, list[str]]:
    had = Counter(_quotes(was))
    page = layout(now)
    remarks: list[str] = []
    gone: set[int] = set()
    for part in page.parts(0, len(page.lines)):
        if part.kind == "quote":
            said = "\n".join(page.lines[part.first : part.end])
            if had[said]:
                had[said] -= 1
                continue
            remarks.append(paragraphs([quoted(line) for line in page.lines[part.first : part.end]]))
            gone.update(range(part.first, part.end))
    kept = [line for n, line in enumerate(page.lines) if n not in gone]
    return "\n".join(kept).strip("\n"), [remark for remark in remarks if remark]


def _quotes(text: str) -> list[str]:
    page = layout(text)
    parts = page.parts(0, len(page.lines))
    return ["\n".join(page.lines[part.first : part.end]) for part in parts if part.kind == "quote"]
