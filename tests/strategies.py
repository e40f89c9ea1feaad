"""Hypothesis strategies for sessions, shared by all tests that state a law.

`sessions` makes any valid session; `edited` makes what somebody made of a session in a few edits; `random_session` and
`random_edits` are the same from a seed, for trials by the thousand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.session import document as doc
from pmtui.session import edits
from pmtui.session.document import Session
from pmtui.session.paths import LESSON_LISTS, LISTS, get, put, walk
from pmtui.session.sections import SECTIONS

CREATED = "2026-11-20T09:00:00Z"
TIMES = ("2026-11-18T14:02:00Z", "2026-11-18T14:02:00.5Z", "2026-11-18T15:00:00Z", "2026-11-19T12:00:00Z")
DATES = (None, date(2026, 11, 18), date(2026, 12, 1))
WORDS = ("", "renewed", "by hand", "pages | [red]x[/]", "Größe 測試 🚒", "two\nlines", "a" * 60)
TAGS = ("a", "b", "c", "d")
TEXT_PATHS = (
    "key_details.product", "key_details.headline", "key_details.owner", "summary.overview", "summary.data_loss.detail",
    "summary.recurrence.detail", "impact.statement", "root_cause.problem", "root_cause.statement",
    "root_cause.not_found",
)  # fmt: skip
STRINGS_PATHS = ("key_details.tags", "key_details.attendees", "summary.services", "summary.recurrence.of")
CHOICES: dict[str, tuple[Any, ...]] = {
    "status": ("draft", "in_review", "final"),
    "key_details.audience": ("technical", "business", "customer"),
    "key_details.incident_date": DATES,
    "key_details.started_at": (None, *TIMES),
    "key_details.timezone": ("UTC", "Europe/London"),
    "summary.effect": (None, "outage", "none"),
    "summary.data_loss.answer": (None, "yes", "no"),
    "summary.pattern": (None, "sustained"),
}
KINDS: dict[str, type[doc.Item]] = {each.path: each.item for each in SECTIONS if not each.tree}
_FIELDS: dict[str, tuple[Any, ...]] = {
    "at": (None, *TIMES), "until": (None, *TIMES), "due": DATES, "done_at": DATES, "pinned": (False, True),
    "secured": (False, True), "votes": (0, 1, 2, 5), "group": (None, "alerts", "people"), "source": (None, "n1", "w1"),
    "evidence": ((), ("e1",), ("e1", "e2"), ("e2", "e1", "gone")), "precision": ("exact", "about", "day"),
    "horizon": ("short", "long"), "verdict": (None, "root", "contributing", "ruled_out"), "path": ("", "graph.png"),
    "ballots": ({}, {"AK": 1}, {"AK": 2, "": 1}, {"k.9": 3}), "of": (None, "t1", "gone"), "settled": (False, True),
}  # fmt: skip
_KIND_CHOICES: dict[type[doc.Item], tuple[str | None, ...]] = {
    doc.Event: ("other", "alert", "decision"), doc.Action: ("prevent", "fix", "learn", None),
    doc.Evidence: ("file", "graph"),
    doc.Parked: ("topic", "idea", "question", "remark"),
}  # fmt: skip
_STATUS = ("open", "done", "dropped")


class Maker:
    """Draws sessions and edits. `choose` is `random.choice`, or hypothesis drawing from a list."""

    def __init__(self, choose: Callable[[Any], Any], ids: int) -> None:
        self.choose, self.ids = choose, ids

    def value(self, kind: type[doc.Item], name: str) -> Any:
        """A value for a field of an item."""
        if name == "kind":
            return self.choose(_KIND_CHOICES[kind])
        if name == "status":
            return self.choose(_STATUS)
        if name == "source" and kind is doc.Event:
            return self.choose(WORDS)
        return self.choose(_FIELDS.get(name, WORDS))

    def new_id(self, session: Session, letter: str) -> str | None:
        """An id of few, so that two sides often make the same one; None where all are taken."""
        taken = {session.id, *(item.id for path in LISTS for item in get(session, path))}
        taken |= {why.id for _, why in walk(session.root_cause.whys)}
        free = [key for key in (f"{letter}{n}" for n in range(self.ids)) if key not in taken]
        return self.choose(free) if free else None

    def item(self, kind: type[doc.Item], key: str) -> Any:
        """An item with a few fields filled."""
        names = [name for name in kind.__struct_fields__ if name not in ("id", "whys")]
        return kind(
            id=key, **{name: self.value(kind, name) for name in sorted({self.choose(names), self.choose(names)})}
        )

    def add(self, session: Session) -> Session:
        """An item, or two in a row, somewhere in a list."""
        section = self.choose(LISTS)
        for _ in range(self.choose((1, 1, 2))):
            # Each list has its letter, so that the same id on both sides is mostly the same kind of thing; not always.
            letter = "n" if section.startswith("lessons") else section[0]
            key = self.new_id(session, self.choose((letter,) * 9 + ("t",)))
            if key is None:
                break
            after = self.choose([None, *(item.id for item in get(session, section))])
            session = edits.add_items(session, section, [self.item(KINDS[section], key)], after=after)
        return session

    def change(self, session: Session) -> Session:
        """A field of an item."""
        section, key = self.pick(session)
        if not key:
            return session
        kind = KINDS.get(section, doc.Why)
        names = [name for name in kind.__struct_fields__ if name not in ("id", "whys")]
        name = self.choose(names)
        return edits.change_item(session, section, key, **{name: self.value(kind, name)})

    def pick(self, session: Session) -> tuple[str, str]:
        """A section that is not empty and the id of one of its items; empty ones where there is none."""
        whys = [why.id for _, why in walk(session.root_cause.whys)]
        found = [(path, [item.id for item in get(session, path)]) for path in LISTS] + [("root_cause.whys", whys)]
        found = [pair for pair in found if pair[1]]
        if not found:
            return "", ""
        section, keys = self.choose(found)
        return section, self.choose(keys)

    def delete(self, session: Session) -> Session:
        """An item, or a why with all below it."""
        section, key = self.pick(session)
        return edits.delete_items(session, section, [key]) if key else session

    def move(self, session: Session) -> Session:
        """An item among its siblings."""
        section, key = self.pick(session)
        return edits.move_item(session, section, key, self.choose((-3, -1, 1, 2))) if key else session

    def move_note(self, session: Session) -> Session:
        """A note to another list."""
        notes = [(name, note.id) for name in LESSON_LISTS for note in getattr(session.lessons, name)]
        if not notes:
            return session
        name, key = self.choose(notes)
        return edits.move_to(session, f"lessons.{name}", f"lessons.{self.choose(LESSON_LISTS)}", key)

    def why(self, session: Session) -> Session:
        """An answer to a why."""
        key = self.new_id(session, "w")
        if key is None:
            return session
        parent = self.choose([None, *(why.id for _, why in walk(session.root_cause.whys))])
        return edits.add_why(session, parent, self.item(doc.Why, key))

    def reparent(self, session: Session) -> Session:
        """A why to another place in the tree."""
        keys = [why.id for _, why in walk(session.root_cause.whys)]
        if not keys:
            return session
        try:
            return edits.reparent_why(session, self.choose(keys), self.choose([None, *keys]))
        except edits.EditRefused:
            return session

    def text(self, session: Session) -> Session:
        """A text of a single section."""
        return put(session, self.choose(TEXT_PATHS), self.choose(WORDS))

    def strings(self, session: Session) -> Session:
        """A list of strings: one put in somewhere, taken out or moved."""
        path = self.choose(STRINGS_PATHS)
        old: tuple[str, ...] = get(session, path)
        word = self.choose(TAGS)
        rest = [tag for tag in old if tag != word]
        if word not in old or self.choose((True, False)):
            rest.insert(self.choose(range(len(rest) + 1)), word)
        return put(session, path, tuple(rest))

    def own_field(self, session: Session) -> Session:
        """A field of the team's own: filled, changed or taken out."""
        more = dict(session.key_details.more)
        name = self.choose(("Cost centre", "Ring.2", "größer"))
        value = self.choose((None, *WORDS))
        if value is None:
            more.pop(name, None)
        else:
            more[name] = value
        return put(session, "key_details.more", more)

    def pick_choice(self, session: Session) -> Session:
        """A choice, a date or a time of a single section."""
        path = self.choose(tuple(CHOICES))
        return put(session, path, self.choose(CHOICES[path]))

    def sitting(self, session: Session) -> Session:
        """A sitting more, one less, or other minutes."""
        old = session.meeting
        if not old or self.choose((True, False)):
            new = (*old, doc.Sitting(held_at=self.choose((None, *TIMES)), minutes={self.choose(doc.STEP_NAMES): 3}))
        else:
            at = self.choose(range(len(old)))
            minutes = old[at].minutes | {self.choose(doc.STEP_NAMES): self.choose((1, 4, 9))}
            hands = {"asked": self.choose((None, 0, 8)), "again": self.choose((None, 7))}
            here = self.choose(((), (replace(old[at], minutes=minutes),), (replace(old[at], **hands),)))
            new = (*old[:at], *here, *old[at + 1 :])
        return replace(session, meeting=new)

    def edit(self, session: Session) -> Session:
        """One edit of any kind."""
        kinds = (
            self.add, self.add, self.change, self.change, self.change, self.delete, self.move, self.move,
            self.move_note, self.why, self.why, self.reparent, self.reparent, self.text, self.text, self.strings,
            self.pick_choice, self.sitting, self.own_field,
        )  # fmt: skip
        return self.choose(kinds)(session)  # type: ignore[no-any-return]


