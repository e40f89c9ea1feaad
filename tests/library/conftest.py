"""A library in a temporary folder, and a session in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "reviews")


@pytest.fixture
def session() -> Session:
    return new_session(product="Checkout", headline="Card payments refused")


@pytest.fixture
def path(library: Library, session: Session) -> Path:
    """The file of a session with three events."""
    events = [Event(id=uuid7(), at=f"2026-11-18T14:0{n}:00Z", text=f"event {n}") for n in range(3)]
    return library.create(add_items(session, "timeline", events)).path
