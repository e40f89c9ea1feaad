"""The library as the rest of the program uses it: finding, listing, saving beside another writer, the trash."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.library.errors import Ambiguous, NotFound, Unreadable
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, time_of_id, uuid7
from pmtui.session.document import Event, Note, Session, Why
from pmtui.session.edits import EditRefused, add_items, add_why, change_item, set_field
from tests.adding import adding
from tests.strategies import empty, random_edits

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def timeless(session: Session) -> Session:
    return replace(session, updated_at="")


class TestIds:
    """Ids of version 7."""

    def test_they_rise_and_tell_when_they_were_made(self) -> None:
        made = [uuid7() for _ in range(5000)]
        assert sorted(set(made)) == made
        noted = time_of_id(made[0])
        assert noted is not None and abs(noted - datetime.now(UTC)) < timedelta(seconds=30)
        assert (made[0][14], made[0][19] in "89ab") == ("7", True)

    @pytest.mark.parametrize("other", ["", "e1", "00000000-0000-4000-8000-000000000000", "g" * 36])
    def test_other_ids_tell_nothing(self, other: str) -> None:
        assert time_of_id(other) is None


class TestFinding:
    """What a person may call a session."""

    @pytest.fixture
    def three(self, library: Library) -> list[Session]:
        made = []
        for n, incident in enumerate([date(2026, 3, 1), None, date(2026, 1, 1)]):
            session = new_session(product=f"P{n}", incident_date=incident)
            made.append(replace(session, id=f"{n}bc-{n}{n}{n}fed", created_at=f"2026-02-0{n + 1}T00:00:00Z"))
            library.create(made[-1])
        return made

    @pytest.mark.parametrize(
        "ref", ["1bc-111fed", "1b", "111fed", "111FED", "2026-02-02-p1-111fed", "2026-02-02-p1-111fed.json"]
    )
    def test_by_id_prefix_last_digits_or_file(self, library: Library, three: list[Session], ref: str) -> None:
        assert library.find(ref).id == three[1].id

    def test_latest_is_the_one_created_last(self, library: Library, three: list[Session]) -> None:
        assert library.find("latest").id == three[2].id

    def test_the_newest_incident_comes_first(self, library: Library, three: list[Session]) -> None:
        assert [entry.product for entry in library.entries()] == ["P0", "P1", "P2"]
        assert [entry.product for entry in library.entries(quick=True)] == ["P0", "P1", "P2"]

    def test_by_the_path_of_its_file(
        self, library: Library, three: list[Session], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(library.folder.parent)
        assert library.find("reviews/2026-02-02-p1-111fed.json").id == three[1].id

    def test_what_could_be_several_names_them(self, library: Library, three: list[Session]) -> None:
        library.create(replace(three[0], id="1bd"))
        with pytest.raises(Ambiguous, match=r"'1b' could be .*111fed\.json.*more of the id"):
            library.find("1b")

    @pytest.mark.parametrize("ref", ["", "nope", "../x"])
    def test_what_is_nothing_says_so(self, library: Library, three: list[Session], ref: str) -> None:
        with pytest.raises(NotFound, match="no such session"):
            library.find(ref)

    def test_an_empty_library_has_no_latest(self, library: Library) -> None:
        assert library.names() == [] and library.entries() == []
        with pytest.raises(NotFound, match="pmtui new"):
            library.find("latest")
        assert not library.folder.exists(), "looking makes nothing"


class TestListing:
    """What a list knows of a session."""

    def test_quick_and_thorough_say_the_same(self, library: Library) -> None:
        day = date(2026, 11, 18)
        session = new_session(product='a\nb "c"', headline="Größe 🚒 " * 50, incident_date=day, now=NOW)
        path = library.create(set_field(session, "key_details.severity", "SEV2")).path
        (quick,), (thorough,) = Library(library.folder).entries(quick=True), Library(library.folder).entries()
        assert quick == thorough
        assert (quick.id, quick.product, quick.headline) == (session.id, 'a\nb "c"', "Größe 🚒 " * 50)
        assert (quick.severity, quick.incident_date, quick.status) == ("SEV2", date(2026, 11, 18), "draft")
        assert (quick.created_at, quick.path, quick.file) == ("2026-11-20T12:00:00Z", path, path.name)
        assert quick.updated_at == library.read(path).updated_at

    def test_a_header_longer_than_the_beginning_is_read_in_full(self, library: Library) -> None:
        library.create(new_session(headline="x" * 9000))
        assert library.entries(quick=True)[0].headline == "x" * 9000

    def test_a_file_that_somebody_reformatted_is_listed(self, library: Library, path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_text())))
        assert library.entries(quick=True)[0].product == "Checkout"
        library.change(path, adding([Event(id="e")]))
        assert len(library.read(path).timeline) == 4

    def test_a_change_is_seen_by_who_listed_before(self, library: Library, path: Path) -> None:
        assert library.entries()[0].product == "Checkout"
        Library(library.folder).change(path, lambda s: set_field(s, "key_details.product", "Changed!"))
        assert library.entries()[0].product == "Changed!"


class TestNewestDraft:
    """Where `log` goes without being told."""

    def draft(self, library: Library, created: timedelta, **more: object) -> Session:
        session = new_session(now=NOW - created)
        session = replace(session, **more)  # type: ignore[arg-type]
        library.create(session)
        return session

    def test_one_created_today(self, library: Library) -> None:
        self.draft(library, timedelta(hours=30))
        session = self.draft(library, timedelta(hours=23))
        found = library.newest_draft(NOW)
        assert found is not None and found.id == session.id

    def test_none_where_the_newest_is_old_though_its_file_is_new(self, library: Library) -> None:
        old = Event(id="e", at="2026-11-18T00:00:00Z")
        self.draft(library, timedelta(hours=25), timeline=(old,))
        assert library.newest_draft(NOW) is None

    def test_an_old_one_in_which_something_was_noted_today(self, library: Library) -> None:
        noted = Event(id="0199f0c2-0000-7000-8000-000000000000", at=None)
        session = self.draft(library, timedelta(days=400), timeline=(noted,))
        when = time_of_id(noted.id)
        assert when is not None
        found = library.newest_draft(when + timedelta(hours=23))
        assert found is not None and found.id == session.id

    def test_only_drafts_count(self, library: Library) -> None:
        self.draft(library, timedelta(hours=1), status="final")
        assert library.newest_draft(NOW) is None


class TestSaving:
    """What is written is what is read, whoever else writes."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 2**32), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=5))
    def test_any_edits_come_back_as_they_were(self, tmp_path: Path, seed: int, sizes: list[int]) -> None:
        chance = random.Random(seed)
        library = Library(tmp_path / uuid7())
        loaded = library.load(library.create(random_edits(chance, empty(), 10, 6)))
        for size in sizes:
            ours = random_edits(chance, loaded.session, size, 6)
            loaded = library.save(loaded, ours)
            assert timeless(ours) == timeless(loaded.session)
            again = library.load(loaded.path)
            assert (again.session, again.tables) == (loaded.session, loaded.tables)
            assert again.exact and not again.notices

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 2**32))
    def test_two_programs_end_with_the_same_session(self, tmp_path: Path, seed: int) -> None:
        from pmtui.session.merge import merge

        chance = random.Random(seed)
        mine, other = Library(tmp_path / uuid7()), None
        path = mine.create(random_edits(chance, empty(), 12, 6))
        other = Library(mine.folder)
        here, there = mine.load(path), other.load(path)
        base = here.session
        theirs = random_edits(chance, base, 3, 6)
        ours = random_edits(chance, base, 3, 6)
        there = other.save(there, theirs)
        again, whole = mine.load(path, like=here), mine.load(path)
        assert (again.session, again.tables, again.exact) == (whole.session, whole.tables, whole.exact)
        here = mine.save(here, ours)
        assert timeless(merge(base, ours, theirs).session) == timeless(here.session)
        assert mine.read(path) == here.session
        assert other.save(there, there.session).session == here.session

    def test_saving_nothing_new_writes_nothing(self, library: Library, path: Path) -> None:
        before = path.stat()
        loaded = library.load(path)
        assert not library.save(loaded, loaded.session).wrote
        assert path.stat() == before

    def test_a_hundred_events_put_in_at_one_place_keep_their_order(self, library: Library, path: Path) -> None:
        loaded = library.load(path)
        first = loaded.session.timeline[0].id
        for n in range(100):
            ours = add_items(loaded.session, "timeline", [Event(id=f"e{n}")], after=first)
            loaded = library.save(loaded, ours)
        assert library.read(path).timeline == loaded.session.timeline
        assert [e.id for e in loaded.session.timeline[1:101]] == [f"e{n}" for n in reversed(range(100))]

    def test_a_final_session_refuses_events(self, library: Library, path: Path) -> None:
        library.change(path, lambda s: replace(s, status="final"))
        with pytest.raises(EditRefused, match="reopen it first"):
            library.change(path, adding([Event(id="e")]))

    def test_who_renamed_it_meanwhile_is_followed(self, library: Library, path: Path) -> None:
        opened = library.open(path)
        library.change(path, lambda s: set_field(s, "key_details.product", "Search"))
        new = library.rename(path).path
        opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
        opened.save()
        assert opened.file == new.name and library.names() == [new.name]
        assert library.read(new).impact.statement == "typed"

    def test_control_characters_that_got_into_a_file_go_and_are_said(self, library: Library, path: Path) -> None:
        path.write_text(path.read_text().replace("event 1", "event\\u001b[31m 1"))
        loaded = library.load(path)
        assert loaded.session.timeline[1].text == "event[31m 1"
        assert "1 control character" in loaded.notices[0]
        saved = library.save(loaded, loaded.session)
        assert saved.wrote and "u001b" not in path.read_text()


