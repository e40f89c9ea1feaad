"""The layer under the front ends on a store that is no folder: edits, half-typed words, reports, whole reviews."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pmtui.app.earlier_reviews import read_earlier_reviews
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.import_plan import ImportPlanner
from pmtui.app.library_actions import DeletedReviews, NewReview, create_review
from pmtui.app.log_target import LogTarget
from pmtui.app.report_files import ReportError, on_clipboard, report, written
from pmtui.app.review_index import ReviewIndex
from pmtui.library.drafts import ADD_LINE, FieldKey
from pmtui.library.folder import Library
from pmtui.library.open_session import OpenSession
from pmtui.library.protocol import SessionStore
from pmtui.session.document import Event, Evidence, Session
from pmtui.session.edits import add_items, set_field
from tests.memory_store import MemoryStore

Make = Callable[..., Session]
LINE = FieldKey("timeline", None, ADD_LINE)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def sit(store: SessionStore, session: Session) -> EditingSession:
    return EditingSession(OpenSession(store, store.load(store.find(session.id))), lambda: None)


def add(text: str) -> Callable[[Session], Session]:
    return lambda session: add_items(session, "timeline", [Event(id=text, text=text)])


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.01)


def test_two_sittings_on_one_review_see_each_other_and_keep_what_is_half_typed(
    store: MemoryStore, make_session: Make
) -> None:
    session = make_session()
    store.add(session)
    mine, yours = sit(store, session), sit(store, session)
    mine.start()
    yours.start()
    mine.do(add("pager rang"), "add event", Place("timeline"))
    until(lambda: [event.id for event in yours.session.timeline] == ["pager rang"])
    yours.keep_unread(FieldKey(None, None, "key_details.started_at"), "half past")
    yours.draft_line(LINE, "cards ref", add("cards ref"), "add event", Place("timeline"))
    until(lambda: store.drafts(session.id).read().get(LINE) == "cards ref")
    yours.show_step("timeline")
    until(lambda: store.bookmark(session.id) == "timeline")
    assert yours.clear() == "" and mine.clear() == ""
    assert [event.id for event in store.read(store.find(session.id)).timeline] == ["pager rang", "cards ref"]
    assert sit(store, session).unread.text(FieldKey(None, None, "key_details.started_at")) == "half past"


def test_a_report_names_attached_files_and_leaves_out_what_is_none(
    store: MemoryStore, make_session: Make, tmp_path: Path
) -> None:
    session = make_session()
    store.add(session)
    editing = sit(store, session)
    files = editing.opened.attached_files
    name = files.attach(b"picture", "graph.png")
    figures = [Evidence(id="f1", caption="Rates", kind="screenshot", path=name)]
    editing.do(lambda s: add_items(s, "evidence", figures), "attach", Place("evidence"))
    made = report(editing.session, files, lies_in=tmp_path)
    assert f"{files.name}/graph.png" in made.text and made.left_out == ()
    sent: list[str] = []
    said = on_clipboard(editing.session, files, store, sent.append)
    assert "report" in said
    written(tmp_path / "report.md", made.text, store, replace=False)
    assert (tmp_path / "report.md").read_text() == made.text
    assert editing.clear() == ""


def test_whole_reviews_are_begun_deleted_and_had_back(store: MemoryStore) -> None:
    made = create_review(store, NewReview("Checkout", "Cards refused", date(2026, 11, 18)), "UTC", None)
    index = ReviewIndex(store, lambda: date(2026, 11, 20))
    assert index.take(index.look(quick=True)) and index.files(["cards"]) == [made.file]
    bin_ = DeletedReviews(store)
    assert bin_.delete(made) == "Cards refused" and store.names() == []
    assert bin_.restore().id == made.id
    again = create_review(store, NewReview("Checkout", "", None), "UTC", store.find(made.id))
    assert read_earlier_reviews(store, store.read(again), date(2026, 11, 20)).sittings == ()


def test_notes_and_documents_find_their_review(store: MemoryStore, make_session: Make) -> None:
    said: list[str] = []
    now = datetime.now(UTC)
    target = LogTarget(store, None, lambda: now, timezone=lambda: "UTC", say=said.append)
    assert not target.exists
    target.change(add("first"))
    target.attached_files().attach(b"log", "app.log")
    LogTarget(store, None, lambda: now, timezone=lambda: "UTC", say=said.append).change(add("second"))
    session = store.read(store.find("latest"))
    assert [event.id for event in session.timeline] == ["first", "second"]
    target.announce()
    assert said == [f"began a new review: session {session.id} ({session.id}) of memory:reviews"]
    theirs = set_field(session, "impact.statement", "from elsewhere")
    plan = ImportPlanner(store, into=None, replace=True, say=said.append).plan("theirs.json", theirs)
    assert plan.act is not None and plan.act() == session.id
    assert store.read(store.find(session.id)).impact.statement == "from elsewhere"


# --- the same on a folder, where links may lead out ---


def test_no_front_end_shows_what_a_link_leads_to_outside(library: Library, make_session: Make, tmp_path: Path) -> None:
    session = make_session(evidence=(Evidence(id="f1", caption="Secret", kind="file", path="secret.txt"),))
    entry = library.add(session)
    library.attachments(entry).mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (library.attachments(entry) / "secret.txt").symlink_to(tmp_path / "secret.txt")
    made = report(session, library.attached_files(entry), lies_in=tmp_path)
    assert "secret.txt" not in made.text
    (line,) = made.left_out
    assert line.startswith("'secret.txt' leads out of the attachment folder") and line.endswith(
        "left out of the report"
    )


def test_no_front_end_writes_a_report_over_what_a_library_keeps(library: Library, make_session: Make) -> None:
    entry = library.add(make_session())
    before = entry.path.read_bytes()
    for path, why in (
        (entry.path, "is a file of the library"),
        (library.folder / ".pmtui" / "lock", "is a file of the library"),
        (library.folder / "new.json", "would be listed as a session"),
    ):
        with pytest.raises(ReportError, match=why):
            written(path, "report", library, replace=True)
        with pytest.raises(ReportError, match=why):
            written(path, "report", Library(library.folder.parent / "other"), replace=True)
    assert entry.path.read_bytes() == before and not (library.folder / "new.json").exists()
    written(library.folder / "report.md", "report", library, replace=False)
    assert (library.folder / "report.md").read_text() == "report"
