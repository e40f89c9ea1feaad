"""Read the summary, the impact and the root cause of a report: blocks of Markdown, tables and lists after them."""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec.structs import replace

from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.key_details import listed
from pmtui.intake.own_report.layout import Part, Place
from pmtui.intake.own_report.lists import ListItem, items, paragraphs
from pmtui.intake.own_report.tables import Row, begins, cell, table
from pmtui.intake.own_report.unescape import text_of
from pmtui.report import labels
from pmtui.report.escape import NO_TEXT
from pmtui.report.root_cause import NOT_FOUND, NOT_RECORDED, PROBLEM
from pmtui.session.document import Impact, Measure, Recurrence, RootCause, Summary, Verdict, Why, YesNo

_QUESTIONS: Final = {label.casefold(): name for name, label in labels.ANSWERS.items()}
_CHOICES: Final = {"effect": labels.EFFECT, "pattern": labels.PATTERN}
_ANSWER: Final = re.compile(r"(\*\*|__)(?P<answer>[^*_]+)\1(?: — (?P<detail>.*))?", re.DOTALL)
_FIGURE: Final = r"\[Fig\\?\. \d+\]\(#fig-\d+\)"
_FIGURES: Final = re.compile(rf" ?\(({_FIGURE}(?:, {_FIGURE})*)\)$")
_NUMBER: Final = re.compile(r"#fig-(\d+)")
_VERDICTS: Final[dict[str, Any]] = {word.casefold(): verdict for verdict, word in labels.VERDICT.items()}
_VERDICT: Final = re.compile(
    rf" ?(?:\*\*|__)\(({'|'.join(map(re.escape, labels.VERDICT.values()))})\)(?:\*\*|__)$", re.IGNORECASE
)


def read_summary(draft: Draft, place: Place, summary: Summary) -> Summary:
    """Return the overview and the answers; `Draft.keep` reads own sections below them.

    Raises:
        NotReadable: an answer is none of its choices.
    """
    overview, parts, quotes = _block_and_own(draft, place, labels.ANSWERS_HEADER)
    for part in quotes:
        draft.remark_of_lines(part.first, part.end, None)
    values: dict[str, object] = {}
    for part in parts:
        for row in table(draft.page, part).rows:
            name = _QUESTIONS.get(text_of(cell(row, 0)).strip().casefold())
            if name is None:
                if any(row.cells):
                    raise draft.refused(
                        row.line, f"“{text_of(cell(row, 0))}” is no question of the summary", "write it as a section"
                    )
                continue
            values[name] = _answer(draft, row, name)
            draft.place(row.line, f"summary.{name}")
    if overview:
        draft.place(place.first + 1 if place.end > place.first + 1 else place.first, "summary.overview")
    return replace(summary, overview=overview, **values)


def _answer(draft: Draft, row: Row, name: str) -> object:
    shown = cell(row, 1)
    if name in _CHOICES:
        return draft.choice(row.line, labels.ANSWERS[name], shown, _CHOICES[name]) if shown else None
    if name in ("services", "related_tickets"):
        return listed(shown)
    kind: type[YesNo] | type[Recurrence] = Recurrence if name == "recurrence" else YesNo
    found = _ANSWER.fullmatch(shown)
    if not found and (plain := labels.PLAIN_ANSWER.match(shown)):
        answer = draft.choice(row.line, labels.ANSWERS[name], plain[1], labels.ANSWER)
        return kind(answer=answer, detail=text_of(shown[plain.end() :]))
    if not found:
        return kind(detail=text_of(shown))
    answer = draft.choice(row.line, labels.ANSWERS[name], found["answer"], labels.ANSWER)
    return kind(answer=answer, detail=text_of(found["detail"] or ""))


def read_impact(draft: Draft, place: Place) -> Impact:
    """Return the statement and the measures."""
    statement, parts, quotes = _block_and_own(draft, place, labels.MEASURES_HEADER)
    measures: list[Measure] = []
    for part in parts:
        for row in table(draft.page, part).rows:
            if any(row.cells):
                name, value = text_of(cell(row, 0)), text_of(cell(row, 1))
                measures.append(Measure(id=draft.new_id(), name=name, value=value))
                draft.place(row.line, "impact.measures")
    for part in quotes:
        draft.remark_of_lines(part.first, part.end, measures[-1].id if measures else None)
    if statement:
        draft.place(place.first + 1, "impact.statement")
    return Impact(statement=statement, measures=tuple(measures))


