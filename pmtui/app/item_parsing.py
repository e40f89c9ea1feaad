"""Parse a line of an add field into items, and make the edit that adds them. All ways of adding use this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from pmtui.library.drafts import FieldKey
from pmtui.library.ids import uuid7
from pmtui.meeting.evidence import figure_fields, split_link
from pmtui.meeting.gap_wording import people
from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.meeting.step import Items, Parsed
from pmtui.meeting.steps import STEPS, list_of, step_of
from pmtui.session import edits, paths
from pmtui.session.document import Evidence, Note, Session, StepName, Why
from pmtui.session.sections import section
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.app.action_line import LastWords, Reading

Edit = Callable[[Session], Session]


class NewItems(Struct, frozen=True):
    """Parsed items, with the edit that adds them."""

    items: tuple[Any, ...]
    edit: Edit
    label: str
    note: str = ""
    understood: str = ""
    """What was read out of the text, shown while it is typed; empty where it is only text."""
    in_turn: tuple[tuple[Edit, str], ...] = ()
    """The edit as several edits that undo takes back one by one, with labels; empty where it is one."""

    @property
    def acts(self) -> tuple[tuple[Edit, str], ...]:
        """The edits to do in order, each with its label for undo."""
        return self.in_turn or ((self.edit, self.label),)


def lines(text: str) -> list[str]:
    """Return the lines of a paste without empty ones; each becomes an item."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def whole_text(text: str) -> list[str]:
    """Return a paste as one entry with all its lines."""
    return [text] if text.strip() else []


def entry(
    part: Items, texts: list[str], *, session: Session, after: str | None, now: datetime, ticket_pattern: str = ""
) -> NewItems:
    """Parse lines into items of a list.

    Args:
        part: the list.
        texts: the lines. Only in a single line can the last words be fields (`@Priya`, `18-12`); several were pasted.
        session: the review.
        after: the id of the item behind which to insert, where the place does not follow from a time; None: at the end.
        now: the present, timezone-aware.
        ticket_pattern: a regular expression for a ticket; empty: the default.
    """
    known = section(part.section)
    parsed = part.parse(texts, session, now) if part.parse else Parsed([{part.main: text} for text in texts])
    defaults = dict(part.defaults)
    items = [known.item(**{"id": uuid7(), **defaults, **made}) for made in parsed.items]
    # Events with a time are sorted by it; one without a time is put behind the selected event.
    behind = after if not known.by_time or any(getattr(item, "at", None) is None for item in items) else None
    label = f"add {part.noun} “{cut(texts[0], 24)}”" if len(texts) == 1 else f"add {len(texts)} {part.noun}s"

    def edit(session: Session) -> Session:
        return edits.add_items(session, part.section, items, after=behind)

    new = NewItems(tuple(items), edit, label, parsed.note)
    return new if len(items) != 1 else _with_last_words(part, new, reading_of(session, now, ticket_pattern))


def reading_of(session: Session, now: datetime, ticket_pattern: str = "") -> Reading:
    """Return the context in which the last words of a line are read."""
    from pmtui.app.action_line import Reading  # deferred: the first picture of a meeting needs none of it

    today = now.astimezone(ZoneInfo(session.key_details.timezone)).date()
    return Reading(today, people(session), ticket_pattern)


def last_words(part: Items, text: str, reading: Reading) -> tuple[LastWords, str]:
    """Return the last words of a text with their values, and how they were understood (empty: there are none)."""
    from pmtui.app.action_line import shown, take_last_words

    last = take_last_words(text, dict(part.last_words), reading)
    fields = {field.path: field.short_name for field in part.fields}
    labels = {name: fields.get(name, name) if kind in ("name", "date") else "" for kind, name in part.last_words}
    return last, shown(last.values, labels)


def _with_last_words(part: Items, new: NewItems, reading: Reading) -> NewItems:
    """Return the item with its last words moved into fields; that is an edit of its own for undo."""
    typed = new.items[0]
    last, said = last_words(part, getattr(typed, part.main), reading)
    note = "; ".join(filter(None, (new.note, last.note)))
    if not last.values:
        return replace(new, note=note)
    changes = {part.main: last.text, **last.values}

    def take_off(session: Session) -> Session:
        return edits.change_item(session, part.section, typed.id, **changes)

    return replace(
        new,
        items=(replace(typed, **changes),),
        edit=lambda session: take_off(new.edit(session)),
        note=f"{note}; {said}" if note else said,
        understood=said,
        in_turn=((new.edit, new.label), (take_off, f"{said} in “{cut(last.text, 24)}”")),
    )


_INITIALS: Final = LazyPattern(r"(?s)(?P<text>.*\S)\s+@(?P<who>[^\W\d_]{1,4})")


