"""What a program left in its add lines when it was killed is an item once another one ends in good order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pmtui.app.editing_session import EditingSession
from pmtui.library.drafts import ADD_LINE, PROJECTOR_QUICK_LINE, QUICK_LINE, Drafts, FieldKey
from pmtui.library.folder import Library
from pmtui.session import paths
from pmtui.session.document import Session, Why
from pmtui.session.paths import walk

Make = Callable[..., Session]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def left(library: Library, session: Session, key: FieldKey, text: str) -> EditingSession:
    """The editing session of a program that is started after another one was killed."""
    library.add(session)
    killed = Drafts(library.folder, session.id)
    killed.keep(key, text)
    killed.release()
    return EditingSession(library.open(session.id), lambda: None, lambda: NOW)


@pytest.mark.parametrize(
    ("key", "text", "names"),
    [
        (FieldKey("timeline", None, ADD_LINE), "14:09 pager rang\n14:10 all well", ["pager rang", "all well"]),
        (FieldKey("timeline", "event", QUICK_LINE), "14:09 pager rang", ["pager rang"]),
        (FieldKey("actions", None, ADD_LINE), "Renew by machine", ["Renew by machine"]),
        (FieldKey("resources", None, ADD_LINE), "server logs", ["server logs"]),
        (FieldKey("lessons.went_well", None, ADD_LINE), "calm @JL", ["calm"]),
        (FieldKey("parking_lot", "question", ADD_LINE), "how long?", ["how long?"]),
        (FieldKey("parking_lot", "idea", PROJECTOR_QUICK_LINE), "a robot", ["a robot"]),
        (FieldKey("evidence", None, ADD_LINE), "INFO a\nINFO b", ["INFO a"]),
        (FieldKey("further_reading", None, ADD_LINE), "the paper https://x.y", ["the paper"]),
        (FieldKey("impact.measures", None, ADD_LINE), "Orders lost: 12", ["Orders lost"]),
    ],
)
def test_a_line_in_a_step_that_nobody_opens_is_added_on_leaving(
    library: Library, make_session: Make, key: FieldKey, text: str, names: list[str]
) -> None:
    session = make_session()
    editing = left(library, session, key, text)
    assert editing.state.lines == 1
    assert editing.clear() == ""
    kept = library.read(library.find(session.id))
    assert key.section is not None
    items = paths.get(kept, key.section)
    assert [next(getattr(i, n) for n in ("text", "caption", "title", "name") if hasattr(i, n)) for i in items] == names
    if key.section == "parking_lot":
        assert items[0].kind == key.item
    assert Drafts(library.folder, session.id).read() == {}
    assert EditingSession(library.open(session.id), lambda: None).clear() == ""
    assert library.read(library.find(session.id)) == kept


@pytest.mark.parametrize(("parent", "depth"), [("w1", 2), ("gone", 1), (None, 1)])
def test_an_answer_goes_below_what_it_was_asked_of(
    library: Library, make_session: Make, parent: str | None, depth: int
) -> None:
    session = make_session(**{"root_cause.problem": "It failed", "root_cause.whys": (Why(id="w1", text="It expired"),)})
    left(library, session, FieldKey("root_cause.whys", parent, ADD_LINE), "Nothing warned us").clear()
    whys = library.read(library.find(session.id)).root_cause.whys
    assert [at for at, why in walk(whys) if why.text == "Nothing warned us"] == [depth]


def test_where_there_are_answers_but_no_problem_a_line_is_an_answer(library: Library, make_session: Make) -> None:
    session = make_session(**{"root_cause.whys": (Why(id="w1", text="It expired"),)})
    left(library, session, FieldKey("root_cause.whys", None, ADD_LINE), "Nothing warned us").clear()
    cause = library.read(library.find(session.id)).root_cause
    assert (cause.problem, [why.text for why in cause.whys]) == ("", ["It expired", "Nothing warned us"])


def test_a_final_review_takes_none_and_the_line_waits(library: Library, make_session: Make) -> None:
    session = make_session(status="final")
    key = FieldKey("timeline", None, ADD_LINE)
    editing = left(library, session, key, "14:09 pager rang")
    for _ in range(2):  # whatever ends the app asks for it again
        assert editing.clear() == ""
    assert library.read(library.find(session.id)).timeline == ()
    assert Drafts(library.folder, session.id).read() == {key: "14:09 pager rang"}