def _block_and_own(draft: Draft, place: Place, header: tuple[str, ...]) -> tuple[str, list[Part], list[Part]]:
    """Return a section's block, its table, and the quotes after that; other text after the table belongs to the
    block.
    """
    page = draft.page
    split = next((n for n, said in page.markers.items() if place.first <= n < place.end and not said), None)
    own: list[Part] = []
    quotes: list[Part] = []
    block: list[str] = []
    start = place.first if split is None else split + 1
    if split is not None:
        block.append(page.text(place.first, split))
    at = start
    for part in page.parts(start, place.end):
        if part.kind == "table" and not own and begins(page, part.first, header):
            block.append(page.text(at, part.first))
            own.append(part)
            at = part.end
        elif part.kind == "quote" and own and not page.text(at, part.first):
            quotes.append(part)
            at = part.end
    block.append(page.text(at, place.end))
    return "\n\n".join(text for text in block if text), own, quotes


def read_root_cause(draft: Draft, place: Place) -> RootCause:
    """Return the statement, and why no root cause was found."""
    page = draft.page
    split = next((n for n, said in page.markers.items() if place.first <= n < place.end and not said), None)
    statement = [page.text(place.first, split)] if split is not None else []
    not_found = ""
    start = at = place.first if split is None else split + 1
    for part in page.parts(start, place.end):
        lines = page.lines[part.first : part.end]
        if part.kind != "text" or not (found := _own_sentence(lines)):
            continue
        if found == NOT_FOUND:
            not_found = _behind(lines, NOT_FOUND)
            draft.place(part.first, "root_cause.not_found")
        statement.append(page.text(at, part.first))
        at = part.end
    statement.append(page.text(at, place.end))
    said = "\n\n".join(text for text in statement if text)
    if said:
        draft.place(place.first + 1, "root_cause.statement")
    return RootCause(statement=said, not_found=not_found)


def _own_sentence(lines: list[str]) -> str:
    if lines[0].replace("__", "**").startswith(NOT_FOUND):
        return NOT_FOUND
    return NOT_RECORDED if " ".join(lines).strip() == NOT_RECORDED else ""


def _behind(lines: list[str], label: str) -> str:
    return paragraphs([lines[0][len(label) :], *lines[1:]])


def read_five_whys(draft: Draft, place: Place, cause: RootCause) -> RootCause:
    """Return the problem and the tree; the diagram is ignored, other text becomes an own section."""
    page = draft.page
    problem, whys, last = cause.problem, list(cause.whys), ""
    for part in page.parts(place.first, place.end):
        lines = page.lines[part.first : part.end]
        if part.kind == "list":
            made = [_why(draft, item) for item in items(page, part)]
            whys += made
            last = made[-1].id
        elif part.kind == "quote":
            draft.remark_of_lines(part.first, part.end, last or None)
        elif part.kind == "text" and lines[0].replace("__", "**").startswith(PROBLEM):
            problem = _behind(lines, PROBLEM)
            draft.place(part.first, "root_cause.problem")
        elif not (part.kind == "fence" and lines[0].strip("`~ ") == "mermaid"):
            draft.keep(labels.FIVE_WHYS, part.first, part.end)
    return replace(cause, problem=problem, whys=tuple(whys))


def _why(draft: Draft, item: ListItem) -> Why:
    last = item.lines[-1].rstrip(" \t")
    last, evidence = without_figures(draft, last)
    verdict: Verdict | None = None
    if found := _VERDICT.search(last):
        verdict = _VERDICTS[found[1].casefold()]
        last = last[: found.start()]
    item.lines[-1] = last
    text = "" if item.lines == [NO_TEXT] else item.text()
    made = Why(id=draft.new_id(), text=text, verdict=verdict, evidence=evidence)
    draft.place(item.line, "root_cause.whys")
    if item.quotes:
        draft.remark(item.quotes, made.id, item.line)
    return replace(made, whys=tuple(_why(draft, child) for child in item.children))


def without_figures(draft: Draft, markdown: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the links to figures at its end, and the ids of those figures."""
    if not markdown.endswith(")") or not (found := _FIGURES.search(markdown)):
        return markdown, ()
    numbers = _NUMBER.findall(found[1])
    ids = (draft.figures[number] for number in numbers if number in draft.figures)
    return markdown[: found.start()], tuple(dict.fromkeys(ids))
