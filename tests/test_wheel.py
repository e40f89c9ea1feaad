"""The wheel holds all that the program needs: installed elsewhere, the app opens with its style sheets."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

OPEN = """
import asyncio, pathlib, sys
from datetime import date
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.settings import load
from pmtui.tui.app import PmtuiApp

import pmtui
assert not pathlib.Path(pmtui.__file__).is_relative_to(sys.argv[1]), pmtui.__file__
library = Library(pathlib.Path("library"))
session = new_session(product="Checkout", incident_date=date(2026, 11, 18))
library.create(session)

async def open_all():
    app = PmtuiApp(library, session.id, load({}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        for _ in app.screen.steps:
            await app.screen.do_act("step.next")
            await pilot.pause()
        print("opened", app.screen.name_now)

asyncio.run(open_all())
"""


def test_the_installed_wheel_opens_every_step(tmp_path: Path) -> None:
    def run(*command: str | Path) -> str:
        done = subprocess.run(list(map(str, command)), cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    quiet = ("-q", "--disable-pip-version-check")
    pip = (sys.executable, "-m", "pip")
    run(*pip, "wheel", *quiet, "--no-deps", "--no-build-isolation", "-w", tmp_path / "dist", CHECKOUT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    sheets = {f"pmtui/styles/{path.name}" for path in (CHECKOUT / "styles").glob("*.tcss")}
    assert sheets <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "sessions/", "docs/", "benchmarks/"))]

    # With the pip that is here, and nothing compiled but what is imported: half of the time.
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "fresh")
    python = tmp_path / "fresh" / "bin" / "python"
    run(*pip, "--python", python, "install", *quiet, "--no-compile", wheel)
    assert run(python, "-c", OPEN, CHECKOUT) == "opened close\n"
    assert run(tmp_path / "fresh" / "bin" / "pmtui", "--version").startswith("pmtui")
