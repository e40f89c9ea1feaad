"""Files of older versions: read for ever, and written in today's form by an edit alone."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.cli.merge_files import merge_files
from pmtui.library.folder import Library
from pmtui.library.reading import Loaded
from pmtui.session import edits
from pmtui.session.document import Event, OwnSection, Session

OLD = Path(__file__).parent / "version1" / "2026-11-18-checkout-000000.json"
DOCUMENT = Path(__file__).parent.parent / "session" / "version1.json"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    shutil.copy(OLD, tmp_path / OLD.name)
    return Library(tmp_path)


def loaded(library: Library) -> Loaded:
    return library.load(library.folder / OLD.name)


def changed_lines(before: bytes, after: bytes) -> list[str]:
    a, b = before.decode().splitlines(), after.decode().splitlines()
    return [line for line in difflib.ndiff(a, b) if line[:2] in ("+ ", "- ")]


def edited(library: Library, change: Any) -> list[str]:
    """The lines of the file that an edit changes."""
    before = loaded(library)
    library.save(before, change(before.session))
    return changed_lines(before.data, (library.folder / OLD.name).read_bytes())


def test_a_file_that_the_first_version_wrote_is_read_and_left_alone(library: Library) -> None:
    old = loaded(library)
    document = json.loads(DOCUMENT.read_bytes())
    assert old.notices == ()
    assert old.session.timeline[0].text == document["timeline"][0]["text"]
    assert [action.kind for action in old.session.actions] == [each["kind"] for each in document["actions"]]
    library.save(old, old.session)
    assert (library.folder / OLD.name).read_bytes() == OLD.read_bytes()


def test_an_edit_of_an_old_file_is_one_change_and_the_version(library: Library) -> None:
    lines = edited(library, lambda session: edits.set_field(session, "key_details.headline", "Refused"))
    raised = ['-       "version": 1,', '+       "version": 2,']
    assert lines[:2] == raised
    assert [line[:2] + line[2:].strip().partition(":")[0] for line in lines[2:]] == ['- "headline"', '+ "headline"']
    again = edited(library, lambda session: edits.set_field(session, "key_details.headline", "Declined"))
    assert len(again) == 2


def test_a_new_key_is_written_where_it_says_something_and_nowhere_else(library: Library) -> None:
    lines = edited(library, lambda session: edits.change_item(session, "timeline", "t1", who="on call"))
    assert [line.strip() for line in lines[2:]] == ['+       "who": "on call",']
    section = OwnSection(id="s1", title="Detection", text="By a customer")
    lines = edited(library, lambda session: edits.add_items(session, "summary.sections", [section]))
    assert lines[0] == '+   "sections": {' and not any(line.startswith("-") for line in lines)
    text = (library.folder / OLD.name).read_text()
    assert text.index('"summary"') < text.index('"sections"') < text.index('"impact"')
    lines = edited(library, lambda session: edits.delete_items(session, "summary.sections", ["s1"]))
    assert not any(line.startswith("+") for line in lines)
    assert '"sections"' not in (library.folder / OLD.name).read_text()
    assert '"known_now"' not in (library.folder / OLD.name).read_text()


def test_all_that_is_new_comes_back_from_a_file(library: Library) -> None:
    before = loaded(library)
    session = before.session
    session = edits.set_field(session, "key_details.more", {"Cost centre": "4711", "a.b": "", "Ring": "x"})
    session = edits.change_item(session, "lessons.learned", "n1", ballots={"AK": 2, "": 1, "a.b": 0})
    session = edits.change_item(session, "parking_lot", "p3", of="t1", settled=True, kind="remark")
    session = edits.change_item(session, "actions", "a2", kind=None)
    session = replace(session, meeting=(replace(session.meeting[0], asked=8, learned=0), *session.meeting[1:]))
    library.save(before, session)
    found = loaded(library).session
    assert replace(found, updated_at="") == replace(session, updated_at="")
    assert list(found.key_details.more) == ["Cost centre", "a.b", "Ring"]


def raised(change: dict[str, dict[str, Any]], version: int = 1) -> bytes:
    """The old file, with fields put into documents that are named `table id`."""
    tables = json.loads(OLD.read_bytes())
    for place, fields in change.items():
        table, _, key = place.partition(" ")
        row = next(row for row in tables[table].values() if not key or row.get("id") == key)
        row |= fields
    tables["session"]["1"]["version"] = version
    return json.dumps(tables, indent=2, ensure_ascii=False).encode()


def test_an_action_without_a_kind_keeps_what_it_meant_when_its_file_is_raised(library: Library) -> None:
    tables = json.loads(OLD.read_bytes())
    for row in tables["actions"].values():
        row.pop("kind", None)
    (library.folder / OLD.name).write_text(json.dumps(tables, indent=2))
    before = loaded(library)
    assert {action.kind for action in before.session.actions} == {"prevent"}
    library.save(before, edits.set_field(before.session, "key_details.headline", "x"))
    assert {action.kind for action in loaded(library).session.actions} == {"prevent"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"timeline t1": {"who": "AK"}}, "timeline, row t1, field who"),
        ({"key_details": {"more.Ring": "x"}}, "key_details, row 0199f0c2-0000-7000-8000-000000000000, field more.Ring"),
        ({"lessons n1": {"ballots.A": 1}}, "lessons, row n1, field ballots.A"),
        ({"parking_lot p1": {"kind": "remark"}}, "parking_lot, row p1, field kind"),
    ],
)
def test_an_old_file_with_something_newer_is_listed_with_the_reason(
    library: Library, change: dict[str, dict[str, Any]], place: str
) -> None:
    (library.folder / OLD.name).write_bytes(raised(change))
    with pytest.raises(Exception, match="version 2") as caught:
        loaded(library)
    assert place in str(caught.value)
    (library.folder / OLD.name).write_bytes(raised(change, 2))
    loaded(library)


# --- the merge driver ---


def merged(tmp_path: Path, *files: bytes) -> tuple[bytes, Session]:
    paths = [tmp_path / f"{n}.json" for n in range(3)]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    merge_files(*paths)
    data = paths[1].read_bytes()
    (tmp_path / OLD.name).write_bytes(data)
    return data, Library(tmp_path).load(tmp_path / OLD.name).session


def edited_by_old(change: dict[str, dict[str, Any]]) -> bytes:
    """The file as the first version would have written it after an edit."""
    return raised(change)


def edited_by_new(tmp_path: Path, change: Any) -> bytes:
    shutil.copy(OLD, tmp_path / OLD.name)
    library = Library(tmp_path)
    edited(library, change)
    return (tmp_path / OLD.name).read_bytes()


def test_a_merge_writes_the_highest_version_of_its_three(tmp_path: Path) -> None:
    old = OLD.read_bytes()
    owner, text = edited_by_old({"key_details": {"owner": "New"}}), edited_by_old({"timeline t1": {"text": "Paged"}})
    newer = edited_by_new(tmp_path, lambda s: edits.change_item(s, "timeline", "t1", who="AK"))
    for files, version in (
        ((old, owner, text), 1),
        ((old, newer, text), 2),
        ((old, owner, newer), 2),
        ((old, old, newer), 2),
        ((newer, owner, text), 2),
        ((b"", owner, newer), 2),
    ):
        data, session = merged(tmp_path, *files)
        assert json.loads(data)["session"]["1"]["version"] == version
        assert session.key_details.owner == "New" or owner not in files
        assert session.timeline[0].text == "Paged" or text not in files
        assert session.timeline[0].who == "AK" or newer not in files[1:]


def test_a_merge_takes_new_things_of_either_side(tmp_path: Path) -> None:
    def ours(session: Session) -> Session:
        session = edits.set_field(session, "key_details.more", {"Cost centre": "1", "Ring": "A"})
        section = OwnSection(id="s1", title="Detection", text="* a\n* b\n\n" + "long " * 100)
        return edits.add_items(session, "summary.sections", [section])

    def theirs(session: Session) -> Session:
        session = edits.set_field(session, "key_details.more", {"Cost centre": "2", "Region": "EU"})
        session = edits.add_items(session, "summary.sections", [OwnSection(id="s2", title="Background")])
        return edits.add_items(session, "timeline", [Event(id="t9", text="new", who="AK")])

    _, session = merged(tmp_path, OLD.read_bytes(), edited_by_new(tmp_path, ours), edited_by_new(tmp_path, theirs))
    assert session.key_details.more == {"Cost centre": "1", "Ring": "A", "Region": "EU"}
    assert {each.title for each in session.summary.sections} == {"Detection", "Background"}
    assert session.timeline[-1].who == "AK"
    parked = [each for each in session.parking_lot if each.kind == "conflict" and each.text == "2"]
    assert [each.answer for each in parked] == ["key details: own field, Cost centre"]


def test_a_long_text_of_a_section_lies_beside_the_file(library: Library) -> None:
    before = loaded(library)
    section = OwnSection(id="s1", title="Background", text="words " * 60_000)
    library.save(before, edits.add_items(before.session, "summary.sections", [section]))
    assert len((library.folder / OLD.name).read_bytes()) < 100_000
    assert loaded(library).session.summary.sections == (section,)
