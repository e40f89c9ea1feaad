"""What tests of several folders begin with: an empty library, and sessions made by their values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import uuid7
from pmtui.session import paths
from pmtui.session.document import Session


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    made = Library(tmp_path / "library")
    made.make()
    return made


@pytest.fixture
def make_session() -> Callable[..., Session]:
    """Make a session; values by dotted path: `make_session(**{"key_details.product": "Checkout"})`, or by section."""

    def make(**values: Any) -> Session:
        session = Session(
            format="pmtui-session",
            version=2,
            id=uuid7(),
            created_at="2026-11-20T09:00:00Z",
            updated_at="2026-11-20T09:00:00Z",
        )
        for path, value in values.items():
            session = paths.put(session, path, value)
        return session

    return make