def empty(session_id: str = "s") -> Session:
    """A session with nothing in it."""
    return Session(format="pmtui-session", version=2, id=session_id, created_at=CREATED, updated_at=CREATED)


@st.composite
def sessions(draw: st.DrawFn, steps: int = 14) -> Session:
    """A small session, made by editing an empty one."""
    return _edited(draw, empty(), steps)


@st.composite
def edited(draw: st.DrawFn, session: Session, steps: int = 5) -> Session:
    """What somebody made of a session in up to so many edits."""
    return _edited(draw, session, steps)


@st.composite
def three(draw: st.DrawFn) -> tuple[Session, Session, Session]:
    """A session and what two people made of it."""
    base = draw(sessions())
    return base, draw(edited(base)), draw(edited(base))


def _edited(draw: st.DrawFn, session: Session, steps: int) -> Session:
    maker = Maker(lambda choices: draw(st.sampled_from(choices)), ids=4)
    for _ in range(draw(st.integers(0, steps))):
        session = maker.edit(session)
    return session


def random_session(rng: random.Random, steps: int, ids: int) -> Session:
    """A session made by so many random edits, with up to `ids` items a list."""
    return random_edits(rng, empty(), steps, ids)


def random_edits(rng: random.Random, session: Session, steps: int, ids: int) -> Session:
    """What somebody made of a session in so many random edits."""
    maker = Maker(rng.choice, ids)
    for _ in range(steps):
        session = maker.edit(session)
    return session
