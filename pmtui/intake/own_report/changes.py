"""Turn the changes that somebody made in a report into a version of the session that it was exported from.

The session's own report is read back, too, and compared with the edited one. Where both are equal the session stays as
it is, and so does everything that a report does not show. Items keep their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec.structs import replace

from pmtui.intake.own_report.matching import Traits, matched
from pmtui.intake.own_report.ordering import in_new_order
from pmtui.intake.own_report.reading import read
from pmtui.intake.own_report.remarks import without_remarks
from pmtui.intake.result import IntakeContext
from pmtui.report.actions import actions_in_order
from pmtui.report.blocks import block
from pmtui.report.markdown import render
from pmtui.session.day_events import change_zone
from pmtui.session.document import Item, Parked, Part, Session, Why
from pmtui.session.hashing import derived_id
from pmtui.session.order import sort_events
from pmtui.session.paths import get, put, walk
from pmtui.session.sections import FORMS, SECTIONS

_BLOCKS: Final = frozenset(
    {("Summary", "overview"), ("Impact", "statement"), ("RootCause", "statement"), ("OwnSection", "text")}
)
_LISTS: Final = tuple(each for each in SECTIONS if not each.tree and not each.grouped_by)
_LESSONS: Final = tuple(each for each in SECTIONS if each.table == "lessons")


def edited_session(base: Session, edited: Session, revision: str, context: IntakeContext) -> Session:
    """Return the session with the changes of an edited report.

    Args:
        base: the session that the report was exported from.
        edited: the session as read from the edited report.
        revision: the revision in its last line; ids of new items are derived from it, so that reading a report again
            adds nothing.
        context: the context of the reading.
    """
    shown = read(render(base), context).session
    if shown is None:
        return base
    return _Changes(base, shown, edited, revision).session()


class _Changes:
    """Compares three sessions: the exported one, the same as read from its report, and the edited one."""

    def __init__(self, base: Session, shown: Session, edited: Session, revision: str) -> None:
        self.base, self.shown, self.edited, self.revision = base, shown, edited, revision
        self.ids: dict[str, str] = {}
        """By id of an item in the edited report, its id in the new version."""
        self.used: dict[str, int] = {}
        self.remarks: list[Parked] = []
        """Remarks that readers wrote into Markdown fields, by item of the edited report."""
        self.shown_ids: dict[str, str] = {}
        """By id of an item as read from the report, its id in the session."""

    def session(self) -> Session:
        made = self.base
        self._match_figures()
        for path in (each.path for each in _LISTS):
            made = put(made, path, self._list(path))
        made = self._lessons(made)
        made = put(made, "root_cause.whys", self._whys())
        made = self._remarks(made)
        for form in FORMS:
            made = put(
                made, form, self._part(getattr(made, form), getattr(self.shown, form), getattr(self.edited, form))
            )
        if self.edited.status != self.shown.status:
            made = replace(made, status=self.edited.status)
        return self._in_zone(made)

    # --- fields ---

    def _part(self, base: Any, shown: Any, edited: Any) -> Any:
        """Return a struct with the fields that differ in the edited report."""
        made: dict[str, Any] = {}
        for name in base.__struct_fields__:
            was, now, old = getattr(shown, name), getattr(edited, name), getattr(base, name)
            if name in ("id", "whys", "sections", "measures", "of") or was == now:
                continue
            if name == "evidence":
                made[name] = self._references(old, was, now)
            elif name == "more":
                made[name] = _texts(old, was, now)
            elif isinstance(now, Part):
                made[name] = self._part(old, was, now)
            elif not (_same_block(edited, name, was, now) or _same_list(was, now) or _same_ticket(name, was, now)):
                made[name] = now
        return replace(base, **made) if made else base

    def _references(self, old: tuple[str, ...], was: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
        """Return the figures of an item: those in the edited report, and those that the report could not show."""
        before = tuple(self.shown_ids.get(each, each) for each in was)
        after = tuple(self.ids.get(each, each) for each in now)
        if before == after:
            return old
        return (*after, *(each for each in old if each not in before and each not in after))

    # --- items ---

    def _match_figures(self) -> None:
        pairs = self._pairs(self.base.evidence, self.shown.evidence, self.edited.evidence, "evidence")
        for (item, was), now in pairs:
            self.ids[now.id] = item.id
            self.shown_ids[was.id] = item.id
        for item, was in zip(self.base.evidence, self.shown.evidence, strict=False):
            self.shown_ids[was.id] = item.id
        for now in self.edited.evidence:
            if now.id not in self.ids:
                self.ids[now.id] = self._new_id("evidence", now)

    def _list(self, path: str) -> tuple[Any, ...]:
        """Return the items of a list as the edited report has them."""
        base = get(self.base, path)
        shown_of_base = _as_shown(path, base, self.base)
        edited = [item for item in get(self.edited, path) if not (path == "parking_lot" and item.of is not None)]
        return self._merged(path, base, shown_of_base, get(self.shown, path), edited)

    def _merged(
        self, path: str, base: Iterable[Any], displayed: list[Any], shown: Iterable[Any], edited: list[Any]
    ) -> tuple[Any, ...]:
        of: dict[str, tuple[Any, Any]] = {now.id: pair for pair, now in self._pairs(displayed, shown, edited, path)}
        made: list[Any] = []
        for now in edited:
            if now.id in of:
                item, was = of[now.id]
                self.ids[now.id] = item.id
                bare, remarks = without_remarks(was, now)
                self.remarks += [Parked(id="", text=text, kind="remark", of=now.id) for text in remarks]
                made.append(self._part(item, was, bare))
            else:
                made.append(self._new(path, now))
        return tuple(in_new_order(list(base), displayed, made))

    def _pairs(
        self, displayed: Iterable[Any], shown: Iterable[Any], edited: Iterable[Any], path: str
    ) -> list[tuple[tuple[Any, Any], Any]]:
        """Pair the items of the session, and what was shown of them, with the items of the edited report."""
        there, after = list(zip(displayed, shown, strict=False)), list(edited)
        texts = next(each for each in SECTIONS if each.path == path).texts
        found = matched([_traits(was, texts) for _, was in there], [_traits(now, texts) for now in after])
        return [(there[found[n]], now) for n, now in enumerate(after) if n in found]

    def _new(self, path: str, item: Any) -> Any:
        key = self.ids.get(item.id) or self._new_id(path, item)
        self.ids[item.id] = key
        changes: dict[str, Any] = {"id": key}
        if hasattr(item, "evidence"):
            changes["evidence"] = tuple(self.ids.get(each, each) for each in item.evidence)
        return replace(item, **changes)

    def _new_id(self, path: str, item: Any) -> str:
        """Return an id that is the same whenever the same item of the same report is read."""
        known = ("id", "evidence", "whys", "of")
        said = repr([(name, getattr(item, name)) for name in item.__struct_fields__ if name not in known])
        self.used[path + said] = n = self.used.get(path + said, 0) + 1
        return derived_id("report", self.base.id, self.revision, path, said, str(n))

    def _lessons(self, made: Session) -> Session:
        """Compare the four lists as one, so that a note that was moved to another list keeps its id."""
        displayed = [note for each in _LESSONS for note in _as_shown(each.path, get(self.base, each.path), self.base)]
        shown = [note for each in _LESSONS for note in get(self.shown, each.path)]
        edited = [note for each in _LESSONS for note in get(self.edited, each.path)]
        of = {now.id: pair for pair, now in self._pairs(displayed, shown, edited, _LESSONS[0].path)}
        for each in _LESSONS:
            here = get(self.base, each.path)
            notes = [
                self._part(*of[now.id], now) if now.id in of else self._new(each.path, now)
                for now in get(self.edited, each.path)
            ]
            self.ids |= {now.id: note.id for now, note in zip(get(self.edited, each.path), notes, strict=True)}
            made = put(made, each.path, tuple(in_new_order(list(here), _as_shown(each.path, here, self.base), notes)))
        return made

    def _whys(self) -> tuple[Why, ...]:
        """Return the tree as the edited report has it."""
        displayed = [why for _, why in walk(self.base.root_cause.whys)]
        shown = [why for _, why in walk(self.shown.root_cause.whys)]
        edited = [why for _, why in walk(self.edited.root_cause.whys)]
        of = {now.id: pair for pair, now in self._pairs(displayed, shown, edited, "root_cause.whys")}

        def made(why: Why) -> Why:
            new: Why = self._part(*of[why.id], why) if why.id in of else self._new("root_cause.whys", why)
            self.ids[why.id] = new.id
            return replace(new, whys=tuple(map(made, why.whys)))

        return tuple(map(made, self.edited.root_cause.whys))

    def _remarks(self, made: Session) -> Session:
        """Add the remarks that readers wrote below items, with the ids of the items in the session."""
        there = {(item.text, item.of) for item in made.parking_lot if item.kind == "remark"}
        new = []
        for item in (*self.edited.parking_lot, *self.remarks):
            if item.of is None:
                continue
            about = self.ids.get(item.of, item.of)
            if (item.text, about) not in there:
                key = derived_id("remark", self.base.id, about, item.text)
                new.append(replace(item, id=key, of=about))
        return put(made, "parking_lot", (*made.parking_lot, *new)) if new else made

    def _in_zone(self, made: Session) -> Session:
        """Keep the day of events without a time, where only the time zone in the key details was changed."""
        old, new = self.base.key_details.timezone, made.key_details.timezone
        if old == new or not any(event.precision == "day" for event in made.timeline):
            return made
        times = {event.at for event in self.shown.timeline}
        if not any(event.at in times for event in self.edited.timeline):
            return made
        return change_zone(put(made, "key_details.timezone", old), new)


def _as_shown(path: str, items: tuple[Any, ...], session: Session) -> list[Any]:
    """Return the items of a list that a report shows, in the report's order."""
    if path == "timeline":
        return list(sort_events(items, session.key_details.timezone))
    if path == "actions":
        return list(actions_in_order(items))
    return [item for item in items if _is_shown(path, item)]


