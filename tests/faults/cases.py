"""The verbs that change a library, each with a library to change, and what a reader sees of one."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from msgspec.structs import replace

from pmtui.cli.program import main
from pmtui.library.attachments import attach
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session import codec
from pmtui.session.document import Event, Evidence, Session
from pmtui.session.edits import add_items, set_field

LONG = "a long line of a log\n" * 12_800
"""Just long enough for a file of its own."""
ID = "01a00000-0000-7000-8000-000000abcdef"
OTHER = "01a00000-0000-7000-8000-000000123456"


class Case(NamedTuple):
    """One verb."""

    name: str
    arguments: Callable[[Path], list[str]]
    """What is called, given the folder that holds library and files."""
    prepare: Callable[[Path], object] = lambda home: None
    """What has to be done before, on top of `build`."""

    def run(self, home: Path) -> int:
        """Call the verb in this process; its exit status."""
        with mock.patch.dict(os.environ, environment(home)):
            return main(self.arguments(home))


def environment(home: Path) -> dict[str, str]:
    """What the program is to find around it: the library there, and nobody's own config."""
    return {"PMTUI_LIBRARY": str(home / "library"), "PMTUI_CONFIG": str(home / "config.toml"), "TZ": "UTC"}


def build(home: Path) -> None:
    """A library with a session that has attachments, another in the trash, and files to import."""
    library = Library(home / "library")
    path = library.create(_session(ID, "Checkout")).path
    loaded = library.load(path)
    name = attach(library.attachments(path), b"graph", "graph.png")
    items = [Evidence(id="e1", path=name, caption="a graph"), Evidence(id="e2", body=LONG, kind="log")]
    library.save(loaded, add_items(loaded.session, "evidence", items))
    thrown = library.create(_session(OTHER, "Search")).path
    attach(library.attachments(thrown), b"old", "old.txt")
    library.trash(thrown)
    document = json.loads(codec.encode(library.read(path)))
    document["key_details"]["headline"] = "from elsewhere"
    (home / "replacing.json").write_text(json.dumps(document))
    document |= {"id": OTHER.replace("01a", "01b"), "evidence": []}
    (home / "new.json").write_text(json.dumps(document))
    (home / "note.txt").write_text("a note")
    (home / "report.md").write_text("an older report\n")


def _session(session_id: str, product: str) -> Session:
    made = replace(new_session(product=product), id=session_id, created_at="2026-11-18T14:02:00Z")
    return add_items(made, "timeline", [Event(id=f"{session_id}-1", text="first", at="2026-11-18T14:02:00Z")])


def _rename_product(home: Path) -> None:
    library = Library(home / "library")
    library.change("latest", lambda session: set_field(session, "key_details.product", "Basket"))


def _trash_an_older_one(home: Path) -> None:
    library = Library(home / "library")
    entry = library.find(ID)
    library.replace(entry, set_field(library.read(entry), "impact.statement", "newer"))


def _into_git(home: Path) -> None:
    """Make the library one that git may write into: notes are kept in a journal then."""
    (home / "library" / ".git").mkdir()


CASES = (
    Case("new", lambda home: ["new", "--no-open", "--product", "New"]),
    Case("first", lambda home: ["log", "the first note"], lambda home: shutil.rmtree(home / "library")),
    Case("log", lambda home: ["log", "-s", ID, "noted"]),
    Case("log first in git", lambda home: ["log", "-s", ID, "noted"], _into_git),
    Case("log in git", lambda home: ["log", "-s", ID, "noted"], lambda home: (_into_git(home), _rename_product(home))),
    Case("import", lambda home: ["import", str(home / "new.json")]),
    Case("import into", lambda home: ["import", str(home / "replacing.json"), "--into", ID]),
    Case("import replace", lambda home: ["import", "--replace", str(home / "replacing.json")]),
    Case("rename", lambda home: ["rename", ID], _rename_product),
    Case("delete", lambda home: ["delete", ID]),
    Case("restore", lambda home: ["trash", "restore", OTHER]),
    Case("restore over", lambda home: ["trash", "restore", ID], _trash_an_older_one),
    Case("status", lambda home: ["status", ID, "in_review"]),
    Case("attach", lambda home: ["attach", "-s", ID, str(home / "note.txt")]),
    Case("export", lambda home: ["export", ID, "-o", str(home / "report.md")]),
    Case("export new", lambda home: ["export", ID, "-o", str(home / "another.md")]),
)


def seen(home: Path) -> Any:
    """What a reader sees: every session with its attached files, what lies in the trash, and the reports.

    Raises:
        AssertionError: something is unreadable, or an attached file is missing.
    """
    library = Library(home / "library", patience=1)
    entries = library.entries()
    assert [entry.file for entry in entries if entry.unreadable] == []
    there = sorted((_steady(entry.file), *_content(library, entry.path)) for entry in entries)
    thrown = sorted((_steady(one.entry.file), *_content(library, Path(one.place))) for one in library.trashed())
    reports = {path.name: path.read_text() for path in home.glob("*.md")}
    return there, thrown, reports


def _content(library: Library, path: Path) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    loaded = library.load(path)
    assert loaded.notices == (), loaded.notices
    folder = library.attachments(path)
    files = tuple((each.path, (folder / each.path).read_bytes()) for each in loaded.session.evidence if each.path)
    return _steady(codec.encode(loaded.session).decode()), files


def _steady(text: str) -> str:
    """Without the ids and times that differ from run to run."""
    text = re.sub(r"01a[12]\w{4}-\w{4}-7\w{3}-\w{4}-\w{12}", "ID", text)
    text = re.sub(r"2026-(?!11-18)\d\d-\d\d(-[a-z]+)-[0-9a-f]{6}", r"DAY\1", text)
    return re.sub(r'"(updated_at|created_at|at)": ?"[^"]*"', r'"\1": ""', text)


def leftovers(home: Path) -> list[str]:
    """Temporary files, wherever they are."""
    # What lies in `.pmtui` is swept after a minute: a report that is being written has a name there for a moment.
    found = {path for path in home.rglob(".pmtui-*") if path.parent.name != ".pmtui"} | {
        *(home / "library" / ".pmtui").glob("[im]*ing*")
    }
    return sorted(str(path.relative_to(home)) for path in found)
