"""The README is true: what it tells a new user to type works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pmtui.cli.program import VERBS
from pmtui.settings import load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def commands() -> list[str]:
    """Every line of the README's blocks that calls the program."""
    lines = (line.strip() for line in README.splitlines() if line.startswith("    "))
    return [line for line in lines if line.startswith("pmtui ")]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "PMTUI_LIBRARY": str(tmp_path / "library"),
        "PMTUI_CONFIG": str(tmp_path / "config.toml"),
        "TZ": "UTC",
    }


def run(home: dict[str, str], *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmtui", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=home, cwd=cwd)


def test_what_is_logged_in_the_middle_of_an_incident_is_in_one_review(home: dict[str, str]) -> None:
    logged = [shlex.split(line)[1:] for line in commands() if line.startswith("pmtui log")]
    assert ["log", "rolled back 4.2"] in logged
    for arguments in logged:
        assert run(home, *arguments).returncode == 0, arguments
    report = run(home, "export", "latest").stdout
    assert re.search(r"14:02 \| pager rings", report)
    assert "rolled back 4.2" in report
    assert len(run(home, "list").stdout.splitlines()) == 1


def test_the_first_review_of_the_readme_can_be_made_and_exported(home: dict[str, str], tmp_path: Path) -> None:
    assert "`pmtui new --product Checkout --date yesterday`" in README
    assert run(home, "new", "--product", "Checkout", "--date", "yesterday", "--no-open").returncode == 0
    assert "`pmtui export latest -o report.md`" in README
    assert run(home, "export", "latest", "-o", "report.md", cwd=tmp_path).returncode == 0
    assert (tmp_path / "report.md").read_text().startswith("# Learning review: Checkout (")


def test_the_config_file_of_the_readme_is_taken_as_it_stands(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    tomllib.loads(block)
    config = tmp_path / "config.toml"
    config.write_text(block)
    settings = load({"PMTUI_CONFIG": str(config), "HOME": str(tmp_path)})
    assert settings.mistakes == ()
    assert (settings.minutes, settings.timezone, settings.author) == (30, "Europe/London", "AK")
    assert settings.agenda[-1] == "close"
    assert settings.keys


def test_git_setup_works_as_the_readme_says(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    folder.mkdir()
    assert "cd reviews && git init && pmtui git-setup --library ." in README
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    done = run(home, "git-setup", "--library", ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / ".gitattributes").exists()
    assert (folder / ".gitignore").exists()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_is_in_the_readme(home: dict[str, str], verb: str) -> None:
    done = run(home, verb, "--help")
    assert done.returncode == 0
    assert f"\nExample:\n  pmtui {verb}" in done.stdout
    assert re.search(rf"^\| `{verb}[ `]", README, re.MULTILINE)


def test_the_verbs_that_the_readme_calls_exist() -> None:
    called = {line.split()[1] for line in commands()} | set(re.findall(r"`pmtui ([a-z-]+)", README))
    assert called <= set(VERBS) | {"export"}