class TestRepair:
    """What git's own merge can leave."""

    def tree(self, library: Library, path: Path) -> None:
        def edit(session: Session) -> Session:
            session = add_why(session, None, Why(id="w1", text="one"))
            return add_why(add_why(session, "w1", Why(id="w2", text="two")), "w2", Why(id="w3", text="three"))

        library.change(path, edit)

    def test_a_why_without_its_parent_comes_to_the_top(self, library: Library, path: Path) -> None:
        self.tree(library, path)
        path.write_text(path.read_text().replace('"parent": "w1"', '"parent": "gone"'))
        loaded = library.load(path)
        assert [why.id for why in loaded.session.root_cause.whys] == ["w1", "w2"]
        assert "two" in loaded.notices[0]
        saved = library.save(loaded, change_item(loaded.session, "timeline", "x", text=""))
        assert saved.wrote and library.load(path).notices == ()

    def test_a_circle_is_cut(self, library: Library, path: Path) -> None:
        self.tree(library, path)
        path.write_text(path.read_text().replace('"parent": null', '"parent": "w3"'))
        loaded = library.load(path)
        assert [why.id for why in loaded.session.root_cause.whys] == ["w1"]
        assert loaded.notices
        assert library.open(path).dirty, "what was repaired is written back"

    def test_a_document_that_was_copied_by_hand_keeps_both(self, library: Library, path: Path) -> None:
        tree = json.loads(path.read_text())
        row = next(iter(tree["timeline"].values()))
        tree["timeline"]["1000000000000007"] = row | {"text": "a copy"}
        path.write_text(json.dumps(tree))
        loaded = library.load(path)
        assert len(loaded.session.timeline) == 4
        library.save(loaded, loaded.session)
        again = library.load(path)
        assert again.session.timeline == loaded.session.timeline and again.exact

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ('"precision": "exact"', '"precision": "roughly"', "precision"),
            ('"kind": "other"', '"sort": "other"', "sort"),
            ('"timezone": "UTC"', '"timezone": "Mars"', "Mars"),
            ('"event 1"', "7", "text"),
            ('"resources": {', '"re\\u001b]0;evil": {"1": {}},\n"resources": {', r"re\]0;evil: unknown table"),
        ],
    )
    def test_what_cannot_be_repaired_is_refused_with_its_place(
        self, library: Library, path: Path, old: str, new: str, reason: str
    ) -> None:
        path.write_text(path.read_text().replace(old, new))
        with pytest.raises(Unreadable, match=reason) as caught:
            library.load(path)
        assert path.name in str(caught.value) and "\x1b" not in f"{caught.value} {caught.value.reason}"
        assert [entry.path for entry, _ in library.sessions()] == []


