"""What holds of every store of sessions, be it a folder of files or none: one suite, run on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pmtui.library.drafts import ADD_LINE, FieldKey
from pmtui.library.errors import Ambiguous, Deleted, LibraryError, NotFound, Refused
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.library.open_session import OpenSession
from pmtui.library.protocol import SessionStore
from pmtui.library.related import likely_related
from pmtui.session.document import Event, Session
from pmtui.session.edits import EditRefused, add_items, set_field
from tests.memory_store import MemoryStore


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SessionStore:
    """Each store, empty."""
    return Library(tmp_path / "reviews") if request.param == "folder" else MemoryStore()


@pytest.fixture
def session() -> Session:
    return add_items(new_session(product="Checkout", headline="Card payments refused"), "timeline", [Event(id="e1")])


def ids(session: Session) -> list[str]:
    return [event.id for event in session.timeline]


def add(event_id: str) -> Callable[[Session], Session]:
    return lambda session: add_items(session, "timeline", [Event(id=event_id, text=event_id)])


def same(a: Session, b: Session) -> bool:
    return set_field(a, "updated_at", "") == set_field(b, "updated_at", "")


def open_(store: SessionStore, session: Session) -> OpenSession:
    return OpenSession(store, store.load(store.find(session.id)))


def test_a_session_that_was_made_is_listed_found_and_read_as_it_was(store: SessionStore, session: Session) -> None:
    assert store.entries() == [] and store.names() == [] and store.by_id(session.id) is None
    made = store.create(session)
    (entry,) = store.entries()
    assert (entry.id, entry.file, entry.product, entry.status) == (session.id, made.file, "Checkout", "draft")
    assert entry.headline == "Card payments refused" and not entry.unreadable
    assert store.names() == [made.file]
    assert [each.id for each in store.quick_entries([made.file, "nothing"]) if not each.unreadable] == [session.id]
    for ref in (session.id, session.id[:-1], session.id[-6:], made.file, "latest"):
        assert store.find(ref).id == session.id
    assert same(store.read(made), session)
    assert [entry.id for entry, _ in store.sessions()] == [session.id]


def test_what_is_not_there_or_means_several_is_said_in_one_line(store: SessionStore, session: Session) -> None:
    with pytest.raises(NotFound, match="no session here yet"):
        store.find("latest")
    store.create(session)
    store.create(set_field(session, "id", session.id[:-6] + "ffffff"))
    with pytest.raises(NotFound, match="no such session"):
        store.find("nothing")
    with pytest.raises(Ambiguous, match="could be"):
        store.find(session.id[:-6])


def test_newest_incident_first(store: SessionStore) -> None:
    for day in ("2026-11-01", "2026-11-20", "2026-11-10"):
        store.create(set_field(new_session(product=day), "key_details.incident_date", date.fromisoformat(day)))
    assert [entry.product for entry in store.entries()] == ["2026-11-20", "2026-11-10", "2026-11-01"]


def test_two_writers_lose_nothing(store: SessionStore, session: Session) -> None:
    store.create(session)
    mine = store.load(store.find("latest"))
    theirs = store.load(store.find("latest"))
    assert not store.changed(mine)
    saved = store.save(theirs, add("theirs")(theirs.session))
    assert saved.wrote and not saved.merged and not store.changed(saved)
    assert store.changed(mine)
    assert ids(store.newer(mine).session) == ["e1", "theirs"]
    both = store.save(mine, add("mine")(mine.session))
    assert both.merged and set(ids(both.session)) == {"e1", "mine", "theirs"}
    assert same(store.read(store.find("latest")), both.session)


def test_an_edit_is_made_on_what_another_program_wrote_while_it_was_thought_out(
    store: SessionStore, session: Session
) -> None:
    entry = store.create(session)
    met: list[str] = []

    def name_it(session: Session) -> Session:
        met.append(session.key_details.reference)
        if len(met) == 1:
            store.change(entry, lambda theirs: set_field(theirs, "key_details.reference", "INC-1"))
        elif met[-1]:
            raise Refused("it has a reference by now")
        return set_field(session, "key_details.reference", "INC-2")

    with pytest.raises(Refused):
        store.change(entry, name_it)
    assert met == ["", "INC-1"]
    assert store.read(entry).key_details.reference == "INC-1"


def test_the_notes_of_a_moment_go_into_one_review(store: SessionStore, session: Session) -> None:
    now = store.now()
    assert store.newest_draft(now) is None
    begun = store.begin(session, now)
    assert begun is not None and begun.id == session.id
    assert store.begin(new_session(), now) is None
    assert (found := store.newest_draft(now + timedelta(hours=23))) is not None and found.id == session.id
    assert store.newest_draft(now + timedelta(hours=25)) is None


def test_a_final_review_refuses_what_a_verb_would_change(store: SessionStore, session: Session) -> None:
    entry = store.create(set_field(session, "status", "final"))
    with pytest.raises(EditRefused):
        store.change(entry, add("late"))
    assert store.change(entry, lambda s: set_field(s, "status", "draft")).session.status == "draft"


def test_what_was_thrown_away_comes_back(store: SessionStore, session: Session) -> None:
    entry = store.create(session)
    store.attached_files(entry).attach(b"graph", "graph.png")
    thrown = store.trash(entry)
    assert store.entries() == [] and thrown.at
    with pytest.raises(LibraryError):
        store.read(entry)
    (found,) = store.trashed()
    assert found.entry.id == session.id
    back = store.untrash(found)
    assert store.trashed() == [] and same(store.read(back), session)
    assert store.attached_files(back).read("graph.png") == b"graph"
    with pytest.raises(NotFound, match="trash"):
        store.untrash(found)


def test_an_imported_version_changes_places_with_the_one_in_the_trash(store: SessionStore, session: Session) -> None:
    entry = store.create(session)
    newer = set_field(session, "impact.statement", "imported")
    store.replace(entry, newer)
    assert store.read(store.find(session.id)).impact.statement == "imported"
    store.untrash(store.trashed()[0], over=store.find(session.id))
    assert store.read(store.find(session.id)).impact.statement == ""
    assert [store.read(each.entry).impact.statement for each in store.trashed()] == ["imported"]


def test_attached_files_are_copies_under_names_of_their_own(
    store: SessionStore, session: Session, tmp_path: Path
) -> None:
    files = store.attached_files(store.create(session))
    (tmp_path / "graph.png").write_bytes(b"one")
    assert files.attach(tmp_path / "graph.png") == "graph.png"
    assert files.attach(b"one", "graph.png") == "graph.png", "the same file again"
    assert files.attach(b"two", "graph.png") == "graph-2.png"
    assert files.read("graph.png") == b"one" and files.read("graph-2.png") == b"two"
    files.check("graph.png")
    for path in ("../secret", "/etc/passwd"):
        with pytest.raises(Refused):
            files.check(path)
        with pytest.raises(Refused):
            files.read(path)
    with pytest.raises(Refused):
        files.read("nothing.png")
    loaded = store.load(store.find(session.id))
    assert store.attached_files(loaded).read("graph.png") == b"one"
    assert files.name and files.seen_from(tmp_path).endswith(files.name)


def test_half_typed_words_outlive_the_program_that_took_them(store: SessionStore, session: Session) -> None:
    store.create(session)
    value, line = FieldKey(None, None, "key_details.started_at"), FieldKey("timeline", None, ADD_LINE)
    drafts = store.drafts(session.id)
    drafts.keep(value, "half past")
    drafts.keep(line, "pager ra")
    assert drafts.read() == {value: "half past", line: "pager ra"}
    other = store.drafts(session.id)
    assert other.read()[value] == "half past" and other.take_over() == {}, "that line is being typed"
    drafts.release()
    assert other.take_over() == {line: "pager ra"}
    other.forget(value)
    assert store.drafts(session.id).read() == {line: "pager ra"}
    assert store.drafts("another").read() == {}


def test_the_step_where_a_meeting_was_left_is_remembered(store: SessionStore, session: Session) -> None:
    store.create(session)
    assert store.bookmark(session.id) == ""
    store.set_bookmark(session.id, "timeline")
    store.set_bookmark(session.id, "actions")
    assert store.bookmark(session.id) == "actions"


def test_earlier_reviews_of_the_same_product_are_found(store: SessionStore, session: Session) -> None:
    store.create(session)
    store.create(new_session(product="Checkout", headline="before"))
    assert [each.key_details.headline for each in likely_related(store, session)] == ["before"]


# --- open for a sitting ---


def test_an_open_session_takes_over_what_others_write_and_undoes_only_its_own(
    store: SessionStore, session: Session
) -> None:
    store.create(session)
    opened = open_(store, session)
    assert not opened.dirty and not opened.poll()
    opened.do(add("mine"), "add event", place="here")
    assert opened.dirty and opened.save().wrote and not opened.dirty
    store.change(store.find(session.id), add("theirs"))
    assert opened.poll() and ids(opened.session) == ["e1", "mine", "theirs"]
    assert opened.undo() == "here"
    opened.save()
    assert ids(store.read(store.find(session.id))) == ["e1", "theirs"]


def test_an_open_session_that_is_deleted_is_kept_again_aloud(store: SessionStore, session: Session) -> None:
    entry = store.create(session)
    loaded, opened = store.load(entry), open_(store, session)
    store.trash(entry)
    with pytest.raises(Deleted):
        store.newer(loaded)
    assert not opened.poll() and opened.dirty
    (notice,) = opened.take_notices()
    assert notice == f"{entry.file} was deleted: it is written again"
    opened.save()
    assert same(store.read(store.find(session.id)), session)


def test_a_version_that_replaces_an_open_one_is_said_and_undo_brings_it_back(
    store: SessionStore, session: Session
) -> None:
    store.create(session)
    opened = open_(store, session)
    store.replace(store.find(session.id), set_field(opened.session, "impact.statement", "imported"))
    assert opened.poll() and opened.session.impact.statement == "imported"
    assert any("was replaced by another version" in notice for notice in opened.take_notices())
    opened.undo()
    opened.save()
    assert store.read(store.find(session.id)).impact.statement == ""