def split_initials(text: str) -> tuple[str, str]:
    """Split the initials from the end of a note (`The team stayed calm @JL`); they are empty where there are none."""
    found = _INITIALS.fullmatch(text.strip())
    if found is None:
        return text, ""
    who = found["who"]
    return found["text"], who.upper() if who.islower() else who


def lone_initials(text: str) -> str | None:
    """Return the initials of a line `@JL`, which sets the author of the next notes; empty for `@`; None otherwise."""
    if text.strip() == "@":
        return ""
    return split_initials(f"· {text}")[1] or None if text.startswith("@") else None


def note_entry(part: Items, texts: list[str], author: str) -> NewItems:
    """Parse notes for the board. Each is by the initials at its end, else by `author`."""
    notes = []
    for typed in texts:
        text, who = split_initials(typed)
        notes.append(Note(id=uuid7(), text=text, author=who or author))
    label = f"add note “{cut(notes[0].text, 24)}”" if len(notes) == 1 else f"add {len(notes)} notes"

    def edit(session: Session) -> Session:
        return edits.add_items(session, part.section, notes)

    return NewItems(tuple(notes), edit, label)


PROBLEM: Final = "problem"
"""Stands for the problem in places that take the id of an answer."""


def tree_entry(texts: list[str], parent: str | None, session: Session) -> NewItems:
    """Parse answers to a why, or to the problem (`parent` None); where there is no problem yet, the first line
    is it.
    """
    if session.root_cause.problem or session.root_cause.whys:
        return why_entry(texts, parent)
    rest = [Why(id=uuid7(), text=text) for text in texts[1:]]

    def state(session: Session) -> Session:
        session = edits.set_field(session, "root_cause.problem", texts[0])
        for why in rest:
            session = edits.add_why(session, None, why)
        return session

    return NewItems((rest[-1] if rest else Why(id=PROBLEM),), state, f"state “{cut(texts[0], 24)}”")


def why_entry(texts: list[str], parent: str | None) -> NewItems:
    """Parse answers to a why, or to the problem (`parent` None)."""
    whys = [Why(id=uuid7(), text=text) for text in texts]
    label = f"add “{cut(texts[0], 24)}”" if len(texts) == 1 else f"add {len(texts)} answers"

    def edit(session: Session) -> Session:
        for why in whys:
            session = edits.add_why(session, parent, why)
        return session

    return NewItems(tuple(whys), edit, label)


def figure_texts(text: str) -> list[str]:
    """Split a typed or pasted text into figures: several lines are one figure, unless each is an address."""
    found = lines(text)
    return found if len(found) < 2 or all(split_link(line)[1] for line in found) else [text]


def figure(text: str, caption: str = "") -> Evidence:
    """Return the figure for a text, with the caption where one is given."""
    made = figure_fields(text)
    return Evidence(id=uuid7(), **made | {"caption": caption or made["caption"]})


def items_of_line(
    key: FieldKey, text: str, session: Session, now: datetime, ticket_pattern: str = ""
) -> tuple[StepName, NewItems] | None:
    """Parse the text of an add line that was left on disk and whose step was not opened since.

    Args:
        key: names the line.
        text: its text.
        session: the review to add to.
        now: the present, timezone-aware.
        ticket_pattern: a regular expression for a ticket; empty: the default.

    Returns:
        The step that shows the items, and the items; None where the text makes no item.
    """
    texts = figure_texts(text) if key.section == "evidence" else lines(text)
    if not texts:
        return None
    if key.section == "root_cause.whys":
        parent = key.item if paths.path_to_why(session.root_cause.whys, key.item or "") else None
        return "five_whys", tree_entry(texts, parent, session)
    step, part = _home(key)
    texts = whole_text(text) if part.whole_pastes else texts
    if section(part.section).item is Note:
        return step, note_entry(part, texts, "")
    return step, entry(part, texts, session=session, after=None, now=now, ticket_pattern=ticket_pattern)


def parked(kind: str) -> Items:
    """Return the list for parking one kind of item from any step. The last word of a question may name who finds out.

    The kind `remark:ID` is a reader's remark on the item with that id; its last word may name the reader.
    """
    kind, _, of = kind.partition(":")
    questions = next(part for step in STEPS for part in step.lists if part.section == "parking_lot" and part.defaults)
    words = {"question": questions.last_words, "remark": (("name", "author"),)}.get(kind, ())
    defaults = (("kind", kind), *((("of", of),) if of else ()))
    noun = kind if of else f"parked {kind}"
    return Items("parking_lot", "Parking lot", noun, questions.fields, defaults=defaults, last_words=words)


def _home(key: FieldKey) -> tuple[StepName, Items]:
    """Return the step and list that a line adds to; some kinds of parked items have a list of their own."""
    name = key.section or ""
    for step in STEPS:
        for part in step.lists:
            if part.section == name and dict(part.defaults).get("kind") == key.item:
                return step.name, part
    if name == "parking_lot":
        return "evidence", parked(key.item or "topic")
    return step_of(name).name, list_of(name)
