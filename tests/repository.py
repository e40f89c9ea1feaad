"""A git repository for tests: nobody's settings, and a merge driver that waits until it is told to go on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]

WAITING = """#!/bin/sh
echo begun > "{begun}"
read line < "{go_on}"
PYTHONPATH={home} exec {python} -P -m pmtui merge "$@"
"""


def nobody() -> dict[str, str]:
    """An environment in which git is nobody in particular and has nobody's settings."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for who in ("AUTHOR", "COMMITTER"):
        environ |= {f"GIT_{who}_{what}": "someone@example.org" for what in ("NAME", "EMAIL")}
    return environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *args: str) -> str:
    """Let git do something; what it printed."""
    done = subprocess.run(["git", "-C", str(folder), *args], env=nobody(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class SlowMerge:
    """A merge that goes on, in the background, until its driver is at work, and ends when it is told to."""

    def __init__(self, folder: Path, *args: str) -> None:
        git_folder = folder / ".git"
        self.begun, self.go_on = git_folder / "begun", git_folder / "go-on"
        for pipe in (self.begun, self.go_on):
            os.mkfifo(pipe)
        driver = git_folder / "driver"
        driver.write_text(WAITING.format(begun=self.begun, go_on=self.go_on, home=HOME, python=sys.executable))
        driver.chmod(0o755)
        git(folder, "config", "merge.pmtui.driver", f"{driver} %O %A %B")
        self.going = subprocess.Popen(
            ["git", "-C", str(folder), *args], env=nobody(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self.begun.read_text()

    def end(self, status: int = 0) -> None:
        """Let the driver go on, and wait until git is done."""
        self.go_on.write_text("on\n")
        _, said = self.going.communicate()
        assert self.going.returncode == status, said
