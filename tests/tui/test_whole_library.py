"""Board, trends and health as they look at each size, over a library of varied reviews.

The screens are kept as text with its styles, as those of the steps are (`test_snapshots.py`).
"""

from __future__ import annotations

import pytest

from pmtui.library.folder import Library
from tests.pressing import press, settled
from tests.tui.conftest import NOW, OpenApp, Sitting
from tests.tui.readable_screens import differences, readable
from tests.varied_library import varied_sessions

SCREENS = {"board": ("a", " shown"), "trends": ("t", "What comes back"), "health": ("h", "To praise")}
"""By name: the key that opens it from the library, and what is on it when all is read."""


async def test_the_screens_over_all_reviews_at_every_size(
    run_app: OpenApp, library: Library, request: pytest.FixtureRequest
) -> None:
    for session in varied_sessions(40, NOW.date()):
        library.add(session)
    sizes = (("wide", 120, 36), ("narrow", 80, 24), ("tiny", 50, 15), ("huge", 200, 60))
    found = {}
    async with run_app(size=sizes[0][1:], deadlines={"sev1": 5}) as sitting:
        for name, (key, sign) in SCREENS.items():
            await press(sitting.pilot, key)
            await sitting.until(lambda sign=sign: sign in text(sitting))  # type: ignore[misc]
            for folder, width, height in sizes:
                if folder == "huge" and name != "trends":
                    continue  # as the wide one, with more lines
                await sitting.pilot.resize_terminal(width, height)
                await settled(sitting.pilot)
                found[f"library-{folder}/{name}"] = readable(sitting.app)
            await press(sitting.pilot, "escape")
            await sitting.pilot.resize_terminal(*sizes[0][1:])
    assert differences(found, update=request.config.getoption("update_snapshots")) == []


def text(sitting: Sitting) -> str:
    """What is on the screen, but for the bottom line, once nothing is read any more."""
    lines = sitting.screen_text().splitlines()
    return "" if "reading" in lines[-1] else "\n".join(lines[:-1])
