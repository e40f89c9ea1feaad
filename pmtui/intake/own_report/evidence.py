"""Read the figures of a report: caption, kind and time, link, and content."""

from __future__ import annotations

import re
from typing import Final

from pmtui.intake.own_report.dates import moment_of
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.layout import Part, Place
from pmtui.intake.own_report.lists import paragraphs
from pmtui.intake.own_report.unescape import text_of
from pmtui.report import labels
from pmtui.session.document import Evidence, EvidenceKind

NUMBER: Final = re.compile(rf"{re.escape(labels.FIGURE)} (\d+)")
_FILE: Final = re.compile(r"!?\[((?:\\.|[^\[\]\\])*)\]\((?![^()]*:)[^\s<>]*\)")
_LINE_ENDS: Final = re.compile(r"line ends: (\d+)")
_KINDS: Final[dict[str, EvidenceKind]] = {word.casefold(): key for key, word in labels.EVIDENCE_KIND.items()}  # type: ignore[misc]


def read_figure(draft: Draft, place: Place, key: str) -> Evidence:
    """Return a figure.

    Args:
        draft: the report.
        place: the part of the report below the figure's heading.
        key: the id of the figure.
    """
    page = draft.page
    parts = list(page.parts(place.first, place.end))
    draft.place(place.first - 1, "evidence")
    caption = ""
    if parts and parts[0].kind == "text":
        whole = [line.strip(" \t") for line in page.lines[parts[0].first : parts[0].end]]
        if whole[0][:2] in ("**", "__") and whole[-1].endswith(whole[0][:2]):
            whole[0] = whole[0][2:]
            whole[-1] = whole[-1][:-2]
            caption = paragraphs(whole)
            del parts[0]
    made = Evidence(id=key, caption=caption)
    if parts and parts[0].kind == "text" and (said := _what(draft, parts[0], made)):
        made = said
        del parts[0]
    if made.kind in ("log", "chat") and parts and parts[0].kind == "fence":
        for part in parts[1:]:
            if part.kind == "quote":
                draft.remark_of_lines(part.first, part.end, key)
        parts = [part for part in parts if part.kind != "quote"]
    first = parts[0].first if parts else place.end
    return Evidence(
        id=key, caption=caption, kind=made.kind, at=made.at, path=made.path, url=made.url,
        body=_body(draft, made.kind, parts, first, place.end),
    )  # fmt: skip


def _what(draft: Draft, part: Part, made: Evidence) -> Evidence | None:
    """Return the figure with kind, time and link; None where the paragraph has another form."""
    lines = [line.strip(" \t") for line in draft.page.lines[part.first : part.end]]
    word, comma, when = lines[0].removesuffix("\\").partition(", ")
    kind = _KINDS.get(word.strip().casefold())
    at = moment_of(when, draft.zone) if comma else None
    if kind is None or (comma and at is None):
        return None
    rest, path = lines[1:], ""
    if rest and (found := _FILE.fullmatch(rest[0].removesuffix("\\"))):
        path = text_of(found[1])
        rest = rest[1:]
    return Evidence(id=made.id, kind=kind, at=at, path=path, url=paragraphs(rest))


def _body(draft: Draft, kind: EvidenceKind, parts: list[Part], first: int, end: int) -> str:
    page = draft.page
    if kind not in ("log", "chat"):
        return page.text(first, end)
    said = (_LINE_ENDS.fullmatch(text) for n, text in page.markers.items() if first <= n < end)
    ends = next((int(found[1]) for found in said if found), 0)
    shown = [part for part in parts if part.kind != "marker"]
    if len(shown) == 1 and shown[0].kind == "fence":
        lines = page.lines[shown[0].first + 1 : shown[0].end - 1]
        return "\n".join(lines) + "\n" * ends
    if shown and all(part.kind == "text" for part in shown):
        return "\n\n".join(paragraphs(page.lines[part.first : part.end]) for part in shown) + "\n" * ends
    return page.text(first, end) + "\n" * ends
