"""`import`, and the library itself, where a file comes from another editor or bears an id that nobody could type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.library.folder import Library

if TYPE_CHECKING:
    from tests.cli.conftest import Run

MARK = b"\xef\xbb\xbf"


def document(**fields: Any) -> str:
    return json.dumps({"format": "pmtui-session", "version": 1, **fields}, ensure_ascii=False)


@pytest.mark.parametrize(
    "session_id",
    ["latest", "Latest", "-s", "-", "--help", "a/b", "../a", "a\\b", " a", "a\n", "report.json", "2026-11-18-checkout"],
)
def test_an_id_that_means_something_else_is_refused(
    run: Run, library: Library, tmp_path: Path, session_id: str
) -> None:
    run("new", "--no-open")
    (library.folder / "2026-11-18-checkout.json").write_text("{}")
    before = library.names()
    (tmp_path / "odd.json").write_text(document(id=session_id))
    run("import", "odd.json").refused("odd.json: $.id: ", "leave it out, and a new one is made")
    assert library.names() == before


@pytest.mark.parametrize("session_id", ["INC-204", "7f3a2c", "ärger 1", "a.b"])
def test_any_id_that_can_be_typed_is_kept(run: Run, tmp_path: Path, session_id: str) -> None:
    (tmp_path / "odd.json").write_text(document(id=session_id))
    assert run("import", "odd.json").lines == [session_id]
    assert run("export", session_id, "--format", "json").json["id"] == session_id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("lines", [1, 2])
def test_a_document_with_a_byte_order_mark_is_read(run: Run, tmp_path: Path, encoding: str, lines: int) -> None:
    ids = ["INC-204", "INC-205"][:lines]
    text = "".join(document(id=each, key_details={"product": "Café"}) + "\n" for each in ids)
    data = text.encode(encoding)
    (tmp_path / "odd.json").write_bytes(b"\xfe\xff" + data if encoding == "utf-16-be" else data)
    assert run("import", "odd.json").lines == ids
    assert run("export", "INC-204", "--format", "json").json["key_details"]["product"] == "Café"


def test_half_a_character_of_utf_16_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_bytes(document().encode("utf-16")[:-1])
    run("import", "odd.json").refused("odd.json: is damaged UTF-16", "nothing was imported")


def test_a_session_file_with_a_byte_order_mark_is_read_and_noted_in(
    run: Run, library: Library, session_of: Any
) -> None:
    run("log", "one")
    path = library.find("latest").path
    path.write_bytes(MARK + path.read_bytes())
    assert [each["status"] for each in run("list", "--json").json] == ["draft"]
    assert run("log", "two").status == 0
    assert [event.text for event in session_of().timeline] == ["one", "two"]
    sitting = library.open("latest")
    path.write_bytes(MARK + path.read_bytes().removeprefix(MARK).replace(b"two", b"TWO"))
    sitting.poll()
    assert [event.text for event in sitting.session.timeline] == ["one", "TWO"]


def test_a_session_file_in_utf_16_is_listed_with_the_way_to_mend_it(run: Run, library: Library) -> None:
    run("log", "one")
    path = library.find("latest").path
    path.write_bytes(path.read_text().encode("utf-16"))
    (listed,) = run("list", "--json").json
    assert listed["unreadable"] == "it is UTF-16 text: save it as UTF-8"
    run("export", path.name).refused("save it as UTF-8")