def _is_shown(path: str, item: Any) -> bool:
    if path == "summary.sections":
        return bool(block(item.text))
    if path == "parking_lot":
        return item.kind != "conflict" and not item.settled and bool(item.text or item.answer or item.owner)
    needed: dict[str, Callable[[Any], Any]] = {
        "impact.measures": lambda it: it.name or it.value,
        "resources": lambda it: it.text or it.location,
        "further_reading": lambda it: it.title or it.url,
    }
    if path.startswith("lessons."):
        return bool(item.text)
    return bool(needed[path](item)) if path in needed else True


def _traits(item: Item, texts: tuple[str, ...]) -> Traits:
    left_out = ("id", "evidence", "whys", "of", "ballots", texts[0])
    rest = tuple(getattr(item, name) for name in item.__struct_fields__ if name not in left_out)
    return Traits(getattr(item, texts[0]), rest)


def _texts(old: dict[str, str], was: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """Return the team's own fields with those changed, added and removed."""
    kept = {name: text for name, text in old.items() if name not in was or name in now}
    return kept | {name: text for name, text in now.items() if was.get(name) != text}


def _same_ticket(name: str, was: Any, now: Any) -> bool:
    """Whether two tickets differ only in the angle brackets of a link, which a formatter may have removed."""
    return name == "ticket" and bool(was) and now.startswith(f"[{was}](http") and now.endswith(")")


def _same_list(was: Any, now: Any) -> bool:
    """Whether two lists of short texts differ only in escaped commas, which a formatter may have unescaped."""
    return isinstance(was, tuple) and ", ".join(was) == ", ".join(now)


def _same_block(part: Any, name: str, was: Any, now: Any) -> bool:
    """Whether two blocks of Markdown are the same in canonical form."""
    kind = type(part).__name__
    is_block = (kind, name) in _BLOCKS or (kind == "Evidence" and name == "body" and part.kind not in ("log", "chat"))
    return is_block and block(was) == block(now)
