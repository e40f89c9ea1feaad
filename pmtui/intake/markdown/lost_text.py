"""Check that no word of the text was lost, and put lines with lost words into a section of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from typing import Any, Final

from msgspec import Struct

from pmtui.intake.markdown.action_words import role_of
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.event_columns import is_column
from pmtui.intake.markdown.headings import are_formal, meaning
from pmtui.intake.markdown.inline import plain, unescaped, words
from pmtui.intake.markdown.labels import field_of
from pmtui.intake.markdown.zones import says_no_more

_MARKER: Final = re.compile(r"^(?:[ \t]*>)*(?:[ \t]*(?:\d{1,9}[.)]|[-*+])(?=[ \t]))+")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
TITLE: Final = "Also in the file"
"""The title of the section for lost text."""


def keep_lost_text(draft: Draft) -> None:
    """Put lines that were not placed, or have words that are nowhere in the review, into a section of their own."""
    account = draft.account
    own = None
    for label, reference in draft.parsed.references.items():
        if label not in draft.used or reference.title:
            draft.add_reading(reference.title or label.casefold(), reference.href)
        account.put_lines(reference.start, reference.end, "further_reading")
        if label in draft.used:
            account.value(*account.lines[reference.start : reference.end])
        else:
            account.value(reference.href)
    for reference in draft.parsed.repeated:
        draft.add_reading(reference.title or reference.href, reference.href)
        account.put_lines(reference.start, reference.end, "further_reading")
    for start, end in list(account.unplaced()):
        text = "\n".join(account.lines[start:end])
        own = own or draft.add_section(TITLE, [])
        own.parts.append(text)
        account.put_lines(start, end, f"summary.sections: {TITLE}")
    have: Counter[str] = Counter()
    for text in _texts(draft):
        have.update(words(text))
    for n in _short_lines(draft, have):
        own = own or draft.add_section(TITLE, [])
        own.parts.append(account.lines[n].strip())
        have.update(words(account.lines[n]))
        account.put_lines(n, n + 1, f"summary.sections: {TITLE}")
    _tell_names(draft, have)


def _tell_names(draft: Draft, have: Container[str]) -> None:
    """Add a note on names of columns and fields that are unknown and nowhere in the review."""
    for line, name in dict.fromkeys(draft.account.named):
        if not all(word in have for word in words(name)) and not _is_known(name):
            draft.account.dropped(line, plain(name))


def _is_known(name: str) -> bool:
    """Whether a name is only a usual one, such as `Time (UTC)` or `Time to detect (TTD)`."""
    found = meaning(name)
    usual = found.exact or field_of(name) or role_of(found.key) or is_column(found.key)
    hints = all(are_formal((hint,)) or field_of(hint) for hint in found.hints)
    return says_no_more(plain(name)) or (bool(usual) and hints)


def _short_lines(draft: Draft, have: Counter[str]) -> list[int]:
    """Return the lines that have a word that is in no text of the review and became no value."""
    have = have + draft.account.values
    need: Counter[str] = Counter()
    found = [_words_of_line(line) for line in draft.account.lines]
    for each in found:
        need.update(each)
    missing = need - have
    if not missing:
        return []
    lines = []
    for n in range(len(found) - 1, -1, -1):
        short = [word for word in found[n] if missing.get(word, 0) > 0]
        if short:
            lines.append(n)
            for word in found[n]:
                missing[word] -= 1
    return sorted(lines)


def _words_of_line(line: str) -> list[str]:
    """Return the words of a line, without an item's number, line breaks and entities."""
    if line[:1] in " \t>0123456789":
        line = _MARKER.sub("", line)
    if "<" in line:
        line = _BREAK.sub(" ", line)
    return words(unescaped(line))


def _texts(draft: Draft) -> Iterator[str]:
    """Yield every text of the review."""
    yield from _of(list(draft.details.values()))
    for name, value in draft.more.items():
        yield name
        yield value
    for strings in (draft.attendees, draft.tags, draft.services, draft.tickets):
        yield from dict.fromkeys(strings)
    yield draft.problem
    yield draft.recurrence.detail
    for texts in draft.prose.values():
        yield from texts
    for own in draft.sections:
        yield own.title
        yield from own.parts
    for items in (draft.events, draft.actions, draft.measures, draft.evidence, draft.reading, draft.parked, draft.whys):
        yield from _of(items)
    for notes in draft.notes.values():
        yield from _of(notes)


def _of(value: Any) -> Iterator[str]:
    """Yield the texts in a value at any depth, without ids."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list | tuple):
            waiting += each
        elif isinstance(each, Struct):
            waiting += [getattr(each, name) for name in each.__struct_fields__ if name not in _NO_TEXTS]


_NO_TEXTS: Final = frozenset(
    {"id", "at", "until", "precision", "kind", "status", "horizon", "verdict", "evidence", "source_id"}
)
