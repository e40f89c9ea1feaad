"""A large file is read without its documents, and says what it says when it is read by them."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.library import reading
from pmtui.library.errors import Unreadable
from pmtui.library.file_format import FileText, Tables, dump, parse
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.library.reading import read_session
from pmtui.library.row_diff import changes
from pmtui.library.versions import open_version
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items
from tests.strategies import random_session

HANDS: tuple[tuple[bytes, bytes], ...] = (
    (rb'"rank": \d+', b'"rank": 7'),
    (rb'"rank": (\d+)', rb'"rank": \1.5'),
    (rb'"rank": \d+', b'"rank": "first"'),
    (rb'\n      "rank": \d+,', b""),
    (rb'\n      "id": "[^"]*",', b""),
    (rb'"id": "[^"]*"', b'"id": ""'),
    (rb'"id": "[^"]*"', b'"id": "e1"'),
    (rb'"at": (null|"[^"]*")', b'"at": "2026-11-18T14:02:00+01:00"'),
    (rb'"at": (null|"[^"]*")', b'"at": "yesterday"'),
    (rb'"text": "', rb'"text": "\\u0007\\r'),
    (rb'"text": "', rb'"text": "C:\\\\red'),
    (rb'"kind": "', b'"kind": "un'),
    (rb'"pinned": false', b'"pinned": 0'),
    (rb'"pinned": false', b'"pinned": false, "colour": "red"'),
    (rb'    "\d{16}": \{', b'    "-1": {'),
    (rb'    "\d{16}": \{', b'    "x": {'),
    (rb'"version": 2', b'"version": 1'),
    (rb'"version": 2', b'"version": 3'),
    (rb'"format": "', b'"format": "no '),
    (rb'  "timeline": \{', b'  "timeline": {}, "timeline": {'),
    (rb'  "timeline": \{', b'  "timelines": {'),
    (rb"\n\}\n$", b"\n"),
    (rb"\n", b"\r\n"),
    (rb"$", b"\xff"),
)
"""What hands and other programs do to a file: a pattern in it, and what stands there then."""


def written(session: Session) -> bytes:
    tables: Tables = {
        table: {str(number): row for number, row in change.put.items()}
        for table, change in changes({}, None, session).items()
    }
    return dump(tables).data


def said(path: Path, text: FileText) -> Any:
    try:
        found = read_session(path, open_version(path), text)
    except Unreadable as error:
        return str(error)
    return found.session, found.exact, found.notices, found.lost, found.tables


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every file counts as large."""
    monkeypatch.setattr(reading, "LARGE", 0)
    return tmp_path / "a.json"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), hand=st.sampled_from([None, *HANDS]), everywhere=st.booleans())
def test_it_says_what_its_documents_say(
    path: Path, seed: int, hand: tuple[bytes, bytes] | None, everywhere: bool
) -> None:
    data = written(random_session(random.Random(seed), 14, 6))
    if hand is not None:
        data = re.sub(*hand, data, count=0 if everywhere else 1)
    path.write_bytes(data)
    try:
        by_documents = said(path, FileText(data, parse(path, data)))
    except Unreadable as error:
        by_documents = str(error)
    assert said(path, FileText(data)) == by_documents


def test_events_of_a_sound_file_are_read_without_documents_which_a_save_asks_for(tmp_path: Path) -> None:
    session = new_session()
    events = [Event(id=f"e{n}", at="2026-11-18T14:02:00Z", text=f"{n} " * 100, evidence=("x",)) for n in range(900)]
    library = Library(tmp_path / "library")
    path = library.create(add_items(session, "timeline", events)).path
    loaded = library.load(path)
    assert loaded.session.timeline == tuple(events) and loaded.exact
    assert not loaded.text.is_parsed
    ours = replace(loaded.session, timeline=loaded.session.timeline[1:])
    saved = library.save(loaded, ours)
    assert saved.text.is_parsed and library.read(path).timeline == tuple(events[1:])
    assert library.load(path, like=loaded).session == saved.session
