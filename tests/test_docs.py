"""The documents say what the program is: generated parts are fresh, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def check(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})


def test_the_generated_parts_are_fresh() -> None:
    done = check("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_part_is_named_and_written_anew(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/keys.md", "docs/generate.py"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    readme = tmp_path / "README.md"
    fresh = readme.read_text()
    readme.write_text(fresh.replace("Go to the next step", "Go to the next stop"))

    done = check("--check", root=tmp_path)
    assert done.returncode == 1
    assert "README.md is stale: run make docs" in done.stderr
    assert check(root=tmp_path).returncode == 0
    assert readme.read_text() == fresh
    assert check("--check", root=tmp_path).returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_what_exists(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_every_target_that_the_documents_name_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z]+)\b(?= |`|\n)", page.read_text())}
    targets = set(re.findall(r"^([a-z.]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= named
    prose = {name for name in named if f"`make {name}`" in "".join(page.read_text() for page in PAGES)}
    assert prose | {"run", "test", "bench", "docs", "pictures"} <= targets
