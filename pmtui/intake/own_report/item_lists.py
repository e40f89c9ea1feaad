"""Read the lists of a report: resources, lessons, further reading and the parking lot."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.layout import Place
from pmtui.intake.own_report.lists import ListItem, items, paragraphs
from pmtui.intake.own_report.unescape import split_at
from pmtui.report import labels
from pmtui.report.escape import is_address
from pmtui.session.document import Item, Note, Parked, ParkedKind, Reading, Resource

I = TypeVar("I", bound=Item)  # noqa: E741 - an item

_LINK: Final = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(([^\s<>]+)\)", re.DOTALL)
_KINDS: Final[dict[str, ParkedKind]] = {word.casefold(): key for key, word in labels.PARKED_KIND.items() if word}  # type: ignore[misc]
_WORDS: Final = (*(word for word in labels.PARKED_KIND.values() if word), labels.PARKED_ANSWER, labels.PARKED_OWNER)
_LABELS: Final = re.compile(rf"(?:\*\*|__)({'|'.join(_WORDS)}):(?:\*\*|__)(?: |(?=\\?$))", re.IGNORECASE)


def read_list(draft: Draft, place: Place, path: str, title: str, make: Callable[[str, ListItem], I]) -> tuple[I, ...]:
    """Return the items of a section that is a list.

    Args:
        draft: the report.
        place: the section.
        path: the path of the list in the document.
        title: the title of an own section for text that is no list.
        make: makes an item of its id and its text.
    """
    made: list[I] = []
    for part in draft.page.parts(place.first, place.end):
        if part.kind == "list":
            for item in items(draft.page, part):
                made.append(make(draft.new_id(), item))
                draft.place(item.line, path)
                quotes = [*item.quotes, *(line for child in item.children for line in ["", *child.quotes])]
                if any(quotes):
                    draft.remark(quotes, made[-1].id, item.line)
        elif part.kind == "quote":
            draft.remark_of_lines(part.first, part.end, made[-1].id if made else None)
        elif part.kind == "text" and path.startswith(("lessons", "parking")):
            lines = draft.page.lines[part.first : part.end]
            made.append(make(draft.new_id(), ListItem(part.first, [line.strip(" \t") for line in lines])))
            draft.place(part.first, path)
        else:
            draft.keep(title, part.first, part.end)
    return tuple(made)


def resource(key: str, item: ListItem) -> Resource:
    """Read `- [x] App server logs — s3://…`."""
    secured = item.take_box() or False
    text, location = _apart(item)
    return Resource(id=key, text=text, location=location, secured=secured)


def note(key: str, item: ListItem) -> Note:
    """Read `- Calendars are not alerts`."""
    return Note(id=key, text=_whole(item))


def reading(key: str, item: ListItem) -> Reading:
    """Read `- [Certificates, a guide](https://…)`, or title and address with a dash between them."""
    whole = "\n".join(item.lines)
    found = _LINK.fullmatch(whole.strip())
    if found and is_address(found[2]):
        return Reading(id=key, title=paragraphs(found[1].split("\n")), url=found[2])
    title, url = _apart(item)
    if not url and is_address(title) and whole.strip() in (title, f"<{title}>"):
        # A report never has an unescaped address as a title.
        return Reading(id=key, title="", url=title)
    return Reading(id=key, title=title, url=url)


def parked(key: str, item: ListItem) -> Parked:
    """Read `- **Question:** …`, with answer and owner on lines of their own."""
    fields: dict[str, list[str]] = {}
    current = "topic"
    for line in item.lines:
        found = _LABELS.match(line)
        if found:
            if fields.get(current):
                # The line break before a label is not part of the text.
                last = fields[current][-1].rstrip(" \t")
                fields[current][-1] = last[:-1] if last.endswith("\\") else last
            current, line = found[1].casefold(), line[found.end() :]
            fields[current] = [line]
        else:
            fields.setdefault(current, []).append(line)
    word = next((each for each in _KINDS if each in fields), "")
    first = paragraphs(fields.pop("topic", []))
    texts: dict[str, str] = {name: paragraphs(lines) for name, lines in fields.items()}
    text = "\n".join(part for part in (first, texts.get(word, ""), item.below()) if part)
    values: dict[str, Any] = {
        "answer": texts.get(labels.PARKED_ANSWER.casefold(), ""),
        "owner": texts.get(labels.PARKED_OWNER.casefold(), ""),
    }
    return Parked(id=key, text=text, kind=_KINDS.get(word, "topic"), **values)


def _whole(item: ListItem) -> str:
    below = item.below()
    return f"{item.text()}\n{below}" if below else item.text()


def _apart(item: ListItem) -> tuple[str, str]:
    """Split a line at its first unescaped dash."""
    before: list[str] = []
    for n, line in enumerate(item.lines):
        first, *rest = split_at(f" {line}", " — ")
        if rest:
            before.append(first.strip(" "))
            behind = [" — ".join(rest), *item.lines[n + 1 :]]
            return paragraphs(before) if any(before) else "", paragraphs([*behind, *item.below().split("\n")])
        before.append(line)
    below = item.below()
    return (f"{item.text()}\n{below}" if below else item.text()), ""