class TestTrash:
    """What is thrown away can be had back."""

    def test_a_session_goes_with_its_attachments_and_comes_back(self, library: Library, path: Path) -> None:
        library.attachments(path).mkdir()
        (library.attachments(path) / "a.txt").write_text("a")
        session = library.read(path)
        thrown = library.trash(library.find("latest"))
        assert library.names() == [] and not library.attachments(path).exists()
        assert library.trashed() == [thrown]
        assert library.read(thrown.entry) == session
        assert library.untrash(thrown).path == path
        assert library.read(path) == session
        assert (library.attachments(path) / "a.txt").read_text() == "a"
        assert library.trashed() == []

    def test_a_name_that_was_taken_meanwhile_is_not_overwritten(self, library: Library, path: Path) -> None:
        thrown = library.trash(path)
        path.write_text("new")
        back = library.untrash(thrown).path
        assert back != path and path.read_text() == "new"
        with pytest.raises(NotFound, match="trash"):
            library.untrash(thrown)


def test_lessons_keep_their_lists(library: Library, path: Path) -> None:
    library.change(path, lambda s: add_items(s, "lessons.got_lucky", [Note(id="n", text="luck")]))
    lessons = library.read(path).lessons
    assert [note.text for note in lessons.got_lucky] == ["luck"] and lessons.learned == ()
